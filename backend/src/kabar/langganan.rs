//! Browsers that want to be told at once: which, and of what.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::id::{AccountId, IkutId};
use shared::jejak::Objek;
use shared::kabar::{LanggananAkhir, LanggananBaru};
use uuid::Uuid;

use super::push::Peramban;
use crate::account::queries as accounts;
use crate::aduan::{Pembaca, queries as aduan};
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::{self, Conn};
use crate::error::{AppError, Result};
use crate::schema::{langganan, langganan_aduan};

/// Browsers that are told of one complaint for one key, or of one account's news: more than anybody uses.
const PERAMBAN_MAX: usize = 10;
/// Browsers that are forgotten in one round.
const SEKALI_SAPU: i64 = 500;

#[derive(Queryable, Insertable)]
#[diesel(table_name = langganan)]
struct LanggananRow {
    id: String,
    endpoint: String,
    p256dh: String,
    auth: String,
    account_id: Option<String>,
    perangkat: Option<String>,
    pada: chrono::NaiveDateTime,
}

/// An officer's browser. It is told his news for as long as he is logged in there.
pub fn akun(conn: &mut Conn, masuk: &Masuk, account: AccountId, baru: &LanggananBaru) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let id = keep(conn, masuk, baru)?;
        diesel::update(langganan::table.find(&id))
            .set((
                langganan::account_id.eq(Some(account.to_string())),
                langganan::perangkat.eq(Some(masuk.asal.perangkat.to_string())),
            ))
            .execute(conn)?;
        let held: Vec<String> = langganan::table
            .filter(langganan::account_id.eq(account.to_string()))
            .order(langganan::id)
            .select(langganan::id)
            .load(conn)?;
        for old in held.iter().take(held.len().saturating_sub(PERAMBAN_MAX)) {
            diesel::update(langganan::table.find(old))
                .set(langganan::account_id.eq(None::<String>))
                .execute(conn)?;
        }
        Ok((Tentang::new(Objek::Account, account), Answer::ok(&())?))
    })
}

/// The browser of who filed a complaint.
pub fn pelapor(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, pembaca): (&str, &Pembaca),
    baru: &LanggananBaru,
) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let aduan_id = aduan::find_for(conn, id, pembaca)?.id;
        let own = keep(conn, masuk, baru)?;
        about(conn, &own, (&aduan_id, None))?;
        Ok((Tentang::new(Objek::Aduan, aduan_id), Answer::ok(&())?))
    })
}

/// The browser of who follows a complaint: it is told what anyone may see.
pub fn pengikut(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, kunci): (IkutId, &shared::kunci::KunciHash),
    baru: &LanggananBaru,
) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let aduan_id = aduan::diikuti(conn, id, kunci)?.ok_or_else(AppError::not_found)?;
        let own = keep(conn, masuk, baru)?;
        about(conn, &own, (&aduan_id, Some(id)))?;
        Ok((Tentang::new(Objek::Aduan, aduan_id), Answer::ok(&())?))
    })
}

/// The browser by its address; its keys may have changed.
fn keep(conn: &mut Conn, masuk: &Masuk, baru: &LanggananBaru) -> Result<String> {
    db::one_at_a_time(conn, &baru.endpoint)?;
    let known: Option<String> = langganan::table
        .filter(langganan::endpoint.eq(&baru.endpoint))
        .select(langganan::id)
        .first(conn)
        .optional()?;
    if let Some(id) = known {
        diesel::update(langganan::table.find(&id))
            .set((langganan::p256dh.eq(&baru.p256dh), langganan::auth.eq(&baru.auth)))
            .execute(conn)?;
        return Ok(id);
    }
    let row = LanggananRow {
        id: Uuid::now_v7().to_string(),
        endpoint: baru.endpoint.clone(),
        p256dh: baru.p256dh.clone(),
        auth: baru.auth.clone(),
        account_id: None,
        perangkat: None,
        pada: masuk.pada.naive_utc(),
    };
    let id = row.id.clone();
    diesel::insert_into(langganan::table).values(row).execute(conn)?;
    Ok(id)
}

/// Ties a browser to a complaint. Who reported it is told more than who follows it, whichever he asked for first.
fn about(conn: &mut Conn, id: &str, (aduan_id, ikut): (&str, Option<IkutId>)) -> QueryResult<()> {
    let ikut_id = ikut.map(|ikut| ikut.to_string());
    let tie = langganan_aduan::table.find((id, aduan_id));
    let known = tie
        .select(langganan_aduan::ikut_id)
        .first::<Option<String>>(conn)
        .optional()?;
    match known {
        Some(Some(_)) if ikut_id.is_none() => {
            diesel::update(tie)
                .set(langganan_aduan::ikut_id.eq(None::<String>))
                .execute(conn)?;
            return Ok(());
        }
        Some(_) => return Ok(()),
        None => {}
    }
    let same = langganan_aduan::table.filter(langganan_aduan::aduan_id.eq(aduan_id));
    let mut held: Vec<String> = match &ikut_id {
        Some(ikut_id) => same
            .filter(langganan_aduan::ikut_id.eq(ikut_id))
            .select(langganan_aduan::langganan_id)
            .load(conn)?,
        None => same
            .filter(langganan_aduan::ikut_id.is_null())
            .select(langganan_aduan::langganan_id)
            .load(conn)?,
    };
    // Ids are in the order of time: the oldest makes room.
    held.sort_unstable();
    for old in held.iter().take((held.len() + 1).saturating_sub(PERAMBAN_MAX)) {
        diesel::delete(langganan_aduan::table.find((old, aduan_id))).execute(conn)?;
    }
    diesel::insert_into(langganan_aduan::table)
        .values((
            langganan_aduan::langganan_id.eq(id),
            langganan_aduan::aduan_id.eq(aduan_id),
            langganan_aduan::ikut_id.eq(ikut_id),
        ))
        .execute(conn)
        .map(drop)
}

