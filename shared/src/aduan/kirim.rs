//! What is sent to a complaint that stands: a step of an officer, a message, a rating, a release to the public.

use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{Isian, Tindakan};
use crate::aksi::Asal;
use crate::error::{ApiError, ErrorCode};
use crate::id::PesanId;
use crate::valid::trimmed_length;

/// Most characters of a title for the public.
pub const JUDUL_MAX: usize = 120;
/// Most characters of an answer, a reason or a message.
pub const TEKS_MAX: usize = 2_000;
/// Least characters of a reason or an answer: "tidak" alone helps nobody.
const TEKS_MIN: usize = 5;
/// Most characters of the comment on a rating.
pub const KOMENTAR_MAX: usize = 1_000;

/// A step of an officer; which one stands in the URL.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TindakanBaru {
    /// The version of the complaint on which the officer decided.
    #[garde(range(min = 1))]
    pub versi: i64,
    /// The answer, or the reason of a refusal, or a note: see [`Tindakan::isian`].
    #[garde(inner(custom(trimmed_length(0, TEKS_MAX))))]
    #[serde(default)]
    pub teks: Option<String>,
    /// Whether the text may be shown to everyone.
    #[garde(skip)]
    #[serde(default)]
    pub publik: bool,
    #[garde(dive)]
    pub asal: Asal,
}

impl TindakanBaru {
    /// The text after trimming, where the step needs one or one was given.
    ///
    /// # Errors
    /// [`ErrorCode::IsianSalah`] where a step that needs an answer or a reason has none.
    pub fn teks_for(&self, tindakan: Tindakan) -> Result<Option<String>, ApiError> {
        let teks = self
            .teks
            .as_deref()
            .map(str::trim)
            .filter(|teks| !teks.is_empty());
        let missing = match tindakan.isian() {
            Isian::Bebas => None,
            Isian::Alasan => Some("Tulis alasannya, supaya pelapor mengerti."),
            Isian::Tanggapan => Some("Tulis tanggapan untuk pelapor."),
        };
        match missing {
            Some(message) if teks.is_none_or(|teks| teks.chars().count() < TEKS_MIN) => {
                Err(ApiError::field(ErrorCode::IsianSalah, "teks", message))
            }
            Some(_) | None => Ok(teks.map(str::to_owned)),
        }
    }
}

/// A message between reporter and officer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PesanBaru {
    #[garde(skip)]
    pub id: PesanId,
    #[garde(custom(trimmed_length(1, TEKS_MAX)))]
    pub isi: String,
    #[garde(dive)]
    pub asal: Asal,
}

/// The reporter's judgement after *selesai*.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PenilaianBaru {
    /// 1 (sangat tidak puas) to 5 (sangat puas).
    #[garde(range(min = 1, max = 5))]
    pub nilai: u8,
    #[garde(custom(trimmed_length(0, KOMENTAR_MAX)))]
    #[serde(default)]
    pub komentar: String,
    #[garde(dive)]
    pub asal: Asal,
}

/// What an officer shows to the public in place of the reporter's own words, which may name people.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RilisBaru {
    #[garde(range(min = 1))]
    pub versi: i64,
    #[garde(custom(trimmed_length(5, JUDUL_MAX)))]
    pub judul: String,
    #[garde(custom(trimmed_length(0, TEKS_MAX)))]
    #[serde(default)]
    pub ringkasan: String,
    #[garde(dive)]
    pub asal: Asal,
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::id::PerangkatId;

    fn step(teks: Option<&str>) -> TindakanBaru {
        TindakanBaru {
            versi: 1,
            teks: teks.map(str::to_owned),
            publik: false,
            asal: Asal {
                perangkat: PerangkatId::mint(),
                urutan: 1,
                ditangkap_pada: DateTime::UNIX_EPOCH,
                skema: 1,
            },
        }
    }

    #[test]
    fn a_refusal_needs_a_reason_and_an_answer_its_text() {
        for tindakan in Tindakan::ALL {
            let needs = tindakan.isian() != Isian::Bebas;
            assert_eq!(step(None).teks_for(tindakan).is_err(), needs, "{tindakan:?}");
            assert_eq!(
                step(Some("  ")).teks_for(tindakan).is_err(),
                needs,
                "{tindakan:?}"
            );
            assert_eq!(
                step(Some(" Tim turun Kamis. ")).teks_for(tindakan),
                Ok(Some("Tim turun Kamis.".to_owned())),
                "{tindakan:?}"
            );
        }
    }
}
