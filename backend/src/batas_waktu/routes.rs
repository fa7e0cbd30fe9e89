//! `/api/batas-waktu`: the rules by which deadlines are counted.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use shared::account::Hak;
use shared::aduan::{BatasWaktu, BatasWaktuBaru};
use shared::aksi::JenisAksi;
use shared::error::ApiError;
use shared::paths;

use super::queries;
use crate::account::Petugas;
use crate::aksi::{Answer, Masuk, Pemilik};
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::http::body::Body;
use crate::http::idempotency::IdempotencyKey;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::BATAS_WAKTU, |at| {
        at.get(Butuh::Akun, list).put(Butuh::Hak(Hak::KelolaAturan), ubah)
    });
}

#[utoipa::path(get, path = paths::BATAS_WAKTU, tag = "aturan", summary = "Batas waktu, yang lalu dan yang akan datang juga",
    security(("token" = [])),
    responses((status = 200, body = BatasWaktu), (status = 401, body = ApiError, description = "perlu_masuk")))]
pub async fn list(db: Data<Db>) -> Result<HttpResponse> {
    let batas = db.run(queries::list).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(batas))
}

#[utoipa::path(put, path = paths::BATAS_WAKTU, tag = "aturan", summary = "Mengubah batas waktu mulai suatu hari",
    params(("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = BatasWaktuBaru, security(("token" = [])),
    responses((status = 200, body = BatasWaktu), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 409, body = ApiError, description = "kunci_dipakai"),
        (status = 422, body = ApiError, description = "isian_salah, dengan baris yang salah")))]
pub async fn ubah(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    key: IdempotencyKey,
    body: Body<BatasWaktuBaru>,
) -> Result<Answer> {
    petugas.must_everywhere(Hak::KelolaAturan, &config.district.wilayah)?;
    let baru = body.valid.get().clone();
    let masuk = Masuk {
        id: key.0,
        jenis: JenisAksi::BatasWaktuUbah,
        pemilik: Pemilik::Account(petugas.0.id),
        badan_sha256: body.sha256,
        asal: baru.asal.clone(),
        pada: clock::now(),
    };
    db.write(move |conn| queries::ubah(conn, &masuk, &petugas.0, &baru))
        .await
}
