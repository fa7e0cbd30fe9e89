//! Complaints and what belongs to them, as they are stored.

use anyhow::Context;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::{AsChangeset, Identifiable, Insertable, Queryable};
use serde::Serialize;
use shared::account::Letak;
use shared::aduan::{Kontak, Status};
use shared::clock::Tenggat;
use shared::wilayah::WilayahKode;

use crate::publik::Keadaan;
use crate::schema::{
    aduan, aduan_beda, aduan_catatan, aduan_foto, aduan_ikut, aduan_kunci, aduan_langkah, aduan_penilaian,
    aduan_pesan, disposisi, eskalasi, jeda,
};

#[derive(Clone, Debug, Queryable, Insertable, Identifiable, Serialize)]
#[diesel(table_name = aduan)]
pub struct AduanRow {
    pub id: String,
    pub kode: String,
    pub kunci_hash: String,
    pub jenis: String,
    pub kategori: String,
    pub uraian: String,
    pub wilayah_kode: String,
    pub wilayah_dari_posisi: bool,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub akurasi_m: Option<f64>,
    pub posisi_sumber: Option<String>,
    pub lokasi_catatan: String,
    pub nama: String,
    pub hp: String,
    pub email: Option<String>,
    pub anonim: bool,
    pub rahasia: bool,
    pub persetujuan_versi: String,
    pub persetujuan_pada: NaiveDateTime,
    pub status: String,
    pub versi: i64,
    pub ditangkap_pada: NaiveDateTime,
    pub diterima_pada: NaiveDateTime,
    pub diverifikasi_pada: Option<NaiveDateTime>,
    pub diubah_pada: NaiveDateTime,
    pub tenggat: NaiveDate,
    pub tenggat_sementara: bool,
    pub rilis_judul: Option<String>,
    pub rilis_ringkasan: Option<String>,
    pub rilis_pada: Option<NaiveDateTime>,
    pub skpd_kode: Option<String>,
    pub bidang_kode: Option<String>,
    pub petugas_id: Option<String>,
    pub eskalasi: i32,
    pub tinjau_pada: NaiveDateTime,
    pub ditanggapi_pada: Option<NaiveDateTime>,
    pub berakhir_pada: Option<NaiveDateTime>,
    pub dibuka_pada: Option<NaiveDateTime>,
    pub instansi: Option<String>,
    pub induk_id: Option<String>,
    pub sumber: String,
    pub dientri_oleh: Option<String>,
    pub perangkat: Option<String>,
    pub dihapus_pada: Option<NaiveDateTime>,
}

/// The fields of a complaint that steps, releases and corrections change.
#[derive(AsChangeset)]
#[diesel(table_name = aduan, treat_none_as_null = true)]
pub struct AduanChange<'a> {
    pub jenis: &'a str,
    pub kategori: &'a str,
    pub wilayah_kode: &'a str,
    pub wilayah_dari_posisi: bool,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub akurasi_m: Option<f64>,
    pub posisi_sumber: Option<&'a str>,
    pub lokasi_catatan: &'a str,
    pub status: &'a str,
    pub versi: i64,
    pub diverifikasi_pada: Option<NaiveDateTime>,
    pub diubah_pada: NaiveDateTime,
    pub tenggat: NaiveDate,
    pub tenggat_sementara: bool,
    pub rilis_judul: Option<&'a str>,
    pub rilis_ringkasan: Option<&'a str>,
    pub rilis_pada: Option<NaiveDateTime>,
    pub skpd_kode: Option<&'a str>,
    pub bidang_kode: Option<&'a str>,
    pub petugas_id: Option<&'a str>,
    pub eskalasi: i32,
    pub tinjau_pada: NaiveDateTime,
    pub ditanggapi_pada: Option<NaiveDateTime>,
    pub berakhir_pada: Option<NaiveDateTime>,
    pub dibuka_pada: Option<NaiveDateTime>,
    pub instansi: Option<&'a str>,
    pub induk_id: Option<&'a str>,
}

/// The fields of a complaint that may tell of a person, and when they were erased.
#[derive(AsChangeset)]
#[diesel(table_name = aduan, treat_none_as_null = true)]
pub struct PribadiChange<'a> {
    pub nama: &'a str,
    pub hp: &'a str,
    pub email: Option<&'a str>,
    pub uraian: &'a str,
    pub lokasi_catatan: &'a str,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub akurasi_m: Option<f64>,
    pub posisi_sumber: Option<&'a str>,
    pub perangkat: Option<&'a str>,
    pub versi: i64,
    pub diubah_pada: NaiveDateTime,
    pub dihapus_pada: Option<NaiveDateTime>,
}

