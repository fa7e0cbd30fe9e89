//! News (*kabar*): what happens to a complaint is queued in the transaction in which it happens (`antre`); one worker
//! tells it to whom it concerns (`sebar`), and another sends out of the portal what goes further than its pages
//! (`kirim`). A channel is added there: what goes out stands in one table, with its tries.

mod antre;
mod keluar;
mod kirim;
mod list;
mod penerima;
pub mod routes;
mod row;
mod sebar;
mod surel;

pub use antre::{Kejadian, antrekan};
pub use kirim::round as kirim;
pub use sebar::round as sebar;
pub use surel::Surel;

use std::time::Duration;

use actix_web::web::Data;
use chrono::{DateTime, Utc};

use crate::clock;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::Result;

/// How often the workers look.
const INTERVAL: Duration = Duration::from_secs(10);

/// Tells and sends for as long as the server runs.
pub fn start(db: Data<Db>, config: Data<Config>) {
    actix_web::rt::spawn(async move {
        let mut rounds = tokio::time::interval(INTERVAL);
        loop {
            rounds.tick().await;
            if let Err(error) = sebar(&db, config.surel.is_some(), clock::now()).await {
                error.log();
            }
            if let Some(surel) = &config.surel {
                match kirim(&db, &config, surel, clock::now()).await {
                    Ok(0) => {}
                    Ok(sent) => tracing::info!(sent, "news went out by e-mail"),
                    Err(error) => error.log(),
                }
            }
        }
    });
}

/// Clears away the news of long ago, and what of it went out; answers how much.
pub fn sapu(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize> {
    Ok(sebar::sapu(conn, now)? + keluar::sapu(conn, now)?)
}
