//! Finds and keeps accounts, sessions and the tokens of sessions.

use anyhow::Context;
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use shared::account::Account;

use super::row::{AccountRow, SesiRow, SesiTokenRow};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{account, sesi, sesi_token};

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

/// Makes the account; one that has this user name already becomes as told, is opened if it was closed, and its
/// sessions end.
pub fn create_or_change(
    conn: &mut Conn,
    new: &Account,
    sandi_hash: &str,
    now: DateTime<Utc>,
) -> Result<Account> {
    if let Some(row) = find_by_name(conn, &new.nama_pengguna)? {
        diesel::update(account::table.find(&row.id))
            .set((
                account::nama.eq(&new.nama),
                account::peran.eq(new.peran.as_str()),
                account::wilayah_kode.eq(new.wilayah.as_str()),
                account::sandi_hash.eq(sandi_hash),
                account::aktif.eq(true),
            ))
            .execute(conn)?;
        let open = sesi::table
            .filter(sesi::account_id.eq(&row.id))
            .filter(sesi::dicabut_pada.is_null());
        diesel::update(open)
            .set(sesi::dicabut_pada.eq(Some(now.naive_utc())))
            .execute(conn)?;
        let id = row.id.parse().context("id of an account")?;
        return Ok(Account { id, ..new.clone() });
    }
    let row = AccountRow {
        id: new.id.to_string(),
        nama_pengguna: new.nama_pengguna.clone(),
        nama: new.nama.clone(),
        peran: new.peran.as_str().to_owned(),
        wilayah_kode: new.wilayah.to_string(),
        sandi_hash: sandi_hash.to_owned(),
        aktif: true,
        dibuat_pada: now.naive_utc(),
    };
    diesel::insert_into(account::table).values(row).execute(conn)?;
    Ok(new.clone())
}

/// The active account of a session that has neither ended nor been revoked.
pub fn find_by_sesi(conn: &mut Conn, sesi_id: &str, now: NaiveDateTime) -> QueryResult<Option<AccountRow>> {
    let open = sesi::table
        .filter(sesi::id.eq(sesi_id))
        .filter(sesi::dicabut_pada.is_null())
        .filter(sesi::kedaluwarsa.gt(now));
    let Some(account_id) = open.select(sesi::account_id).first::<String>(conn).optional()? else {
        return Ok(None);
    };
    account::table
        .filter(account::id.eq(account_id))
        .filter(account::aktif.eq(true))
        .first(conn)
        .optional()
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
