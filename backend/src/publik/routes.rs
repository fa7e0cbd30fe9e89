//! `/api/publik`: list, map, one complaint, figures.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::clock::wita_day;
use shared::error::{ApiError, ErrorCode};
use shared::kode::Kode;
use shared::paths;
use shared::publik::{
    AngkaBulan, Kelompok, PetaFilter, PublikFilter, PublikHalaman, PublikRinci, PublikRingkas, TerbukaFilter,
};
use utoipa::IntoParams;

use super::queries::{self, Kotak};
use crate::aduan::routes::find_public;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::client::Client;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};
use crate::{clock, wilayah};

/// What everybody sees alike may be kept by whatever lies between, for as long as nobody minds.
pub const CACHE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=60");

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::PUBLIK, |at| at.get(Butuh::Siapa, list))
        .at("/api/publik/aduan/{kode}", |at| at.get(Butuh::Siapa, show))
        .at(paths::PUBLIK_TERBUKA, |at| at.get(Butuh::Siapa, terbuka))
        .at(paths::PUBLIK_PETA, |at| at.get(Butuh::Siapa, peta))
        .at(paths::PUBLIK_ANGKA, |at| at.get(Butuh::Siapa, angka));
}

#[utoipa::path(get, path = paths::PUBLIK, tag = "publik", summary = "Aduan yang tidak dirahasiakan", params(PublikFilter),
    responses((status = 200, body = PublikHalaman), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn list(db: Data<Db>, filter: Query<PublikFilter>) -> Result<HttpResponse> {
    let page = db.run(move |conn| queries::list(conn, &filter)).await?;
    Ok(HttpResponse::Ok().insert_header(CACHE).json(page))
}

#[utoipa::path(get, path = "/api/publik/aduan/{kode}", tag = "publik", summary = "Satu aduan untuk umum",
    params(("kode" = String, Path, description = "Kode unik")),
    responses((status = 200, body = PublikRinci),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau dirahasiakan"),
        (status = 422, body = ApiError, description = "kode_salah"), (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn show(
    db: Data<Db>,
    limits: Data<Limits>,
    client: Client,
    kode: Path<String>,
) -> Result<HttpResponse> {
    let aduan = find_public(&db, &limits, client, &kode).await?;
    let kode: Kode = aduan.kode.clone();
    let found = db.run(move |conn| {
        let row = queries::find(conn, &kode)?.ok_or_else(AppError::not_found)?;
        Ok(row.ringkas(&wilayah::queries::list(conn)?)?)
    });
    let ringkas = found.await?;
    Ok(HttpResponse::Ok()
        .insert_header(CACHE)
        .json(PublikRinci { ringkas, aduan }))
}

#[utoipa::path(get, path = paths::PUBLIK_TERBUKA, tag = "publik",
    summary = "Aduan yang masih terbuka, di petak-petak tertentu atau yang terbaru sekabupaten", params(TerbukaFilter),
    responses((status = 200, body = [PublikRingkas]), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn terbuka(db: Data<Db>, filter: Query<TerbukaFilter>) -> Result<HttpResponse> {
    let open = db.run(move |conn| queries::terbuka(conn, &filter)).await?;
    Ok(HttpResponse::Ok().insert_header(CACHE).json(open))
}

#[utoipa::path(get, path = paths::PUBLIK_PETA, tag = "publik", summary = "Banyaknya aduan di tiap petak peta", params(PetaFilter),
    responses((status = 200, body = [Kelompok]), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn peta(db: Data<Db>, filter: Query<PetaFilter>) -> Result<HttpResponse> {
    let kotak = Kotak::parse(&filter.bbox)?;
    let squares = db.run(move |conn| queries::peta(conn, kotak, &filter)).await?;
    Ok(HttpResponse::Ok().insert_header(CACHE).json(squares))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Bulan {
    /// `2026-11`; this month where it is left out.
    bulan: Option<String>,
}

#[utoipa::path(get, path = paths::PUBLIK_ANGKA, tag = "publik", summary = "Angka sebulan", params(Bulan),
    responses((status = 200, body = AngkaBulan), (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn angka(db: Data<Db>, config: Data<Config>, asked: Query<Bulan>) -> Result<HttpResponse> {
    let bulan = match asked.into_inner().bulan {
        Some(bulan) => read_bulan(&bulan)?,
        None => wita_day(clock::now()).format("%Y-%m").to_string(),
    };
    let sasaran = config.district.publik.sasaran_persen;
    let figures = db.run(move |conn| queries::angka(conn, &bulan, sasaran)).await?;
    Ok(HttpResponse::Ok().insert_header(CACHE).json(figures))
}

fn read_bulan(text: &str) -> Result<String> {
    match NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d") {
        Ok(first) => Ok(first.format("%Y-%m").to_string()),
        Err(_) => Err(ApiError::field(ErrorCode::IsianSalah, "bulan", "Tulis bulan sebagai 2026-11.").into()),
    }
}
