//! Serves the figures as Prometheus reads them. What can be counted in the database is counted when it is asked for.

use std::net::SocketAddr;

use actix_web::dev::Server;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context;
use prometheus::{Encoder, TextEncoder};
use shared::aduan::Status;

use super::Metrics;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::{aduan, files};

/// The server of the figures, bound and not yet running, with the address it got. It has no address of its own to stop
/// it: it ends with the process.
pub fn bind(
    listen: SocketAddr,
    metrics: Data<Metrics>,
    db: Data<Db>,
) -> anyhow::Result<(Server, SocketAddr)> {
    let app = move || {
        App::new()
            .app_data(metrics.clone())
            .app_data(db.clone())
            .service(web::resource("/metrics").get(show))
    };
    let server = HttpServer::new(app)
        .workers(1)
        .disable_signals()
        .bind(listen)
        .with_context(|| format!("PORTAL_METRICS: alamat {listen} tidak dapat dipakai"))?;
    let address = server.addrs().first().copied();
    Ok((server.run(), address.context("alamat metrik tidak diketahui")?))
}

async fn show(metrics: Data<Metrics>, db: Data<Db>) -> Result<HttpResponse> {
    let (open, idle) = db.pool_state();
    metrics
        .connections
        .with_label_values(&["busy"])
        .set(i64::from(open.saturating_sub(idle)));
    metrics
        .connections
        .with_label_values(&["idle"])
        .set(i64::from(idle));
    let (aduan, uploads) = db.run(count).await?;
    for (status, count) in aduan {
        metrics.aduan.with_label_values(&[status.as_str()]).set(count);
    }
    metrics
        .uploads
        .with_label_values(&["bytes"])
        .set(uploads.arriving);
    metrics
        .uploads
        .with_label_values(&["expiry"])
        .set(uploads.complete);
    let mut text = Vec::new();
    TextEncoder::new()
        .encode(&metrics.registry.gather(), &mut text)
        .map_err(|error| AppError::Internal(anyhow::Error::new(error)))?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(text))
}

fn count(conn: &mut Conn) -> Result<(Vec<(Status, i64)>, files::queries::Count)> {
    let mut aduan = Vec::with_capacity(Status::ALL.len());
    for status in Status::ALL {
        aduan.push((status, aduan::queries::count(conn, status)?));
    }
    Ok((aduan, files::queries::count(conn)?))
}
