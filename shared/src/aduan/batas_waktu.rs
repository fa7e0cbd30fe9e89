//! How many *hari kerja* each stage of a complaint may take. A rule holds for one kind, perhaps for one kategori alone,
//! from a day on; a complaint keeps the rules of the day on which it was received, however they change later.
//!
//! Where no rule is given, the national ones hold: 3 to verify (SP4N-LAPOR!), 5 to answer a question, 14 for the rest
//! (service standards after PermenPANRB 62/2018; unverified, which is why they are rows that a district changes).

use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{Jenis, Kategori};
use crate::aksi::Asal;
use crate::error::{ApiError, FieldError};

/// Most *hari kerja* that a rule may give: about a year.
pub const HARI_KERJA_MAX: u32 = 250;
/// Most changes that are sent at once.
pub const PERUBAHAN_MAX: usize = 40;

/// The stages of a complaint that have a clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tahap {
    /// From reception until an officer has judged it.
    Verifikasi,
    /// From verification until it is answered.
    TindakLanjut,
}

impl Tahap {
    pub const ALL: [Self; 2] = [Self::Verifikasi, Self::TindakLanjut];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verifikasi => "verifikasi",
            Self::TindakLanjut => "tindak_lanjut",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tahap| tahap.as_str() == text)
    }

    /// *Hari kerja* by the national rules.
    pub const fn nasional(self, jenis: Jenis) -> u32 {
        match (self, jenis) {
            (Self::Verifikasi, Jenis::Pengaduan | Jenis::Aspirasi | Jenis::PermintaanInformasi) => 3,
            (Self::TindakLanjut, Jenis::PermintaanInformasi) => 5,
            (Self::TindakLanjut, Jenis::Pengaduan | Jenis::Aspirasi) => 14,
        }
    }
}

/// What a rule is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Hal {
    pub tahap: Tahap,
    pub jenis: Jenis,
    /// None: every kategori that has no rule of its own.
    pub kategori: Option<Kategori>,
}

/// One rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AturanBatas {
    pub tahap: Tahap,
    pub jenis: Jenis,
    /// None: every kategori that has no rule of its own.
    pub kategori: Option<Kategori>,
    /// *Hari kerja*.
    pub hari_kerja: u32,
    /// It holds for complaints that are received from this day on, in WITA.
    pub berlaku_mulai: NaiveDate,
    /// The last such day; none while nothing else is decided.
    pub berlaku_sampai: Option<NaiveDate>,
}

impl AturanBatas {
    pub const fn hal(&self) -> Hal {
        Hal {
            tahap: self.tahap,
            jenis: self.jenis,
            kategori: self.kategori,
        }
    }

    fn holds_on(&self, day: NaiveDate) -> bool {
        self.berlaku_mulai <= day && self.berlaku_sampai.is_none_or(|last| day <= last)
    }
}

/// All rules of a district, past and planned ones too.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct BatasWaktu(pub Vec<AturanBatas>);

impl BatasWaktu {
    /// *Hari kerja* of a stage for a complaint that was received on this day: by the rule of its kategori, else by that
    /// of its kind, else by the national one.
    pub fn hari_kerja(&self, tahap: Tahap, jenis: Jenis, kategori: Kategori, diterima: NaiveDate) -> u32 {
        let of = |kategori| {
            let hal = Hal {
                tahap,
                jenis,
                kategori,
            };
            let fitting = self.0.iter().filter(|aturan| aturan.hal() == hal);
            fitting
                .filter(|aturan| aturan.holds_on(diterima))
                .max_by_key(|aturan| aturan.berlaku_mulai)
        };
        of(Some(kategori))
            .or_else(|| of(None))
            .map_or_else(|| tahap.nasional(jenis), |aturan| aturan.hari_kerja)
    }
}

/// A rule that is to hold from a day on, in place of the one of before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PerubahanBatas {
    pub tahap: Tahap,
    pub jenis: Jenis,
    #[serde(default)]
    pub kategori: Option<Kategori>,
    /// *Hari kerja*; none ends the rule of a kategori, so that it goes by its kind again.
    #[serde(default)]
    pub hari_kerja: Option<u32>,
    /// A day to come: what was received before keeps its rule.
    pub berlaku_mulai: NaiveDate,
}

impl PerubahanBatas {
    pub const fn hal(&self) -> Hal {
        Hal {
            tahap: self.tahap,
            jenis: self.jenis,
            kategori: self.kategori,
        }
    }
}

/// Changes of the rules, all of them or none.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatasWaktuBaru {
    #[garde(length(min = 1, max = PERUBAHAN_MAX))]
    pub perubahan: Vec<PerubahanBatas>,
    #[garde(dive)]
    pub asal: Asal,
}

