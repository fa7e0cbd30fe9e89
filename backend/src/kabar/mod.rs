//! News (*kabar*): what happens to a complaint is queued in the transaction in which it happens (`antre`); one worker
//! tells it to whom it concerns (`sebar`), and another sends out of the portal what goes further than its pages
//! (`kirim`). A channel is added there: what goes out stands in one table, with its tries.

mod antre;
mod keluar;
mod kirim;
pub mod langganan;
pub mod langganan_routes;
mod list;
mod penerima;
pub mod push;
pub mod routes;
mod row;
mod sebar;
mod surel;

pub use antre::{Kejadian, antrekan, lupakan};
pub use kirim::round as kirim;
pub use push::Push;
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

/// By which ways news goes out of this portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Saluran {
    pub surel: bool,
    pub push: bool,
}

impl Saluran {
    pub const SUREL: Self = Self {
        surel: true,
        push: false,
    };
    pub const PUSH: Self = Self {
        surel: false,
        push: true,
    };
    pub const SEMUA: Self = Self {
        surel: true,
        push: true,
    };

    /// The ways that are in both.
    const fn dan(self, other: Self) -> Self {
        Self {
            surel: self.surel && other.surel,
            push: self.push && other.push,
        }
    }

    pub const fn of(config: &Config) -> Self {
        Self {
            surel: config.surel.is_some(),
            push: config.push.is_some(),
        }
    }
}

/// Tells and sends for as long as the server runs.
pub fn start(db: Data<Db>, config: Data<Config>) {
    let ways = Saluran::of(&config);
    let told = db.clone();
    actix_web::rt::spawn(async move {
        let mut rounds = tokio::time::interval(INTERVAL);
        loop {
            rounds.tick().await;
            if let Err(error) = sebar(&told, ways, clock::now()).await {
                error.log();
            }
        }
    });
    // Each by itself: a mail server or a push service that hangs holds up nothing else.
    for ke in [Saluran::SUREL, Saluran::PUSH] {
        let (db, config) = (db.clone(), config.clone());
        actix_web::rt::spawn(async move {
            let mut rounds = tokio::time::interval(INTERVAL);
            loop {
                rounds.tick().await;
                match kirim(&db, &config, ke, clock::now()).await {
                    Ok(0) => {}
                    Ok(sent) => tracing::info!(sent, ?ke, "news went out"),
                    Err(error) => error.log(),
                }
            }
        });
    }
}

/// Forgets browsers that are told nothing any more; answers how many.
///
/// # Errors
/// Where the database does not answer.
pub async fn sapu_langganan(db: &Db) -> Result<usize> {
    db.write(|conn| Ok(langganan::sapu(conn)?)).await
}

/// Clears away the news of long ago, and what of it went out; answers how much.
pub fn sapu(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize> {
    Ok(sebar::sapu(conn, now)? + keluar::sapu(conn, now)? + langganan::sapu(conn)?)
}
