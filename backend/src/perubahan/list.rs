//! Reads a page of changes.

use std::collections::{HashMap, HashSet};

use anyhow::Context;
use diesel::prelude::*;
use shared::error::ErrorCode;
use shared::jejak::Objek;
use shared::perubahan::{Perubahan, PerubahanPage, SEHALAMAN};

use super::kursor::{Awal, Kursor, sidik};
use super::nomor::{kepala, masa};
use super::sumber::{self, SUMBER};
use super::{Pelanggan, Sesudah};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::{perubahan, perubahan_lepas};

/// Changes that lie between a device and the present: with more of them it is quicker to make the copy anew.
pub(super) const TERLALU_JAUH: i64 = 100_000;
/// Changes that one page looks at, of which the caller may see few.
const SEKALI_LIHAT: usize = 5_000;
/// Below this the rest of a page is not worth another look.
const SISA_SEDIKIT: usize = 50;

/// The page after `since`, or the first of a copy.
pub fn list(conn: &mut Conn, kepada: &Pelanggan, since: Option<&str>) -> Result<PerubahanPage> {
    // Before anything is read: what changes meanwhile is told again.
    let kepala = kepala(conn)?;
    let masa = masa(conn)?.context("the numbering has no name")?;
    let hak = sidik(kepada)?;
    let kursor = match since {
        Some(text) => Kursor::parse(text)?,
        None => Kursor {
            masa: masa.clone(),
            hak: hak.clone(),
            nomor: kepala,
            awal: Some(Awal::default()),
        },
    };
    let near = kepala
        .checked_sub(kursor.nomor)
        .is_some_and(|behind| (0..=TERLALU_JAUH).contains(&behind));
    if kursor.masa != masa || kursor.hak != hak || !near {
        let detail =
            "Salinan di perangkat ini terlalu lama, atau hak Anda berubah. Salinan disusun ulang dari awal.";
        return Err(AppError::refused(ErrorCode::KursorUsang, detail));
    }
    match kursor.awal.clone() {
        Some(awal) => bekal(conn, kepada, kursor, awal),
        None => lanjut(conn, kepada, kursor),
    }
}

/// A page of what a copy begins with.
fn bekal(conn: &mut Conn, kepada: &Pelanggan, mut kursor: Kursor, mut awal: Awal) -> Result<PerubahanPage> {
    let mut page = Vec::new();
    while let Some(sumber) = SUMBER.get(awal.sumber) {
        let may = sumber.paling_banyak().saturating_sub(awal.jumlah);
        let limit = may.min(SEHALAMAN - page.len());
        if limit == 0 && may > 0 {
            break;
        }
        let found: Vec<(Sesudah, Perubahan)> = match limit {
            0 => Vec::new(),
            _ => sumber.bekal(conn, kepada, awal.sesudah.as_ref(), limit)?,
        };
        awal.jumlah += found.len();
        let whole = found.len() < limit || limit == 0;
        for (sesudah, one) in found {
            awal.sesudah = Some(sesudah);
            page.push(one);
        }
        if whole {
            awal = Awal {
                sumber: awal.sumber + 1,
                ..Awal::default()
            };
        }
    }
    let lagi = awal.sumber < SUMBER.len();
    kursor.awal = lagi.then_some(awal);
    Ok(PerubahanPage {
        perubahan: page,
        kursor: kursor.to_text()?,
        lagi,
        awal: true,
    })
}

