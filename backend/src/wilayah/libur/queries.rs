//! Reads and replaces the calendar of a year.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use shared::account::Account;
use shared::clock::{JenisLibur, Kalender};
use shared::id::AccountId;
use shared::jejak::Objek;
use shared::libur::{HariLibur, KalenderTahun, LiburBaru, LiburDiganti};

use crate::aduan;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::jejak::Oleh;
use crate::riwayat::{self, Perubahan};
use crate::schema::libur;
use crate::wilayah::row::LiburRow;

const TABEL: &str = "libur";

/// The calendar by which deadlines are shown.
pub fn kalender(conn: &mut Conn) -> QueryResult<Kalender> {
    Ok(libur::table
        .select(libur::tanggal)
        .load::<NaiveDate>(conn)?
        .into_iter()
        .collect())
}

/// The calendar by which a deadline is counted that is stored: it does not change until the transaction ends, so no
/// deadline by the old one can come after all others were counted again.
pub fn kalender_tetap(conn: &mut Conn) -> QueryResult<Kalender> {
    db::hold(conn, TABEL)?;
    kalender(conn)
}

pub fn has_libur(conn: &mut Conn) -> QueryResult<bool> {
    Ok(libur::table.count().get_result::<i64>(conn)? > 0)
}

pub fn tahun(conn: &mut Conn, tahun: i32) -> Result<KalenderTahun> {
    let rows = rows(conn, tahun)?;
    let hari = rows.into_iter().map(|row| {
        Ok(HariLibur {
            tanggal: row.tanggal,
            jenis: JenisLibur::parse(&row.jenis).context("jenis of a holiday")?,
            nama: row.nama,
        })
    });
    Ok(KalenderTahun {
        tahun,
        hari: hari.collect::<anyhow::Result<_>>()?,
    })
}

/// Replaces the calendar of a year, once, and says what that did to the complaints that run.
pub fn ganti(
    conn: &mut Conn,
    masuk: &Masuk,
    petugas: &Account,
    (tahun, baru): (i32, &LiburBaru),
) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        baru.periksa(tahun)?;
        let rows: Vec<LiburRow> = baru.hari.iter().map(LiburRow::from).collect();
        let done = replace(conn, tahun, &rows, (Some(petugas.id), masuk.pada))?;
        Ok((Tentang::new(Objek::Libur, tahun), Answer::ok(&done)?))
    })
}

/// Replaces the holidays of a year and counts again what goes by them.
pub fn replace(
    conn: &mut Conn,
    tahun: i32,
    new: &[LiburRow],
    (oleh, pada): (Option<AccountId>, DateTime<Utc>),
) -> Result<LiburDiganti> {
    db::claim(conn, TABEL)?;
    let old = rows(conn, tahun)?;
    let (first, last) = bounds(tahun)?;
    diesel::delete(libur::table.filter(libur::tanggal.between(first, last))).execute(conn)?;
    insert(conn, new)?;
    keep(conn, &old, new, (oleh, pada))?;
    let dihitung = aduan::queries::recount_tenggat(conn, first, (oleh, pada))?;
    Ok(LiburDiganti {
        tahun,
        hari: u32::try_from(new.len()).context("number of holidays")?,
        aduan_berubah: dihitung.berubah,
        aduan_menjadi_pasti: dihitung.menjadi_pasti,
    })
}

/// Puts down the days of a calendar that was not there. What a portal begins with is no change, and has no history.
pub fn insert(conn: &mut Conn, rows: &[LiburRow]) -> QueryResult<()> {
    for row in rows {
        diesel::insert_into(libur::table)
            .values(row.clone())
            .execute(conn)?;
    }
    Ok(())
}

fn rows(conn: &mut Conn, tahun: i32) -> Result<Vec<LiburRow>> {
    let (first, last) = bounds(tahun)?;
    Ok(libur::table
        .filter(libur::tanggal.between(first, last))
        .order(libur::tanggal)
        .load(conn)?)
}

fn bounds(tahun: i32) -> anyhow::Result<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(tahun, 1, 1).context("first day of a year")?;
    let last = NaiveDate::from_ymd_opt(tahun, 12, 31).context("last day of a year")?;
    Ok((first, last))
}

/// Day by day, what it was and what it is.
fn keep(
    conn: &mut Conn,
    old: &[LiburRow],
    new: &[LiburRow],
    (oleh, pada): (Option<AccountId>, DateTime<Utc>),
) -> Result<()> {
    let by_day = |rows: &[LiburRow]| -> BTreeMap<NaiveDate, Value> {
        let told = rows.iter().map(|row| {
            let fields = json!({"jenis": row.jenis, "nama": row.nama});
            (row.tanggal, fields)
        });
        told.collect()
    };
    let (old, new) = (by_day(old), by_day(new));
    let mut days: Vec<&NaiveDate> = old.keys().chain(new.keys()).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        let perubahan = Perubahan {
            objek: Objek::Libur,
            catatan_id: &day.to_string(),
            oleh: Oleh::account_or_sistem(oleh),
            pada,
        };
        riwayat::keep_whole(conn, &perubahan, old.get(day), new.get(day))?;
    }
    Ok(())
}
