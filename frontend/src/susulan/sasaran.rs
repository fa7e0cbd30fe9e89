//! To which complaint something is done, and what.

use shared::aduan::{Aduan, SebagaiFoto, Tindakan};
use shared::aksi::JenisAksi;
use shared::id::{AduanId, BedaId};
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
    /// An officer's photo of how it looks after the work.
    FotoSesudah,
    Penilaian,
    /// One of two values chosen, of the difference with this id.
    Pilihan(BedaId),
}

impl Susulan {
    pub const fn jenis(self) -> JenisAksi {
        match self {
            Self::Langkah(_) => JenisAksi::AduanTindakan,
            Self::Pesan => JenisAksi::AduanPesan,
            Self::Catatan => JenisAksi::AduanCatatan,
            Self::Pembetulan => JenisAksi::AduanPembetulan,
            Self::FotoSesudah => JenisAksi::AduanFoto,
            Self::Penilaian => JenisAksi::AduanPenilaian,
            Self::Pilihan(_) => JenisAksi::AduanBedaPilih,
        }
    }

    /// What of the complaint it is about, as `shared::sinkron` names it.
    pub fn tindakan(self) -> Option<String> {
        match self {
            Self::Langkah(tindakan) => Some(tindakan.as_str().to_owned()),
            Self::FotoSesudah => Some(SebagaiFoto::Sesudah.as_str().to_owned()),
            Self::Pilihan(beda) => Some(beda.to_string()),
            Self::Pesan | Self::Catatan | Self::Pembetulan | Self::Penilaian => None,
        }
    }

    /// What an aksi of the outbox is; `None` for what a newer version of the app stored.
    pub fn of(jenis: JenisAksi, tindakan: Option<&str>) -> Option<Self> {
        match jenis {
            JenisAksi::AduanTindakan => Some(Self::Langkah(Tindakan::parse(tindakan?)?)),
            JenisAksi::AduanPesan => Some(Self::Pesan),
            JenisAksi::AduanCatatan => Some(Self::Catatan),
            JenisAksi::AduanPembetulan => Some(Self::Pembetulan),
            JenisAksi::AduanFoto => {
                (tindakan == Some(SebagaiFoto::Sesudah.as_str())).then_some(Self::FotoSesudah)
            }
            JenisAksi::AduanPenilaian => Some(Self::Penilaian),
            JenisAksi::AduanBedaPilih => Some(Self::Pilihan(tindakan?.parse().ok()?)),
            JenisAksi::AduanBaru
            | JenisAksi::AduanTitipan
            | JenisAksi::AduanRilis
            | JenisAksi::BatasWaktuUbah
            | JenisAksi::LiburGanti
            | JenisAksi::AkunBaru
            | JenisAksi::AkunUbah
            | JenisAksi::AkunPenugasan
            | JenisAksi::AkunUrusan
            | JenisAksi::AkunSerahTerima
            | JenisAksi::AkunImpor
            | JenisAksi::SkpdUbah
            | JenisAksi::AduanKunciBaru
            | JenisAksi::AduanBukanSama
            | JenisAksi::AduanKategori
            | JenisAksi::TemplatUbah
            | JenisAksi::DataPermintaan
            | JenisAksi::DataJawaban
            | JenisAksi::AduanIkut
            | JenisAksi::AduanIkutAkhir
            | JenisAksi::AduanPecahan
            | JenisAksi::KabarLangganan
            | JenisAksi::KabarUlangi
            | JenisAksi::KabarLanggananAkhir
            | JenisAksi::AduanDilihat => None,
        }
    }

    pub fn label(self) -> String {
        match self {
            Self::Langkah(Tindakan::Tanggapi) => "Tanggapan".to_owned(),
            Self::Langkah(tindakan) => format!("Langkah “{}”", tindakan.label()),
            Self::Pesan => "Pesan".to_owned(),
            Self::Catatan => "Catatan petugas".to_owned(),
            Self::Pembetulan => "Pembetulan data".to_owned(),
            Self::FotoSesudah => "Foto sesudah ditangani".to_owned(),
            Self::Penilaian => "Penilaian".to_owned(),
            Self::Pilihan(_) => "Pilihan isian".to_owned(),
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
        let of_beda;
        let what = match susulan {
            Susulan::Langkah(tindakan) => tindakan.as_str(),
            Susulan::Pesan => "pesan",
            Susulan::Catatan => "catatan",
            Susulan::Pembetulan => "pembetulan",
            Susulan::FotoSesudah => "foto-sesudah",
            Susulan::Penilaian => "penilaian",
            Susulan::Pilihan(beda) => {
                of_beda = format!("beda/{beda}");
                &of_beda
            }
        };
        format!("{}/{}/{what}", paths::ADUAN, self.aduan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_as_what_it_was() {
        let mut all: Vec<Susulan> = Tindakan::ALL.into_iter().map(Susulan::Langkah).collect();
        all.extend([
            Susulan::Pesan,
            Susulan::Catatan,
            Susulan::Pembetulan,
            Susulan::FotoSesudah,
            Susulan::Penilaian,
            Susulan::Pilihan(BedaId::mint()),
        ]);
        for susulan in all {
            let tindakan = susulan.tindakan();
            assert_eq!(Susulan::of(susulan.jenis(), tindakan.as_deref()), Some(susulan));
        }
        let umum = Some(SebagaiFoto::Umum.as_str());
        let copy = Susulan::of(JenisAksi::AduanFoto, umum);
        assert_eq!(copy, None, "a copy for the public is made with the network");
    }
}
