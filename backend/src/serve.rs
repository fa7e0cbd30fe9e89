//! `portal serve`: answers until it is told to stop, and lets what is being answered finish.

use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::Server;
use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::{self, Shared};
use crate::config::Config;
use crate::db::{self, Db};
use crate::error::AppError;
use crate::{aduan, batas_waktu, jejak, kabar, metrics, perubahan, pribadi, publik, skpd, sweep, wilayah};

/// After SIGTERM, requests under way have this long, in seconds.
const SHUTDOWN_SECONDS: u64 = 20;
/// A head that takes longer is a client that plays for time.
const HEAD_LIMIT: Duration = Duration::from_secs(15);
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// Opens the database with its schema up to date and its tables of regions, holidays and limits filled.
pub fn open_db(config: &Config) -> anyhow::Result<Db> {
    let db = Db::open(&config.database, config.database_connections)?;
    if !db
        .run_blocking(db::keeps_what_it_commits)
        .map_err(AppError::into_cause)?
    {
        tracing::warn!("PostgreSQL runs with fsync=off: what is acknowledged may be lost with the power");
    }
    let migrations = db.migrate()?;
    if migrations > 0 {
        tracing::info!(migrations, "the schema was brought up to date");
    }
    wilayah::import::seed(&db, &config.district.wilayah)?;
    let first = config.district.batas_waktu.aturan();
    db.write_blocking(|conn| batas_waktu::queries::seed(conn, &first))
        .map_err(AppError::into_cause)?;
    skpd::seed::seed(&db, &config.district)?;
    db.write_blocking(perubahan::seed).map_err(AppError::into_cause)?;
    db.write_blocking(publik::queries::susun_bila_belum)
        .map_err(AppError::into_cause)?;
    Ok(db)
}

/// The server, bound and not yet running, with the address it got (its port may have been 0).
pub fn bind(shared: Shared) -> anyhow::Result<(Server, std::net::SocketAddr)> {
    let listen = shared.config.listen;
    let server = HttpServer::new(move || app::build(shared.clone()))
        .client_request_timeout(HEAD_LIMIT)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .bind(listen)
        .with_context(|| format!("alamat {listen} tidak dapat dipakai"))?;
    let address = server
        .addrs()
        .first()
        .copied()
        .context("alamat layanan tidak diketahui")?;
    Ok((server.run(), address))
}

/// Serves until SIGTERM or SIGINT.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let db = open_db(&config)?;
    let shared = Shared::new(config, db)?;
    sweep::start(shared.db.clone(), shared.files.clone());
    jejak::start(shared.db.clone());
    perubahan::start(shared.db.clone(), shared.aliran.clone());
    kabar::start(shared.db.clone(), shared.config.clone());
    pribadi::start(shared.db.clone(), shared.files.clone(), &shared.config);
    aduan::penjaga::start(shared.db.clone(), &shared.config);
    if let Some(listen) = shared.config.metrics {
        let (server, address) = metrics::bind(listen, shared.metrics.clone(), shared.db.clone())?;
        actix_web::rt::spawn(server);
        tracing::info!(%address, "the metrics are served");
    }
    let aliran = shared.aliran.clone();
    let (server, address) = bind(shared)?;
    tracing::info!(%address, "the portal is served");
    actix_web::rt::spawn(async move {
        stop_asked().await;
        // Whoever only listens would hold the end up for as long as it may last.
        aliran.stop();
    });
    server.await?;
    tracing::info!("the portal has stopped");
    Ok(())
}

/// Waits for SIGTERM or SIGINT; where neither can be heard, for ever.
async fn stop_asked() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