impl<'a> From<&'a AduanRow> for PribadiChange<'a> {
    fn from(row: &'a AduanRow) -> Self {
        Self {
            nama: &row.nama,
            hp: &row.hp,
            email: row.email.as_deref(),
            uraian: &row.uraian,
            lokasi_catatan: &row.lokasi_catatan,
            lat: row.lat,
            lng: row.lng,
            akurasi_m: row.akurasi_m,
            posisi_sumber: row.posisi_sumber.as_deref(),
            perangkat: row.perangkat.as_deref(),
            versi: row.versi,
            diubah_pada: row.diubah_pada,
            dihapus_pada: row.dihapus_pada,
        }
    }
}

impl<'a> From<&'a AduanRow> for AduanChange<'a> {
    fn from(row: &'a AduanRow) -> Self {
        Self {
            jenis: &row.jenis,
            kategori: &row.kategori,
            wilayah_kode: &row.wilayah_kode,
            wilayah_dari_posisi: row.wilayah_dari_posisi,
            lat: row.lat,
            lng: row.lng,
            akurasi_m: row.akurasi_m,
            posisi_sumber: row.posisi_sumber.as_deref(),
            lokasi_catatan: &row.lokasi_catatan,
            status: &row.status,
            versi: row.versi,
            diverifikasi_pada: row.diverifikasi_pada,
            diubah_pada: row.diubah_pada,
            tenggat: row.tenggat,
            tenggat_sementara: row.tenggat_sementara,
            rilis_judul: row.rilis_judul.as_deref(),
            rilis_ringkasan: row.rilis_ringkasan.as_deref(),
            rilis_pada: row.rilis_pada,
            skpd_kode: row.skpd_kode.as_deref(),
            bidang_kode: row.bidang_kode.as_deref(),
            petugas_id: row.petugas_id.as_deref(),
            eskalasi: row.eskalasi,
            tinjau_pada: row.tinjau_pada,
            ditanggapi_pada: row.ditanggapi_pada,
            berakhir_pada: row.berakhir_pada,
            dibuka_pada: row.dibuka_pada,
            instansi: row.instansi.as_deref(),
            induk_id: row.induk_id.as_deref(),
        }
    }
}

impl AduanRow {
    /// What of it the public tables are made of.
    pub fn keadaan(&self) -> anyhow::Result<Keadaan> {
        let rilis = self.rilis_judul.clone().zip(self.rilis_pada);
        let status = Status::parse(&self.status).context("status")?;
        Ok(Keadaan {
            aduan_id: self.id.clone(),
            kode: self.kode.clone(),
            jenis: self.jenis.clone(),
            kategori: self.kategori.clone(),
            status,
            wilayah: WilayahKode::parse(&self.wilayah_kode).context("wilayah")?,
            posisi: self.lat.zip(self.lng),
            rahasia: self.rahasia,
            ringkasan: rilis.as_ref().and(self.rilis_ringkasan.clone()),
            judul: rilis.map(|(judul, _)| judul),
            diterima_pada: self.diterima_pada,
            diubah_pada: self.diubah_pada,
            dijawab_pada: self
                .ditanggapi_pada
                .filter(|_| matches!(status, Status::Ditanggapi | Status::Selesai)),
        })
    }

    /// Who reports.
    pub fn kontak(&self) -> Kontak {
        Kontak {
            nama: self.nama.clone(),
            hp: self.hp.clone(),
            email: self.email.clone(),
            tanpa_hp: self.hp.is_empty(),
        }
    }

    /// The deadline, where a clock runs.
    pub fn tenggat(&self) -> Option<Tenggat> {
        stored_tenggat(self.tenggat, self.tenggat_sementara)
    }

    pub fn set_tenggat(&mut self, tenggat: Option<Tenggat>) {
        (self.tenggat, self.tenggat_sementara) = split_tenggat(tenggat);
    }

    /// The region it lies in, and with whom.
    pub fn letak<'a>(&'a self, wilayah: &'a WilayahKode) -> anyhow::Result<Letak<'a>> {
        let petugas = self.petugas_id.as_deref().map(str::parse).transpose();
        Ok(Letak {
            wilayah,
            skpd: self.skpd_kode.as_deref(),
            bidang: self.bidang_kode.as_deref(),
            petugas: petugas.context("petugas_id")?,
        })
    }
}

