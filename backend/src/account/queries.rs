//! Finds and keeps accounts, sessions and the tokens of sessions.

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use shared::account::{Account, Penugasan};
use shared::clock::wita_day;
use shared::id::AccountId;

use super::row::{AccountRow, PenugasanRow, SesiRow, SesiTokenRow};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{account, penugasan, sesi, sesi_token};

/// User names are told apart without regard to case.
pub fn find_by_name(conn: &mut Conn, nama_pengguna: &str) -> QueryResult<Option<AccountRow>> {
    account::table
        .filter(account::nama_pengguna.eq(nama_pengguna))
        .first(conn)
        .optional()
}

pub fn find(conn: &mut Conn, id: &str) -> QueryResult<Option<AccountRow>> {
    account::table.find(id).first(conn).optional()
}

/// The account with the assignments that hold now.
pub fn with_penugasan(conn: &mut Conn, row: AccountRow, now: DateTime<Utc>) -> Result<Account> {
    let today = wita_day(now);
    let held = penugasan::table
        .filter(penugasan::account_id.eq(&row.id))
        .filter(penugasan::mulai.le(today))
        .filter(penugasan::sampai.is_null().or(penugasan::sampai.ge(today)))
        .order((penugasan::dibuat_pada, penugasan::id))
        .load::<PenugasanRow>(conn)?;
    Ok(row.with(held)?)
}

/// Makes the account; one that has this user name already becomes as told, is opened if it was closed, its sessions end,
/// and so do the assignments that it had.
pub fn create_or_change(
    conn: &mut Conn,
    new: &Account,
    sandi_hash: &str,
    now: DateTime<Utc>,
) -> Result<Account> {
    let account = match find_by_name(conn, &new.nama_pengguna)? {
        Some(row) => {
            diesel::update(account::table.find(&row.id))
                .set((
                    account::nama.eq(&new.nama),
                    account::sandi_hash.eq(sandi_hash),
                    account::aktif.eq(true),
                ))
                .execute(conn)?;
            revoke_all_sesi(conn, &row.id, now.naive_utc())?;
            end_penugasan(conn, &row.id, wita_day(now))?;
            Account {
                id: row.id.parse().context("id of an account")?,
                ..new.clone()
            }
        }
        None => {
            let row = AccountRow {
                id: new.id.to_string(),
                nama_pengguna: new.nama_pengguna.clone(),
                nama: new.nama.clone(),
                sandi_hash: sandi_hash.to_owned(),
                aktif: true,
                dibuat_pada: now.naive_utc(),
            };
            diesel::insert_into(account::table).values(row).execute(conn)?;
            new.clone()
        }
    };
    for penugasan in &account.penugasan {
        insert_penugasan(conn, account.id, penugasan, None, now)?;
    }
    Ok(account)
}

/// Gives an account an assignment; `oleh` is who gave it.
pub fn insert_penugasan(
    conn: &mut Conn,
    account_id: AccountId,
    new: &Penugasan,
    oleh: Option<AccountId>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let row = PenugasanRow {
        id: new.id.to_string(),
        account_id: account_id.to_string(),
        peran: new.peran.as_str().to_owned(),
        wilayah_kode: new.wilayah.to_string(),
        skpd_kode: new.skpd.clone(),
        bidang_kode: new.bidang.clone(),
        mulai: new.mulai,
        sampai: new.sampai,
        dibuat_oleh: oleh.map(|id| id.to_string()),
        dibuat_pada: now.naive_utc(),
    };
    diesel::insert_into(penugasan::table)
        .values(row)
        .execute(conn)
        .map(|_| ())
}

/// Ends, with the day before this one, what an account still holds.
pub fn end_penugasan(conn: &mut Conn, account_id: &str, today: NaiveDate) -> QueryResult<usize> {
    let held = penugasan::table
        .filter(penugasan::account_id.eq(account_id))
        .filter(penugasan::sampai.is_null().or(penugasan::sampai.ge(today)));
    diesel::update(held)
        .set(penugasan::sampai.eq(Some(today - Days::new(1))))
        .execute(conn)
}

