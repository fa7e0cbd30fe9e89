//! All that a person may do and that may wait on a device until a network comes. Each aksi has an id, which is
//! the idempotency key: sent twice it is done once, and answered twice alike.

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::id::PerangkatId;

/// Name of the header that carries an aksi's id on REST (IETF draft idempotency-key-header).
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// Header of an answer that was given before and is given again.
pub const IDEMPOTENT_REPLAYED: &str = "Idempotent-Replayed";

/// Version of the bodies' shape that this build writes.
pub const SKEMA: u16 = 1;

/// The kinds of aksi.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JenisAksi {
    AduanBaru,
    /// Entered by an officer for somebody who has no phone.
    AduanTitipan,
    AduanTindakan,
    AduanPesan,
    AduanPenilaian,
    AduanRilis,
    AduanCatatan,
    BatasWaktuUbah,
    LiburGanti,
    AkunBaru,
    AkunUbah,
    AkunPenugasan,
    AkunUrusan,
    AkunSerahTerima,
    AkunImpor,
    SkpdUbah,
    AduanKunciBaru,
    AduanBukanSama,
    AduanKategori,
    TemplatUbah,
    DataPermintaan,
    DataJawaban,
    AduanIkut,
    AduanIkutAkhir,
    AduanFoto,
    AduanPecahan,
    KabarLangganan,
    KabarUlangi,
    KabarLanggananAkhir,
    /// Read from the copy on the device, without a network.
    AduanDilihat,
    /// Fields put right, merged with what others put right.
    AduanPembetulan,
    /// One of two values chosen.
    AduanBedaPilih,
}

impl JenisAksi {
    pub const ALL: [Self; 32] = [
        Self::AduanBaru,
        Self::AduanTitipan,
        Self::AduanTindakan,
        Self::AduanPesan,
        Self::AduanPenilaian,
        Self::AduanRilis,
        Self::AduanCatatan,
        Self::BatasWaktuUbah,
        Self::LiburGanti,
        Self::AkunBaru,
        Self::AkunUbah,
        Self::AkunPenugasan,
        Self::AkunUrusan,
        Self::AkunSerahTerima,
        Self::AkunImpor,
        Self::SkpdUbah,
        Self::AduanKunciBaru,
        Self::AduanBukanSama,
        Self::AduanKategori,
        Self::TemplatUbah,
        Self::DataPermintaan,
        Self::DataJawaban,
        Self::AduanIkut,
        Self::AduanIkutAkhir,
        Self::AduanFoto,
        Self::AduanPecahan,
        Self::KabarLangganan,
        Self::KabarUlangi,
        Self::KabarLanggananAkhir,
        Self::AduanDilihat,
        Self::AduanPembetulan,
        Self::AduanBedaPilih,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AduanBaru => "aduan_baru",
            Self::AduanTitipan => "aduan_titipan",
            Self::AduanTindakan => "aduan_tindakan",
            Self::AduanPesan => "aduan_pesan",
            Self::AduanPenilaian => "aduan_penilaian",
            Self::AduanRilis => "aduan_rilis",
            Self::AduanCatatan => "aduan_catatan",
            Self::BatasWaktuUbah => "batas_waktu_ubah",
            Self::LiburGanti => "libur_ganti",
            Self::AkunBaru => "akun_baru",
            Self::AkunUbah => "akun_ubah",
            Self::AkunPenugasan => "akun_penugasan",
            Self::AkunUrusan => "akun_urusan",
            Self::AkunSerahTerima => "akun_serah_terima",
            Self::AkunImpor => "akun_impor",
            Self::SkpdUbah => "skpd_ubah",
            Self::AduanKunciBaru => "aduan_kunci_baru",
            Self::AduanBukanSama => "aduan_bukan_sama",
            Self::AduanKategori => "aduan_kategori",
            Self::TemplatUbah => "templat_ubah",
            Self::DataPermintaan => "data_permintaan",
            Self::DataJawaban => "data_jawaban",
            Self::AduanIkut => "aduan_ikut",
            Self::AduanIkutAkhir => "aduan_ikut_akhir",
            Self::AduanFoto => "aduan_foto",
            Self::AduanPecahan => "aduan_pecahan",
            Self::KabarLangganan => "kabar_langganan",
            Self::KabarUlangi => "kabar_ulangi",
            Self::KabarLanggananAkhir => "kabar_langganan_akhir",
            Self::AduanDilihat => "aduan_dilihat",
            Self::AduanPembetulan => "aduan_pembetulan",
            Self::AduanBedaPilih => "aduan_beda_pilih",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::AduanBaru => "Aduan dikirim",
            Self::AduanTitipan => "Aduan dientri untuk warga",
            Self::AduanTindakan => "Langkah pada aduan",
            Self::AduanPesan => "Pesan ditulis",
            Self::AduanPenilaian => "Penilaian diberikan",
            Self::AduanRilis => "Ditampilkan untuk umum",
            Self::AduanCatatan => "Catatan ditulis",
            Self::BatasWaktuUbah => "Batas waktu diubah",
            Self::LiburGanti => "Hari libur diganti",
            Self::AkunBaru => "Akun dibuat",
            Self::AkunUbah => "Akun diubah",
            Self::AkunPenugasan => "Penugasan diubah",
            Self::AkunUrusan => "Urusan akun",
            Self::AkunSerahTerima => "Serah terima",
            Self::AkunImpor => "Akun diimpor",
            Self::SkpdUbah => "SKPD diubah",
            Self::AduanKunciBaru => "Kunci baru diberikan",
            Self::AduanBukanSama => "Dinyatakan bukan aduan yang sama",
            Self::AduanKategori => "Kategori aduan diganti",
            Self::TemplatUbah => "Templat diubah",
            Self::DataPermintaan => "Permintaan data pribadi",
            Self::DataJawaban => "Permintaan data pribadi dijawab",
            Self::AduanIkut => "Aduan diikuti",
            Self::AduanIkutAkhir => "Berhenti mengikuti aduan",
            Self::AduanFoto => "Foto petugas pada aduan",
            Self::AduanPecahan => "Aduan dipecah",
            Self::KabarLangganan => "Pemberitahuan diaktifkan",
            Self::KabarUlangi => "Kabar dikirim lagi",
            Self::KabarLanggananAkhir => "Pemberitahuan dihentikan",
            Self::AduanDilihat => "Dibuka dari salinan di perangkat",
            Self::AduanPembetulan => "Data aduan dibetulkan",
            Self::AduanBedaPilih => "Satu dari dua isian dipilih",
        }
    }
}

/// Where and when an aksi was captured, as the device tells it. The server stamps its own time besides and never
/// refuses for a clock that is off.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Asal {
    #[garde(skip)]
    pub perangkat: PerangkatId,
    /// Strictly increasing on the device; it orders, it does not identify.
    #[garde(range(min = 1, max = 9_007_199_254_740_991))]
    pub urutan: u64,
    #[garde(skip)]
    pub ditangkap_pada: DateTime<Utc>,
    /// Version of the body's shape; the last two are read for a year.
    #[garde(range(min = 1, max = SKEMA))]
    pub skema: u16,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_alike_in_json_and_in_the_database() {
        for jenis in JenisAksi::ALL {
            assert_eq!(serde_json::to_value(jenis).unwrap(), jenis.as_str());
        }
    }
}
