//! The unique code of a record (*kode unik*), e.g. `ADU-7K3M2-Q2X48-T8VCE`: a prefix for the kind of record and
//! three groups of five Crockford base32 characters. In each group four are random and the fifth is a check, so
//! a slip of the finger is caught, and its group named, before any database is asked. 60 random bits, minted
//! without a network. The code is public: it opens the status of a record and never personal data.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Crockford's base32: no I, L, O, U, so that nothing is misread from paper.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 3;
const RANDOM_PER_GROUP: usize = 4;
const GROUP_LEN: usize = RANDOM_PER_GROUP + 1;
/// Odd, so that every single wrong character changes the check; neighbours (the check's own weight is -1) differ
/// by 2 modulo 4, so that two swapped ones are caught unless their values lie just 16 apart.
const WEIGHTS: [usize; RANDOM_PER_GROUP] = [3, 5, 7, 9];

/// Random bytes that [`Kode::from_random`] needs: one for each random character, five bits of it used.
pub const RANDOM_LEN: usize = GROUPS * RANDOM_PER_GROUP;

/// The kinds of record that bear a code; the prefix tells a person what he holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Jenis {
    Aduan,
}

impl Jenis {
    pub const ALL: [Self; 1] = [Self::Aduan];

    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Aduan => "ADU",
        }
    }
}

/// A code whose check characters hold.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Kode(String);

/// Why a typed text is no code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KodeError {
    /// The text has not the prefix and fifteen characters of a code.
    Shape,
    /// The prefix names no kind of record.
    Prefix,
    /// The check character of this group (1 to 3) does not fit.
    Group(u8),
    /// A character in this group (1 to 3) is none of the alphabet.
    Character(u8),
}

impl KodeError {
    /// The group, counted from one, that the person should look at again.
    pub const fn group(self) -> Option<u8> {
        match self {
            Self::Group(n) | Self::Character(n) => Some(n),
            Self::Shape | Self::Prefix => None,
        }
    }

    /// What to tell the person: what is wrong and what to do.
    pub fn message(self) -> String {
        match self {
            Self::Shape => "Kode terdiri dari ADU dan tiga kelompok berisi lima huruf atau angka, \
                            misalnya ADU-7K3M2-Q2X48-T8VCE. Periksa apakah ada yang kurang atau lebih."
                .into(),
            Self::Prefix => "Kode aduan diawali dengan huruf ADU.".into(),
            Self::Group(n) | Self::Character(n) => {
                format!("Ada yang salah ketik di kelompok ke-{n}. Periksa lagi lima huruf atau angka itu.")
            }
        }
    }
}

impl fmt::Display for KodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for KodeError {}

impl Kode {
    /// Makes a code from random bytes; their quality is the caller's business (a CSPRNG).
    pub fn from_random(jenis: Jenis, random: [u8; RANDOM_LEN]) -> Self {
        let mut text = String::from(jenis.prefix());
        for (group, bytes) in random.chunks_exact(RANDOM_PER_GROUP).enumerate() {
            text.push('-');
            let mut sum = 0;
            for (byte, weight) in bytes.iter().zip(WEIGHTS) {
                let value = usize::from(byte % 32);
                sum += value * weight;
                text.push(letter(value));
            }
            text.push(letter(check(sum, group)));
        }
        Self(text)
    }

    /// Reads what a person typed: case, spaces and dashes do not matter, and O, I, L pass for 0, 1, 1.
    ///
    /// # Errors
    /// [`KodeError`] names the group in which the slip is.
    pub fn parse(text: &str) -> Result<Self, KodeError> {
        let plain: Vec<char> = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '.'))
            .collect();
        let prefix_len = Jenis::Aduan.prefix().len();
        if plain.len() != prefix_len + GROUPS * GROUP_LEN {
            return Err(KodeError::Shape);
        }
        let (prefix, rest) = plain.split_at(prefix_len);
        let prefix: String = prefix.iter().map(char::to_ascii_uppercase).collect();
        let jenis = Jenis::ALL
            .into_iter()
            .find(|j| j.prefix() == prefix)
            .ok_or(KodeError::Prefix)?;
        let mut random = [0_u8; RANDOM_LEN];
        for (group, chars) in rest.chunks_exact(GROUP_LEN).enumerate() {
            read_group(group, chars, &mut random)?;
        }
        Ok(Self::from_random(jenis, random))
    }

    /// The code as it is printed, with dashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn read_group(group: usize, chars: &[char], random: &mut [u8; RANDOM_LEN]) -> Result<(), KodeError> {
    let number = u8::try_from(group + 1).unwrap_or(u8::MAX);
    let mut sum = 0;
    for (place, c) in chars.iter().enumerate() {
        let value = value_of(*c).ok_or(KodeError::Character(number))?;
        match WEIGHTS.get(place) {
            Some(weight) => {
                sum += usize::from(value) * weight;
                random[group * RANDOM_PER_GROUP + place] = value;
            }
            None if usize::from(value) != check(sum, group) => return Err(KodeError::Group(number)),
            None => {}
        }
    }
    Ok(())
}