/// Ends the sessions of an account on all devices.
pub fn revoke_all_sesi(conn: &mut Conn, account_id: &str, now: NaiveDateTime) -> QueryResult<usize> {
    let open = sesi::table
        .filter(sesi::account_id.eq(account_id))
        .filter(sesi::dicabut_pada.is_null());
    diesel::update(open)
        .set(sesi::dicabut_pada.eq(Some(now)))
        .execute(conn)
}

/// The active account of a session that has neither ended nor been revoked, with what it may do now.
pub fn find_by_sesi(conn: &mut Conn, sesi_id: &str, now: DateTime<Utc>) -> Result<Option<Account>> {
    let open = sesi::table
        .filter(sesi::id.eq(sesi_id))
        .filter(sesi::dicabut_pada.is_null())
        .filter(sesi::kedaluwarsa.gt(now.naive_utc()));
    let Some(account_id) = open.select(sesi::account_id).first::<String>(conn).optional()? else {
        return Ok(None);
    };
    let row = account::table
        .filter(account::id.eq(account_id))
        .filter(account::aktif.eq(true))
        .first::<AccountRow>(conn)
        .optional()?;
    row.map(|row| with_penugasan(conn, row, now)).transpose()
}

pub fn find_sesi(conn: &mut Conn, id: &str) -> QueryResult<Option<SesiRow>> {
    sesi::table.find(id).first(conn).optional()
}

pub fn insert_sesi(conn: &mut Conn, row: SesiRow) -> QueryResult<()> {
    diesel::insert_into(sesi::table)
        .values(row)
        .execute(conn)
        .map(|_| ())
}

pub fn extend_sesi(conn: &mut Conn, id: &str, kedaluwarsa: NaiveDateTime) -> QueryResult<()> {
    diesel::update(sesi::table.find(id))
        .set(sesi::kedaluwarsa.eq(kedaluwarsa))
        .execute(conn)
        .map(|_| ())
}

/// Ends a session with its whole family of tokens.
pub fn revoke_sesi(conn: &mut Conn, id: &str, now: NaiveDateTime) -> QueryResult<()> {
    let open = sesi::table.find(id).filter(sesi::dicabut_pada.is_null());
    diesel::update(open)
        .set(sesi::dicabut_pada.eq(Some(now)))
        .execute(conn)
        .map(|_| ())
}

pub fn find_token(conn: &mut Conn, hash: &str) -> QueryResult<Option<SesiTokenRow>> {
    sesi_token::table.find(hash).first(conn).optional()
}

pub fn insert_token(conn: &mut Conn, row: SesiTokenRow) -> QueryResult<()> {
    diesel::insert_into(sesi_token::table)
        .values(row)
        .execute(conn)
        .map(|_| ())
}

/// Marks the first exchange of a token. Answers false when another exchange came first.
pub fn use_token(conn: &mut Conn, hash: &str, now: NaiveDateTime) -> QueryResult<bool> {
    let unused = sesi_token::table
        .find(hash)
        .filter(sesi_token::dipakai_pada.is_null());
    Ok(diesel::update(unused)
        .set(sesi_token::dipakai_pada.eq(Some(now)))
        .execute(conn)?
        == 1)
}

/// Whether a token that was given for this one has itself been used: then its holder has surely received it.
pub fn has_used_successor(conn: &mut Conn, hash: &str) -> QueryResult<bool> {
    let used = sesi_token::table
        .filter(sesi_token::pendahulu.eq(hash))
        .filter(sesi_token::dipakai_pada.is_not_null());
    Ok(used.count().get_result::<i64>(conn)? > 0)
}

/// Forgets sessions that ended, or ran out, before this moment, with their tokens. Answers how many.
pub fn delete_ended_sesi(conn: &mut Conn, before: NaiveDateTime) -> QueryResult<usize> {
    let ended = || {
        sesi::table.filter(
            sesi::kedaluwarsa
                .lt(before)
                .nullable()
                .or(sesi::dicabut_pada.lt(before)),
        )
    };
    let tokens = sesi_token::table.filter(sesi_token::sesi_id.eq_any(ended().select(sesi::id)));
    diesel::delete(tokens).execute(conn)?;
    diesel::delete(ended()).execute(conn)
}

/// Ends every session at once.
pub fn clear_sesi(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(sesi_token::table).execute(conn)?;
    diesel::delete(sesi::table).execute(conn)?;
    Ok(())
}
