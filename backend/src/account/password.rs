//! Passwords as Argon2id. Checking one takes the same time whether or not there is such an account.

use std::sync::LazyLock;

use anyhow::anyhow;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// Memory in KiB, passes and lanes: OWASP's first recommendation for Argon2id (19 MiB, 2, 1).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Checked in place of the hash of an account that is not there.
static NOBODY: LazyLock<anyhow::Result<String>> = LazyLock::new(|| hash("bukan sandi siapa pun"));

fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| anyhow!("argon2: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

pub fn hash(password: &str) -> anyhow::Result<String> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = argon2()?
        .hash_password(password.as_bytes(), &salt)
        .map_err(|error| anyhow!("argon2: {error}"))?;
    Ok(hash.to_string())
}

/// Whether the password belongs to the account with this hash; without an account, never, and as slowly. Costs tens of
/// milliseconds of CPU: call it on the blocking pool.
pub fn verify(password: &str, stored: Option<&str>) -> anyhow::Result<bool> {
    let nobody = NOBODY.as_ref().map_err(|error| anyhow!("{error}"))?;
    let hash =
        PasswordHash::new(stored.unwrap_or(nobody)).map_err(|error| anyhow!("stored hash: {error}"))?;
    let fits = argon2()?.verify_password(password.as_bytes(), &hash).is_ok();
    Ok(fits && stored.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_of_a_real_account_fits() {
        let stored = hash("sandi panjang").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("sandi panjang", Some(&stored)).unwrap());
        assert!(!verify("sandi pendek", Some(&stored)).unwrap());
        assert!(!verify("bukan sandi siapa pun", None).unwrap());
    }
}
