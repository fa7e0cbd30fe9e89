//! Keeps the public tables in step with the complaints, and makes them anew.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::clock::Kalender;
use shared::publik::{Petak, TINGKAT_TERKASAR};
use shared::wilayah::Wilayah;

use super::tambah::{TambahAngka, TambahSel};
use crate::aduan;
use crate::db::Conn;
use crate::error::Result;
use crate::publik::row::{HitungRow, Keadaan, PublikRow};
use crate::schema::{publik, publik_angka, publik_hitung, publik_sel};
use crate::wilayah;

/// Complaints that are read at once.
const BATCH: i64 = 500;
/// Counters of one statement, far below what either database can bind.
const AT_ONCE: usize = 500;

/// One counter of the map: grid, row, column, category, whether still open.
pub(super) type Sel = (i32, i32, i32, String, bool);
/// One counter of the figures: month, sub-district, category, result, days.
pub(super) type Baris = (String, String, String, String, i32);

/// Takes in a complaint as it stands from here on, in the transaction that changes it.
pub fn catat(conn: &mut Conn, keadaan: &Keadaan) -> Result<()> {
    let regions = wilayah::queries::list_hingga(conn, [keadaan.wilayah.as_str()])?;
    let shown = publik::table
        .find(&keadaan.aduan_id)
        .first::<PublikRow>(conn)
        .optional()?;
    put_publik(conn, keadaan, (shown, keadaan.publik(&regions)))?;
    let counted = publik_hitung::table
        .find(&keadaan.aduan_id)
        .first::<HitungRow>(conn)
        .optional()?;
    let kalender = wilayah::queries::kalender(conn)?;
    let counts = keadaan.hitung(&kalender, counted.as_ref().map(|row| row.hari));
    put_hitung(conn, keadaan, (counted, counts))?;
    Ok(())
}

/// [`catat`] for a complaint that is not there yet, by what its writer has read already: its region with those above it,
/// and the calendar.
pub fn catat_baru(
    conn: &mut Conn,
    keadaan: &Keadaan,
    (regions, kalender): (&[Wilayah], &Kalender),
) -> QueryResult<()> {
    put_publik(conn, keadaan, (None, keadaan.publik(regions)))?;
    put_hitung(conn, keadaan, (None, keadaan.hitung(kalender, None)))
}

type Dari<T> = (Option<T>, Option<T>);

fn put_publik(conn: &mut Conn, keadaan: &Keadaan, (shown, becomes): Dari<PublikRow>) -> QueryResult<()> {
    if shown != becomes {
        move_sel(conn, shown.as_ref(), becomes.as_ref())?;
        replace_publik(conn, shown.is_some(), &keadaan.aduan_id, becomes)?;
    }
    Ok(())
}

fn put_hitung(conn: &mut Conn, keadaan: &Keadaan, (counted, counts): Dari<HitungRow>) -> QueryResult<()> {
    if counted != counts {
        move_angka(conn, counted.as_ref(), counts.as_ref())?;
        replace_hitung(conn, counted.is_some(), &keadaan.aduan_id, counts)?;
    }
    Ok(())
}

fn replace_publik(conn: &mut Conn, known: bool, id: &str, row: Option<PublikRow>) -> QueryResult<()> {
    match (known, row) {
        (true, Some(row)) => diesel::update(publik::table.find(id)).set(row).execute(conn)?,
        (false, Some(row)) => diesel::insert_into(publik::table).values(row).execute(conn)?,
        (_, None) => diesel::delete(publik::table.find(id)).execute(conn)?,
    };
    Ok(())
}

fn replace_hitung(conn: &mut Conn, known: bool, id: &str, row: Option<HitungRow>) -> QueryResult<()> {
    match (known, row) {
        (true, Some(row)) => diesel::update(publik_hitung::table.find(id))
            .set(row)
            .execute(conn)?,
        (false, Some(row)) => diesel::insert_into(publik_hitung::table)
            .values(row)
            .execute(conn)?,
        (_, None) => diesel::delete(publik_hitung::table.find(id)).execute(conn)?,
    };
    Ok(())
}