/// A page of what changed since.
fn lanjut(conn: &mut Conn, kepada: &Pelanggan, mut kursor: Kursor) -> Result<PerubahanPage> {
    let (mut page, mut looked, mut lagi) = (Vec::new(), 0, true);
    while lagi && looked < SEKALI_LIHAT && SEHALAMAN.saturating_sub(page.len()) > SISA_SEDIKIT {
        // Half of the room is for what changed, half for what was let go.
        let limit = SEHALAMAN.saturating_sub(page.len()) / 2;
        let rows: Vec<(String, String, i64)> = perubahan::table
            .filter(perubahan::nomor.gt(kursor.nomor))
            .order(perubahan::nomor)
            .limit(i64::try_from(limit).context("limit")?)
            .load(conn)?;
        lagi = rows.len() == limit;
        let Some((_, _, last)) = rows.last() else {
            break;
        };
        let (left, until) = lepas(conn, kepada, (kursor.nomor, *last), limit)?;
        lagi |= until < *last;
        looked += rows.len();
        let rows = rows.into_iter().filter(|(_, _, nomor)| *nomor <= until);
        let changed = rows.map(|(objek, id, _)| (objek, id)).collect();
        page.extend(tampak(conn, kepada, changed, left)?);
        kursor.nomor = until;
    }
    Ok(PerubahanPage {
        perubahan: page,
        kursor: kursor.to_text()?,
        lagi,
        awal: false,
    })
}

/// A record by its kind and id.
type Catatan = (String, String);

/// What was let go within these numbers by whoever had the caller's reach, and up to which number that was read: no more
/// than `limit` numbers at a time, however often a record went from hand to hand.
fn lepas(
    conn: &mut Conn,
    kepada: &Pelanggan,
    (after, until): (i64, i64),
    limit: usize,
) -> Result<(Vec<Catatan>, i64)> {
    let within = |until: i64| {
        perubahan_lepas::table
            .filter(perubahan_lepas::nomor.gt(after))
            .filter(perubahan_lepas::nomor.le(until))
            .order(perubahan_lepas::nomor)
            .select((
                perubahan_lepas::objek,
                perubahan_lepas::catatan_id,
                perubahan_lepas::cakupan,
                perubahan_lepas::nomor,
            ))
    };
    let at_most = i64::try_from(limit).context("limit")? + 1;
    let mut rows: Vec<(String, String, String, i64)> = within(until).limit(at_most).load(conn)?;
    let mut until = until;
    // The last number may have more rows than were read: it is left for the next look, unless it is the only one.
    if let (Some(first), Some(last)) = (rows.first(), rows.last())
        && rows.len() > limit
    {
        until = (last.3 - 1).max(first.3);
        if last.3 == first.3 {
            rows = within(until).load(conn)?;
        }
    }
    let his = |objek: &str, cakupan: &str| {
        let sumber = Objek::parse(objek).and_then(sumber::of);
        sumber.is_some_and(|sumber| sumber.pernah(kepada, cakupan))
    };
    let mut left: Vec<Catatan> = rows
        .into_iter()
        .filter(|(objek, _, cakupan, nomor)| *nomor <= until && his(objek, cakupan))
        .map(|(objek, id, _, _)| (objek, id))
        .collect();
    left.sort_unstable();
    left.dedup();
    Ok((left, until))
}

/// What the caller is told: how those stand that he may see, and which he sees no more.
fn tampak(
    conn: &mut Conn,
    kepada: &Pelanggan,
    changed: Vec<Catatan>,
    left: Vec<Catatan>,
) -> Result<Vec<Perubahan>> {
    let mut asked: HashMap<&str, Vec<String>> = HashMap::new();
    for (objek, id) in changed.iter().chain(&left) {
        asked.entry(objek).or_default().push(id.clone());
    }
    let (mut told, mut seen) = (Vec::new(), HashSet::new());
    for (objek, mut ids) in asked {
        ids.sort_unstable();
        ids.dedup();
        let Some(sumber) = Objek::parse(objek).and_then(sumber::of) else {
            continue;
        };
        for (id, one) in sumber.baca(conn, kepada, &ids)? {
            seen.insert((objek.to_owned(), id));
            told.push(one);
        }
    }
    for (objek, id) in left {
        if let Some(kind) = Objek::parse(&objek)
            && !seen.contains(&(objek, id.clone()))
        {
            told.push(Perubahan::Lepas { objek: kind, id });
        }
    }
    Ok(told)
}
