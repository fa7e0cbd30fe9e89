//! The steps that are taken on a complaint: who takes them and what goes with them.

use serde::{Deserialize, Serialize};

use crate::account::Hak;

/// A step that somebody takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Tindakan {
    Verifikasi,
    Disposisi,
    Proses,
    Tunda,
    Lanjutkan,
    Tanggapi,
    Selesai,
    Tolak,
    BukanWewenang,
    /// The reporter's own step.
    BukaKembali,
    Gabung,
    Arsipkan,
    /// Takes back a merging or an archiving that was a mistake.
    Pulihkan,
}

/// The text that goes with a step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Isian {
    /// None is needed; a note may be given.
    Bebas,
    /// Why: it is told to the reporter.
    Alasan,
    /// The answer to the reporter.
    Tanggapan,
}

/// What else a step needs besides its text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Pelengkap {
    Tanpa,
    /// An SKPD; perhaps a bidang and a person of it.
    Tujuan,
    /// The day on which the clock goes on.
    Sampai,
    /// Whom the reporter should turn to.
    Instansi,
    /// The code of the complaint that this one is the same as.
    Induk,
}

/// Who takes a step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Pelaku {
    /// An officer with this right.
    Petugas(Hak),
    /// Whoever holds the key.
    Pelapor,
}

impl Tindakan {
    pub const ALL: [Self; 13] = [
        Self::Verifikasi,
        Self::Disposisi,
        Self::Proses,
        Self::Tunda,
        Self::Lanjutkan,
        Self::Tanggapi,
        Self::Selesai,
        Self::Tolak,
        Self::BukanWewenang,
        Self::BukaKembali,
        Self::Gabung,
        Self::Arsipkan,
        Self::Pulihkan,
    ];

    /// The step as it stands in a URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verifikasi => "verifikasi",
            Self::Disposisi => "disposisi",
            Self::Proses => "proses",
            Self::Tunda => "tunda",
            Self::Lanjutkan => "lanjutkan",
            Self::Tanggapi => "tanggapi",
            Self::Selesai => "selesai",
            Self::Tolak => "tolak",
            Self::BukanWewenang => "bukan-wewenang",
            Self::BukaKembali => "buka-kembali",
            Self::Gabung => "gabung",
            Self::Arsipkan => "arsipkan",
            Self::Pulihkan => "pulihkan",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tindakan| tindakan.as_str() == text)
    }

    /// The words on the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Verifikasi => "Verifikasi",
            Self::Disposisi => "Disposisikan",
            Self::Proses => "Proses",
            Self::Tunda => "Tunda",
            Self::Lanjutkan => "Lanjutkan",
            Self::Tanggapi => "Kirim tanggapan",
            Self::Selesai => "Tandai selesai",
            Self::Tolak => "Tolak",
            Self::BukanWewenang => "Bukan wewenang",
            Self::BukaKembali => "Buka kembali",
            Self::Gabung => "Gabungkan",
            Self::Arsipkan => "Arsipkan",
            Self::Pulihkan => "Pulihkan",
        }
    }

    pub const fn pelaku(self) -> Pelaku {
        match self {
            Self::Verifikasi | Self::Tolak | Self::BukanWewenang => Pelaku::Petugas(Hak::VerifikasiAduan),
            Self::Disposisi => Pelaku::Petugas(Hak::DisposisiAduan),
            Self::Proses | Self::Tunda | Self::Lanjutkan => Pelaku::Petugas(Hak::KerjakanAduan),
            Self::Tanggapi | Self::Selesai => Pelaku::Petugas(Hak::JawabAduan),
            Self::Gabung | Self::Arsipkan | Self::Pulihkan => Pelaku::Petugas(Hak::KelolaAduan),
            Self::BukaKembali => Pelaku::Pelapor,
        }
    }

    /// The right that an officer needs for the step; none where it is not an officer's.
    pub const fn hak(self) -> Option<Hak> {
        match self.pelaku() {
            Pelaku::Petugas(hak) => Some(hak),
            Pelaku::Pelapor => None,
        }
    }

    pub const fn isian(self) -> Isian {
        match self {
            Self::Verifikasi
            | Self::Disposisi
            | Self::Proses
            | Self::Lanjutkan
            | Self::Selesai
            | Self::Gabung
            | Self::Pulihkan => Isian::Bebas,
            Self::Tunda | Self::Tolak | Self::BukanWewenang | Self::BukaKembali | Self::Arsipkan => {
                Isian::Alasan
            }
            Self::Tanggapi => Isian::Tanggapan,
        }
    }

    pub const fn pelengkap(self) -> Pelengkap {
        match self {
            Self::Disposisi => Pelengkap::Tujuan,
            Self::Tunda => Pelengkap::Sampai,
            Self::BukanWewenang => Pelengkap::Instansi,
            Self::Gabung => Pelengkap::Induk,
            Self::Verifikasi
            | Self::Proses
            | Self::Lanjutkan
            | Self::Tanggapi
            | Self::Selesai
            | Self::Tolak
            | Self::BukaKembali
            | Self::Arsipkan
            | Self::Pulihkan => Pelengkap::Tanpa,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for tindakan in Tindakan::ALL {
            assert_eq!(Tindakan::parse(tindakan.as_str()), Some(tindakan));
            assert_eq!(serde_json::to_value(tindakan).unwrap(), tindakan.as_str());
        }
    }
}
