//! Steps and releases of officers. Each names the version that it was decided on; one that comes too late is refused
//! with the present state, and never taken silently.

use anyhow::Context;
use diesel::prelude::*;
use shared::account::Account;
use shared::aduan::{Isian, RilisBaru, Status, Tindakan, TindakanBaru, langkah_dari};
use shared::error::{ApiError, ErrorCode};
use shared::wilayah::{WilayahKode, full_name};
use uuid::Uuid;

use super::hitung::Aturan;
use super::{find_for, kata, percakapan, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanChange, AduanRow, LangkahRow};
use crate::aksi::{self, Answer, Masuk};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::riwayat::{self, Perubahan};
use crate::schema::{aduan, aduan_langkah};
use crate::{publik, wilayah};

/// One step by the table of states.
pub fn tindakan(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    (tindakan, baru): (Tindakan, &TindakanBaru),
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, &pembaca)?;
        refuse_stale(conn, &before, baru.versi, &pembaca, masuk)?;
        let teks = baru.teks_for(tindakan)?;
        let mut after = moved(conn, masuk, &before, tindakan)?;
        update(conn, &before, &mut after, petugas, masuk)?;
        // Nothing of a rahasia complaint is ever public, whatever box was ticked.
        let publik = baru.publik && !before.rahasia;
        match tindakan.isian() {
            Isian::Tanggapan => {
                insert_langkah(conn, &after, tindakan, petugas, masuk, (None, false))?;
                percakapan::insert_tanggapan(
                    conn,
                    &after,
                    &pembaca,
                    masuk,
                    (teks.unwrap_or_default(), publik),
                )
            }
            Isian::Bebas | Isian::Alasan => {
                insert_langkah(conn, &after, tindakan, petugas, masuk, (teks, publik))
            }
        }
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

/// What the public may read of the complaint, in the officer's words.
pub fn rilis(
    conn: &mut Conn,
    masuk: &Masuk,
    id: &str,
    petugas: &Account,
    baru: &RilisBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, &pembaca)?;
        refuse_stale(conn, &before, baru.versi, &pembaca, masuk)?;
        if before.rahasia {
            let detail = "Pelapor meminta aduan ini dirahasiakan, jadi tidak dapat ditampilkan kepada umum.";
            return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
        }
        let mut after = before.clone();
        after.rilis_judul = Some(baru.judul.trim().to_owned());
        after.rilis_ringkasan = Some(baru.ringkasan.trim().to_owned());
        after.rilis_pada = Some(masuk.pada.naive_utc());
        update(conn, &before, &mut after, petugas, masuk)?;
        let regions = wilayah::queries::list(conn)?;
        let tempat = WilayahKode::parse(&after.wilayah_kode).and_then(|kode| full_name(&regions, &kode));
        Ok(kata::replace(conn, &after, &tempat.unwrap_or_default())?)
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

/// The complaint after the step, with the deadline that runs from there.
fn moved(conn: &mut Conn, masuk: &Masuk, before: &AduanRow, tindakan: Tindakan) -> Result<AduanRow> {
    let status = Status::parse(&before.status).context("status")?;
    let ke = langkah_dari(status, tindakan).ok_or_else(|| not_from_here(status, tindakan))?;
    let mut after = before.clone();
    after.status = ke.as_str().to_owned();
    if ke == Status::Diverifikasi {
        after.diverifikasi_pada = Some(masuk.pada.naive_utc());
    }
    Aturan::load(conn)?.set_tenggat(&mut after)?;
    Ok(after)
}

fn not_from_here(status: Status, tindakan: Tindakan) -> AppError {
    let status = status.label().to_lowercase();
    let detail = format!(
        "\"{}\" tidak dapat dilakukan pada aduan yang {status}.",
        tindakan.label()
    );
    AppError::refused(ErrorCode::LangkahSalah, detail)
}

/// Whoever decided on an older state is shown the present one and decides again.
fn refuse_stale(conn: &mut Conn, row: &AduanRow, versi: i64, pembaca: &Pembaca, masuk: &Masuk) -> Result<()> {
    if row.versi == versi {
        return Ok(());
    }
    let sekarang = serde_json::to_value(seen(conn, &row.id, pembaca, masuk)?)?;
    let detail = "Aduan ini sudah berubah sejak Anda buka. Lihat keadaan sekarang, lalu putuskan lagi.";
    Err(ApiError {
        sekarang: Some(Box::new(sekarang)),
        ..ApiError::new(ErrorCode::VersiUsang, detail)
    }
    .into())
}

/// Stores the new state under the next version, with its history. Another writer who was faster makes the whole
/// transaction begin again, which then finds the decision stale.
fn update(
    conn: &mut Conn,
    before: &AduanRow,
    after: &mut AduanRow,
    petugas: &Account,
    masuk: &Masuk,
) -> Result<()> {
    after.versi = before.versi + 1;
    after.diubah_pada = masuk.pada.naive_utc();
    let same = aduan::table
        .find(&before.id)
        .filter(aduan::versi.eq(before.versi));
    if diesel::update(same)
        .set(AduanChange::from(&*after))
        .execute(conn)?
        == 0
    {
        return Err(AppError::Contended);
    }
    let perubahan = Perubahan {
        tabel: "aduan",
        catatan_id: &before.id,
        oleh: Some(petugas.id),
        pada: masuk.pada,
    };
    riwayat::keep(conn, &perubahan, before, after)?;
    publik::queries::catat(conn, &after.keadaan()?)
}

fn insert_langkah(
    conn: &mut Conn,
    after: &AduanRow,
    tindakan: Tindakan,
    petugas: &Account,
    masuk: &Masuk,
    (catatan, publik): (Option<String>, bool),
) -> Result<()> {
    let row = LangkahRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: after.id.clone(),
        urutan: next_urutan(conn, &after.id)?,
        tindakan: Some(tindakan.as_str().to_owned()),
        status: after.status.clone(),
        catatan,
        publik,
        account_id: Some(petugas.id.to_string()),
        pada: masuk.pada.naive_utc(),
    };
    diesel::insert_into(aduan_langkah::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

fn next_urutan(conn: &mut Conn, aduan_id: &str) -> QueryResult<i32> {
    let last = aduan_langkah::table
        .filter(aduan_langkah::aduan_id.eq(aduan_id))
        .order(aduan_langkah::urutan.desc());
    Ok(last
        .select(aduan_langkah::urutan)
        .first::<i32>(conn)
        .optional()?
        .unwrap_or_default()
        + 1)
}
