//! The news of an account, the newest first.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::error::{ApiError, ErrorCode};
use shared::id::{AccountId, AduanId, KabarId};
use shared::kabar::{Dibaca, Kabar, KabarFilter, Peristiwa};
use shared::page::{Page, rows};
use shared::wilayah::{WilayahKode, full_name};

use super::row::KabarRow;
use crate::aduan;
use crate::db::{Backend, Conn, Hitung};
use crate::error::{AppError, Result};
use crate::schema::kabar;
use crate::wilayah;

fn own<'a>(account_id: &str, belum: bool) -> kabar::BoxedQuery<'a, Backend> {
    let query = kabar::table
        .filter(kabar::account_id.eq(account_id.to_owned()))
        .into_boxed();
    if belum {
        query.filter(kabar::dibaca_pada.is_null())
    } else {
        query
    }
}

/// How many were not read, counted as far as anybody wants to know.
pub fn count_unread(conn: &mut Conn, account_id: &str) -> Result<u32> {
    count(conn, account_id, true)
}

fn count(conn: &mut Conn, account_id: &str, belum: bool) -> Result<u32> {
    let most = i64::from(Page::<Kabar>::TOTAL_MAX);
    let found: i64 = Hitung(own(account_id, belum).select(kabar::id).limit(most)).get_result(conn)?;
    Ok(u32::try_from(found).context("number of news")?)
}

pub fn list(conn: &mut Conn, account_id: AccountId, filter: &KabarFilter) -> Result<Page<Kabar>> {
    let limit = rows(filter.limit)?;
    let me = account_id.to_string();
    let mut query = own(&me, filter.belum);
    if let Some(cursor) = &filter.cursor {
        let unknown = || {
            let message = "Halaman ini tidak dikenal. Mulai lagi dari halaman pertama.";
            AppError::Refused(ApiError::field(ErrorCode::BentukSalah, "cursor", message))
        };
        let last: KabarId = cursor.parse().map_err(|_| unknown())?;
        query = query.filter(kabar::id.lt(last.to_string()));
    }
    let mut rows = query
        .order(kabar::id.desc())
        .limit(i64::from(limit) + 1)
        .load::<KabarRow>(conn)?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| has_more).map(|last| last.id.clone());
    let ids: Vec<&str> = rows.iter().map(|row| row.aduan_id.as_str()).collect();
    let about = aduan::queries::list_dikabarkan(conn, &ids)?;
    let regions =
        wilayah::queries::list_hingga(conn, about.values().map(|aduan| aduan.wilayah_kode.as_str()))?;
    let items = rows.iter().map(|row| {
        let aduan = about.get(&row.aduan_id).context("complaint of a piece of news")?;
        let tempat = WilayahKode::parse(&aduan.wilayah_kode).and_then(|kode| full_name(&regions, &kode));
        Ok(Kabar {
            id: row.id.parse()?,
            peristiwa: Peristiwa::parse(&row.peristiwa).context("peristiwa")?,
            aduan_id: row.aduan_id.parse()?,
            kode: aduan.kode.clone(),
            kategori: shared::aduan::Kategori::parse(&aduan.kategori).context("kategori")?,
            tempat: tempat.unwrap_or_default(),
            pada: row.pada.and_utc(),
            dibaca: row.dibaca_pada.is_some(),
        })
    });
    Ok(Page {
        items: items.collect::<anyhow::Result<_>>()?,
        next,
        total: count(conn, &me, filter.belum)?,
    })
}

/// Marks as read what is the account's own; what is not his is left as it is. Answers how many are left unread.
pub fn dibaca(conn: &mut Conn, account_id: AccountId, what: Dibaca, now: DateTime<Utc>) -> Result<u32> {
    let me = account_id.to_string();
    let unread = kabar::table
        .filter(kabar::account_id.eq(&me))
        .filter(kabar::dibaca_pada.is_null());
    let read = kabar::dibaca_pada.eq(Some(now.naive_utc()));
    let id = what.id.to_string();
    if what.dan_sebelumnya {
        diesel::update(unread.filter(kabar::id.le(id)))
            .set(read)
            .execute(conn)?;
    } else {
        diesel::update(unread.filter(kabar::id.eq(id)))
            .set(read)
            .execute(conn)?;
    }
    count_unread(conn, &me)
}

/// Marks as read what the account was told of a complaint that it has opened, but for what is asked about the reporter's
/// data: that is dealt with on a page of its own. Answers how many are left unread.
pub fn aduan_dibuka(
    conn: &mut Conn,
    account_id: AccountId,
    aduan_id: AduanId,
    now: DateTime<Utc>,
) -> Result<u32> {
    let me = account_id.to_string();
    let of_complaint = kabar::table
        .filter(kabar::aduan_id.eq(aduan_id.to_string()))
        .filter(kabar::account_id.eq(&me))
        .filter(kabar::dibaca_pada.is_null())
        .filter(kabar::peristiwa.ne(Peristiwa::PermintaanData.as_str()));
    diesel::update(of_complaint)
        .set(kabar::dibaca_pada.eq(Some(now.naive_utc())))
        .execute(conn)?;
    count_unread(conn, &me)
}