fn sel_of(row: &PublikRow) -> impl Iterator<Item = Sel> + '_ {
    (0..=TINGKAT_TERKASAR).map(|tingkat| {
        let Petak { baris, kolom, .. } = row.petak().di(tingkat);
        (
            i32::from(tingkat),
            baris,
            kolom,
            row.kategori.clone(),
            row.terbuka,
        )
    })
}

fn baris_of(row: &HitungRow) -> Baris {
    let HitungRow {
        aduan_id: _,
        bulan,
        kecamatan,
        kategori,
        hasil,
        hari,
    } = row.clone();
    (bulan, kecamatan, kategori, hasil, hari)
}

/// Counters are touched in one order by everybody, so that no two writers wait for each other.
fn move_sel(conn: &mut Conn, from: Option<&PublikRow>, to: Option<&PublikRow>) -> QueryResult<()> {
    let mut changes: BTreeMap<Sel, i64> = BTreeMap::new();
    for sel in from.into_iter().flat_map(sel_of) {
        *changes.entry(sel).or_default() -= 1;
    }
    for sel in to.into_iter().flat_map(sel_of) {
        *changes.entry(sel).or_default() += 1;
    }
    changes.retain(|_, by| *by != 0);
    add_sel(conn, changes)
}

fn add_sel(conn: &mut Conn, changes: BTreeMap<Sel, i64>) -> QueryResult<()> {
    let changes: Vec<_> = changes.into_iter().collect();
    changes
        .chunks(AT_ONCE)
        .try_for_each(|some| TambahSel(some).execute(conn).map(drop))
}

fn move_angka(conn: &mut Conn, from: Option<&HitungRow>, to: Option<&HitungRow>) -> QueryResult<()> {
    let mut changes: BTreeMap<Baris, i64> = BTreeMap::new();
    if let Some(row) = from {
        *changes.entry(baris_of(row)).or_default() -= 1;
    }
    if let Some(row) = to {
        *changes.entry(baris_of(row)).or_default() += 1;
    }
    changes.retain(|_, by| *by != 0);
    changes
        .iter()
        .try_for_each(|(baris, by)| TambahAngka(baris, *by).execute(conn).map(drop))
}

/// Makes the tables where complaints are older than they are.
pub fn susun_bila_belum(conn: &mut Conn) -> Result<()> {
    let counted = publik_hitung::table
        .select(publik_hitung::aduan_id)
        .first::<String>(conn)
        .optional()?;
    if counted.is_some() || aduan::queries::is_empty(conn)? {
        return Ok(());
    }
    susun(conn)
}

/// Makes all of it anew from the complaints.
pub fn susun(conn: &mut Conn) -> Result<()> {
    diesel::delete(publik::table).execute(conn)?;
    diesel::delete(publik_sel::table).execute(conn)?;
    diesel::delete(publik_hitung::table).execute(conn)?;
    diesel::delete(publik_angka::table).execute(conn)?;
    let regions = wilayah::queries::list(conn)?;
    let kalender = wilayah::queries::kalender(conn)?;
    let mut squares: BTreeMap<Sel, i64> = BTreeMap::new();
    let mut figures: BTreeMap<Baris, i64> = BTreeMap::new();
    let mut last = String::new();
    loop {
        let batch = aduan::queries::list_keadaan(conn, &last, BATCH)?;
        for keadaan in &batch {
            if let Some(row) = keadaan.publik(&regions) {
                sel_of(&row).for_each(|sel| *squares.entry(sel).or_default() += 1);
                replace_publik(conn, false, &keadaan.aduan_id, Some(row))?;
            }
            if let Some(row) = keadaan.hitung(&kalender, None) {
                *figures.entry(baris_of(&row)).or_default() += 1;
                replace_hitung(conn, false, &keadaan.aduan_id, Some(row))?;
            }
        }
        match batch.into_iter().last() {
            Some(keadaan) => last = keadaan.aduan_id,
            None => break,
        }
    }
    add_sel(conn, squares)?;
    for (baris, n) in &figures {
        TambahAngka(baris, *n).execute(conn)?;
    }
    Ok(())
}
