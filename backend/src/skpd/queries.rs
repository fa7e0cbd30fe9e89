//! Reads and keeps offices and their parts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared::account::{Bidang, Skpd, SkpdBaru};
use shared::error::{ApiError, ErrorCode};
use shared::id::AccountId;
use shared::jejak::Objek;

use super::row::{BidangRow, SkpdRow};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::Oleh;
use crate::riwayat::{self, Perubahan};
use crate::schema::{bidang, skpd};

/// All offices by their names, each with its parts.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<Skpd>> {
    let parts = bidang::table.order(bidang::nama).load::<BidangRow>(conn)?;
    let offices = skpd::table.order(skpd::nama).load::<SkpdRow>(conn)?;
    let with_parts = |office: SkpdRow| {
        let own = parts.iter().filter(|part| part.skpd_kode == office.kode);
        let bidang = own.map(|part| Bidang {
            kode: part.kode.clone(),
            nama: part.nama.clone(),
            aktif: part.aktif,
        });
        Skpd {
            bidang: bidang.collect(),
            kode: office.kode,
            nama: office.nama,
            aktif: office.aktif,
        }
    };
    Ok(offices.into_iter().map(with_parts).collect())
}

pub fn is_empty(conn: &mut Conn) -> QueryResult<bool> {
    Ok(skpd::table.count().get_result::<i64>(conn)? == 0)
}

/// Whether work may be given in this office, and in this part of it.
///
/// # Errors
/// [`ErrorCode::IsianSalah`] naming the field, where there is none such or it is no longer active.
pub fn must_be_active(conn: &mut Conn, kode: Option<&str>, bidang_kode: Option<&str>) -> Result<()> {
    let unknown = |field: &str, message: String| {
        AppError::Refused(ApiError::field(ErrorCode::IsianSalah, field, message))
    };
    let Some(kode) = kode else {
        return match bidang_kode {
            None => Ok(()),
            Some(_) => Err(unknown("skpd", "Pilih SKPD dari bidang ini.".to_owned())),
        };
    };
    let office: Option<SkpdRow> = skpd::table.find(kode).first(conn).optional()?;
    if !office.is_some_and(|office| office.aktif) {
        let message = format!("SKPD \"{kode}\" tidak ada atau tidak aktif. Lihat kodenya di menu SKPD.");
        return Err(unknown("skpd", message));
    }
    let Some(bidang_kode) = bidang_kode else {
        return Ok(());
    };
    let part: Option<BidangRow> = bidang::table.find(bidang_kode).first(conn).optional()?;
    if !part.is_some_and(|part| part.aktif && part.skpd_kode == kode) {
        let message = format!("Bidang \"{bidang_kode}\" tidak ada di SKPD \"{kode}\" atau tidak aktif.");
        return Err(unknown("bidang", message));
    }
    Ok(())
}

/// Makes an office or a part of one, or changes the one with this code. A part never moves to another office: what was
/// done in it would seem to have been done there.
pub fn put(conn: &mut Conn, new: &SkpdBaru, oleh: Option<AccountId>, now: DateTime<Utc>) -> Result<()> {
    match &new.skpd {
        None => put_skpd(conn, new, oleh, now),
        Some(office) => put_bidang(conn, new, office, oleh, now),
    }
}

fn put_skpd(conn: &mut Conn, new: &SkpdBaru, oleh: Option<AccountId>, now: DateTime<Utc>) -> Result<()> {
    let row = SkpdRow {
        kode: new.kode.clone(),
        nama: new.nama.trim().to_owned(),
        aktif: new.aktif,
    };
    let change = change(Objek::Skpd, &new.kode, oleh, now);
    match skpd::table.find(&new.kode).first::<SkpdRow>(conn).optional()? {
        Some(old) => {
            remember(conn, &change, &json!(old), &json!(row))?;
            diesel::update(skpd::table.find(&row.kode))
                .set((skpd::nama.eq(&row.nama), skpd::aktif.eq(row.aktif)))
                .execute(conn)?;
        }
        None => {
            remember(conn, &change, &json!({}), &json!(row))?;
            diesel::insert_into(skpd::table).values(row).execute(conn)?;
        }
    }
    Ok(())
}

fn put_bidang(
    conn: &mut Conn,
    new: &SkpdBaru,
    office: &str,
    oleh: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = BidangRow {
        kode: new.kode.clone(),
        skpd_kode: office.to_owned(),
        nama: new.nama.trim().to_owned(),
        aktif: new.aktif,
    };
    let change = change(Objek::Bidang, &new.kode, oleh, now);
    match bidang::table
        .find(&new.kode)
        .first::<BidangRow>(conn)
        .optional()?
    {
        Some(old) if old.skpd_kode != office => {
            let message = "Kode ini sudah dipakai bidang di SKPD lain. Pilih kode lain.";
            return Err(ApiError::field(ErrorCode::SudahAda, "kode", message).into());
        }
        Some(old) => {
            remember(conn, &change, &json!(old), &json!(row))?;
            diesel::update(bidang::table.find(&row.kode))
                .set((bidang::nama.eq(&row.nama), bidang::aktif.eq(row.aktif)))
                .execute(conn)?;
        }
        None => {
            must_be_active(conn, Some(office), None)?;
            remember(conn, &change, &json!({}), &json!(row))?;
            diesel::insert_into(bidang::table).values(row).execute(conn)?;
        }
    }
    Ok(())
}

/// What the first start fills in is nobody's change, and must not make a fresh database look used to a restore.
fn remember(conn: &mut Conn, change: &Perubahan<'_>, lama: &Value, baru: &Value) -> Result<()> {
    if change.oleh == Oleh::Sistem {
        return Ok(());
    }
    riwayat::keep(conn, change, lama, baru)
}

fn change<'a>(objek: Objek, kode: &'a str, oleh: Option<AccountId>, pada: DateTime<Utc>) -> Perubahan<'a> {
    Perubahan {
        objek,
        catatan_id: kode,
        oleh: Oleh::account_or_sistem(oleh),
        pada,
    }
}
