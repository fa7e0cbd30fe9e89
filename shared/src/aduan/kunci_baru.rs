//! A new key in place of a lost one. The officer's device mints it and shows it once; the server is told its hash alone,
//! as it was of the first.

use garde::Validate;
use serde::{Deserialize, Serialize};

use super::baru::is_kunci_hash;
use crate::aksi::Asal;
use crate::kunci::KunciHash;
use crate::valid::{is_hp, trimmed_length};

/// How the officer made sure that the reporter is before him.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaraPeriksa {
    /// The officer called the number that stands with the complaint.
    TeleponBalik,
    /// The reporter came, and a call to his number rang on his phone.
    DatangLangsung,
    /// He answered from his number by WhatsApp or SMS.
    PesanDariNomor,
    /// The reporter, of whom no number is known, came with somebody who knows him, or with his card.
    DatangTanpaHp,
}

impl CaraPeriksa {
    pub const ALL: [Self; 4] = [
        Self::TeleponBalik,
        Self::DatangLangsung,
        Self::PesanDariNomor,
        Self::DatangTanpaHp,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TeleponBalik => "telepon_balik",
            Self::DatangLangsung => "datang_langsung",
            Self::PesanDariNomor => "pesan_dari_nomor",
            Self::DatangTanpaHp => "datang_tanpa_hp",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cara| cara.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::TeleponBalik => "Saya menelepon nomor pelapor",
            Self::DatangLangsung => "Pelapor datang dan nomornya berdering",
            Self::PesanDariNomor => "Pelapor membalas pesan dari nomornya",
            Self::DatangTanpaHp => "Pelapor tanpa HP datang dan saya kenal orangnya",
        }
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KunciBaru {
    #[garde(custom(is_kunci_hash))]
    pub kunci_hash: KunciHash,
    /// The number as the reporter told it; the server compares it with the complaint's. Empty where none is known.
    #[garde(custom(phone_unless_none(self.cara)))]
    pub hp: String,
    #[garde(skip)]
    pub cara: CaraPeriksa,
    #[garde(custom(trimmed_length(0, CATATAN_KUNCI_MAX)))]
    #[serde(default)]
    pub catatan: String,
    #[garde(dive)]
    pub asal: Asal,
}

fn phone_unless_none(cara: CaraPeriksa) -> impl FnOnce(&str, &()) -> garde::Result + use<> {
    move |text, context| match (cara, text.trim().is_empty()) {
        (CaraPeriksa::DatangTanpaHp, true) => Ok(()),
        _ => is_hp(text, context),
    }
}

/// Most characters of the note.
pub const CATATAN_KUNCI_MAX: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_read_back_from_their_names() {
        for cara in CaraPeriksa::ALL {
            assert_eq!(CaraPeriksa::parse(cara.as_str()), Some(cara));
            assert_eq!(serde_json::to_value(cara).unwrap(), cara.as_str());
        }
    }
}
