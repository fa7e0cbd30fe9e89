//! Reads regions and boundaries; replaces each whole.

use std::collections::BTreeSet;

use diesel::prelude::*;
use shared::place::around;
use shared::wilayah::{Wilayah, WilayahKode};

pub use super::libur::queries::{has_libur, kalender};
use super::row::{BatasRow, WilayahRow};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{wilayah, wilayah_batas};

/// All regions in the order of their codes.
pub fn list(conn: &mut Conn) -> Result<Vec<Wilayah>> {
    known(wilayah::table.order(wilayah::kode).load::<WilayahRow>(conn)?)
}

/// The village whose centroid lies nearest to a point (latitude, longitude in degrees); none where there are no villages.
pub fn nearest_village(conn: &mut Conn, (lat, lng): (f64, f64)) -> Result<Option<WilayahKode>> {
    let (low, high) = around((lat, lng), DEKAT_M);
    let near = wilayah::table
        .filter(wilayah::lat.between(low.0, high.0))
        .filter(wilayah::lng.between(low.1, high.1))
        // Of two as near the first counts, here as in the browser.
        .order(wilayah::kode)
        .load::<WilayahRow>(conn)?;
    let near = known(near)?;
    match shared::wilayah::nearest_village(&near, lat, lng) {
        Some((village, far)) if far <= DEKAT_M => Ok(Some(village.kode.clone())),
        // Beyond the square there may be a nearer one.
        Some(_) | None => {
            let all = list(conn)?;
            let nearest = shared::wilayah::nearest_village(&all, lat, lng);
            Ok(nearest.map(|(village, _)| village.kode.clone()))
        }
    }
}

/// Half the side of the square, in metres, in which a village is looked for before all are: most points of a district have
/// one in theirs.
const DEKAT_M: f64 = 8_000.0;

fn known(rows: Vec<WilayahRow>) -> Result<Vec<Wilayah>> {
    Ok(rows
        .into_iter()
        .map(Wilayah::try_from)
        .collect::<anyhow::Result<_>>()?)
}

/// These regions and all above them: as many as a name in full is made of.
pub fn list_hingga<'a>(conn: &mut Conn, kode: impl IntoIterator<Item = &'a str>) -> Result<Vec<Wilayah>> {
    let mut wanted = BTreeSet::new();
    for kode in kode {
        wanted.insert(kode);
        wanted.extend(kode.match_indices('.').map(|(place, _)| &kode[..place]));
    }
    let rows = wilayah::table
        .filter(wilayah::kode.eq_any(wanted))
        .load::<WilayahRow>(conn)?;
    known(rows)
}

pub fn exists(conn: &mut Conn, kode: &WilayahKode) -> QueryResult<bool> {
    let found = wilayah::table
        .find(kode.as_str())
        .count()
        .get_result::<i64>(conn)?;
    Ok(found > 0)
}

pub fn is_empty(conn: &mut Conn) -> QueryResult<bool> {
    Ok(wilayah::table.count().get_result::<i64>(conn)? == 0)
}

pub fn replace(conn: &mut Conn, rows: &[Wilayah]) -> QueryResult<()> {
    diesel::delete(wilayah::table).execute(conn)?;
    for row in rows {
        diesel::insert_into(wilayah::table)
            .values(WilayahRow::from(row))
            .execute(conn)?;
    }
    Ok(())
}

pub fn list_batas(conn: &mut Conn) -> QueryResult<Vec<BatasRow>> {
    wilayah_batas::table.order(wilayah_batas::kode).load(conn)
}

pub fn has_batas(conn: &mut Conn) -> QueryResult<bool> {
    Ok(wilayah_batas::table.count().get_result::<i64>(conn)? > 0)
}

/// Replaces the boundaries of the levels that the file brings: sub-districts and villages come in files of their own.
pub fn replace_batas(conn: &mut Conn, rows: &[BatasRow]) -> QueryResult<()> {
    let mut levels: Vec<&str> = rows.iter().map(|row| row.level.as_str()).collect();
    levels.dedup();
    for level in levels {
        diesel::delete(wilayah_batas::table.filter(wilayah_batas::level.eq(level))).execute(conn)?;
    }
    for row in rows {
        diesel::delete(wilayah_batas::table.find(&row.kode)).execute(conn)?;
        diesel::insert_into(wilayah_batas::table)
            .values(row.clone())
            .execute(conn)?;
    }
    Ok(())
}
