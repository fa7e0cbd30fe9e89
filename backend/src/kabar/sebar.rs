//! Tells what happened to whom it concerns.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::antre::Kejadian;
use super::row::{AntreRow, KabarRow};
use super::{keluar, penerima};
use crate::db::{self, Conn, Db};
use crate::error::Result;
use crate::schema::{kabar, kabar_antre};
use crate::{account, aduan};

/// Events of one transaction.
const SEKALI: i64 = 100;

/// Tells all that waits, and answers how many pieces of news that made. `surel`: e-mail goes out of this portal.
pub async fn round(db: &Db, surel: bool, now: DateTime<Utc>) -> Result<usize> {
    let mut told = 0;
    loop {
        let (events, news) = db.write(move |conn| batch(conn, surel, now)).await?;
        told += news;
        if events < usize::try_from(SEKALI).unwrap_or(usize::MAX) {
            return Ok(told);
        }
    }
}

/// Of two processes one waits for the other, and finds the queue without what that one told.
fn batch(conn: &mut Conn, surel: bool, now: DateTime<Utc>) -> Result<(usize, usize)> {
    db::one_at_a_time(conn, "kabar")?;
    let events = kabar_antre::table
        .order(kabar_antre::id)
        .limit(SEKALI)
        .load::<AntreRow>(conn)?;
    let mut news = 0;
    for event in &events {
        news += tell(conn, event, surel, now)?;
        diesel::delete(kabar_antre::table.find(&event.id)).execute(conn)?;
    }
    Ok((events.len(), news))
}

fn tell(conn: &mut Conn, event: &AntreRow, surel: bool, now: DateTime<Utc>) -> Result<usize> {
    let kejadian = Kejadian::parse(&event.kejadian).context("kejadian")?;
    let Some(aduan) = aduan::queries::dikabarkan(conn, &event.aduan_id)? else {
        return Ok(0);
    };
    let oleh = event
        .oleh
        .as_deref()
        .map(str::parse)
        .transpose()
        .context("oleh")?;
    let mut news = 0;
    if let Some(peristiwa) = penerima::peristiwa(kejadian) {
        for account in penerima::petugas(conn, &aduan, kejadian, (oleh, now))? {
            let row = KabarRow {
                id: Uuid::now_v7().to_string(),
                account_id: account.id.to_string(),
                aduan_id: event.aduan_id.clone(),
                peristiwa: peristiwa.as_str().to_owned(),
                pada: event.pada,
                dibaca_pada: None,
            };
            diesel::insert_into(kabar::table).values(row).execute(conn)?;
            news += 1;
            if surel && account::queries::alamat_surel(conn, account.id)?.is_some() {
                keluar::ringkasan(conn, account.id, now)?;
            }
        }
    }
    let to_reporter = penerima::untuk_pelapor(kejadian).is_some() && aduan.email.is_some();
    if surel && to_reporter {
        keluar::pelapor(conn, &event.aduan_id, kejadian, now)?;
    }
    Ok(news)
}

/// News that was read long ago is cleared away; answers how many.
pub fn sapu(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    let before = (now - TimeDelta::days(keluar::SIMPAN_HARI)).naive_utc();
    let old = kabar::table.filter(kabar::dibaca_pada.lt(before));
    diesel::delete(old).execute(conn)
}
