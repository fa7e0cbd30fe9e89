//! To which complaint something is done, and what.

use ::sync::Kiriman;
use shared::aduan::{Aduan, Tindakan};
use shared::aksi::JenisAksi;
use shared::id::AduanId;
use shared::kode::Kode;
use shared::paths;
use shared::sinkron::AksiKirim;

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

    pub const fn label(self) -> &'static str {
        match self {
            Self::Langkah(tindakan) => tindakan.label(),
            Self::Pesan => "Pesan",
            Self::Catatan => "Catatan petugas",
            Self::Pembetulan => "Pembetulan data",
        }
    }

    /// What waits in the outbox; `None` for what a newer version of the app stored.
    pub fn of(aksi: &AksiKirim) -> Option<Self> {
        match aksi.jenis {
            JenisAksi::AduanTindakan => Tindakan::parse(aksi.tindakan.as_deref()?).map(Self::Langkah),
            JenisAksi::AduanPesan => Some(Self::Pesan),
            JenisAksi::AduanCatatan => Some(Self::Catatan),
            JenisAksi::AduanPembetulan => Some(Self::Pembetulan),
            _ => None,
        }
    }

    pub fn of_kiriman(kiriman: &Kiriman) -> Option<(Self, AksiKirim)> {
        let aksi: AksiKirim = serde_json::from_str(&kiriman.rahasia.isi).ok()?;
        Some((Self::of(&aksi)?, aksi))
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
