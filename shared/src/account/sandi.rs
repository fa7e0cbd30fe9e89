//! Passwords: what makes one good, the one-time password that an account begins with, and the second step of a login.

use std::fmt;

use garde::Validate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{ApiError, ErrorCode};
use crate::valid::trimmed_length;

/// Characters of a password at least (NIST SP 800-63B asks for eight).
pub const SANDI_MIN: usize = 8;
/// Keeps Argon2 from being fed megabytes.
pub const SANDI_MAX: usize = 256;
/// Hours that a one-time password is good for.
pub const SEKALI_PAKAI_JAM: i64 = 72;

/// What is tried first by whoever guesses, in small letters: the most frequent ones of published lists that are long
/// enough to be taken, and what people here write. A short list is enough, since guessing is slowed.
const UMUM: [&str; 40] = [
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "11111111",
    "00000000",
    "88888888",
    "12341234",
    "11223344",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "qwerty12",
    "1q2w3e4r",
    "1qaz2wsx",
    "asdfghjk",
    "asdfghjkl",
    "zxcvbnm1",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "admin123",
    "admin1234",
    "administrator",
    "iloveyou",
    "indonesia",
    "indonesia1",
    "indonesia45",
    "bismillah",
    "bismillah1",
    "bismillah123",
    "balangan",
    "balangan1",
    "balangan123",
    "paringin",
    "paringin123",
    "rahasia123",
    "katasandi",
];

/// Judges a new password. The words name what to do.
///
/// # Errors
/// [`ErrorCode::IsianSalah`] on the field `sandi`.
pub fn sandi_baik(nama_pengguna: &str, sandi: &str) -> Result<(), ApiError> {
    let refused = |message: String| Err(ApiError::field(ErrorCode::IsianSalah, "sandi", message));
    let length = sandi.chars().count();
    if length < SANDI_MIN {
        return refused(format!(
            "Terlalu pendek: kata sandi paling sedikit {SANDI_MIN} karakter."
        ));
    }
    if length > SANDI_MAX {
        return refused(format!(
            "Terlalu panjang: kata sandi paling banyak {SANDI_MAX} karakter."
        ));
    }
    let small = sandi.trim().to_lowercase();
    if small == nama_pengguna.trim().to_lowercase() {
        return refused("Jangan memakai nama pengguna sebagai kata sandi. Pilih yang lain.".to_owned());
    }
    let first = small.chars().next();
    if UMUM.contains(&small.as_str()) || small.chars().all(|c| Some(c) == first) {
        return refused(
            "Kata sandi ini mudah ditebak karena dipakai banyak orang. Coba gabungkan tiga kata yang tidak berhubungan."
                .to_owned(),
        );
    }
    Ok(())
}

/// What somebody must do before anything else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wajib {
    /// He came in with a one-time password.
    GantiSandi,
    /// His role asks for a second step at login.
    PasangTotp,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const TEXT_LEN: usize = 16;

/// A one-time password: 80 random bits, as letters that cannot be mistaken for one another. It is typed from a slip or
/// stands in the fragment of a link. Has no `Debug`, so that no log can show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SekaliPakai(String);

impl SekaliPakai {
    pub fn from_random(random: [u8; 10]) -> Self {
        let mut bits = random
            .iter()
            .fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
        let mut text = [0_u8; TEXT_LEN];
        for place in text.iter_mut().rev() {
            *place = ALPHABET[(bits % 32) as usize];
            bits /= 32;
        }
        Self(text.iter().map(|c| char::from(*c)).collect())
    }

