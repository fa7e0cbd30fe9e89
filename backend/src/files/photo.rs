//! `GET /api/aduan/{id}/foto/{sha256}`: a photo, for its reporter and for officers alone, and never as anything but
//! the picture that it was judged to be.

use actix_web::body::SizedStream;
use actix_web::http::{Method, header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;
use futures_util::TryStreamExt;
use shared::account::Hak;
use shared::error::ApiError;
use shared::file::MediaType;
use shared::jejak::Objek;

use super::Files;
use crate::aduan::queries::{find_for, find_foto};
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
    let Foto {
        row,
        name,
        media_type,
    } = pembaca.remember(&limits, client, found)?;
    let mut response = HttpResponse::Ok();
    let etag = format!("\"{}\"", row.sha256);
    response
        .insert_header((header::CONTENT_TYPE, media_type.as_str()))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{}\"", name),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("Cross-Origin-Resource-Policy", "same-origin"))
        // A shared computer keeps no copy of what only its last user might see.
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "Authorization"))
        .insert_header((header::ETAG, etag.as_str()));
    if matches(req.headers(), &etag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, etag))
            .finish());
    }
    let aduan = row.aduan_id.parse().map_err(anyhow::Error::new)?;
    let content = files.store.get(aduan, &row.sha256).await?;
    let content = content.ok_or_else(|| anyhow::anyhow!("photo {} is not in the store", row.sha256))?;
    let stream = content.stream.map_err(actix_web::error::ErrorInternalServerError);
    let response = response.body(SizedStream::new(content.bytes, stream));
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
    let media_type = MediaType::parse(&row.media_type).context("media type of a photo")?;
    let name = format!("{}_{}.{}", aduan.kode, row.urutan + 1, media_type.extension());
    Ok(Foto {
        row,
        name,
        media_type,
    })
}
