//! `/api/kabar`: everybody's own news, and what did not go out.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use shared::account::Hak;
use shared::error::ApiError;
use shared::id::{AduanId, KabarId};
use shared::kabar::{Dibaca, Kabar, KabarFilter, KabarKeluar};
use shared::page::Page;
use shared::paths;

use super::{keluar, list};
use crate::account::Petugas;
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::answer::fresh;
use crate::http::body::Body;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::KABAR, |at| at.get(Butuh::Akun, show))
        .at(paths::KABAR_DIBACA, |at| at.put(Butuh::Akun, dibaca))
        .at("/api/kabar/aduan/{id}/dibaca", |at| {
            at.put(Butuh::Akun, aduan_dibuka)
        })
        .at(paths::KABAR_KELUAR, |at| {
            at.get(Butuh::Hak(Hak::KelolaKabar), tertahan)
        })
        .at("/api/kabar/keluar/{id}", |at| {
            at.put(Butuh::Hak(Hak::KelolaKabar), ulangi)
        });
}

#[utoipa::path(get, path = paths::KABAR, tag = "kabar", summary = "Kabar bagi saya, yang terbaru dahulu", params(KabarFilter),
    security(("token" = [])),
    responses((status = 200, body = Page<Kabar>), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 401, body = ApiError, description = "perlu_masuk"), (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn show(db: Data<Db>, petugas: Petugas, filter: Query<KabarFilter>) -> Result<HttpResponse> {
    let page = db
        .run(move |conn| list::list(conn, petugas.0.id, &filter))
        .await?;
    Ok(fresh(&page))
}

#[utoipa::path(put, path = paths::KABAR_DIBACA, tag = "kabar", summary = "Menandai kabar saya sudah dibaca",
    request_body = Dibaca, security(("token" = [])),
    responses((status = 200, body = u32, description = "Berapa yang belum dibaca"),
        (status = 400, body = ApiError, description = "bentuk_salah"), (status = 401, body = ApiError, description = "perlu_masuk")))]
pub async fn dibaca(db: Data<Db>, petugas: Petugas, what: Body<Dibaca>) -> Result<HttpResponse> {
    let what = what.into_inner();
    let left = db.write(move |conn| list::dibaca(conn, petugas.0.id, what, clock::now()));
    Ok(fresh(&left.await?))
}

#[utoipa::path(put, path = "/api/kabar/aduan/{id}/dibaca", tag = "kabar",
    summary = "Menandai kabar saya tentang aduan ini sudah dibaca",
    params(("id" = String, Path, description = "Id aduan (UUID)")), security(("token" = [])),
    responses((status = 200, body = u32, description = "Berapa yang belum dibaca"), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 404, body = ApiError, description = "tidak_ditemukan")))]
pub async fn aduan_dibuka(db: Data<Db>, petugas: Petugas, id: Path<String>) -> Result<HttpResponse> {
    let id: AduanId = id.parse().map_err(|_| AppError::not_found())?;
    let left = db.write(move |conn| list::aduan_dibuka(conn, petugas.0.id, id, clock::now()));
    Ok(fresh(&left.await?))
}

#[utoipa::path(get, path = paths::KABAR_KELUAR, tag = "kabar", summary = "Kabar yang belum sampai lewat surel",
    security(("token" = [])),
    responses((status = 200, body = Vec<KabarKeluar>), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 403, body = ApiError, description = "tidak_berhak")))]
pub async fn tertahan(db: Data<Db>, config: Data<Config>, petugas: Petugas) -> Result<HttpResponse> {
    petugas.must_everywhere(Hak::KelolaKabar, &config.district.wilayah)?;
    Ok(fresh(&db.run(keluar::tertahan).await?))
}

#[utoipa::path(put, path = "/api/kabar/keluar/{id}", tag = "kabar", summary = "Mencoba kirim lagi sekarang",
    params(("id" = String, Path, description = "Id (UUID)")), security(("token" = [])),
    responses((status = 204, description = "Dicoba lagi"), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 403, body = ApiError, description = "tidak_berhak"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau sudah terkirim")))]
pub async fn ulangi(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
) -> Result<HttpResponse> {
    petugas.must_everywhere(Hak::KelolaKabar, &config.district.wilayah)?;
    let id: KabarId = id.parse().map_err(|_| AppError::not_found())?;
    db.write(move |conn| keluar::ulangi(conn, id, petugas.0.id, clock::now()))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
