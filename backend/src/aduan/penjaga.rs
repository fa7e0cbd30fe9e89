//! The worker that watches over deadlines, answers and pauses. Every process has one; what is due is claimed row by row.

use std::time::Duration;

use actix_web::rt::spawn;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use shared::aduan::AturanSiklus;

use super::queries::{self, Hasil};
use crate::clock;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::Result;

const INTERVAL: Duration = Duration::from_secs(60);
/// Complaints that are looked for at once.
const BATCH: i64 = 100;

/// What one round has done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Jumlah {
    pub dieskalasi: u32,
    pub ditutup: u32,
    pub dilanjutkan: u32,
}

pub fn start(db: Data<Db>, config: &Config) {
    let aturan = config.district.siklus;
    spawn(async move {
        let mut rounds = tokio::time::interval(INTERVAL);
        loop {
            rounds.tick().await;
            match round(&db, &aturan, clock::now()).await {
                Ok(done) if done == Jumlah::default() => {}
                Ok(done) => tracing::info!(?done, "the time has moved complaints along"),
                Err(error) => error.log(),
            }
        }
    });
}

/// Looks once at each complaint that is due, in a transaction of its own. One that fails is met again in the next round.
pub async fn round(db: &Db, aturan: &AturanSiklus, now: DateTime<Utc>) -> Result<Jumlah> {
    let aturan = *aturan;
    let mut done = Jumlah::default();
    let mut last = None;
    loop {
        let due = move |conn: &mut Conn| Ok(queries::jatuh_waktu(conn, now, (last.as_ref(), BATCH))?);
        let batch = db.run(due).await?;
        for (_, id) in &batch {
            let id = id.clone();
            match db
                .write(move |conn| queries::tinjau(conn, &id, &aturan, now))
                .await
            {
                Ok(Hasil::Dieskalasi(_)) => done.dieskalasi += 1,
                Ok(Hasil::Ditutup) => done.ditutup += 1,
                Ok(Hasil::Dilanjutkan) => done.dilanjutkan += 1,
                Ok(Hasil::Nihil) => {}
                Err(error) => error.log(),
            }
        }
        match batch.into_iter().last() {
            Some(row) => last = Some(row),
            None => return Ok(done),
        }
    }
}
