//! The rules of a session: begun by a login, prolonged by each refresh, ended by a logout or by a stolen token.
//!
//! A refresh whose answer was cut is asked again with the old token. So a token that was exchanged stays good until one
//! of its successors is used, at most ten minutes; after that its return means that somebody else holds a copy.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use shared::account::Account;
use shared::error::ErrorCode;
use shared::jejak::Perbuatan;
use uuid::Uuid;

use super::row::{AccountRow, SesiRow, SesiTokenRow};
use super::token::RefreshToken;
use super::{jejak, queries};
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::jejak::Oleh;

/// A session that is not used for this long has ended.
pub const SESSION_LIFE: TimeDelta = TimeDelta::days(90);
/// How long a lost answer may be asked for again.
pub const PREDECESSOR_LIFE: TimeDelta = TimeDelta::minutes(10);

/// How long a session that has ended is remembered, so that what became of it can still be looked up.
const KEPT_AFTER_END: TimeDelta = TimeDelta::days(7);

/// A session that goes on, with the token for its next refresh.
pub struct Continued {
    pub account: Account,
    pub sesi_id: String,
    pub refresh: RefreshToken,
}

/// What became of a refresh token that came back.
pub enum Exchange {
    Continued(Box<Continued>),
    /// Not ours, ended, or revoked just now: log in again.
    Over,
}

/// Logs the account in on a device.
pub fn begin(
    conn: &mut Conn,
    row: AccountRow,
    (perangkat, peramban): (String, String),
    now: DateTime<Utc>,
) -> Result<Continued> {
    let account = queries::with_penugasan(conn, row, now)?;
    let sesi_id = Uuid::now_v7().to_string();
    let row = SesiRow {
        id: sesi_id.clone(),
        account_id: account.id.to_string(),
        perangkat,
        dibuat_pada: now.naive_utc(),
        kedaluwarsa: (now + SESSION_LIFE).naive_utc(),
        dicabut_pada: None,
        peramban,
        dipakai_pada: Some(now.naive_utc()),
    };
    jejak::catat(
        conn,
        (&row.account_id, Perbuatan::Masuk),
        Oleh::Petugas(account.id),
        row.perangkat.parse().ok(),
        now,
    )?;
    queries::insert_sesi(conn, row)?;
    let refresh = give_token(conn, &sesi_id, None, now)?;
    Ok(Continued {
        account,
        sesi_id,
        refresh,
    })
}

/// Exchanges a refresh token for its successor. What it decides must be committed also when the answer is `Over`, since
/// a revocation is one of its effects.
pub fn exchange(conn: &mut Conn, received: &RefreshToken, now: DateTime<Utc>) -> Result<Exchange> {
    let hash = received.hash();
    let Some(token) = queries::find_token(conn, &hash)? else {
        return Ok(Exchange::Over);
    };
    let Some(sesi) = queries::find_sesi(conn, &token.sesi_id)? else {
        return Ok(Exchange::Over);
    };
    if sesi.dicabut_pada.is_some() || sesi.kedaluwarsa <= now.naive_utc() {
        return Ok(Exchange::Over);
    }
    if is_stolen(conn, &token, now)? {
        queries::revoke_sesi(conn, &sesi.id, now.naive_utc())?;
        let ended = (sesi.account_id.as_str(), Perbuatan::Keluar);
        jejak::catat(conn, ended, Oleh::Sistem, sesi.perangkat.parse().ok(), now)?;
        tracing::warn!(
            sesi = sesi.id,
            account = sesi.account_id,
            "a used refresh token came back; its session is revoked"
        );
        return Ok(Exchange::Over);
    }
    let Some(row) = queries::find(conn, &sesi.account_id)?.filter(|row| row.terbuka(now)) else {
        return Ok(Exchange::Over);
    };
    queries::use_token(conn, &hash, now.naive_utc())?;
    let until = (now + SESSION_LIFE).naive_utc();
    queries::extend_sesi(conn, &sesi.id, now.naive_utc(), until)?;
    let refresh = give_token(conn, &sesi.id, Some(hash), now)?;
    let account = queries::with_penugasan(conn, row, now)?;
    Ok(Exchange::Continued(Box::new(Continued {
        account,
        sesi_id: sesi.id,
        refresh,
    })))
}

/// Ends the session that the token belongs to, whichever of its tokens it is.
pub fn end(conn: &mut Conn, received: &RefreshToken, now: DateTime<Utc>) -> Result<()> {
    let Some(token) = queries::find_token(conn, &received.hash())? else {
        return Ok(());
    };
    let sesi = queries::find_sesi(conn, &token.sesi_id)?;
    if let Some(sesi) = sesi.filter(|sesi| sesi.dicabut_pada.is_none()) {
        queries::revoke_sesi(conn, &sesi.id, now.naive_utc())?;
        let owner = sesi.account_id.parse().context("account of a session")?;
        let ended = (sesi.account_id.as_str(), Perbuatan::Keluar);
        jejak::catat(
            conn,
            ended,
            Oleh::Petugas(owner),
            sesi.perangkat.parse().ok(),
            now,
        )?;
    }
    Ok(())
}

/// Forgets sessions that ended or ran out a while ago, with their tokens. Answers how many.
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<usize> {
    let before = (now - KEPT_AFTER_END).naive_utc();
    db.write(move |conn| Ok(queries::delete_ended_sesi(conn, before)?))
        .await
}

/// Whether the token should not exist in anybody's hands any more.
fn is_stolen(conn: &mut Conn, token: &SesiTokenRow, now: DateTime<Utc>) -> Result<bool> {
    let Some(used) = token.dipakai_pada else {
        // Never used itself; but another successor of the same token was, so this one was given to somebody else.
        return match &token.pendahulu {
            Some(pendahulu) => Ok(queries::has_used_successor(conn, pendahulu)?),
            None => Ok(false),
        };
    };
    let too_late = now.naive_utc() - used > PREDECESSOR_LIFE;
    Ok(too_late || queries::has_used_successor(conn, &token.hash)?)
}

fn give_token(
    conn: &mut Conn,
    sesi_id: &str,
    pendahulu: Option<String>,
    now: DateTime<Utc>,
) -> Result<RefreshToken> {
    let refresh = RefreshToken::mint()?;
    let row = SesiTokenRow {
        hash: refresh.hash(),
        sesi_id: sesi_id.to_owned(),
        pendahulu,
        dibuat_pada: now.naive_utc(),
        dipakai_pada: None,
    };
    queries::insert_token(conn, row)?;
    Ok(refresh)
}

/// What whoever has to log in again is told.
pub fn over() -> AppError {
    AppError::refused(
        ErrorCode::PerluMasuk,
        "Silakan masuk lagi. Yang menunggu dikirim tetap tersimpan di perangkat.",
    )
}
