//! The calendar of holidays as it is sent and seen, a year at a time.

use chrono::{Datelike, NaiveDate};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::aksi::Asal;
use crate::clock::JenisLibur;
use crate::error::{ApiError, FieldError};
use crate::valid::plain_text;

/// Most days of a calendar.
pub const HARI_MAX: usize = 366;
/// Most characters of a holiday's name.
pub const NAMA_MAX: usize = 100;
/// The years of which a calendar can be kept.
pub const TAHUN: std::ops::RangeInclusive<i32> = 2_000..=2_100;

/// A day on which nobody works. It may fall on a weekend: Lebaran does, and the name is wanted all the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HariLibur {
    pub tanggal: NaiveDate,
    pub jenis: JenisLibur,
    pub nama: String,
}

/// The calendar of one year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KalenderTahun {
    pub tahun: i32,
    /// By date; empty while the year is not known, and then deadlines in it are *sementara*.
    pub hari: Vec<HariLibur>,
}

/// A year's calendar that takes the place of the one of before, whole.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiburBaru {
    /// A year has a holiday at least; one without would be taken for a year that is not known.
    #[garde(length(min = 1, max = HARI_MAX))]
    pub hari: Vec<HariLibur>,
    #[garde(dive)]
    pub asal: Asal,
}

/// What a new calendar did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiburDiganti {
    pub tahun: i32,
    /// Holidays that the year has now.
    pub hari: u32,
    /// Complaints whose deadline has moved, or is no longer *sementara*, or has become so.
    pub aduan_berubah: u32,
    /// Those among them whose deadline is no longer *sementara*.
    pub aduan_menjadi_pasti: u32,
}

impl LiburBaru {
    /// Whether the lines make a calendar of this year.
    ///
    /// # Errors
    /// [`crate::error::ErrorCode::IsianSalah`] with each line at fault and what to do.
    pub fn periksa(&self, tahun: i32) -> Result<(), ApiError> {
        let mut fields = Vec::new();
        for (place, libur) in self.hari.iter().enumerate() {
            let mut add = |field: &str, message: String| {
                fields.push(FieldError {
                    field: format!("hari[{place}].{field}"),
                    message: format!("Baris {}: {message}", place + 1),
                    group: None,
                });
            };
            let HariLibur { tanggal, nama, .. } = libur;
            if tanggal.year() != tahun {
                let message = format!(
                    "{tanggal} bukan tanggal tahun {tahun}. Perbaiki tahunnya, atau hapus baris ini."
                );
                add("tanggal", message);
            }
            let mut earlier = self.hari.iter().take(place);
            if let Some(same) = earlier.position(|other| other.tanggal == *tanggal) {
                let message = format!("{tanggal} sudah ada di baris {}. Hapus salah satu.", same + 1);
                add("tanggal", message);
            }
            if nama.trim().is_empty() {
                add("nama", "nama hari libur kosong. Tulis namanya.".to_owned());
            } else if nama.chars().count() > NAMA_MAX || nama.contains('\n') || plain_text(nama, &()).is_err()
            {
                let message = format!(
                    "nama ini tidak dapat dipakai. Tulis dalam satu baris, paling banyak {NAMA_MAX} huruf."
                );
                add("nama", message);
            }
        }
        ApiError::all_right(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PerangkatId;

    fn baru(lines: &[(&str, &str)]) -> LiburBaru {
        let hari = lines.iter().map(|(tanggal, nama)| HariLibur {
            tanggal: tanggal.parse().unwrap(),
            jenis: JenisLibur::Libur,
            nama: (*nama).to_owned(),
        });
        LiburBaru {
            hari: hari.collect(),
            asal: Asal {
                perangkat: PerangkatId::mint(),
                urutan: 1,
                ditangkap_pada: chrono::DateTime::UNIX_EPOCH,
                skema: 1,
            },
        }
    }

    #[test]
    fn a_calendar_may_name_a_weekend_and_come_in_any_order() {
        let good = baru(&[("2027-03-20", "Hari Sabtu"), ("2027-01-01", "Tahun Baru Masehi")]);
        assert_eq!(good.periksa(2027), Ok(()));
        assert!(baru(&[]).validate().is_err());
    }

    #[test]
    fn each_wrong_line_of_a_calendar_is_named_with_what_to_do() {
        let bad = baru(&[
            ("2027-01-01", "Tahun Baru Masehi"),
            ("2026-12-25", "Natal"),
            ("2027-01-01", " "),
        ]);
        let refusal = bad.periksa(2027).unwrap_err();
        let told: Vec<_> = refusal
            .fields
            .iter()
            .map(|fault| (fault.field.as_str(), fault.message.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "hari[1].tanggal",
                    "Baris 2: 2026-12-25 bukan tanggal tahun 2027. Perbaiki tahunnya, atau hapus baris ini."
                ),
                (
                    "hari[2].tanggal",
                    "Baris 3: 2027-01-01 sudah ada di baris 1. Hapus salah satu."
                ),
                ("hari[2].nama", "Baris 3: nama hari libur kosong. Tulis namanya."),
            ]
        );
    }
}
