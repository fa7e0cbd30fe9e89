//! `/api/skpd`.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use shared::account::{Hak, Skpd, SkpdBaru};
use shared::aksi::JenisAksi;
use shared::error::ApiError;
use shared::jejak::Objek;
use shared::paths;

use super::queries;
use crate::account::Petugas;
use crate::aksi::{self, Answer, Masuk, Pemilik, Tentang};
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::http::body::Body;
use crate::http::idempotency::IdempotencyKey;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::SKPD, |at| {
        at.get(Butuh::Akun, list).post(Butuh::Hak(Hak::KelolaAkun), put)
    });
}

#[utoipa::path(get, path = paths::SKPD, tag = "akun", summary = "SKPD dan bidangnya", security(("token" = [])),
    responses((status = 200, body = Vec<Skpd>), (status = 401, body = ApiError, description = "perlu_masuk")))]
pub async fn list(db: Data<Db>) -> Result<HttpResponse> {
    let all = db.run(|conn| Ok(queries::list(conn)?)).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(all))
}

#[utoipa::path(post, path = paths::SKPD, tag = "akun", summary = "Membuat atau mengubah SKPD atau bidang",
    params(("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")), request_body = SkpdBaru,
    security(("token" = [])),
    responses((status = 200, body = Vec<Skpd>), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 403, body = ApiError, description = "tidak_berhak"), (status = 409, body = ApiError, description = "sudah_ada"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn put(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    key: IdempotencyKey,
    body: Body<SkpdBaru>,
) -> Result<Answer> {
    petugas.must_everywhere(Hak::KelolaAkun, &config.district.wilayah)?;
    let new = body.valid.get().clone();
    let masuk = Masuk {
        id: key.0,
        jenis: JenisAksi::SkpdUbah,
        pemilik: Pemilik::Account(petugas.0.id),
        badan_sha256: body.sha256.clone(),
        asal: new.asal.clone(),
        pada: clock::now(),
    };
    db.write(move |conn| {
        aksi::once_shown(
            conn,
            &masuk,
            |conn| {
                queries::put(conn, &new, Some(petugas.0.id), masuk.pada)?;
                let objek = new.skpd.as_ref().map_or(Objek::Skpd, |_| Objek::Bidang);
                Ok(Tentang::new(objek, &new.kode))
            },
            |conn| Answer::ok(&queries::list(conn)?),
        )
    })
    .await
}
