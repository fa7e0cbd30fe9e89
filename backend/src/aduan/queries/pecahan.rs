//! One complaint that tells of two matters becomes two, so that each has its own office, deadline and answer. The reporter
//! keeps one key for both and is told.

use std::collections::BTreeSet;

use anyhow::Context;
use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{PecahanBaru, Status};
use shared::error::ErrorCode;
use shared::jejak::Objek;
use shared::wilayah::{WilayahKode, full_name};

use super::create::{insert_first_langkah, refuse_taken};
use super::find::must;
use super::hitung::Aturan;
use super::langkah::{refuse_stale, update};
use super::{find_for, kata, percakapan, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanRow, NO_TENGGAT, NO_TINJAU};
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::clock;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::Oleh;
use crate::kabar::{self, Kejadian, langganan};
use crate::schema::{aduan, pecahan};
use crate::{publik, wilayah};

pub fn pecah(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &PecahanBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let whole = find_for(conn, id, &pembaca)?;
        let kode = WilayahKode::parse(&whole.wilayah_kode).context("wilayah")?;
        let detail = "Memecah aduan bukan tugas Anda pada aduan ini.";
        must(petugas, Hak::KelolaAduan, &whole, detail)?;
        refuse_stale(conn, &whole, baru.versi, &pembaca, masuk)?;
        if Status::parse(&whole.status).context("status")?.berakhir() {
            let detail = "Aduan ini sudah berakhir, jadi tidak dapat dipecah lagi.";
            return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
        }
        refuse_taken(conn, baru.id, &baru.kode)?;
        let mut row = part_of(&whole, masuk, baru);
        let aturan = Aturan::load(conn)?;
        aturan.set_tenggat(&mut row, &[])?;
        diesel::insert_into(aduan::table)
            .values(row.clone())
            .execute(conn)?;
        diesel::insert_into(pecahan::table)
            .values((
                pecahan::aduan_id.eq(&row.id),
                pecahan::dari_id.eq(&whole.id),
                pecahan::account_id.eq(petugas.id.to_string()),
                pecahan::pada.eq(row.diterima_pada),
            ))
            .execute(conn)?;
        insert_first_langkah(conn, &row)?;
        let regions = wilayah::queries::list_hingga(conn, [row.wilayah_kode.as_str()])?;
        kata::insert(conn, &row, &full_name(&regions, &kode).unwrap_or_default())?;
        publik::queries::catat_baru(conn, &row.keadaan()?, (&regions, aturan.kalender()))?;
        kabar::antrekan(conn, &row.id, Kejadian::Masuk, (Some(petugas.id), masuk.pada))?;
        langganan::sertakan(conn, &whole.id, &row.id)?;
        // Whoever decided on the same version meanwhile decides again.
        let mut split = whole.clone();
        update(conn, &whole, &mut split, (Oleh::Petugas(petugas.id), masuk.pada))?;
        let isi = format!(
            "Laporan Anda memuat lebih dari satu hal. Yang berikut kini ditangani tersendiri dengan kode {}: {}",
            baru.kode, row.uraian
        );
        percakapan::sampaikan(conn, &split, &pembaca, masuk, isi)?;
        Ok(Tentang::new(Objek::Aduan, whole.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

/// What is the same of both stays; what is the new one's alone begins now.
fn part_of(whole: &AduanRow, masuk: &Masuk, baru: &PecahanBaru) -> AduanRow {
    let now = masuk.pada.naive_utc();
    AduanRow {
        id: baru.id.to_string(),
        kode: baru.kode.to_string(),
        kategori: baru.kategori.as_str().to_owned(),
        uraian: baru.uraian.trim().to_owned(),
        status: Status::Diterima.as_str().to_owned(),
        versi: 1,
        ditangkap_pada: clock::stored(baru.asal.ditangkap_pada),
        diterima_pada: now,
        diverifikasi_pada: None,
        diubah_pada: now,
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
        perangkat: Some(baru.asal.perangkat.to_string()),
        dihapus_pada: None,
        ..whole.clone()
    }
}

/// The codes of what a complaint was a part of, and of its own parts.
pub(super) fn kerabat(conn: &mut Conn, aduan_id: &str) -> QueryResult<(Option<String>, Vec<String>)> {
    let whole = pecahan::table
        .find(aduan_id)
        .inner_join(aduan::table.on(aduan::id.eq(pecahan::dari_id)))
        .select(aduan::kode)
        .first(conn)
        .optional()?;
    let parts = pecahan::table
        .filter(pecahan::dari_id.eq(aduan_id))
        .inner_join(aduan::table.on(aduan::id.eq(pecahan::aduan_id)))
        .order(pecahan::pada)
        .select(aduan::kode)
        .load(conn)?;
    Ok((whole, parts))
}

/// The other parts of the same report, and parts of those, as far as the same key opens them.
pub fn sekunci(conn: &mut Conn, row: &AduanRow) -> QueryResult<Vec<AduanRow>> {
    let mut family = BTreeSet::from([row.id.clone()]);
    loop {
        let known: Vec<&String> = family.iter().collect();
        let near = pecahan::aduan_id
            .eq_any(known.clone())
            .or(pecahan::dari_id.eq_any(known));
        let pairs: Vec<(String, String)> = pecahan::table
            .filter(near)
            .select((pecahan::aduan_id, pecahan::dari_id))
            .load(conn)?;
        let before = family.len();
        family.extend(pairs.into_iter().flat_map(|(part, whole)| [part, whole]));
        if family.len() == before {
            break;
        }
    }
    family.remove(&row.id);
    aduan::table
        .filter(aduan::id.eq_any(family))
        .filter(aduan::kunci_hash.eq(&row.kunci_hash))
        .load(conn)
}
