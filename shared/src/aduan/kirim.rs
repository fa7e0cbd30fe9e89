//! What is sent to a complaint that stands: a step of an officer, a message, a rating, a release to the public.

use chrono::{Days, NaiveDate};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{Isian, Kategori, Pelengkap, Tindakan, URAIAN_MAX, URAIAN_MIN};
use crate::aksi::Asal;
use crate::error::{ApiError, ErrorCode};
use crate::id::{AccountId, AduanId, PesanId};
use crate::kode::Kode;
use crate::valid::trimmed_length;

/// Most characters of a title for the public.
pub const JUDUL_MAX: usize = 120;
/// Most characters of an answer, a reason or a message.
pub const TEKS_MAX: usize = 2_000;
/// Least characters of a reason or an answer: "tidak" alone helps nobody.
pub const TEKS_MIN: usize = 5;
/// Characters of the name of an office elsewhere.
const INSTANSI_MIN: usize = 3;
const INSTANSI_MAX: usize = 200;
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
    /// What some steps need besides: see [`Tindakan::pelengkap`].
    #[garde(skip)]
    #[serde(flatten)]
    pub rincian: Rincian,
    #[garde(dive)]
    pub asal: Asal,
}

/// What a step needs besides its text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Rincian {
    /// *Disposisi*: the code of the office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skpd: Option<String>,
    /// *Disposisi*: the code of its part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidang: Option<String>,
    /// *Disposisi*: the one person of the tim teknis who is to do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub petugas: Option<AccountId>,
    /// *Tunda*: the day, in WITA, on which the clock goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampai: Option<NaiveDate>,
    /// *Bukan wewenang*: whom to turn to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instansi: Option<String>,
    /// *Gabung*: the code of the complaint that this one is the same as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub induk: Option<Kode>,
}

/// A [`Rincian`] of which all is there that its step needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lengkap {
    Tanpa,
    Tujuan {
        skpd: String,
        bidang: Option<String>,
        petugas: Option<AccountId>,
    },
    Sampai(NaiveDate),
    Instansi(String),
    Induk(Kode),
}

/// Longest time for which a complaint is put off at once, in days.
pub const TUNDA_MAX: u64 = 90;

impl Rincian {
    /// # Errors
    /// [`ErrorCode::IsianSalah`] naming what the step lacks.
    pub fn lengkap(&self, tindakan: Tindakan, hari_ini: NaiveDate) -> Result<Lengkap, ApiError> {
        let lacks = |field: &str, message: &str| ApiError::field(ErrorCode::IsianSalah, field, message);
        match tindakan.pelengkap() {
            Pelengkap::Tanpa => Ok(Lengkap::Tanpa),
            Pelengkap::Tujuan => {
                let skpd = self.skpd.clone().filter(|kode| !kode.trim().is_empty());
                Ok(Lengkap::Tujuan {
                    skpd: skpd.ok_or_else(|| lacks("skpd", "Pilih SKPD yang akan mengerjakan."))?,
                    bidang: self.bidang.clone().filter(|kode| !kode.trim().is_empty()),
                    petugas: self.petugas,
                })
            }
            Pelengkap::Sampai => {
                let last = hari_ini.checked_add_days(Days::new(TUNDA_MAX));
                self.sampai
                    .filter(|day| hari_ini < *day && last.is_none_or(|last| *day <= last))
                    .map(Lengkap::Sampai)
                    .ok_or_else(|| {
                        let message =
                            format!("Pilih tanggal sesudah hari ini, paling lama {TUNDA_MAX} hari lagi.");
                        lacks("sampai", &message)
                    })
            }
            Pelengkap::Instansi => {
                let instansi = self.instansi.as_deref().unwrap_or_default().trim();
                match instansi.chars().count() {
                    INSTANSI_MIN..=INSTANSI_MAX => Ok(Lengkap::Instansi(instansi.to_owned())),
                    _ => Err(lacks(
                        "instansi",
                        "Tulis instansi yang berwenang, supaya pelapor tahu ke mana harus pergi.",
                    )),
                }
            }
            Pelengkap::Induk => {
                let lacking = || lacks("induk", "Cari aduan yang sama, lalu pilih.");
                self.induk.clone().map(Lengkap::Induk).ok_or_else(lacking)
            }
        }
    }
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

/// Of two complaints that were marked: they are not the same.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BukanSama {
    /// The code of the other one.
    #[garde(skip)]
    pub lain: Kode,
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

/// Another kategori in place of the one that a complaint has, and why.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KategoriBaru {
    #[garde(range(min = 1))]
    pub versi: i64,
    #[garde(skip)]
    pub kategori: Kategori,
    #[garde(custom(trimmed_length(5, TEKS_MAX)))]
    pub alasan: String,
    #[garde(dive)]
    pub asal: Asal,
}

/// A matter of its own that a complaint tells of besides another: it becomes a complaint too.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PecahanBaru {
    #[garde(range(min = 1))]
    pub versi: i64,
    /// Id of the new complaint.
    #[garde(skip)]
    pub id: AduanId,
    /// Code of the new complaint.
    #[garde(skip)]
    pub kode: Kode,
    #[garde(skip)]
    pub kategori: Kategori,
    /// The part of the reporter's words that tells of it.
    #[garde(custom(trimmed_length(URAIAN_MIN, URAIAN_MAX)))]
    pub uraian: String,
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
            rincian: Rincian::default(),
            asal: Asal {
                perangkat: PerangkatId::mint(),
                urutan: 1,
                ditangkap_pada: DateTime::UNIX_EPOCH,
                skema: 1,
            },
        }
    }

    #[test]
    fn a_step_says_what_it_lacks() {
        let today: NaiveDate = "2026-11-27".parse().unwrap();
        let day = |text: &str| Rincian {
            sampai: Some(text.parse().unwrap()),
            ..Rincian::default()
        };
        let nothing = Rincian::default();
        for (tindakan, field) in [
            (Tindakan::Disposisi, "skpd"),
            (Tindakan::Tunda, "sampai"),
            (Tindakan::BukanWewenang, "instansi"),
            (Tindakan::Gabung, "induk"),
        ] {
            let refused = nothing.lengkap(tindakan, today).unwrap_err();
            assert_eq!(refused.fields[0].field, field);
        }
        assert_eq!(nothing.lengkap(Tindakan::Proses, today), Ok(Lengkap::Tanpa));
        for (text, good) in [
            ("2026-11-27", false),
            ("2026-11-28", true),
            ("2027-02-25", true),
            ("2027-02-26", false),
        ] {
            assert_eq!(day(text).lengkap(Tindakan::Tunda, today).is_ok(), good, "{text}");
        }
        // As it is sent: beside the other fields, not below them.
        let sent = serde_json::to_value(TindakanBaru {
            rincian: day("2026-11-28"),
            ..step(None)
        });
        assert_eq!(sent.unwrap()["sampai"], "2026-11-28");
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