impl BatasWaktuBaru {
    /// What only holds on a certain day.
    ///
    /// # Errors
    /// [`crate::error::ErrorCode::IsianSalah`] with each line at fault and what to do.
    pub fn periksa(&self, hari_ini: NaiveDate) -> Result<(), ApiError> {
        let mut fields = Vec::new();
        for (place, change) in self.perubahan.iter().enumerate() {
            let mut add = |field: &str, message: String| {
                fields.push(FieldError {
                    field: format!("perubahan[{place}].{field}"),
                    message: format!("Baris {}: {message}", place + 1),
                    group: None,
                });
            };
            match (change.hari_kerja, change.kategori) {
                (Some(1..=HARI_KERJA_MAX), _) | (None, Some(_)) => {}
                (Some(_), _) => add("hari_kerja", format!("isi 1 sampai {HARI_KERJA_MAX} hari kerja.")),
                (None, None) => add(
                    "hari_kerja",
                    "batas umum tidak dapat dihapus. Isi jumlah hari kerjanya.".to_owned(),
                ),
            }
            if change.berlaku_mulai <= hari_ini {
                let message = "aturan baru berlaku paling cepat besok, supaya aduan yang sudah diterima tetap \
                    memakai aturannya. Pilih tanggal sesudah hari ini.";
                add("berlaku_mulai", message.to_owned());
            }
            let earlier = self.perubahan.iter().take(place);
            if let Some(same) = earlier.into_iter().position(|other| other.hal() == change.hal()) {
                let message = format!(
                    "tahap, jenis dan kategori ini sudah ada di baris {}. Hapus salah satu.",
                    same + 1
                );
                add("tahap", message);
            }
        }
        ApiError::all_right(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::id::PerangkatId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn aturan(kategori: Option<Kategori>, hari_kerja: u32, mulai: &str, sampai: Option<&str>) -> AturanBatas {
        AturanBatas {
            tahap: Tahap::TindakLanjut,
            jenis: Jenis::Pengaduan,
            kategori,
            hari_kerja,
            berlaku_mulai: day(mulai),
            berlaku_sampai: sampai.map(day),
        }
    }

    #[test]
    fn the_tenggat_goes_by_the_rule_of_the_day_of_reception() {
        let batas = BatasWaktu(vec![
            aturan(None, 14, "2026-01-01", Some("2026-11-30")),
            aturan(None, 10, "2026-12-01", None),
            aturan(Some(Kategori::Pekerjaan), 60, "2026-06-01", Some("2026-12-31")),
        ]);
        for (kategori, diterima, days) in [
            (Kategori::Drainase, "2025-12-31", 14),
            (Kategori::Drainase, "2026-11-30", 14),
            (Kategori::Drainase, "2026-12-01", 10),
            (Kategori::Pekerjaan, "2026-05-31", 14),
            (Kategori::Pekerjaan, "2026-06-01", 60),
            (Kategori::Pekerjaan, "2026-12-31", 60),
            (Kategori::Pekerjaan, "2027-01-01", 10),
        ] {
            let found = batas.hari_kerja(Tahap::TindakLanjut, Jenis::Pengaduan, kategori, day(diterima));
            assert_eq!(found, days, "{kategori:?} {diterima}");
        }
        let other = |tahap, jenis| batas.hari_kerja(tahap, jenis, Kategori::Rumah, day("2026-12-01"));
        assert_eq!(other(Tahap::Verifikasi, Jenis::Pengaduan), 3);
        assert_eq!(other(Tahap::TindakLanjut, Jenis::PermintaanInformasi), 5);
        assert_eq!(other(Tahap::TindakLanjut, Jenis::Aspirasi), 14);
    }

    #[test]
    fn a_change_of_batas_waktu_is_for_days_to_come_and_told_line_by_line() {
        let change = |kategori, hari_kerja, mulai| PerubahanBatas {
            tahap: Tahap::Verifikasi,
            jenis: Jenis::Aspirasi,
            kategori,
            hari_kerja,
            berlaku_mulai: day(mulai),
        };
        let baru = |perubahan| BatasWaktuBaru {
            perubahan,
            asal: Asal {
                perangkat: PerangkatId::mint(),
                urutan: 1,
                ditangkap_pada: chrono::DateTime::UNIX_EPOCH,
                skema: 1,
            },
        };
        let today = day("2026-11-26");
        let good = baru(vec![
            change(None, Some(4), "2026-11-27"),
            change(Some(Kategori::Rumah), None, "2026-11-27"),
        ]);
        assert_eq!(good.periksa(today), Ok(()));
        let bad = baru(vec![
            change(None, None, "2026-11-27"),
            change(Some(Kategori::Rumah), Some(0), "2026-11-26"),
            change(None, Some(HARI_KERJA_MAX + 1), "2026-11-27"),
        ]);
        let refusal = bad.periksa(today).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::IsianSalah);
        let fields: Vec<&str> = refusal.fields.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "perubahan[0].hari_kerja",
                "perubahan[1].hari_kerja",
                "perubahan[1].berlaku_mulai",
                "perubahan[2].hari_kerja",
                "perubahan[2].tahap",
            ]
        );
        assert!(
            refusal.fields[4].message.starts_with("Baris 3: ")
                && refusal.fields[4].message.contains("baris 1")
        );
    }

    #[test]
    fn stages_read_alike_in_json_and_in_the_database() {
        for tahap in Tahap::ALL {
            assert_eq!(serde_json::to_value(tahap).unwrap(), tahap.as_str());
            assert_eq!(Tahap::parse(tahap.as_str()), Some(tahap));
        }
    }
}
