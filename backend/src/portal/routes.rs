//! `/api/portal` and `/api/health`.

use actix_web::HttpResponse;
use actix_web::http::{Method, header};
use actix_web::web::{Data, Query};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::error::ApiError;
use shared::paths;
use shared::portal::{Peta, Portal};
use utoipa::{IntoParams, ToSchema};

use crate::config::{Config, Prefetch};
use crate::db::Db;
use crate::error::Result;
use crate::http::rute::{Butuh, Rute};
use crate::kabar::Push;
use crate::wilayah;

/// A longer nonce is nobody's nonce.
const NONCE_MAX: usize = 64;

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::PORTAL, |at| at.get(Butuh::Siapa, show))
        .at(paths::HEALTH, |at| {
            at.get(Butuh::Siapa, health)
                .on(Method::HEAD, Butuh::Siapa, health)
        });
}

#[utoipa::path(get, path = paths::PORTAL, tag = "portal", summary = "Nama daerah, peta, dan teks persetujuan",
    responses((status = 200, body = Portal)))]
pub async fn show(db: Data<Db>, config: Data<Config>) -> Result<HttpResponse> {
    let ada_batas = db.run(|conn| Ok(wilayah::queries::has_batas(conn)?)).await?;
    let district = &config.district;
    let portal = Portal {
        nama: district.nama.clone(),
        kabupaten: district.kabupaten.clone(),
        skpd: district.skpd.clone(),
        logo: district.logo.clone(),
        wilayah: district.wilayah.clone(),
        kontak: district.kontak.clone(),
        peta: Peta {
            lat: district.peta.lat,
            lng: district.peta.lng,
            zoom: district.peta.zoom,
            ubin: config.tiles.template().to_owned(),
            atribusi: config.tiles_attribution.clone(),
            atribusi_url: config.tiles_attribution_url.clone(),
            zoom_maks: config.tiles_zoom_max,
            boleh_prabaca: config.tiles_prefetch == Prefetch::Allowed,
            ada_batas,
        },
        persetujuan: district.persetujuan.clone(),
        buka_kembali_hari: district.siklus.buka_kembali_hari,
        tutup_hari: district.siklus.tutup_hari,
        mungkin_sama_m: district.siklus.mungkin_sama_m,
        push_kunci: config.push.as_ref().map(Push::kunci_umum),
        penyelamat_kunci: Some(config.penyelamat.umum()),
        versi: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .json(portal))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HealthAsked {
    /// Any text of up to 64 characters. It comes back, so that a captive portal that answers 200 to all is found out.
    #[serde(default)]
    nonce: String,
}

#[derive(Serialize, ToSchema)]
pub struct Health {
    status: &'static str,
    nonce: String,
    /// The server's clock, by which a device knows how far its own is off.
    time: DateTime<Utc>,
}

#[utoipa::path(get, path = paths::HEALTH, tag = "portal", summary = "Apakah layanan menjawab", params(HealthAsked),
    responses((status = 200, body = Health), (status = 503, body = ApiError, description = "belum_siap")))]
pub async fn health(db: Data<Db>, asked: Query<HealthAsked>) -> Result<HttpResponse> {
    // A server that cannot reach its database must not invite a device to send.
    db.run(|conn| Ok(wilayah::queries::has_libur(conn)?)).await?;
    let nonce = asked.into_inner().nonce.chars().take(NONCE_MAX).collect();
    let health = Health {
        status: "ok",
        nonce,
        time: Utc::now(),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(health))
}
