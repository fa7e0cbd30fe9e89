//! One account, as far as the admin who asks reaches.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::account::{AkunRinci, Penugasan};
use shared::id::AccountId;

use super::Wilayahku;
use crate::account::row::{AccountRow, PenugasanRow};
use crate::account::{gagal, queries, totp};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::penugasan;

/// The account and all its assignments. One that is unknown and one that lies elsewhere are answered alike.
pub fn find_for(conn: &mut Conn, reach: &Wilayahku, id: AccountId) -> Result<(AccountRow, Vec<Penugasan>)> {
    let row = queries::find(conn, &id.to_string())?.ok_or_else(AppError::not_found)?;
    let held = all_work(conn, &row.id)?;
    if reach.sees(held.iter().map(|held| &held.wilayah)) {
        Ok((row, held))
    } else {
        Err(AppError::not_found())
    }
}

pub(super) fn all_work(conn: &mut Conn, account_id: &str) -> Result<Vec<Penugasan>> {
    let rows = penugasan::table
        .filter(penugasan::account_id.eq(account_id))
        .order((penugasan::dibuat_pada, penugasan::id))
        .load::<PenugasanRow>(conn)?;
    Ok(rows
        .into_iter()
        .map(Penugasan::try_from)
        .collect::<anyhow::Result<_>>()?)
}

/// As its keeper sees it.
pub fn rinci(conn: &mut Conn, reach: &Wilayahku, id: AccountId, now: DateTime<Utc>) -> Result<AkunRinci> {
    let (row, penugasan) = find_for(conn, reach, id)?;
    Ok(AkunRinci {
        id: row.id.parse().context("account id")?,
        aktif: row.terbuka(now),
        bersandi: row.sandi().is_some(),
        totp: totp::is_set_up(conn, &row.id)?,
        terkunci_sampai: gagal::terkunci_sampai(conn, &row.nama_pengguna, now)?,
        penugasan,
        dibuat_pada: row.dibuat_pada.and_utc(),
        nama_pengguna: row.nama_pengguna,
        nama: row.nama,
        email: row.email,
        hp: row.hp,
    })
}
