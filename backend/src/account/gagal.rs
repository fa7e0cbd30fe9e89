//! What wrong passwords cost: the login of a name closes for longer and longer. Kept in the database, so that neither a
//! restart nor a second process forgets. `http::limits` counts by address besides; here it is the name alone, whether
//! or not there is such an account.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::row::GagalRow;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::schema::gagal_masuk;

/// Wrong tries that close nothing: more than one address gets for nothing, so that a person who mistypes meets the
/// shorter waits of his own address first.
pub const BEBAS: i32 = 10;
/// The first wait; each further one is twice as long.
const PERTAMA: TimeDelta = TimeDelta::seconds(30);
/// The longest. The owner waits with whoever guesses in his name, so it is no longer than it must be; an admin can end
/// it at once.
const TERLAMA: TimeDelta = TimeDelta::minutes(60);
/// Without another wrong try all is forgotten.
const DILUPAKAN: TimeDelta = TimeDelta::hours(24);

/// Counts a try as wrong before it is known, so that many at once are not all let through. Refuses whoever has to wait,
/// without counting that too.
pub fn attempt(conn: &mut Conn, nama_pengguna: &str, now: DateTime<Utc>) -> Result<()> {
    let found = find_locked(conn, nama_pengguna)?;
    let at = now.naive_utc();
    let jumlah = match &found {
        Some(row) if row.terkunci_sampai > at => {
            let wait = (row.terkunci_sampai - at).to_std().unwrap_or_default();
            return Err(AppError::Wait(wait));
        }
        Some(row) if at - row.terakhir < DILUPAKAN => row.jumlah.saturating_add(1),
        Some(_) | None => 1,
    };
    let row = GagalRow {
        nama_pengguna: nama_pengguna.to_owned(),
        jumlah,
        terakhir: at,
        terkunci_sampai: at + wait_after(jumlah),
    };
    let known = found.is_some();
    put(conn, row, known)?;
    Ok(())
}

/// Takes back one try whose password was right.
pub fn forgive(conn: &mut Conn, nama_pengguna: &str) -> QueryResult<()> {
    let Some(row) = find_locked(conn, nama_pengguna)? else {
        return Ok(());
    };
    let less = GagalRow {
        jumlah: (row.jumlah - 1).max(0),
        terkunci_sampai: row.terakhir,
        ..row
    };
    put(conn, less, true)
}

pub fn clear(conn: &mut Conn, nama_pengguna: &str) -> QueryResult<usize> {
    diesel::delete(gagal_masuk::table.find(nama_pengguna)).execute(conn)
}

/// Until when the login is closed, if it is.
pub fn terkunci_sampai(
    conn: &mut Conn,
    nama_pengguna: &str,
    now: DateTime<Utc>,
) -> QueryResult<Option<DateTime<Utc>>> {
    let until = find(conn, nama_pengguna)?.map(|row| row.terkunci_sampai.and_utc());
    Ok(until.filter(|until| *until > now))
}

/// Forgets what nobody tried for a day. Answers how many names.
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<usize> {
    let before = (now - DILUPAKAN).naive_utc();
    db.write(move |conn| {
        Ok(diesel::delete(gagal_masuk::table.filter(gagal_masuk::terakhir.lt(before))).execute(conn)?)
    })
    .await
}

/// Takes the row's lock before it is read: on PostgreSQL two tries at once would otherwise both count from the same
/// number. A row that could not be locked is none, also if it was put in meanwhile: the second to put it in begins again.
fn find_locked(conn: &mut Conn, nama_pengguna: &str) -> QueryResult<Option<GagalRow>> {
    let locked = diesel::update(gagal_masuk::table.find(nama_pengguna))
        .set(gagal_masuk::jumlah.eq(gagal_masuk::jumlah))
        .execute(conn)?;
    match locked {
        0 => Ok(None),
        _ => find(conn, nama_pengguna),
    }
}

fn find(conn: &mut Conn, nama_pengguna: &str) -> QueryResult<Option<GagalRow>> {
    gagal_masuk::table.find(nama_pengguna).first(conn).optional()
}

fn put(conn: &mut Conn, row: GagalRow, known: bool) -> QueryResult<()> {
    if known {
        let changes = (
            gagal_masuk::jumlah.eq(row.jumlah),
            gagal_masuk::terakhir.eq(row.terakhir),
            gagal_masuk::terkunci_sampai.eq(row.terkunci_sampai),
        );
        diesel::update(gagal_masuk::table.find(row.nama_pengguna))
            .set(changes)
            .execute(conn)?;
    } else {
        diesel::insert_into(gagal_masuk::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

fn wait_after(jumlah: i32) -> TimeDelta {
    match u32::try_from(jumlah - BEBAS) {
        Err(_) | Ok(0) => TimeDelta::zero(),
        Ok(over) => (PERTAMA * (1 << (over - 1).min(10))).min(TERLAMA),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_the_longest() {
        let waits: Vec<i64> = (BEBAS - 1..BEBAS + 10)
            .map(|jumlah| wait_after(jumlah).num_seconds())
            .collect();
        assert_eq!(waits, [0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
        assert_eq!(wait_after(i32::MAX), TERLAMA);
    }
}
