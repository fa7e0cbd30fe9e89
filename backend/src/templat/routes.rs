//! `/api/templat`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use shared::account::Hak;
use shared::aksi::JenisAksi;
use shared::error::ApiError;
use shared::id::TemplatId;
use shared::paths;
use shared::templat::{Templat, TemplatBaru};

use super::queries;
use crate::account::Petugas;
use crate::aksi::{Answer, Masuk, Pemilik};
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::answer::fresh;
use crate::http::body::Body;
use crate::http::idempotency::IdempotencyKey;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::TEMPLAT, |at| at.get(Butuh::Akun, list))
        .at("/api/templat/{id}", |at| {
            at.put(Butuh::Hak(Hak::KelolaAturan), simpan)
        });
}

#[utoipa::path(get, path = paths::TEMPLAT, tag = "aturan", summary = "Templat tanggapan, menurut judulnya",
    security(("token" = [])),
    responses((status = 200, body = Vec<Templat>), (status = 401, body = ApiError, description = "perlu_masuk")))]
pub async fn list(db: Data<Db>) -> Result<HttpResponse> {
    Ok(fresh(&db.run(queries::list).await?))
}

#[utoipa::path(put, path = "/api/templat/{id}", tag = "aturan", summary = "Membuat atau mengubah templat",
    params(("id" = String, Path, description = "Id (UUIDv7), dibuat pemanggil untuk yang baru"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = TemplatBaru, security(("token" = [])),
    responses((status = 200, body = Vec<Templat>, description = "Semua templat sesudahnya"),
        (status = 401, body = ApiError), (status = 403, body = ApiError), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "kunci_dipakai"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn simpan(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<TemplatBaru>,
) -> Result<Answer> {
    petugas.must_everywhere(Hak::KelolaAturan, &config.district.wilayah)?;
    let id: TemplatId = id.parse().map_err(|_| AppError::not_found())?;
    let baru = body.valid.get().clone();
    let masuk = Masuk {
        id: key.0,
        jenis: JenisAksi::TemplatUbah,
        pemilik: Pemilik::Account(petugas.0.id),
        badan_sha256: format!("{}@{id}", body.sha256),
        asal: baru.asal.clone(),
        pada: clock::now(),
    };
    db.write(move |conn| queries::simpan(conn, &masuk, (id, &petugas.0), &baru))
        .await
}
