//! The worker that numbers what has changed.

use std::collections::HashMap;
use std::time::Duration;

use actix_web::web::Data;
use diesel::dsl::max;
use diesel::prelude::*;
use uuid::Uuid;

use super::Aliran;
use super::list::TERLALU_JAUH;
use crate::db::{self, Conn, Db};
use crate::error::Result;
use crate::schema::{perubahan, perubahan_antre, perubahan_lepas, perubahan_masa};

/// How often it looks: so late does a change reach another device at most, the network aside.
const INTERVAL: Duration = Duration::from_millis(200);
/// Changes of one transaction.
const SEKALI: i64 = 1_000;

/// Numbers for as long as the server runs, and tells those who listen.
pub fn start(db: Data<Db>, aliran: Data<Aliran>) {
    actix_web::rt::spawn(async move {
        let mut rounds = tokio::time::interval(INTERVAL);
        rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            rounds.tick().await;
            match round(&db).await {
                Ok(kepala) => aliran.tell(kepala),
                Err(error) => error.log(),
            }
        }
    });
}

/// Answers the last number given, by whichever process.
async fn round(db: &Db) -> Result<i64> {
    // Looking takes no lock: where nothing waits, nobody is made to wait.
    let (waiting, last) = db.run(|conn| Ok((waits(conn)?, kepala(conn)?))).await?;
    if !waiting {
        return Ok(last);
    }
    while db.write(nomori).await? == usize::try_from(SEKALI).unwrap_or(usize::MAX) {}
    db.run(|conn| Ok(kepala(conn)?)).await
}

fn waits(conn: &mut Conn) -> QueryResult<bool> {
    let first: Option<String> = perubahan_antre::table
        .select(perubahan_antre::id)
        .limit(1)
        .first(conn)
        .optional()?;
    Ok(first.is_some())
}

#[derive(Queryable)]
struct Antre {
    id: String,
    objek: String,
    catatan_id: String,
    cakupan: Option<String>,
}

/// Numbers some of the changes that wait, and answers how many. Of two processes one waits for the other until that one
/// has committed: so whoever sees a number sees all that are smaller, and what is committed late is numbered late.
pub fn nomori(conn: &mut Conn) -> Result<usize> {
    db::one_at_a_time(conn, "perubahan")?;
    let waiting: Vec<Antre> = perubahan_antre::table
        .order(perubahan_antre::id)
        .limit(SEKALI)
        .load(conn)?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let mut nomor = kepala(conn)?;
    let mut given: HashMap<(&str, &str), i64> = HashMap::new();
    for one in &waiting {
        given.entry((&one.objek, &one.catatan_id)).or_insert_with(|| {
            nomor += 1;
            nomor
        });
    }
    for ((objek, catatan_id), nomor) in &given {
        put(conn, objek, catatan_id, *nomor)?;
    }
    for one in &waiting {
        let nomor = given.get(&(one.objek.as_str(), one.catatan_id.as_str()));
        if let (Some(cakupan), Some(nomor)) = (&one.cakupan, nomor) {
            diesel::insert_into(perubahan_lepas::table)
                .values((
                    perubahan_lepas::id.eq(&one.id),
                    perubahan_lepas::objek.eq(&one.objek),
                    perubahan_lepas::catatan_id.eq(&one.catatan_id),
                    perubahan_lepas::cakupan.eq(cakupan),
                    perubahan_lepas::nomor.eq(nomor),
                ))
                .execute(conn)?;
        }
    }
    // Nobody is given them any more: whoever is so far behind begins anew.
    diesel::delete(perubahan_lepas::table.filter(perubahan_lepas::nomor.lt(nomor - TERLALU_JAUH)))
        .execute(conn)?;
    let ids: Vec<&str> = waiting.iter().map(|one| one.id.as_str()).collect();
    diesel::delete(perubahan_antre::table.filter(perubahan_antre::id.eq_any(ids))).execute(conn)?;
    Ok(waiting.len())
}

/// A record has one number, that of its last change: whoever was away for long is told of it once.
fn put(conn: &mut Conn, objek: &str, catatan_id: &str, nomor: i64) -> QueryResult<()> {
    let moved = diesel::update(perubahan::table.find((objek, catatan_id)))
        .set(perubahan::nomor.eq(nomor))
        .execute(conn)?;
    if moved == 0 {
        diesel::insert_into(perubahan::table)
            .values((
                perubahan::objek.eq(objek),
                perubahan::catatan_id.eq(catatan_id),
                perubahan::nomor.eq(nomor),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The last number that was given; 0 before the first.
pub(super) fn kepala(conn: &mut Conn) -> QueryResult<i64> {
    let last: Option<i64> = perubahan::table.select(max(perubahan::nomor)).first(conn)?;
    Ok(last.unwrap_or_default())
}

/// Gives the numbering its name, unless it has one.
pub fn seed(conn: &mut Conn) -> Result<()> {
    db::one_at_a_time(conn, "perubahan")?;
    if masa(conn)?.is_none() {
        diesel::insert_into(perubahan_masa::table)
            .values(perubahan_masa::id.eq(Uuid::now_v7().to_string()))
            .execute(conn)?;
    }
    Ok(())
}

pub(super) fn masa(conn: &mut Conn) -> QueryResult<Option<String>> {
    perubahan_masa::table
        .select(perubahan_masa::id)
        .first(conn)
        .optional()
}
