//! The secrets that sign access tokens and open rescue files. Each is made at the first start when none is given, and kept
//! readable for the portal's own user alone.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use rand::TryRngCore;
use rand::rngs::OsRng;
use serde::{Deserialize, Serialize};

use crate::folder;

/// 256 bits, as HMAC-SHA-256 wants them.
const RANDOM_BYTES: usize = 32;
/// A shorter text could be guessed offline from one token.
const SHORTEST: usize = 32;

/// Has no `Debug`, so that no log can show it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Secret(String);

impl Secret {
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The secret in `path`; a new one is written there first when the file is not there yet.
    pub fn keep(path: &Path) -> anyhow::Result<Self> {
        if !path.exists() {
            write_new(path).with_context(|| format!("rahasia {} tidak dapat disimpan", path.display()))?;
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("rahasia {} tidak dapat dibaca", path.display()))?;
        Self::try_from(text.trim().to_owned()).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))
    }
}

/// Written whole under another name and then linked, so that of two processes starting together both read the same one.
fn write_new(path: &Path) -> anyhow::Result<()> {
    let mut random = [0_u8; RANDOM_BYTES];
    OsRng
        .try_fill_bytes(&mut random)
        .context("sumber acak sistem tidak menjawab")?;
    let folder = folder::holder(path);
    let mut file = tempfile::Builder::new().prefix(".secret").tempfile_in(folder)?;
    file.write_all(hex::encode(random).as_bytes())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(folder::sync(folder)?),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error.into()),
    }
}

impl TryFrom<String> for Secret {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.len() < SHORTEST {
            return Err(format!(
                "rahasia (secret) terlalu pendek: paling sedikit {SHORTEST} karakter"
            ));
        }
        Ok(Self(text))
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.0
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_secret_is_made_once_and_for_the_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let first = Secret::keep(&path).unwrap();
        let second = Secret::keep(&path).unwrap();
        assert_eq!(first.as_bytes(), second.as_bytes());
        assert_eq!(first.as_bytes().len(), 2 * RANDOM_BYTES);
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