    /// Reads what was typed: groups, capitals and the usual mistakes (O for 0, I and L for 1) do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let mut plain = String::with_capacity(TEXT_LEN);
        for c in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
            let c = match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            };
            if plain.len() >= TEXT_LEN || !c.is_ascii() || !ALPHABET.contains(&(c as u8)) {
                return None;
            }
            plain.push(c);
        }
        (plain.len() == TEXT_LEN).then_some(Self(plain))
    }

    /// As a link bears it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as it is printed.
    pub fn ditulis(&self) -> String {
        let mut text = String::with_capacity(TEXT_LEN + 3);
        for (place, c) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push('-');
            }
            text.push(c.to_ascii_uppercase());
        }
        text
    }

    /// What the server keeps. A fast hash is enough: 80 random bits that end after three days leave nothing to guess.
    pub fn hash(&self) -> String {
        use fmt::Write;
        let digest = Sha256::digest(self.0.as_bytes());
        digest.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl TryFrom<String> for SekaliPakai {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("bukan kata sandi sekali pakai")
    }
}

impl From<SekaliPakai> for String {
    fn from(once: SekaliPakai) -> Self {
        once.0
    }
}

/// The first password, by the link that an admin gave.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SandiPertama {
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub sekali_pakai: SekaliPakai,
    #[garde(length(chars, min = SANDI_MIN, max = SANDI_MAX))]
    pub sandi: String,
}

/// Whose password it is now, so that he can be logged in with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamaPengguna {
    pub nama_pengguna: String,
}

/// Another password for oneself.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SandiBaru {
    /// The present one; not asked of who came in with a one-time password and has none.
    #[garde(inner(length(chars, max = SANDI_MAX)))]
    #[serde(default)]
    pub lama: Option<String>,
    #[garde(length(chars, min = SANDI_MIN, max = SANDI_MAX))]
    pub sandi: String,
}

/// A second step that waits to be confirmed by a first code. Shown once, to its owner.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpCalon {
    /// In base32, to be typed where no camera is.
    pub rahasia: String,
    /// The same as a picture (SVG) for the camera.
    pub qr_svg: String,
}

/// A code of the second step.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpKode {
    #[garde(custom(trimmed_length(6, 24)))]
    pub kode: String,
}

/// Codes for the day on which the device is lost; shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpTerpasang {
    pub pemulihan: Vec<String>,
}

/// Whoever takes his own second step away proves that it is he.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpLepas {
    #[garde(length(chars, min = 1, max = SANDI_MAX))]
    pub sandi: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn short_common_and_own_names_are_no_passwords() {
        for bad in [
            "pendek",
            "PASSWORD123",
            "Balangan123",
            "zzzzzzzz",
            "siti.aminah",
            "Siti.Aminah ",
        ] {
            let refused = sandi_baik("siti.aminah", bad).unwrap_err();
            assert_eq!(refused.fields[0].field, "sandi", "{bad}");
        }
        for good in ["kuda batu hujan", "contoh-lokal-2026"] {
            assert!(sandi_baik("siti.aminah", good).is_ok(), "{good}");
        }
        assert!(UMUM.iter().all(|word| word.chars().count() >= SANDI_MIN));
    }

    #[test]
    fn a_one_time_password_is_read_as_people_type_it() {
        let once = SekaliPakai::from_random([0, 1, 2, 250, 251, 252, 253, 254, 255, 31]);
        assert_eq!(once.ditulis().len(), 19);
        for typed in [
            once.ditulis(),
            once.as_str().to_owned(),
            once.ditulis().replace('-', " "),
        ] {
            assert!(SekaliPakai::parse(&typed) == Some(once.clone()), "{typed}");
        }
        assert!(
            SekaliPakai::parse(&once.ditulis().replace('0', "O").replace('1', "l")) == Some(once.clone())
        );
        for bad in [
            "",
            "abc",
            "0123-4567-89ab-cde",
            "0123-4567-89ab-cdefg",
            "0123-4567-89ab-cdeu",
        ] {
            assert!(SekaliPakai::parse(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_two_random_ones_are_written_alike(one: [u8; 10], other: [u8; 10]) {
            let (a, b) = (SekaliPakai::from_random(one), SekaliPakai::from_random(other));
            prop_assert_eq!(one == other, a.hash() == b.hash());
        }
    }
}
