//! An officer read a complaint from the copy on his device, without a network: told afterwards, for the audit trail.

use actix_web::web::{Data, Path};
use serde_json::json;
use shared::account::Hak;
use shared::aduan::Dilihat;
use shared::aksi::JenisAksi;
use shared::error::ApiError;
use shared::id::AduanId;
use shared::jejak::Objek;

use super::routes::masuk;
use crate::account::Petugas;
use crate::aksi::{self, Answer, Pemilik, Tentang};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::body::Body;
use crate::http::idempotency::IdempotencyKey;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at("/api/aduan/{id}/dilihat", |at| {
        at.post(Butuh::HakSekali(Hak::LihatAduan), dilihat)
    });
}

/// What was read may be his no more, or may be gone: it was read all the same. So nothing is looked up, and every id is
/// answered alike.
#[utoipa::path(post, path = "/api/aduan/{id}/dilihat", tag = "aduan",
    summary = "Mencatat bahwa petugas membaca aduan dari salinan di perangkatnya",
    params(("id" = String, Path, description = "Id (UUID)"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = Dilihat, security(("token" = [])),
    responses((status = 200, body = Object), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError, description = "tidak_ditemukan: bukan id"),
        (status = 409, body = ApiError, description = "kunci_dipakai")))]
pub async fn dilihat(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<Dilihat>,
) -> Result<Answer> {
    let id: AduanId = id.parse().map_err(|_| AppError::not_found())?;
    let owner = Pemilik::Account(petugas.0.id);
    let place = format!("{id}/dilihat");
    let asal = &body.valid.get().asal;
    let masuk = masuk(key, JenisAksi::AduanDilihat, owner, &place, &body, asal);
    db.write(move |conn| {
        aksi::once(conn, &masuk, |_| {
            Ok((Tentang::new(Objek::Aduan, id), Answer::ok(&json!({}))?))
        })
    })
    .await
}
