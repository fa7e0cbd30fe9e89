//! The worker that erases what is kept long enough, and takes photos out of the store that no record lists any more. Every
//! process has one; a complaint is claimed by its version, a photo may be deleted twice.

use std::time::Duration;

use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use shared::id::AduanId;
use shared::kode::Kode;
use shared::pribadi::{AkanDihapus, AturanPribadi, SegeraDihapus};

use super::permintaan::hapus;
use crate::aduan::row::AduanRow;
use crate::clock;
use crate::config::Config;
use crate::db::{Conn, Db, Hitung};
use crate::error::{AppError, Result};
use crate::files::Files;
use crate::jejak::Oleh;
use crate::schema::{aduan, foto_buang};

const INTERVAL: Duration = Duration::from_secs(60);
/// Complaints, and photos, of one round.
const BATCH: i64 = 200;
/// Complaints that are shown ahead.
const TAMPIL: i64 = 50;
/// Counted no further.
const HITUNG_MAX: i64 = 10_000;

/// What one round has done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Jumlah {
    pub dihapus: u32,
    pub foto: u32,
}

pub fn start(db: Data<Db>, files: Data<Files>, config: &Config) {
    let aturan = config.district.data_pribadi;
    actix_web::rt::spawn(async move {
        let mut rounds = tokio::time::interval(INTERVAL);
        loop {
            rounds.tick().await;
            match round(&db, &files, &aturan, clock::now()).await {
                Ok(done) if done == Jumlah::default() => {}
                Ok(done) => tracing::info!(?done, "personal data were erased"),
                Err(error) => error.log(),
            }
        }
    });
}

/// Erases what is due, each complaint in a transaction of its own, then empties the store of their photos.
pub async fn round(db: &Db, files: &Files, aturan: &AturanPribadi, now: DateTime<Utc>) -> Result<Jumlah> {
    let mut done = Jumlah::default();
    if let Some(before) = jatuh(aturan, now) {
        let due = db.run(move |conn| Ok(list_due(conn, before, BATCH)?)).await?;
        for id in due {
            match db
                .write(move |conn| hapus_bila_jatuh(conn, &id, before, now))
                .await
            {
                Ok(erased) => done.dihapus += u32::from(erased),
                // Somebody else was there first, or it is met again in the next round.
                Err(error) => error.log(),
            }
        }
    }
    let photos: Vec<(String, String)> = db
        .run(|conn| Ok(foto_buang::table.limit(BATCH).load(conn)?))
        .await?;
    for (aduan_id, sha256) in photos {
        let id: AduanId = aduan_id.parse().map_err(anyhow::Error::from)?;
        files.store.delete(id, &sha256).await?;
        db.write(move |conn| Ok(diesel::delete(foto_buang::table.find((&aduan_id, &sha256))).execute(conn)?))
            .await?;
        done.foto += 1;
    }
    Ok(done)
}

/// What ended before this moment is due; none where data are kept for ever.
fn jatuh(aturan: &AturanPribadi, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (aturan.simpan_hari > 0).then(|| now - TimeDelta::days(i64::from(aturan.simpan_hari)))
}

fn list_due(conn: &mut Conn, before: DateTime<Utc>, limit: i64) -> QueryResult<Vec<String>> {
    due(before).select(aduan::id).limit(limit).load(conn)
}

/// In the order of the index that holds what is not erased yet.
#[diesel::dsl::auto_type(no_type_alias)]
fn due(before: DateTime<Utc>) -> _ {
    let before: chrono::NaiveDateTime = before.naive_utc();
    aduan::table
        .filter(aduan::dihapus_pada.is_null())
        .filter(aduan::berakhir_pada.is_not_null())
        .filter(aduan::berakhir_pada.le(before))
        .order((aduan::berakhir_pada, aduan::id))
}

/// A complaint may have been opened again since it was looked for.
fn hapus_bila_jatuh(conn: &mut Conn, id: &str, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<bool> {
    let row: AduanRow = aduan::table.find(id).first(conn)?;
    if row.berakhir_pada.is_none_or(|ended| ended.and_utc() > before) {
        return Ok(false);
    }
    hapus(conn, &row, (Oleh::Sistem, now))
}

/// What the portal will erase by itself, before it does.
pub fn akan_dihapus(conn: &mut Conn, aturan: &AturanPribadi, now: DateTime<Utc>) -> Result<AkanDihapus> {
    let ahead = now + TimeDelta::days(i64::from(aturan.ingatkan_hari));
    let mut found = AkanDihapus {
        simpan_hari: aturan.simpan_hari,
        jumlah: 0,
        dalam_hari: aturan.ingatkan_hari,
        aduan: Vec::new(),
    };
    let Some(before) = jatuh(aturan, ahead) else {
        return Ok(found);
    };
    let total: i64 = Hitung(due(before).select(aduan::id).limit(HITUNG_MAX)).get_result(conn)?;
    found.jumlah = u32::try_from(total).unwrap_or(u32::MAX);
    let first = due(before)
        .select((aduan::kode, aduan::berakhir_pada))
        .limit(TAMPIL)
        .load::<(String, Option<chrono::NaiveDateTime>)>(conn)?;
    for (kode, ended) in first {
        let Some(ended) = ended else { continue };
        found.aduan.push(SegeraDihapus {
            kode: Kode::parse(&kode)
                .map_err(|error| AppError::Internal(anyhow::anyhow!("kode: {error:?}")))?,
            berakhir_pada: ended.and_utc(),
            dihapus_pada: ended.and_utc() + TimeDelta::days(i64::from(aturan.simpan_hari)),
        });
    }
    Ok(found)
}
