//! Brings the district's files into the tables: whole, or not at all.

use std::collections::{BTreeSet, HashSet};

use chrono::Datelike;
use shared::wilayah::WilayahKode;

use super::parse::{parse_batas, parse_libur, parse_wilayah};
use super::row::LiburRow;
use super::{libur, queries};
use crate::clock;
use crate::db::{Conn, Db};
use crate::error::AppError;

/// The tables of the built-in district, loaded when the database is new.
pub(super) const WILAYAH: &str = include_str!("../../data/wilayah.csv");
pub(super) const LIBUR: &str = include_str!("../../data/libur.csv");

/// Fills the calendar of a new database, and the region table if the district is the one that the portal brings along.
pub fn seed(db: &Db, district: &WilayahKode) -> anyhow::Result<()> {
    let regions = parse_wilayah(WILAYAH)?;
    let is_ours = regions.iter().any(|region| region.kode == *district);
    let holidays = parse_libur(LIBUR)?;
    db.write_blocking(|conn| {
        if queries::is_empty(conn)? {
            if is_ours {
                queries::replace(conn, &regions)?;
            } else {
                tracing::warn!(%district, "no regions yet: import them with `portal import wilayah FILE`");
            }
        }
        if !queries::has_libur(conn)? {
            libur::queries::insert(conn, &holidays)?;
        }
        Ok(())
    })
    .map_err(AppError::into_cause)
}

/// Replaces all regions. Answers how many there are now.
pub fn wilayah(db: &Db, text: &str) -> anyhow::Result<usize> {
    let regions = parse_wilayah(text)?;
    db.write_blocking(|conn| Ok(queries::replace(conn, &regions)?))
        .map_err(AppError::into_cause)?;
    Ok(regions.len())
}

/// Replaces the holidays of the years in the file, and counts the running deadlines again. Answers how many days it holds.
pub fn libur(db: &Db, text: &str) -> anyhow::Result<usize> {
    let holidays = parse_libur(text)?;
    db.write_blocking(|conn| store_libur(conn, &holidays))
        .map_err(AppError::into_cause)?;
    Ok(holidays.len())
}

/// Replaces the boundaries of the levels in the file. Answers how many shapes it holds.
pub fn batas(db: &Db, text: &str) -> anyhow::Result<usize> {
    let known = db.run_blocking(queries::list).map_err(AppError::into_cause)?;
    let known: HashSet<String> = known.iter().map(|wilayah| wilayah.kode.to_string()).collect();
    let shapes = parse_batas(text, &known)?;
    db.write_blocking(|conn| Ok(queries::replace_batas(conn, &shapes)?))
        .map_err(AppError::into_cause)?;
    Ok(shapes.len())
}

fn store_libur(conn: &mut Conn, rows: &[LiburRow]) -> crate::error::Result<()> {
    let years: BTreeSet<i32> = rows.iter().map(|row| row.tanggal.year()).collect();
    for year in years {
        let of_year = rows.iter().filter(|row| row.tanggal.year() == year);
        let of_year: Vec<LiburRow> = of_year.cloned().collect();
        libur::queries::replace(conn, year, &of_year, (None, clock::now()))?;
    }
    Ok(())
}
