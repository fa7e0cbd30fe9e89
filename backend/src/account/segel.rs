//! Encrypts what lies in the database and must be read again, with a key that the database does not hold: it is derived
//! from the server's secret. After a restore under another secret it is unreadable, which an admin heals by taking the
//! second step away.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use anyhow::{Context, anyhow};
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::Sha256;

use crate::config::Secret;

/// Sets this key apart from the one that signs tokens.
const PURPOSE: &[u8] = b"portal: totp, version 1";
const NONCE_LEN: usize = 12;

pub struct Segel(Aes256Gcm);

impl Segel {
    pub fn new(secret: &Secret) -> anyhow::Result<Self> {
        let mut derive =
            <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).context("key of the seal")?;
        derive.update(PURPOSE);
        let key = derive.finalize().into_bytes();
        Ok(Self(Aes256Gcm::new(&key)))
    }

    /// `owner` is bound to it: what was sealed for one account opens for no other.
    pub fn close(&self, owner: &str, plain: &[u8]) -> anyhow::Result<String> {
        let mut nonce = [0_u8; NONCE_LEN];
        OsRng
            .try_fill_bytes(&mut nonce)
            .context("the system's random source does not answer")?;
        let payload = Payload {
            msg: plain,
            aad: owner.as_bytes(),
        };
        let sealed = self
            .0
            .encrypt(Nonce::from_slice(&nonce), payload)
            .map_err(|_| anyhow!("sealing failed"))?;
        Ok(hex::encode([nonce.as_slice(), &sealed].concat()))
    }

    pub fn open(&self, owner: &str, sealed: &str) -> anyhow::Result<Vec<u8>> {
        let bytes = hex::decode(sealed).context("a sealed text")?;
        let (nonce, msg) = bytes
            .split_at_checked(NONCE_LEN)
            .context("a sealed text is too short")?;
        let payload = Payload {
            msg,
            aad: owner.as_bytes(),
        };
        self.0
            .decrypt(Nonce::from_slice(nonce), payload)
            .map_err(|_| anyhow!("a sealed text does not open: the server's secret is another one"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segel(secret: &str) -> Segel {
        Segel::new(&Secret::try_from(secret.repeat(32)).unwrap()).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_and_under_its_secret_alone() {
        let sealed = segel("a").close("siti", b"rahasia").unwrap();
        assert_ne!(sealed, segel("a").close("siti", b"rahasia").unwrap());
        assert_eq!(segel("a").open("siti", &sealed).unwrap(), b"rahasia");
        assert!(segel("a").open("budi", &sealed).is_err());
        assert!(segel("b").open("siti", &sealed).is_err());
        assert!(segel("a").open("siti", "00").is_err());
    }
}