/// Stands where no clock runs: later than any deadline, so that such complaints come last.
pub const NO_TENGGAT: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Stands where the portal itself has nothing to do.
pub const NO_TINJAU: NaiveDateTime = NO_TENGGAT.and_time(NaiveTime::MIN);

/// A deadline as it is stored.
pub fn split_tenggat(tenggat: Option<Tenggat>) -> (NaiveDate, bool) {
    let hari = tenggat.map_or(NO_TENGGAT, |tenggat| tenggat.hari);
    (hari, tenggat.is_some_and(|tenggat| tenggat.sementara))
}

pub fn stored_tenggat(hari: NaiveDate, sementara: bool) -> Option<Tenggat> {
    (hari != NO_TENGGAT).then_some(Tenggat { hari, sementara })
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = aduan_foto)]
pub struct FotoRow {
    pub aduan_id: String,
    pub sha256: String,
    pub urutan: i32,
    pub bytes: i64,
    pub media_type: String,
    /// When the file was whole in the store.
    pub diterima_pada: Option<NaiveDateTime>,
    /// A [`shared::aduan::SebagaiFoto`].
    pub sebagai: String,
    /// Of a copy for the public: the photo that it is a copy of.
    pub dari_sha256: Option<String>,
    /// The officer who added it.
    pub account_id: Option<String>,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = aduan_langkah)]
pub struct LangkahRow {
    pub id: String,
    pub aduan_id: String,
    pub urutan: i32,
    pub tindakan: Option<String>,
    pub status: String,
    pub catatan: Option<String>,
    pub publik: bool,
    pub account_id: Option<String>,
    pub pada: NaiveDateTime,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = aduan_pesan)]
pub struct PesanRow {
    pub id: String,
    pub aduan_id: String,
    pub dari: String,
    pub account_id: Option<String>,
    pub isi: String,
    pub tanggapan: bool,
    pub publik: bool,
    pub pada: NaiveDateTime,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = aduan_penilaian)]
pub struct PenilaianRow {
    pub aduan_id: String,
    pub nilai: i32,
    pub komentar: String,
    pub pada: NaiveDateTime,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = disposisi)]
pub struct DisposisiRow {
    pub id: String,
    pub aduan_id: String,
    pub skpd_kode: String,
    pub bidang_kode: Option<String>,
    pub petugas_id: Option<String>,
    pub catatan: Option<String>,
    pub account_id: Option<String>,
    pub pada: NaiveDateTime,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = jeda)]
pub struct JedaRow {
    pub id: String,
    pub aduan_id: String,
    pub dari: NaiveDateTime,
    pub hingga: NaiveDate,
    pub sampai: Option<NaiveDateTime>,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = eskalasi)]
pub struct EskalasiRow {
    pub id: String,
    pub aduan_id: String,
    pub tingkat: i32,
    pub tenggat: NaiveDate,
    pub pada: NaiveDateTime,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = aduan_catatan)]
pub struct CatatanRow {
    pub id: String,
    pub aduan_id: String,
    pub account_id: String,
    pub isi: String,
    pub pada: NaiveDateTime,
}

/// Two values of one field; each is the JSON of a [`shared::aduan::Nilai`].
#[derive(Clone, Debug, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = aduan_beda, treat_none_as_null = true)]
pub struct BedaRow {
    pub id: String,
    pub aduan_id: String,
    /// A [`shared::aduan::NamaKolom`].
    pub kolom: String,
    pub versi: i64,
    pub dasar: String,
    pub kini: String,
    pub kini_oleh: Option<String>,
    pub kini_pada: NaiveDateTime,
    pub ajuan: String,
    pub ajuan_oleh: String,
    pub ajuan_pada: NaiveDateTime,
    /// A [`shared::gabung::Sisi`].
    pub putusan: Option<String>,
    pub diputus_oleh: Option<String>,
    pub diputus_pada: Option<NaiveDateTime>,
}

/// That somebody follows a complaint.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = aduan_ikut)]
pub struct IkutRow {
    pub id: String,
    pub aduan_id: String,
    pub kunci_hash: String,
    pub pada: NaiveDateTime,
    pub berakhir_pada: Option<NaiveDateTime>,
}

/// One time that a reporter's key was replaced.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = aduan_kunci)]
pub struct KunciRow {
    pub id: String,
    pub aduan_id: String,
    pub cara: String,
    pub catatan: String,
    pub account_id: String,
    pub pada: NaiveDateTime,
}
