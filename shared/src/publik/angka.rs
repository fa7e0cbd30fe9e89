//! The figures of a month: how many complaints came in, how many of them were resolved, and how soon they were answered.

use serde::{Deserialize, Serialize};

use crate::aduan::{Kategori, Status};
use crate::wilayah::WilayahKode;

/// What has become of a complaint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Hasil {
    Berjalan,
    Selesai,
    /// Refused, another office's, or never counted at all: see [`super::tampil`].
    TidakDilanjutkan,
}

impl Hasil {
    pub const ALL: [Self; 3] = [Self::Berjalan, Self::Selesai, Self::TidakDilanjutkan];

    pub const fn of(status: Status) -> Self {
        match status {
            Status::Diterima
            | Status::Diverifikasi
            | Status::Didisposisikan
            | Status::Diproses
            | Status::Ditunda
            | Status::Ditanggapi
            | Status::DibukaKembali => Self::Berjalan,
            Status::Selesai => Self::Selesai,
            Status::Ditolak | Status::BukanWewenang | Status::Digabung | Status::Diarsipkan => {
                Self::TidakDilanjutkan
            }
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Berjalan => "berjalan",
            Self::Selesai => "selesai",
            Self::TidakDilanjutkan => "tidak_dilanjutkan",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hasil| hasil.as_str() == text)
    }
}

/// How many of what came in, and how fast.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Angka {
    pub masuk: u32,
    pub selesai: u32,
    pub tidak_dilanjutkan: u32,
    /// Percent of what came in, one digit after the point; absent where nothing came in.
    pub persen_selesai: Option<f64>,
    /// Working days (*hari kerja*) from receipt to the first answer, of those that were answered.
    pub median_hari_kerja: Option<u32>,
    /// Nine of ten were answered within this many working days.
    pub p90_hari_kerja: Option<u32>,
}

/// The figures of a month, as far as it has come.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AngkaBulan {
    /// `2026-11`, by the day of receipt in WITA.
    pub bulan: String,
    pub semua: Angka,
    /// Those that are *rahasia* count in the whole and stand here, with neither place nor category.
    pub dirahasiakan: u32,
    pub per_kecamatan: Vec<(WilayahKode, String, Angka)>,
    pub per_kategori: Vec<(Kategori, Angka)>,
    /// The share that the district has set itself, in percent.
    pub sasaran_persen: f64,
}

/// How many were answered after how many days; sums of it are exact, where medians of medians would not be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sebaran {
    masuk: u64,
    selesai: u64,
    tidak_dilanjutkan: u64,
    hari: std::collections::BTreeMap<u32, u64>,
}

impl Sebaran {
    /// Adds `n` complaints; without days they have no answer yet.
    pub fn tambah(&mut self, hasil: Hasil, hari: Option<u32>, n: u64) {
        self.masuk += n;
        match hasil {
            Hasil::Berjalan => {}
            Hasil::Selesai => self.selesai += n,
            Hasil::TidakDilanjutkan => self.tidak_dilanjutkan += n,
        }
        if let Some(hari) = hari {
            *self.hari.entry(hari).or_default() += n;
        }
    }

    /// The least number of days within which this many percent were answered (nearest rank).
    fn persentil(&self, persen: u64) -> Option<u32> {
        let answered: u64 = self.hari.values().sum();
        let rank = (answered * persen).div_ceil(100);
        let mut seen = 0;
        self.hari.iter().find_map(|(hari, n)| {
            seen += n;
            (seen >= rank).then_some(*hari)
        })
    }

    pub fn angka(&self) -> Angka {
        let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let (masuk, selesai) = (number(self.masuk), number(self.selesai));
        Angka {
            masuk,
            selesai,
            tidak_dilanjutkan: number(self.tidak_dilanjutkan),
            persen_selesai: (masuk > 0)
                .then(|| (f64::from(selesai) * 1_000.0 / f64::from(masuk)).round() / 10.0),
            median_hari_kerja: self.persentil(50),
            p90_hari_kerja: self.persentil(90),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_days_are_counted_over_all_that_came_in() {
        let mut sebaran = Sebaran::default();
        for hari in 1..=9 {
            sebaran.tambah(Hasil::Selesai, Some(hari), 1);
        }
        sebaran.tambah(Hasil::Berjalan, Some(40), 1);
        sebaran.tambah(Hasil::Berjalan, None, 1);
        sebaran.tambah(Hasil::TidakDilanjutkan, None, 1);
        let angka = sebaran.angka();
        assert_eq!((angka.masuk, angka.selesai, angka.tidak_dilanjutkan), (12, 9, 1));
        assert_eq!(angka.persen_selesai, Some(75.0));
        assert_eq!(
            (angka.median_hari_kerja, angka.p90_hari_kerja),
            (Some(5), Some(9))
        );
    }

    #[test]
    fn nothing_has_no_share_and_no_days() {
        assert_eq!(Sebaran::default().angka(), Angka::default());
    }

    #[test]
    fn results_are_read_back() {
        for hasil in Hasil::ALL {
            assert_eq!(Hasil::parse(hasil.as_str()), Some(hasil));
        }
    }
}
