//! `/api/wilayah`: what a device keeps to suggest villages and draw boundaries without a network.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::error::ApiError;
use shared::paths;
use shared::wilayah::Wilayah;

use super::queries;
use crate::db::Db;
use crate::error::Result;
use crate::http::rute::{Butuh, Rute};
use crate::http::site::matches;

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::WILAYAH, |at| at.get(Butuh::Siapa, list))
        .at(paths::BATAS, |at| at.get(Butuh::Siapa, batas));
}

#[utoipa::path(get, path = paths::WILAYAH, tag = "wilayah", summary = "Semua wilayah kabupaten",
    responses((status = 200, body = Vec<Wilayah>), (status = 304, description = "Belum berubah")))]
pub async fn list(req: HttpRequest, db: Data<Db>) -> Result<HttpResponse> {
    let regions = db.run(queries::list).await?;
    Ok(cached(&req, "application/json", serde_json::to_string(&regions)?))
}

#[utoipa::path(get, path = paths::BATAS, tag = "wilayah", summary = "Garis batas wilayah (GeoJSON)",
    responses((status = 200, description = "FeatureCollection", content_type = "application/geo+json", body = serde_json::Value),
        (status = 204, description = "Belum ada batas yang diimpor"), (status = 304, description = "Belum berubah"),
        (status = 503, body = ApiError)))]
pub async fn batas(req: HttpRequest, db: Data<Db>) -> Result<HttpResponse> {
    let rows = db.run(|conn| Ok(queries::list_batas(conn)?)).await?;
    if rows.is_empty() {
        return Ok(HttpResponse::NoContent().finish());
    }
    let mut features = Vec::with_capacity(rows.len());
    for row in rows {
        let geometry: serde_json::Value = serde_json::from_str(&row.geometri)?;
        let properties = json!({"kode": row.kode, "nama": row.nama, "level": row.level});
        features.push(json!({"type": "Feature", "properties": properties, "geometry": geometry}));
    }
    let collection = json!({"type": "FeatureCollection", "features": features});
    Ok(cached(&req, "application/geo+json", collection.to_string()))
}

/// An answer that the caller may keep, and need not fetch again while its tag stays the same.
pub(super) fn cached(req: &HttpRequest, content_type: &str, body: String) -> HttpResponse {
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..12]));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, etag.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    if matches(req.headers(), &etag) {
        return HttpResponse::NotModified()
            .insert_header((header::ETAG, etag))
            .finish();
    }
    response.content_type(content_type).body(body)
}
