//! The key pair of rescue files: devices seal to the public one, which lies with them before there is need; the private
//! one never leaves the server.

use aes_gcm::{Aes256Gcm, KeyInit};
use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};

use crate::config::Secret;

/// Sets what is derived here apart from whatever else may be derived from the same secret or agreed with the same key.
const PURPOSE: &[u8] = b"portal-penyelamat 1";
/// Bytes of the hash by which a key is known.
const ID: usize = 8;

/// Has no `Debug`, so that no log can show it.
#[derive(Clone)]
pub struct KunciBerkas {
    rahasia: SecretKey,
    /// The public point, uncompressed.
    umum: Vec<u8>,
}

impl KunciBerkas {
    /// The pair that belongs to this secret, always the same.
    pub fn of(secret: &Secret) -> anyhow::Result<Self> {
        // Nearly every number of 256 bits is a key of the curve; the next one is where the first is not.
        for attempt in 0..=u8::MAX {
            let mut derive = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes())
                .context("key of the rescue files")?;
            derive.update(PURPOSE);
            derive.update(&[attempt]);
            if let Ok(rahasia) = SecretKey::from_slice(&derive.finalize().into_bytes()) {
                let umum = rahasia.public_key().to_encoded_point(false).as_bytes().to_vec();
                return Ok(Self { rahasia, umum });
            }
        }
        anyhow::bail!("no key of the curve")
    }

    /// What devices seal to: the point, base64url.
    pub fn umum(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.umum)
    }

    /// By which a file says which key it was sealed to.
    pub fn id(&self) -> String {
        hex::encode(&Sha256::digest(&self.umum)[..ID])
    }

    /// What opens a file whose first line (without its end) is `kepala` and whose sender showed the point `publik`,
    /// base64url; none where that is no point of the curve.
    pub fn cipher(&self, publik: &str, kepala: &[u8]) -> Option<Aes256Gcm> {
        let publik = URL_SAFE_NO_PAD.decode(publik).ok()?;
        let publik = PublicKey::from_sec1_bytes(&publik).ok()?;
        let agreed = diffie_hellman(self.rahasia.to_nonzero_scalar(), publik.as_affine());
        let mut key = [0; 32];
        // The first line is in the salt: a file whose line was changed opens no more.
        Hkdf::<Sha256>::new(Some(&Sha256::digest(kepala)), agreed.raw_secret_bytes())
            .expand_multi_info(&[PURPOSE, &self.umum], &mut key)
            .ok()?;
        Aes256Gcm::new_from_slice(&key).ok()
    }
}
