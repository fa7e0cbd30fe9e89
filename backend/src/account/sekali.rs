//! One-time passwords: how somebody comes in for the first time, or after his password was lost.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use rand::TryRngCore;
use rand::rngs::OsRng;
use shared::account::{SEKALI_PAKAI_JAM, SekaliPakai};
use shared::id::AccountId;

use super::row::SekaliPakaiRow;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::schema::sekali_pakai;

pub const BERLAKU: TimeDelta = TimeDelta::hours(SEKALI_PAKAI_JAM);
/// One that ended is remembered this long and then swept away.
const KEPT_AFTER_END: TimeDelta = TimeDelta::days(7);

pub fn mint() -> anyhow::Result<SekaliPakai> {
    let mut random = [0_u8; 10];
    OsRng
        .try_fill_bytes(&mut random)
        .context("the system's random source does not answer")?;
    Ok(SekaliPakai::from_random(random))
}

/// Gives it to an account. Whatever one-time password it had is good no more.
pub fn give(
    conn: &mut Conn,
    account_id: &str,
    once: &SekaliPakai,
    oleh: Option<AccountId>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    withdraw(conn, account_id)?;
    let row = SekaliPakaiRow {
        hash: once.hash(),
        account_id: account_id.to_owned(),
        dibuat_oleh: oleh.map(|id| id.to_string()),
        dibuat_pada: now.naive_utc(),
        kedaluwarsa: (now + BERLAKU).naive_utc(),
        dipakai_pada: None,
    };
    diesel::insert_into(sekali_pakai::table)
        .values(row)
        .execute(conn)
        .map(drop)
}

/// Ends those of an account that nobody used.
pub fn withdraw(conn: &mut Conn, account_id: &str) -> QueryResult<usize> {
    let unused = sekali_pakai::table
        .filter(sekali_pakai::account_id.eq(account_id))
        .filter(sekali_pakai::dipakai_pada.is_null());
    diesel::delete(unused).execute(conn)
}

/// The account whose good one-time password this is.
pub fn owner(conn: &mut Conn, once: &SekaliPakai, now: DateTime<Utc>) -> QueryResult<Option<String>> {
    sekali_pakai::table
        .find(once.hash())
        .filter(sekali_pakai::dipakai_pada.is_null())
        .filter(sekali_pakai::kedaluwarsa.gt(now.naive_utc()))
        .select(sekali_pakai::account_id)
        .first(conn)
        .optional()
}

/// Uses it up. Answers false when somebody was faster, or it is not this account's, or it has ended.
pub fn take(conn: &mut Conn, once: &SekaliPakai, account_id: &str, now: DateTime<Utc>) -> QueryResult<bool> {
    let good = sekali_pakai::table
        .find(once.hash())
        .filter(sekali_pakai::account_id.eq(account_id))
        .filter(sekali_pakai::dipakai_pada.is_null())
        .filter(sekali_pakai::kedaluwarsa.gt(now.naive_utc()));
    let taken = diesel::update(good)
        .set(sekali_pakai::dipakai_pada.eq(Some(now.naive_utc())))
        .execute(conn)?;
    Ok(taken == 1)
}

/// Forgets those that ended a while ago. Answers how many.
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<usize> {
    let before = (now - KEPT_AFTER_END).naive_utc();
    db.write(move |conn| {
        Ok(diesel::delete(sekali_pakai::table.filter(sekali_pakai::kedaluwarsa.lt(before))).execute(conn)?)
    })
    .await
}
