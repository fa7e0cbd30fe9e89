//! The reporter's key (*kunci*): 128 random bits minted on the device, which make whoever holds them the owner of
//! a report without an account. The server keeps only its SHA-256; the text travels in the `Authorization`
//! header (`Kunci …`) or in the fragment of a link, never in a path, a query or a log.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Random bytes in a key.
pub const RANDOM_LEN: usize = 16;
/// Characters of a key's text: 26 × 5 bits hold 128.
const TEXT_LEN: usize = 26;
/// The scheme of the `Authorization` header.
pub const SCHEME: &str = "Kunci";

/// A key in clear: on the device that minted it, or in flight. Has no `Debug`, so that no log can show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kunci(String);

impl Kunci {
    /// Writes 128 random bits as text.
    pub fn from_random(random: [u8; RANDOM_LEN]) -> Self {
        let mut bits = u128::from_be_bytes(random);
        let mut text = [0_u8; TEXT_LEN];
        for place in text.iter_mut().rev() {
            *place = ALPHABET[(bits % 32) as usize];
            bits /= 32;
        }
        Self(text.iter().map(|c| char::from(*c)).collect())
    }

    /// Reads a key; anything but 26 characters of the alphabet is none.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == TEXT_LEN && text.bytes().all(|c| ALPHABET.contains(&c));
        fits.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A secret of its own for another use of this key. Nothing that the server keeps leads to it.
    pub fn turunan(&self, untuk: &str) -> [u8; 32] {
        let named = Sha256::new().chain_update(untuk).chain_update([0]);
        named.chain_update(&self.0).finalize().into()
    }

    /// What the server stores and compares. A fast hash is enough: 128 random bits leave nothing to guess.
    pub fn hash(&self) -> KunciHash {
        KunciHash(hex(&Sha256::digest(self.0.as_bytes())))
    }
}

impl TryFrom<String> for Kunci {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("bukan kunci pelapor")
    }
}

impl From<Kunci> for String {
    fn from(kunci: Kunci) -> Self {
        kunci.0
    }
}

/// SHA-256 of a key's text, in lower-case hex.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct KunciHash(pub String);

impl fmt::Display for KunciHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Whether a text is a SHA-256 in lower-case hex.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_of_the_key_shows_in_its_text() {
        let zero = Kunci::from_random([0; RANDOM_LEN]);
        assert_eq!(zero.as_str(), "0".repeat(26));
        for bit in 0..128 {
            let mut random = [0; RANDOM_LEN];
            random[bit / 8] = 1 << (bit % 8);
            assert!(Kunci::from_random(random) != zero, "bit {bit}");
        }
    }

    #[test]
    fn what_is_made_of_a_key_tells_its_use_and_is_not_what_the_server_keeps() {
        let kunci = Kunci::from_random([0xA5; RANDOM_LEN]);
        let made = kunci.turunan("salinan");
        assert_eq!(made, kunci.turunan("salinan"));
        assert_ne!(made, kunci.turunan("lain"));
        assert_ne!(made, Kunci::from_random([0xA6; RANDOM_LEN]).turunan("salinan"));
        assert_ne!(hex(&made), kunci.hash().0);
    }

    #[test]
    fn only_a_whole_key_is_read() {
        let kunci = Kunci::from_random([0xA5; RANDOM_LEN]);
        assert!(Kunci::parse(kunci.as_str()).is_some());
        assert!(Kunci::parse(&kunci.as_str()[1..]).is_none());
        assert!(Kunci::parse(&kunci.as_str().to_uppercase()).is_none());
        assert!(is_sha256(&kunci.hash().0));
    }
}
