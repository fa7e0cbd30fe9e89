//! `/tiles/{z}/{x}/{y}`: there only when the map comes from a file of the portal's own.

use actix_web::http::{Method, header};
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::TileFile;
use crate::error::{AppError, Result};
use crate::files::image::sniff;
use crate::http::rute::{Butuh, Rute};
use crate::http::site::matches;

/// A new file is a new map once a week at the latest; a phone in the hills keeps the old one meanwhile.
const CACHE: &str = "public, max-age=604800, stale-while-revalidate=2592000";

pub fn configure(app: &mut Rute<'_>) {
    app.at("/tiles/{z}/{x}/{y}", |at| {
        at.get(Butuh::Siapa, show).on(Method::HEAD, Butuh::Siapa, show)
    });
}

#[utoipa::path(get, path = "/tiles/{z}/{x}/{y}", tag = "portal", summary = "Satu ubin peta dari berkas .mbtiles",
    params(("z" = u8, Path), ("x" = u32, Path), ("y" = u32, Path, description = "Dihitung dari utara")),
    responses(
        (status = 200, content_type = "image/png", description = "Gambar PNG, JPEG, atau WebP"),
        (status = 204, description = "Tidak ada ubin di tempat ini"),
        (status = 404, description = "Di luar peta, atau peta tidak dilayani dari berkas"),
    ))]
pub async fn show(
    req: HttpRequest,
    place: Path<(u8, u32, u32)>,
    tiles: Data<Option<TileFile>>,
) -> Result<HttpResponse> {
    let (z, x, y) = place.into_inner();
    if !tiles.as_ref().as_ref().is_some_and(|tiles| tiles.covers(z, x, y)) {
        return Err(AppError::not_found());
    }
    let found = web::block(move || match tiles.as_ref() {
        Some(tiles) => tiles.find(z, x, y),
        None => Ok(None),
    });
    let Some(bytes) = found.await?? else {
        // Not an error: maps of a district have holes, and Leaflet would log each of them.
        return Ok(HttpResponse::NoContent()
            .insert_header((header::CACHE_CONTROL, CACHE))
            .finish());
    };
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&bytes)[..12]));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, CACHE))
        .insert_header((header::ETAG, etag.as_str()));
    if matches(req.headers(), &etag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::CACHE_CONTROL, CACHE))
            .insert_header((header::ETAG, etag))
            .finish());
    }
    if let Some(media_type) = sniff(&bytes) {
        response.insert_header((header::CONTENT_TYPE, media_type.as_str()));
    }
    Ok(response.body(bytes))
}
