//! The list of accounts, narrowed by indexes and read page by page.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::account::{AkunFilter, AkunRingkas, Penugasan, Peran};
use shared::clock::wita_day;
use shared::page::{Page, rows};
use shared::wilayah::WilayahKode;

use super::Wilayahku;
use crate::account::queries::kata;
use crate::account::row::{AccountRow, PenugasanRow};
use crate::db::{Backend, Conn};
use crate::error::Result;
use crate::schema::{account, account_kata, penugasan};

/// Greater than any letter, so that `word..word+this` is all that begins with the word.
const AFTER_ANY: char = char::MAX;

/// By user name, from the one after the cursor.
pub fn list(
    conn: &mut Conn,
    reach: &Wilayahku,
    filter: &AkunFilter,
    now: DateTime<Utc>,
) -> Result<Page<AkunRingkas>> {
    let limit = rows(filter.limit)?;
    let most = i64::from(Page::<AkunRingkas>::TOTAL_MAX);
    let own = reach.accounts(conn)?;
    let total = matching(own.as_deref(), filter, now)
        .select(account::id)
        .limit(most)
        .load::<String>(conn)?
        .len();
    let mut page = matching(own.as_deref(), filter, now)
        .order(account::nama_pengguna)
        .limit(i64::from(limit) + 1);
    if let Some(after) = &filter.cursor {
        page = page.filter(account::nama_pengguna.gt(after.clone()));
    }
    let mut rows = page.load::<AccountRow>(conn)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| row.nama_pengguna.clone());
    Ok(Page {
        items: with_work(conn, rows, now)?,
        next,
        total: u32::try_from(total).context("number of accounts")?,
    })
}

/// `own`: the accounts that the admin reaches, where these are not all.
fn matching<'a>(
    own: Option<&[String]>,
    filter: &AkunFilter,
    now: DateTime<Utc>,
) -> account::BoxedQuery<'a, Backend> {
    let mut query = account::table.into_boxed();
    if let Some(own) = own {
        query = query.filter(account::id.eq_any(own.to_vec()));
    }
    if let Some(aktif) = filter.aktif {
        query = query.filter(account::aktif.eq(aktif));
    }
    let today = wita_day(now);
    let held = || penugasan::table.filter(penugasan::sampai.is_null().or(penugasan::sampai.ge(today)));
    // The codes below a region are one range, so that an index serves it: the slash follows the dot in ASCII.
    let range = |kode: &WilayahKode| {
        let (first, after) = (kode.to_string(), format!("{kode}/"));
        penugasan::wilayah_kode
            .ge(first)
            .and(penugasan::wilayah_kode.lt(after))
    };
    let role = |peran: Peran| penugasan::peran.eq(peran.as_str());
    query = match (filter.peran, &filter.wilayah) {
        (None, None) => query,
        (Some(peran), None) => {
            query.filter(account::id.eq_any(held().filter(role(peran)).select(penugasan::account_id)))
        }
        (None, Some(kode)) => {
            query.filter(account::id.eq_any(held().filter(range(kode)).select(penugasan::account_id)))
        }
        (Some(peran), Some(kode)) => {
            let both = held().filter(role(peran)).filter(range(kode));
            query.filter(account::id.eq_any(both.select(penugasan::account_id)))
        }
    };
    for word in kata(filter.cari.as_deref().unwrap_or_default()) {
        let end = format!("{word}{AFTER_ANY}");
        let having = account_kata::table
            .filter(account_kata::kata.ge(word))
            .filter(account_kata::kata.lt(end));
        query = query.filter(account::id.eq_any(having.select(account_kata::account_id)));
    }
    query
}

fn with_work(conn: &mut Conn, rows: Vec<AccountRow>, now: DateTime<Utc>) -> Result<Vec<AkunRingkas>> {
    let today = wita_day(now);
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let held = penugasan::table
        .filter(penugasan::account_id.eq_any(ids))
        .order((penugasan::dibuat_pada, penugasan::id))
        .load::<PenugasanRow>(conn)?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let own = held.iter().filter(|held| held.account_id == row.id);
        let work = own
            .cloned()
            .map(Penugasan::try_from)
            .collect::<anyhow::Result<Vec<_>>>()?;
        items.push(AkunRingkas {
            id: row.id.parse().context("account id")?,
            aktif: row.terbuka(now),
            nama_pengguna: row.nama_pengguna,
            nama: row.nama,
            penugasan: work.into_iter().filter(|held| held.berlaku(today)).collect(),
        });
    }
    Ok(items)
}
