//! Tells what happened to whom it concerns.

use std::collections::BTreeSet;

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::id::AccountId;
use shared::kabar::UntukPelapor;
use uuid::Uuid;

use super::antre::Kejadian;
use super::row::{AntreRow, KabarRow};
use super::{Saluran, keluar, langganan, penerima};
use crate::db::{self, Conn, Db};
use crate::error::Result;
use crate::schema::{kabar, kabar_antre};
use crate::{account, aduan};

/// Events of one transaction.
const SEKALI: i64 = 100;

/// Tells all that waits, and answers how many pieces of news that made. `ke`: the ways out of this portal.
pub async fn round(db: &Db, ke: Saluran, now: DateTime<Utc>) -> Result<usize> {
    let mut told = 0;
    loop {
        let (events, news) = db.write(move |conn| batch(conn, ke, now)).await?;
        told += news;
        if events < usize::try_from(SEKALI).unwrap_or(usize::MAX) {
            return Ok(told);
        }
    }
}

/// Of two processes one waits for the other, and finds the queue without what that one told.
fn batch(conn: &mut Conn, ke: Saluran, now: DateTime<Utc>) -> Result<(usize, usize)> {
    db::one_at_a_time(conn, "kabar")?;
    let events = kabar_antre::table
        .order(kabar_antre::id)
        .limit(SEKALI)
        .load::<AntreRow>(conn)?;
    let (mut news, mut told) = (0, BTreeSet::new());
    for event in &events {
        let to = tell(conn, event, ke, now)?;
        news += to.len();
        told.extend(to);
        diesel::delete(kabar_antre::table.find(&event.id)).execute(conn)?;
    }
    // One letter is about all the news of an account, so each is looked at once.
    for id in told {
        if ke.surel && account::queries::alamat_surel(conn, id)?.is_some() {
            keluar::ringkasan(conn, id, now)?;
        }
        if ke.push {
            for browser in langganan::of_account(conn, id, now)? {
                keluar::push_akun(conn, (id, &browser), now)?;
            }
        }
    }
    Ok((events.len(), news))
}

/// Answers the accounts that were told.
fn tell(conn: &mut Conn, event: &AntreRow, ke: Saluran, now: DateTime<Utc>) -> Result<Vec<AccountId>> {
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
    if let Some(isi) = penerima::untuk_pelapor(kejadian) {
        if ke.surel && aduan.email.is_some() {
            keluar::pelapor(conn, &event.aduan_id, kejadian, now)?;
        }
        if ke.push {
            // Who reported or follows the same thing elsewhere learns of it too, as far as anyone may.
            let own = langganan::of_aduan(conn, std::slice::from_ref(&event.aduan_id))?;
            let merged = aduan::queries::gabungan_of(conn, &event.aduan_id)?;
            let others = langganan::of_aduan(conn, &merged)?
                .into_iter()
                .map(|(id, _)| (id, true));
            let open = matches!(isi, UntukPelapor::Status(_)) && !aduan.rahasia;
            let told = own
                .into_iter()
                .chain(others)
                .filter(|(_, follows)| open || !follows);
            let told: BTreeSet<String> = told.map(|(id, _)| id).collect();
            for browser in told {
                keluar::push_aduan(conn, (&event.aduan_id, &browser), kejadian, now)?;
            }
        }
    }
    Ok(told)
}

/// News of long ago is cleared away, read or not: what is still open stands in the inbox. Answers how many.
pub fn sapu(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(kabar::table.filter(kabar::id.lt(keluar::id_sebelum(now)))).execute(conn)
}
