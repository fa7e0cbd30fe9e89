//! Finds and keeps accounts, sessions and the tokens of sessions.

use std::collections::HashMap;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use shared::account::{Account, Hak, Letak, Penugasan, Peran};
use shared::clock::wita_day;
use shared::id::AccountId;
use shared::jejak::Perbuatan;

use super::row::{AccountRow, PenugasanRow, SesiRow, SesiTokenRow};
use super::{gagal, jejak, sekali, totp};
use crate::db::Conn;
use crate::error::Result;
use crate::jejak::Oleh;
use crate::schema::{account, account_kata, penugasan, sesi, sesi_token};

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

/// The account, if its owner may come in.
pub fn find_active(conn: &mut Conn, id: AccountId, now: DateTime<Utc>) -> Result<Option<Account>> {
    find(conn, &id.to_string())?
        .filter(|row| row.terbuka(now))
        .map(|row| with_penugasan(conn, row, now))
        .transpose()
}

/// Most people who are offered for one piece of work.
const CALON_MAX: i64 = 200;

/// The people who have a right over what lies here, by their names. Asked by role and region, so that an index serves it,
/// and by office before it is cut off, so that a full office of others leaves nobody of this one out.
pub fn list_with_hak(
    conn: &mut Conn,
    hak: Hak,
    letak: &Letak<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Account>> {
    let roles: Vec<Peran> = Peran::ALL.into_iter().filter(|peran| peran.boleh(hak)).collect();
    list_with_peran(conn, &roles, (hak, letak), now)
}

/// [`list_with_hak`] of those alone who hold one of these roles.
pub fn list_with_peran(
    conn: &mut Conn,
    roles: &[Peran],
    (hak, letak): (Hak, &Letak<'_>),
    now: DateTime<Utc>,
) -> Result<Vec<Account>> {
    let roles: Vec<&str> = roles.iter().map(|peran| peran.as_str()).collect();
    let everywhere = Peran::ALL.into_iter().filter(|peran| !peran.menurut_disposisi());
    let of_office = penugasan::skpd_kode
        .is_null()
        .or(penugasan::skpd_kode.eq(letak.skpd))
        .or(penugasan::peran.eq_any(everywhere.map(Peran::as_str).collect::<Vec<_>>()));
    let wilayah = letak.wilayah.as_str();
    let above = wilayah
        .match_indices('.')
        .filter_map(|(dot, _)| wilayah.get(..dot));
    let regions: Vec<&str> = above.chain([wilayah]).collect();
    let today = wita_day(now);
    let ids = penugasan::table
        .filter(penugasan::peran.eq_any(roles))
        .filter(penugasan::wilayah_kode.eq_any(regions))
        .filter(of_office)
        .filter(penugasan::mulai.le(today))
        .filter(penugasan::sampai.is_null().or(penugasan::sampai.ge(today)))
        .select(penugasan::account_id)
        .distinct()
        .load::<String>(conn)?;
    let rows = account::table
        .filter(account::id.eq_any(ids))
        .order((account::nama, account::id))
        .limit(CALON_MAX)
        .load::<AccountRow>(conn)?;
    let mut found = Vec::new();
    for row in rows.into_iter().filter(|row| row.terbuka(now)) {
        let account = with_penugasan(conn, row, now)?;
        if account.boleh_atas(hak, letak) {
            found.push(account);
        }
    }
    Ok(found)
}

/// Where an account that is open is written to.
pub fn alamat_surel(conn: &mut Conn, id: AccountId) -> QueryResult<Option<String>> {
    let open = account::table
        .find(id.to_string())
        .filter(account::aktif.eq(true));
    let email: Option<Option<String>> = open.select(account::email).first(conn).optional()?;
    Ok(email.flatten().filter(|email| !email.is_empty()))
}

/// User names and names, by the ids of accounts.
pub fn names_of(conn: &mut Conn, ids: &[&str]) -> QueryResult<HashMap<String, (String, String)>> {
    let rows: Vec<(String, String, String)> = account::table
        .filter(account::id.eq_any(ids))
        .select((account::id, account::nama_pengguna, account::nama))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, user, name)| (id, (user, name)))
        .collect())
}

pub fn with_penugasan(conn: &mut Conn, row: AccountRow, now: DateTime<Utc>) -> Result<Account> {
    let today = wita_day(now);
    let held = penugasan::table
        .filter(penugasan::account_id.eq(&row.id))
        .filter(penugasan::mulai.le(today))
        .filter(penugasan::sampai.is_null().or(penugasan::sampai.ge(today)))
        .order((penugasan::dibuat_pada, penugasan::id))
        .load::<PenugasanRow>(conn)?;
    let totp = totp::is_set_up(conn, &row.id)?;
    Ok(row.with(held, totp)?)
}

