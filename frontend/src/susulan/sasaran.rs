//! To which complaint something is done, and what.

use shared::aduan::{Aduan, Tindakan};
use shared::aksi::JenisAksi;
use shared::id::AduanId;
use shared::kode::Kode;
use shared::paths;

use crate::aduan::words::judul;

/// What can be done to a complaint without a network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Susulan {
    Langkah(Tindakan),
    Pesan,
    Catatan,
    Pembetulan,
}

impl Susulan {
    pub const fn jenis(self) -> JenisAksi {
        match self {
            Self::Langkah(_) => JenisAksi::AduanTindakan,
            Self::Pesan => JenisAksi::AduanPesan,
            Self::Catatan => JenisAksi::AduanCatatan,
            Self::Pembetulan => JenisAksi::AduanPembetulan,
        }
    }

    /// The step that it takes; nothing else names one.
    pub const fn langkah(self) -> Option<Tindakan> {
        match self {
            Self::Langkah(tindakan) => Some(tindakan),
            Self::Pesan | Self::Catatan | Self::Pembetulan => None,
        }
    }

    pub fn label(self) -> String {
        match self {
            Self::Langkah(Tindakan::Tanggapi) => "Tanggapan".to_owned(),
            Self::Langkah(tindakan) => format!("Langkah “{}”", tindakan.label()),
            Self::Pesan => "Pesan".to_owned(),
            Self::Catatan => "Catatan petugas".to_owned(),
            Self::Pembetulan => "Pembetulan data".to_owned(),
        }
    }
}

/// A complaint as it is named in the outbox.
#[derive(Clone)]
pub struct Sasaran {
    pub aduan: AduanId,
    pub kode: Kode,
    /// One line for the lists.
    pub judul: String,
}

impl Sasaran {
    pub fn of(aduan: &Aduan) -> Self {
        Self {
            aduan: aduan.id,
            kode: aduan.kode.clone(),
            judul: judul(aduan),
        }
    }

    /// Where it is done with a network.
    pub fn path(&self, susulan: Susulan) -> String {
        let what = match susulan {
            Susulan::Langkah(tindakan) => tindakan.as_str(),
            Susulan::Pesan => "pesan",
            Susulan::Catatan => "catatan",
            Susulan::Pembetulan => "pembetulan",
        };
        format!("{}/{}/{what}", paths::ADUAN, self.aduan)
    }
}
