//! Tells what happened to whom it concerns.

use std::collections::BTreeSet;

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::id::AccountId;
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
    let (mut news, mut told) = (0, BTreeSet::new());
    for event in &events {
        let to = tell(conn, event, surel, now)?;
        news += to.len();
        told.extend(to);
        diesel::delete(kabar_antre::table.find(&event.id)).execute(conn)?;
    }
    // One letter is about all the news of an account, so each is looked at once.
    for id in told.into_iter().filter(|_| surel) {
        if account::queries::alamat_surel(conn, id)?.is_some() {
            keluar::ringkasan(conn, id, now)?;
        }
    }
    Ok((events.len(), news))
}

/// Answers the accounts that were told.
fn tell(conn: &mut Conn, event: &AntreRow, surel: bool, now: DateTime<Utc>) -> Result<Vec<AccountId>> {
    let kejadian = Kejadian::parse(&event.kejadian).context("kejadian")?;
    let Some(aduan) = aduan::queries::dikabarkan(conn, &event.aduan_id)? else {
        return Ok(Vec::new());
    };
    let oleh = event
        .oleh
        .as_deref()
        .map(str::parse)
        .transpose()
        .context("oleh")?;
    let mut told = Vec::new();
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
            told.push(account.id);
        }
    }
    let to_reporter = penerima::untuk_pelapor(kejadian).is_some() && aduan.email.is_some();
    if surel && to_reporter {
        keluar::pelapor(conn, &event.aduan_id, kejadian, now)?;
    }
    Ok(told)
}

/// News of long ago is cleared away, read or not: what is still open stands in the inbox. Answers how many.
pub fn sapu(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(kabar::table.filter(kabar::id.lt(keluar::id_sebelum(now)))).execute(conn)
}
