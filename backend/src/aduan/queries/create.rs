//! Takes a new complaint, once.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{AduanBaru, AduanDiterima, SebagaiFoto, Status, Sumber};
use shared::error::{ApiError, ErrorCode};
use shared::id::AduanId;
use shared::jejak::Objek;
use shared::kode::Kode;
use shared::paths;
use shared::wilayah::{Wilayah, WilayahKode, full_name};
use shared::words::nomor_hp;
use uuid::Uuid;

use super::hitung::Aturan;
use super::{kata, mungkin};
use crate::aduan::row::{AduanRow, FotoRow, LangkahRow, NO_TENGGAT, NO_TINJAU};
use crate::aduan::view::sumber_text;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::clock;
use crate::config::District;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::kabar::{self, Kejadian};
use crate::schema::{aduan, aduan_foto, aduan_langkah};
use crate::{publik, wilayah};

/// What is known of a new complaint besides what it says.
#[derive(Clone, Debug)]
pub struct Penerima {
    /// Where a complaint belongs that no village is near to.
    pub wilayah: WilayahKode,
    pub sumber: Sumber,
    /// Who enters it for somebody else.
    pub dientri_oleh: Option<Account>,
    /// Metres within which an open complaint of like kategori may be the same.
    pub mungkin_sama_m: u32,
}

impl Penerima {
    /// Sent by whoever reports.
    pub fn warga(district: &District) -> Self {
        Self {
            wilayah: district.wilayah.clone(),
            sumber: Sumber::Warga,
            dientri_oleh: None,
            mungkin_sama_m: district.siklus.mungkin_sama_m,
        }
    }
}

pub fn insert_once(conn: &mut Conn, penerima: &Penerima, masuk: &Masuk, baru: &AduanBaru) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        refuse_taken(conn, baru.id, &baru.kode)?;
        let (kode, regions) = village(conn, penerima, baru)?;
        let dari_posisi = baru.lokasi.wilayah.is_none();
        let oleh = penerima.dientri_oleh.as_ref();
        if oleh.is_some_and(|officer| !officer.boleh_di(Hak::BantuEntri, &kode)) {
            let message = "Desa ini di luar wilayah tugas Anda. Pilih desa di wilayah Anda.";
            return Err(ApiError::field(ErrorCode::IsianSalah, "lokasi.wilayah", message).into());
        }
        let tempat = full_name(&regions, &kode).unwrap_or_default();
        let mut row = row(baru, penerima, (kode, dari_posisi), masuk.pada);
        let aturan = Aturan::load(conn)?;
        aturan.set_tenggat(&mut row, &[])?;
        diesel::insert_into(aduan::table)
            .values(row.clone())
            .execute(conn)?;
        mungkin::tandai(conn, &row, penerima.mungkin_sama_m)?;
        insert_foto(conn, baru)?;
        insert_first_langkah(conn, &row)?;
        kata::insert(conn, &row, &tempat)?;
        publik::queries::catat_baru(conn, &row.keadaan()?, (&regions, aturan.kalender()))?;
        let officer = penerima.dientri_oleh.as_ref().map(|officer| officer.id);
        kabar::antrekan(conn, &row.id, Kejadian::Masuk, (officer, masuk.pada))?;
        let receipt = AduanDiterima {
            id: baru.id,
            kode: baru.kode.clone(),
            status: Status::Diterima,
            diterima_pada: masuk.pada,
            foto_kurang: baru.foto.iter().map(|foto| foto.sha256.clone()).collect(),
        };
        let answer = Answer::created(&receipt, format!("{}/{}", paths::ADUAN, baru.id))?;
        Ok((Tentang::new(Objek::Aduan, baru.id), answer))
    })
}

/// The watch over deadlines leaves a complaint alone until somebody takes a step on it: what lay open in the old books for
/// years is no news to anybody.
pub fn jangan_tinjau(conn: &mut Conn, id: &str) -> QueryResult<()> {
    diesel::update(aduan::table.find(id))
        .set(aduan::tinjau_pada.eq(NO_TINJAU))
        .execute(conn)
        .map(drop)
}

/// Another aksi brought this record before: the device has mixed something up, and nothing of either is overwritten.
pub(super) fn refuse_taken(conn: &mut Conn, id: AduanId, kode: &Kode) -> Result<()> {
    let same = aduan::id.eq(id.to_string()).or(aduan::kode.eq(kode.as_str()));
    if aduan::table.filter(same).count().get_result::<i64>(conn)? == 0 {
        return Ok(());
    }
    Err(AppError::refused(
        ErrorCode::SudahAda,
        "Aduan dengan id atau kode ini sudah ada.",
    ))
}