/// Makes the account; one that has this user name already becomes as told, is opened if it was closed, its sessions end,
/// and so do the assignments, the second step and the waits that it had: this is the way back in when all else is lost.
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
                    account::wajib_ganti.eq(false),
                    account::tutup_sesudah.eq(None::<NaiveDate>),
                ))
                .execute(conn)?;
            revoke_all_sesi(conn, &row.id, now.naive_utc())?;
            sekali::withdraw(conn, &row.id)?;
            totp::remove(conn, &row.id)?;
            gagal::clear(conn, &row.nama_pengguna)?;
            end_penugasan(conn, &row.id, wita_day(now))?;
            Account {
                id: row.id.parse().context("id of an account")?,
                totp: false,
                wajib: None,
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
                email: None,
                hp: None,
                wajib_ganti: false,
                tutup_sesudah: None,
            };
            insert(conn, row)?;
            new.clone()
        }
    };
    write_kata(
        conn,
        &account.id.to_string(),
        &account.nama_pengguna,
        &account.nama,
    )?;
    for penugasan in &account.penugasan {
        insert_penugasan(conn, account.id, penugasan, None, now)?;
    }
    let id = account.id.to_string();
    jejak::catat(conn, (&id, Perbuatan::Sandi), Oleh::Sistem, None, now)?;
    Ok(account)
}

pub fn insert(conn: &mut Conn, row: AccountRow) -> QueryResult<()> {
    diesel::insert_into(account::table)
        .values(row)
        .execute(conn)
        .map(drop)
}

/// The words by which an account is found: its user name, whole and in parts, and those of the name.
pub fn write_kata(conn: &mut Conn, account_id: &str, nama_pengguna: &str, nama: &str) -> QueryResult<()> {
    diesel::delete(account_kata::table.filter(account_kata::account_id.eq(account_id))).execute(conn)?;
    let mut words = kata(nama);
    words.extend(kata(nama_pengguna));
    words.push(nama_pengguna.to_lowercase());
    words.sort_unstable();
    words.dedup();
    for word in words {
        diesel::insert_into(account_kata::table)
            .values((
                account_kata::kata.eq(word),
                account_kata::account_id.eq(account_id),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Words in small letters, of letters and digits alone.
pub fn kata(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A password of his own, after which no one-time one is good any more.
pub fn set_sandi(conn: &mut Conn, account_id: &str, sandi_hash: &str) -> QueryResult<()> {
    diesel::update(account::table.find(account_id))
        .set((account::sandi_hash.eq(sandi_hash), account::wajib_ganti.eq(false)))
        .execute(conn)?;
    sekali::withdraw(conn, account_id).map(drop)
}

/// Takes the password away: only a new one-time one lets its owner in.
pub fn reset_sandi(conn: &mut Conn, account_id: &str) -> QueryResult<()> {
    diesel::update(account::table.find(account_id))
        .set((account::sandi_hash.eq(""), account::wajib_ganti.eq(true)))
        .execute(conn)
        .map(drop)
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
    find(conn, &account_id)?
        .filter(|row| row.terbuka(now))
        .map(|row| with_penugasan(conn, row, now))
        .transpose()
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

/// The sessions of an account that go on, the newest first.
pub fn list_sesi(conn: &mut Conn, account_id: &str, now: NaiveDateTime) -> QueryResult<Vec<SesiRow>> {
    sesi::table
        .filter(sesi::account_id.eq(account_id))
        .filter(sesi::dicabut_pada.is_null())
        .filter(sesi::kedaluwarsa.gt(now))
        .order(sesi::id.desc())
        .load(conn)
}

/// The devices on which an account is logged in.
pub fn list_perangkat(conn: &mut Conn, account_id: &str, now: NaiveDateTime) -> QueryResult<Vec<String>> {
    sesi::table
        .filter(sesi::account_id.eq(account_id))
        .filter(sesi::dicabut_pada.is_null())
        .filter(sesi::kedaluwarsa.gt(now))
        .select(sesi::perangkat)
        .load(conn)
}

/// Ends all sessions of an account but one.
pub fn revoke_other_sesi(
    conn: &mut Conn,
    account_id: &str,
    kept: &str,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    let others = sesi::table
        .filter(sesi::account_id.eq(account_id))
        .filter(sesi::id.ne(kept))
        .filter(sesi::dicabut_pada.is_null());
    diesel::update(others)
        .set(sesi::dicabut_pada.eq(Some(now)))
        .execute(conn)
}

/// Prolongs a session that is being used now.
pub fn extend_sesi(
    conn: &mut Conn,
    id: &str,
    now: NaiveDateTime,
    kedaluwarsa: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(sesi::table.find(id))
        .set((
            sesi::kedaluwarsa.eq(kedaluwarsa),
            sesi::dipakai_pada.eq(Some(now)),
        ))
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
