//! `GET /api/aduan/{id}/foto/{sha256}`: a photo, for its reporter and for officers alone, and never as anything but
//! the picture that it was judged to be.

use actix_web::body::SizedStream;
use actix_web::http::{Method, header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use anyhow::Context;
use futures_util::TryStreamExt;
use shared::account::Hak;
use shared::error::ApiError;
use shared::file::MediaType;
use shared::jejak::Objek;

use super::Files;
use crate::aduan::queries::{self, find_for, find_foto};
use crate::aduan::routes::find_public;
use crate::aduan::{FotoRow, Pembaca};
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::http::client::Client;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};
use crate::http::site::matches;
use crate::jejak::Antaran;

/// Opened by itself, the answer is a picture in an empty, scriptless page of no origin.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

pub fn configure(app: &mut Rute<'_>) {
    app.at("/api/aduan/{id}/foto/{sha256}", |at| {
        at.get(Butuh::Kunci(Hak::LihatAduan), show)
            .on(Method::HEAD, Butuh::Kunci(Hak::LihatAduan), show)
    })
    .at("/api/public/aduan/{kode}/foto/{sha256}", |at| {
        at.get(Butuh::Siapa, show_public)
            .on(Method::HEAD, Butuh::Siapa, show_public)
    });
}

#[utoipa::path(get, path = "/api/aduan/{id}/foto/{sha256}", tag = "aduan", summary = "Satu foto aduan",
    params(("id" = String, Path, description = "Id aduan (UUID) atau kode unik"), ("sha256" = String, Path)),
    security(("token" = []), ("kunci" = [])),
    responses(
        (status = 200, content_type = "image/jpeg", description = "Foto JPEG, PNG, atau WebP"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, belum diterima, atau bukan untuk pemanggil"),
    ))]
pub async fn show(
    req: HttpRequest,
    path: Path<(String, String)>,
    pembaca: Pembaca,
    db: Data<Db>,
    files: Data<Files>,
    limits: Data<Limits>,
    client: Client,
) -> Result<HttpResponse> {
    let (id, sha256) = path.into_inner();
    let asker = pembaca.clone();
    let found = db.run(move |conn| find(conn, &asker, &id, &sha256)).await;
    let foto = pembaca.remember(&limits, client, found)?;
    let mut response = picture(&foto);
    response
        // A shared computer keeps no copy of what only its last user might see.
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "Authorization"));
    let response = content(&req, &files, &foto.row, response).await?;
    let row = foto.row;
    Ok(match pembaca {
        Pembaca::Pelapor(_) => response,
        Pembaca::Petugas(account) => Antaran {
            kepada: account.id,
            objek: Objek::Aduan,
            catatan: vec![row.aduan_id],
            kolom: &["foto"],
        }
        .on(response),
    })
}

#[utoipa::path(get, path = "/api/public/aduan/{kode}/foto/{sha256}", tag = "aduan",
    summary = "Foto yang sudah disamarkan dan ditampilkan kepada umum",
    params(("kode" = String, Path, description = "Kode unik"), ("sha256" = String, Path)),
    responses(
        (status = 200, content_type = "image/jpeg", description = "Foto JPEG, PNG, atau WebP"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau tidak ditampilkan"),
        (status = 429, body = ApiError, description = "tunggu_dulu"),
    ))]
pub async fn show_public(
    req: HttpRequest,
    path: Path<(String, String)>,
    db: Data<Db>,
    files: Data<Files>,
    limits: Data<Limits>,
    client: Client,
) -> Result<HttpResponse> {
    let (kode, sha256) = path.into_inner();
    let aduan = find_public(&db, &limits, client, &kode).await?;
    if !aduan.foto.iter().any(|foto| foto.sha256 == sha256) {
        return Err(AppError::not_found());
    }
    let found = db.run(move |conn| {
        let aduan = queries::find(conn, aduan.kode.as_str())?.ok_or_else(AppError::not_found)?;
        let row = queries::find_foto_umum(conn, &aduan.id, &sha256)?.ok_or_else(AppError::not_found)?;
        named(row, &aduan.kode)
    });
    let foto = found.await?;
    let mut response = picture(&foto);
    // An hour: what is taken back is soon gone everywhere.
    response.insert_header((header::CACHE_CONTROL, "public, max-age=3600"));
    content(&req, &files, &foto.row, response).await
}

/// The headers that every picture bears.
fn picture(foto: &Foto) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, foto.media_type.as_str()))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{}\"", foto.name),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("Cross-Origin-Resource-Policy", "same-origin"))
        .insert_header((header::ETAG, etag(&foto.row)));
    response
}

fn etag(row: &FotoRow) -> String {
    format!("\"{}\"", row.sha256)
}

/// The picture itself, unless the caller has it already.
async fn content(
    req: &HttpRequest,
    files: &Files,
    row: &FotoRow,
    mut response: HttpResponseBuilder,
) -> Result<HttpResponse> {
    let etag = etag(row);
    if matches(req.headers(), &etag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, etag))
            .finish());
    }
    let aduan = row.aduan_id.parse().map_err(anyhow::Error::new)?;
    let content = files.store.get(aduan, &row.sha256).await?;
    let content = content.ok_or_else(|| anyhow::anyhow!("photo {} is not in the store", row.sha256))?;
    let stream = content.stream.map_err(actix_web::error::ErrorInternalServerError);
    Ok(response.body(SizedStream::new(content.bytes, stream)))
}

/// A photo that has arrived, for somebody whose it is to see.
struct Foto {
    row: FotoRow,
    /// Named by the record's code, so that a saved file says where it belongs.
    name: String,
    media_type: MediaType,
}

fn find(conn: &mut Conn, pembaca: &Pembaca, id: &str, sha256: &str) -> Result<Foto> {
    let aduan = find_for(conn, id, pembaca)?;
    let row = find_foto(conn, &aduan.id, sha256, pembaca)?
        .filter(|row| row.diterima_pada.is_some())
        .ok_or_else(AppError::not_found)?;
    named(row, &aduan.kode)
}

fn named(row: FotoRow, kode: &str) -> Result<Foto> {
    let media_type = MediaType::parse(&row.media_type).context("media type of a photo")?;
    let name = format!("{kode}_{}.{}", row.urutan + 1, media_type.extension());
    Ok(Foto {
        row,
        name,
        media_type,
    })
}
