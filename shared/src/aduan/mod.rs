//! Complaints, aspirations and requests for information (*aduan*): the kinds, what is sent, what is seen, and the
//! table of states through which one goes.

mod alur;
mod baru;
mod batas_waktu;
mod dilihat;
mod foto;
mod ikut;
mod kirim;
mod kunci_baru;
mod pembetulan;
mod qr;
mod siklus;
mod status;
mod tampil;
mod tanda_terima;
mod tenggat;
mod tindakan;

pub use alur::{TABEL, Transisi, langkah_dari, tindakan_dari};
pub use baru::{
    AduanBaru, CATATAN_MAX, FOTO_MAX, Kontak, Lokasi, NAMA_MAX, NAMA_MIN, Persetujuan, URAIAN_MAX, URAIAN_MIN,
};
pub use batas_waktu::{
    AturanBatas, BatasWaktu, BatasWaktuBaru, HARI_KERJA_MAX, Hal, PERUBAHAN_MAX, PerubahanBatas, Tahap,
};
pub use dilihat::Dilihat;
pub use foto::{FotoPublik, FotoSesudahBaru, FotoSesudahHapus, FotoUmumBaru, SESUDAH_MAX, SebagaiFoto};
pub use ikut::{IkutAkhir, IkutBaru, IkutBerakhir, IkutDiterima};
pub use kirim::{
    BukanSama, JUDUL_MAX, KOMENTAR_MAX, KategoriBaru, Lengkap, PecahanBaru, PenilaianBaru, PesanBaru,
    RilisBaru, Rincian, TEKS_MAX, TEKS_MIN, TUNDA_MAX, TindakanBaru,
};
pub use kunci_baru::{CATATAN_KUNCI_MAX, CaraPeriksa, KunciBaru};
pub use pembetulan::{BedaTampil, NamaKolom, Nilai, NilaiOleh, PembetulanBaru, PilihanBaru, Sampai};
pub use qr::Qr;
pub use siklus::{AturanSiklus, Keadaan, Sumber, Tingkat, Tinjauan, awal_hari, tinjau};
pub use status::Status;
pub use tampil::{
    Aduan, AduanDiterima, AduanFilter, AduanPublik, AduanRingkas, Catatan, DisposisiTampil, EskalasiTampil,
    JedaTampil, Langkah, LangkahPublik, LokasiTampil, MungkinSama, Pelaksana, Penilaian, Pesan, Pihak, Rilis,
    TanggapanPublik, TenggatBila, Urut, judul_uraian,
};
pub use tanda_terima::{JUDUL as JUDUL_TANDA_TERIMA, TandaTerima, Tautan};
pub use tenggat::{Perjalanan, tenggat};
pub use tindakan::{Isian, Pelaku, Pelengkap, Tindakan};

use serde::{Deserialize, Serialize};

/// What the person wants (types of the national SP4N-LAPOR!).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Jenis {
    Pengaduan,
    Aspirasi,
    PermintaanInformasi,
}

impl Jenis {
    pub const ALL: [Self; 3] = [Self::Pengaduan, Self::Aspirasi, Self::PermintaanInformasi];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pengaduan => "pengaduan",
            Self::Aspirasi => "aspirasi",
            Self::PermintaanInformasi => "permintaan_informasi",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|jenis| jenis.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Pengaduan => "Pengaduan",
            Self::Aspirasi => "Aspirasi",
            Self::PermintaanInformasi => "Permintaan informasi",
        }
    }

    /// One line that helps to choose.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Pengaduan => "Ada yang rusak, salah, atau belum ditangani",
            Self::Aspirasi => "Usul atau harapan untuk kampung Anda",
            Self::PermintaanInformasi => "Ada yang ingin Anda tanyakan",
        }
    }
}

/// What it is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kategori {
    Rumah,
    JalanLingkungan,
    Drainase,
    PrasaranaUmum,
    Pekerjaan,
    Lainnya,
}

impl Kategori {
    pub const ALL: [Self; 6] = [
        Self::Rumah,
        Self::JalanLingkungan,
        Self::Drainase,
        Self::PrasaranaUmum,
        Self::Pekerjaan,
        Self::Lainnya,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rumah => "rumah",
            Self::JalanLingkungan => "jalan_lingkungan",
            Self::Drainase => "drainase",
            Self::PrasaranaUmum => "prasarana_umum",
            Self::Pekerjaan => "pekerjaan",
            Self::Lainnya => "lainnya",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kategori| kategori.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Rumah => "Rumah & bantuan perumahan",
            Self::JalanLingkungan => "Jalan lingkungan",
            Self::Drainase => "Drainase",
            Self::PrasaranaUmum => "Prasarana umum permukiman",
            Self::Pekerjaan => "Pekerjaan/proyek",
            Self::Lainnya => "Lainnya",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_categories_read_alike_in_json_and_in_the_database() {
        for jenis in Jenis::ALL {
            assert_eq!(serde_json::to_value(jenis).unwrap(), jenis.as_str());
            assert_eq!(Jenis::parse(jenis.as_str()), Some(jenis));
        }
        for kategori in Kategori::ALL {
            assert_eq!(serde_json::to_value(kategori).unwrap(), kategori.as_str());
            assert_eq!(Kategori::parse(kategori.as_str()), Some(kategori));
        }
    }
}
