//! The audit trail (*jejak*) as it is read: who did what to which record, when, and to whom personal data were
//! delivered. It holds ids, names of fields and salted hashes, and never a value.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::aksi::JenisAksi;
use crate::id::{AccountId, AksiId};

/// In whose name something was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pelaku {
    /// An account.
    Petugas,
    /// Whoever holds the key of a complaint, or a tool that files for him.
    Pelapor,
    /// The portal itself, or who gives it commands on its own machine.
    Sistem,
}

impl Pelaku {
    pub const ALL: [Self; 3] = [Self::Petugas, Self::Pelapor, Self::Sistem];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Petugas => "petugas",
            Self::Pelapor => "pelapor",
            Self::Sistem => "sistem",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pelaku| pelaku.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Petugas => "Petugas",
            Self::Pelapor => "Pelapor",
            Self::Sistem => "Sistem",
        }
    }
}

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Perbuatan {
    /// What a person sent.
    Aksi(JenisAksi),
    /// Fields of a record changed.
    Ubah,
    /// Personal data went to somebody's device.
    Antar,
    /// A photo arrived whole.
    Foto,
    Masuk,
    Keluar,
    /// A password was chosen.
    Sandi,
    /// Personal data were erased.
    Hapus,
    /// An admin brought an aksi from a rescue file; its own line says in whose name it was done.
    Penyelamat,
}

impl Perbuatan {
    const OTHER: [Self; 8] = [
        Self::Ubah,
        Self::Antar,
        Self::Foto,
        Self::Masuk,
        Self::Keluar,
        Self::Sandi,
        Self::Hapus,
        Self::Penyelamat,
    ];

    pub fn all() -> impl Iterator<Item = Self> {
        JenisAksi::ALL.into_iter().map(Self::Aksi).chain(Self::OTHER)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aksi(jenis) => jenis.as_str(),
            Self::Ubah => "ubah",
            Self::Antar => "antar",
            Self::Foto => "foto",
            Self::Masuk => "masuk",
            Self::Keluar => "keluar",
            Self::Sandi => "sandi",
            Self::Hapus => "hapus",
            Self::Penyelamat => "penyelamat",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::all().find(|perbuatan| perbuatan.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Aksi(jenis) => jenis.label(),
            Self::Ubah => "Isian berubah",
            Self::Antar => "Data pribadi diantar",
            Self::Foto => "Foto diterima",
            Self::Masuk => "Masuk",
            Self::Keluar => "Keluar",
            Self::Sandi => "Kata sandi dibuat",
            Self::Hapus => "Data pribadi dihapus",
            Self::Penyelamat => "Dibawa dengan berkas penyelamat",
        }
    }
}

impl Serialize for Perbuatan {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Perbuatan {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("perbuatan {text} tidak dikenal")))
    }
}

/// The kind of record that something was done to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Objek {
    Aduan,
    Account,
    Skpd,
    Bidang,
    Libur,
    BatasWaktu,
    Templat,
}

impl Objek {
    pub const ALL: [Self; 7] = [
        Self::Aduan,
        Self::Account,
        Self::Skpd,
        Self::Bidang,
        Self::Libur,
        Self::BatasWaktu,
        Self::Templat,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aduan => "aduan",
            Self::Account => "account",
            Self::Skpd => "skpd",
            Self::Bidang => "bidang",
            Self::Libur => "libur",
            Self::BatasWaktu => "batas_waktu",
            Self::Templat => "templat",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|objek| objek.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Aduan => "Aduan",
            Self::Account => "Akun",
            Self::Skpd => "SKPD",
            Self::Bidang => "Bidang",
            Self::Libur => "Hari libur",
            Self::BatasWaktu => "Batas waktu",
            Self::Templat => "Templat",
        }
    }
}

/// One line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Jejak {
    pub id: String,
    /// Its place in the chain; absent until it is sealed, which takes some seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nomor: Option<i64>,
    pub pada: DateTime<Utc>,
    pub pelaku: Pelaku,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub account_id: Option<AccountId>,
    /// The name of the account as it is now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nama: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub perbuatan: Perbuatan,
    pub objek: Objek,
    /// The records, by their ids; a page of a list names all that stood on it.
    pub catatan: Vec<String>,
    /// What the first of them is called: the code of a complaint, the user name of an account.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sebutan: Option<String>,
    /// Names of the fields that changed, or that were delivered.
    pub kolom: Vec<String>,
    /// The device, as it names itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub perangkat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub aksi_id: Option<AksiId>,
}

/// Which lines are asked for, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema), into_params(parameter_in = Query))]
#[serde(default)]
pub struct JejakFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>), schema(value_type = Option<String>))]
    pub perbuatan: Option<Perbuatan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objek: Option<Objek>,
    /// One record: its id, the code of a complaint, or the user name of an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catatan: Option<String>,
    /// Done by the account with this user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oleh: Option<String>,
    /// First and last day (WITA).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dari: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampai: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows on the page, 1 to [`crate::page::LIMIT_MAX`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_none_stands_for_two() {
        let mut seen = std::collections::HashSet::new();
        for perbuatan in Perbuatan::all() {
            assert_eq!(Perbuatan::parse(perbuatan.as_str()), Some(perbuatan));
            assert!(seen.insert(perbuatan.as_str()), "{perbuatan:?}");
            let json = serde_json::to_string(&perbuatan).unwrap();
            assert_eq!(serde_json::from_str::<Perbuatan>(&json).unwrap(), perbuatan);
        }
        for objek in Objek::ALL {
            assert_eq!(Objek::parse(objek.as_str()), Some(objek));
            assert_eq!(serde_json::to_value(objek).unwrap(), objek.as_str());
        }
        for pelaku in Pelaku::ALL {
            assert_eq!(Pelaku::parse(pelaku.as_str()), Some(pelaku));
            assert_eq!(serde_json::to_value(pelaku).unwrap(), pelaku.as_str());
        }
        assert!(serde_json::from_str::<Perbuatan>("\"lain\"").is_err());
    }
}