/// The village that was chosen, else the nearest one, and those above it.
fn village(conn: &mut Conn, penerima: &Penerima, baru: &AduanBaru) -> Result<(WilayahKode, Vec<Wilayah>)> {
    let kode = match (&baru.lokasi.wilayah, baru.lokasi.posisi) {
        (Some(chosen), _) => Some(chosen.clone()),
        (None, Some(posisi)) => wilayah::queries::nearest_village(conn, (posisi.lat, posisi.lng))?,
        (None, None) => None,
    };
    let kode = kode.unwrap_or_else(|| penerima.wilayah.clone());
    let regions = wilayah::queries::list_hingga(conn, [kode.as_str()])?;
    let is_village = |region: &Wilayah| region.kode == kode && region.level.is_village();
    if baru.lokasi.wilayah.is_some() && !regions.iter().any(is_village) {
        let message = "Desa atau kelurahan ini tidak ada dalam daftar. Pilih lagi.";
        return Err(ApiError::field(ErrorCode::IsianSalah, "lokasi.wilayah", message).into());
    }
    Ok((kode, regions))
}

fn row(
    baru: &AduanBaru,
    penerima: &Penerima,
    (wilayah, dari_posisi): (WilayahKode, bool),
    now: DateTime<Utc>,
) -> AduanRow {
    let posisi = baru.lokasi.posisi;
    AduanRow {
        id: baru.id.to_string(),
        kode: baru.kode.to_string(),
        kunci_hash: baru.kunci_hash.to_string(),
        jenis: baru.jenis.as_str().to_owned(),
        kategori: baru.kategori.as_str().to_owned(),
        uraian: baru.uraian.trim().to_owned(),
        wilayah_kode: wilayah.to_string(),
        wilayah_dari_posisi: dari_posisi,
        lat: posisi.map(|posisi| posisi.lat),
        lng: posisi.map(|posisi| posisi.lng),
        akurasi_m: posisi.and_then(|posisi| posisi.akurasi_m),
        posisi_sumber: posisi.map(|posisi| sumber_text(posisi.sumber).to_owned()),
        lokasi_catatan: baru.lokasi.catatan.trim().to_owned(),
        nama: baru.pelapor.nama.trim().to_owned(),
        hp: nomor_hp(&baru.pelapor.hp).unwrap_or_else(|| baru.pelapor.hp.trim().to_owned()),
        email: baru.pelapor.email.as_deref().map(|email| email.trim().to_owned()),
        anonim: baru.anonim,
        rahasia: baru.rahasia,
        persetujuan_versi: baru.persetujuan.versi.clone(),
        persetujuan_pada: clock::stored(baru.persetujuan.pada),
        status: Status::Diterima.as_str().to_owned(),
        versi: 1,
        ditangkap_pada: clock::stored(baru.asal.ditangkap_pada),
        diterima_pada: now.naive_utc(),
        diverifikasi_pada: None,
        diubah_pada: now.naive_utc(),
        tenggat: NO_TENGGAT,
        tenggat_sementara: false,
        rilis_judul: None,
        rilis_ringkasan: None,
        rilis_pada: None,
        skpd_kode: None,
        bidang_kode: None,
        petugas_id: None,
        eskalasi: 0,
        tinjau_pada: NO_TINJAU,
        ditanggapi_pada: None,
        berakhir_pada: None,
        dibuka_pada: None,
        instansi: None,
        induk_id: None,
        sumber: penerima.sumber.as_str().to_owned(),
        dientri_oleh: penerima
            .dientri_oleh
            .as_ref()
            .map(|officer| officer.id.to_string()),
        perangkat: Some(baru.asal.perangkat.to_string()),
        dihapus_pada: None,
    }
}

fn insert_foto(conn: &mut Conn, baru: &AduanBaru) -> Result<()> {
    for (place, foto) in baru.foto.iter().enumerate() {
        let row = FotoRow {
            aduan_id: baru.id.to_string(),
            sha256: foto.sha256.clone(),
            urutan: i32::try_from(place).context("number of photos")?,
            bytes: i64::try_from(foto.bytes).context("size of a photo")?,
            media_type: foto.media_type.as_str().to_owned(),
            diterima_pada: None,
            sebagai: SebagaiFoto::Laporan.as_str().to_owned(),
            dari_sha256: None,
            account_id: None,
        };
        diesel::insert_into(aduan_foto::table).values(row).execute(conn)?;
    }
    Ok(())
}

pub(super) fn insert_first_langkah(conn: &mut Conn, aduan: &AduanRow) -> QueryResult<()> {
    let row = LangkahRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: aduan.id.clone(),
        urutan: 1,
        tindakan: None,
        status: aduan.status.clone(),
        catatan: None,
        publik: false,
        account_id: None,
        pada: aduan.diterima_pada,
    };
    diesel::insert_into(aduan_langkah::table)
        .values(row)
        .execute(conn)
        .map(|_| ())
}
