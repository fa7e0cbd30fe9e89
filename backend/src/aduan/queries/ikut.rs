//! Who follows a complaint that is not his own.

use anyhow::Context;
use diesel::prelude::*;
use shared::aduan::{IkutBaru, IkutBerakhir, IkutDiterima, Status};
use shared::error::ErrorCode;
use shared::id::IkutId;
use shared::jejak::Objek;
use shared::kunci::KunciHash;
use shared::paths;

use super::find::find;
use crate::aduan::row::{AduanRow, IkutRow};
use crate::aduan::view::kode;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::kabar;
use crate::schema::aduan_ikut;

/// Somebody follows from now on. One that has ended or was merged meanwhile is followed too: how it went is what he wants
/// to know.
///
/// # Errors
/// 404 for what is *rahasia* or was filed away, as for what there is not.
pub fn ikuti(conn: &mut Conn, masuk: &Masuk, baru: &IkutBaru) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let row = find(conn, baru.kode.as_str())?
            .filter(is_for_all)
            .ok_or_else(AppError::not_found)?;
        let same = aduan_ikut::table.find(baru.id.to_string()).count();
        if same.get_result::<i64>(conn)? > 0 {
            let detail = "Anda sudah mengikuti aduan ini.";
            return Err(AppError::refused(ErrorCode::SudahAda, detail));
        }
        let new = IkutRow {
            id: baru.id.to_string(),
            aduan_id: row.id.clone(),
            kunci_hash: baru.kunci_hash.to_string(),
            pada: masuk.pada.naive_utc(),
            berakhir_pada: None,
        };
        diesel::insert_into(aduan_ikut::table).values(new).execute(conn)?;
        let receipt = IkutDiterima {
            id: baru.id,
            kode: kode(&row.kode)?,
            status: Status::parse(&row.status).context("status")?,
            diterima_pada: masuk.pada,
        };
        let answer = Answer::created(&receipt, format!("{}/{}", paths::IKUT, baru.id))?;
        Ok((Tentang::new(Objek::Aduan, row.id), answer))
    })
}

fn is_for_all(row: &AduanRow) -> bool {
    !row.rahasia && row.status != Status::Diarsipkan.as_str()
}

/// The follower leaves. Whoever has left already is answered alike.
///
/// # Errors
/// 404 for a following that there is not, or that another key belongs to.
pub fn berhenti_ikut(conn: &mut Conn, masuk: &Masuk, id: IkutId, kunci: &KunciHash) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let own = aduan_ikut::table
            .find(id.to_string())
            .filter(aduan_ikut::kunci_hash.eq(kunci.to_string()));
        let row = own.first::<IkutRow>(conn).optional()?;
        let row = row.ok_or_else(AppError::not_found)?;
        let follows = aduan_ikut::table
            .find(&row.id)
            .filter(aduan_ikut::berakhir_pada.is_null());
        diesel::update(follows)
            .set(aduan_ikut::berakhir_pada.eq(Some(masuk.pada.naive_utc())))
            .execute(conn)?;
        kabar::langganan::lupakan_ikut(conn, id)?;
        Ok((
            Tentang::new(Objek::Aduan, row.aduan_id),
            Answer::ok(&IkutBerakhir { id })?,
        ))
    })
}

/// The complaint that somebody follows with this key, while he does.
pub fn diikuti(conn: &mut Conn, id: IkutId, kunci: &KunciHash) -> QueryResult<Option<String>> {
    aduan_ikut::table
        .find(id.to_string())
        .filter(aduan_ikut::kunci_hash.eq(kunci.to_string()))
        .filter(aduan_ikut::berakhir_pada.is_null())
        .select(aduan_ikut::aduan_id)
        .first(conn)
        .optional()
}

/// How many follow one of these.
pub(super) fn count(conn: &mut Conn, aduan: &[&str]) -> QueryResult<u32> {
    let followers = aduan_ikut::table
        .filter(aduan_ikut::aduan_id.eq_any(aduan))
        .filter(aduan_ikut::berakhir_pada.is_null());
    let count = followers.count().get_result::<i64>(conn)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