/// The reporter's browser is told nothing of this complaint any more, as when he takes it off a shared device.
pub fn akhiri(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, pembaca): (&str, &Pembaca),
    baru: &LanggananAkhir,
) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let aduan_id = aduan::find_for(conn, id, pembaca)?.id;
        let own: Vec<String> = langganan::table
            .filter(langganan::endpoint.eq(&baru.endpoint))
            .select(langganan::id)
            .load(conn)?;
        for browser in own {
            diesel::delete(langganan_aduan::table.find((browser, &aduan_id))).execute(conn)?;
        }
        Ok((Tentang::new(Objek::Aduan, aduan_id), Answer::ok(&())?))
    })
}

/// The reporter's browsers are told of a part of his report as of the whole.
pub fn sertakan(conn: &mut Conn, whole: &str, part: &str) -> QueryResult<()> {
    let own: Vec<String> = langganan_aduan::table
        .filter(langganan_aduan::aduan_id.eq(whole))
        .filter(langganan_aduan::ikut_id.is_null())
        .select(langganan_aduan::langganan_id)
        .load(conn)?;
    for browser in own {
        about(conn, &browser, (part, None))?;
    }
    Ok(())
}

/// The browsers on which an account wants to be told, as far as he is logged in on them.
pub(super) fn of_account(
    conn: &mut Conn,
    account: AccountId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<String>> {
    let id = account.to_string();
    let wanted: Vec<(String, Option<String>)> = langganan::table
        .filter(langganan::account_id.eq(&id))
        .select((langganan::id, langganan::perangkat))
        .load(conn)?;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let logged_in = accounts::list_perangkat(conn, &id, now.naive_utc())?;
    let there = |perangkat: &Option<String>| perangkat.as_ref().is_some_and(|one| logged_in.contains(one));
    Ok(wanted
        .into_iter()
        .filter(|(_, perangkat)| there(perangkat))
        .map(|(id, _)| id)
        .collect())
}

/// The browsers on which somebody wants to be told of one of these complaints, and whether he only follows it.
pub(super) fn of_aduan(conn: &mut Conn, aduan: &[String]) -> QueryResult<Vec<(String, bool)>> {
    let ties: Vec<(String, Option<String>)> = langganan_aduan::table
        .filter(langganan_aduan::aduan_id.eq_any(aduan))
        .select((langganan_aduan::langganan_id, langganan_aduan::ikut_id))
        .load(conn)?;
    Ok(ties.into_iter().map(|(id, ikut)| (id, ikut.is_some())).collect())
}

pub(super) fn peramban(conn: &mut Conn, id: &str) -> QueryResult<Option<Peramban>> {
    let row = langganan::table.find(id).first::<LanggananRow>(conn).optional()?;
    Ok(row.map(|row| Peramban {
        endpoint: row.endpoint,
        p256dh: row.p256dh,
        auth: row.auth,
    }))
}

/// The browser is told nothing any more.
pub(super) fn lepas(conn: &mut Conn, id: &str) -> QueryResult<()> {
    diesel::delete(langganan_aduan::table.filter(langganan_aduan::langganan_id.eq(id))).execute(conn)?;
    diesel::delete(langganan::table.find(id)).execute(conn).map(drop)
}

/// Whoever filed a complaint is told nothing of it any more: it is erased, or another key opens it now.
pub fn lupakan_aduan(conn: &mut Conn, aduan_id: &str) -> QueryResult<()> {
    let own = langganan_aduan::table
        .filter(langganan_aduan::aduan_id.eq(aduan_id))
        .filter(langganan_aduan::ikut_id.is_null());
    diesel::delete(own).execute(conn).map(drop)
}

/// Whoever followed has left.
pub fn lupakan_ikut(conn: &mut Conn, ikut: IkutId) -> QueryResult<()> {
    let own = langganan_aduan::table.filter(langganan_aduan::ikut_id.eq(ikut.to_string()));
    diesel::delete(own).execute(conn).map(drop)
}

/// Browsers that are told nothing any more are forgotten; answers how many.
pub(super) fn sapu(conn: &mut Conn) -> QueryResult<usize> {
    let tied = langganan_aduan::table.filter(langganan_aduan::langganan_id.eq(langganan::id));
    let idle: Vec<String> = langganan::table
        .filter(langganan::account_id.is_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(tied)))
        .select(langganan::id)
        .limit(SEKALI_SAPU)
        .load(conn)?;
    diesel::delete(langganan::table.filter(langganan::id.eq_any(idle))).execute(conn)
}
