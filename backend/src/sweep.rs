//! Now and then clears away what nobody will come back for, for as long as the server runs.

use std::time::Duration;

use actix_web::web::Data;

use crate::db::Db;
use crate::files::{self, Files};
use crate::{account, clock, kabar};

const INTERVAL: Duration = Duration::from_secs(15 * 60);

pub fn start(db: Data<Db>, files: Data<Files>) {
    actix_web::rt::spawn(async move {
        let mut rounds = tokio::time::interval(INTERVAL);
        loop {
            rounds.tick().await;
            match files::sweep::sweep(&db, &files).await {
                Ok(0) => {}
                Ok(swept) => tracing::info!(swept, "uploads that nobody came back for were cleared away"),
                Err(error) => error.log(),
            }
            match account::sweep(&db, clock::now()).await {
                Ok(0) => {}
                Ok(swept) => tracing::info!(
                    swept,
                    "sessions and one-time passwords that ended long ago were cleared away"
                ),
                Err(error) => error.log(),
            }
            match db.write(|conn| kabar::sapu(conn, clock::now())).await {
                Ok(0) => {}
                Ok(swept) => tracing::info!(swept, "news of long ago was cleared away"),
                Err(error) => error.log(),
            }
        }
    });
}