/// The group's place is mixed in, so that two groups written in the wrong order are caught.
const fn check(sum: usize, group: usize) -> usize {
    (sum + 5 * (group + 1)) % 32
}

fn letter(value: usize) -> char {
    char::from(ALPHABET[value % 32])
}

fn value_of(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|letter| char::from(*letter) == c)?;
    u8::try_from(place).ok()
}

impl fmt::Display for Kode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Kode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Kode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Kode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .description(Some(
                "Kode unik: prefix and three groups of four random and one check character",
            ))
            .pattern(Some("^ADU(-[0-9A-HJKMNP-TV-Z]{5}){3}$"))
            .build()
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Kode {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn example() -> Kode {
        Kode::from_random(Jenis::Aduan, [7, 19, 3, 20, 23, 2, 29, 4, 26, 8, 27, 12])
    }

    #[test]
    fn a_code_reads_as_prefix_and_three_groups_of_five() {
        assert_eq!(example().as_str(), "ADU-7K3M2-Q2X48-T8VCE");
    }

    #[test]
    fn case_spaces_dashes_and_lookalikes_do_not_matter() {
        let kode = Kode::from_random(Jenis::Aduan, [0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1]);
        let typed = kode
            .as_str()
            .replace('0', "o")
            .replace('1', "l")
            .replace('-', " ")
            .to_lowercase();
        assert_eq!(Kode::parse(&typed), Ok(kode));
    }

    #[test]
    fn a_wrong_length_is_a_wrong_shape_and_a_foreign_prefix_is_named() {
        assert_eq!(Kode::parse("ADU-7K3M"), Err(KodeError::Shape));
        assert_eq!(Kode::parse(""), Err(KodeError::Shape));
        assert_eq!(
            Kode::parse(&example().as_str().replace("ADU", "XYZ")),
            Err(KodeError::Prefix)
        );
    }

    proptest! {
        #[test]
        fn what_is_minted_is_read_back(random: [u8; RANDOM_LEN]) {
            let kode = Kode::from_random(Jenis::Aduan, random);
            prop_assert_eq!(Kode::parse(kode.as_str()), Ok(kode));
        }

        #[test]
        fn any_single_wrong_character_is_caught_in_its_group(random: [u8; RANDOM_LEN], place in 0..15_usize, shift in 1..32_usize) {
            let kode = Kode::from_random(Jenis::Aduan, random);
            let group = place / GROUP_LEN;
            let at = 4 + group * 6 + place % GROUP_LEN;
            let mut text: Vec<char> = kode.as_str().chars().collect();
            let value = usize::from(value_of(text[at]).unwrap());
            text[at] = letter((value + shift) % 32);
            let typed: String = text.into_iter().collect();
            prop_assert_eq!(Kode::parse(&typed), Err(KodeError::Group(u8::try_from(group + 1).unwrap())));
        }

        #[test]
        fn two_groups_in_the_wrong_order_are_caught(random: [u8; RANDOM_LEN]) {
            let kode = Kode::from_random(Jenis::Aduan, random);
            let groups: Vec<&str> = kode.as_str().split('-').collect();
            prop_assert!(Kode::parse(&[groups[0], groups[2], groups[1], groups[3]].join("-")).is_err());
        }

        #[test]
        fn no_typed_text_panics(text: String) {
            let _ = Kode::parse(&text).map_err(KodeError::message);
        }
    }
}
