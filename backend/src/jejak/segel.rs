//! The worker that gives lines their places in the chain.

use std::collections::HashMap;
use std::time::Duration;

use actix_web::web::Data;
use diesel::prelude::*;

use super::baris::{JejakRow, mata_rantai};
use crate::db::{self, Conn, Db};
use crate::error::Result;
use crate::schema::{jejak, jejak_antre, jejak_rantai};

/// How often it looks.
const INTERVAL: Duration = Duration::from_secs(15);
/// Lines of one transaction.
const SEKALI: i64 = 1_000;
/// In place of a line's hash, where the line was gone before it was sealed: no line ever hashes to it.
pub(super) const TIDAK_ADA: &str = "";

/// A link of the chain.
#[derive(Clone, Queryable, Insertable, Debug)]
#[diesel(table_name = jejak_rantai)]
pub struct RantaiRow {
    pub nomor: i64,
    pub jejak_id: String,
    pub baris_hash: String,
    pub hash: String,
}

/// Seals for as long as the server runs.
pub fn start(db: Data<Db>) {
    actix_web::rt::spawn(async move {
        let mut rounds = tokio::time::interval(INTERVAL);
        loop {
            rounds.tick().await;
            while let Some(sealed) = round(&db).await {
                if sealed < usize::try_from(SEKALI).unwrap_or(usize::MAX) {
                    break;
                }
            }
        }
    });
}

async fn round(db: &Db) -> Option<usize> {
    match db.write(segel).await {
        Ok(sealed) => Some(sealed),
        Err(error) => {
            error.log();
            None
        }
    }
}

/// Seals some of the lines that wait, and answers how many. Of two processes one waits for the other, and goes on from
/// where that one stopped. A line that is committed late is sealed late; its place in the chain tells when.
pub fn segel(conn: &mut Conn) -> Result<usize> {
    db::one_at_a_time(conn, "jejak")?;
    let ids: Vec<String> = jejak_antre::table
        .order(jejak_antre::jejak_id)
        .limit(SEKALI)
        .select(jejak_antre::jejak_id)
        .load(conn)?;
    if ids.is_empty() {
        return Ok(0);
    }
    let rows: HashMap<String, JejakRow> = jejak::table
        .filter(jejak::id.eq_any(&ids))
        .load::<JejakRow>(conn)?
        .into_iter()
        .map(|row| (row.id.clone(), row))
        .collect();
    let (mut nomor, mut hash) = kepala(conn)?.map_or((0, String::new()), |last| (last.nomor, last.hash));
    for id in &ids {
        nomor += 1;
        let baris_hash = rows.get(id).map_or(Ok(TIDAK_ADA.to_owned()), JejakRow::hash)?;
        hash = mata_rantai(&hash, nomor, id, &baris_hash)?;
        let link = RantaiRow {
            nomor,
            jejak_id: id.clone(),
            baris_hash,
            hash: hash.clone(),
        };
        diesel::insert_into(jejak_rantai::table)
            .values(link)
            .execute(conn)?;
    }
    diesel::delete(jejak_antre::table.filter(jejak_antre::jejak_id.eq_any(&ids))).execute(conn)?;
    Ok(ids.len())
}

/// The last link.
pub(super) fn kepala(conn: &mut Conn) -> QueryResult<Option<RantaiRow>> {
    jejak_rantai::table
        .order(jejak_rantai::nomor.desc())
        .first(conn)
        .optional()
}
