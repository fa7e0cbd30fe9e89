//! `POST /api/aduan/{id}/kunci-baru`: a new key for a reporter who lost his, after his number was checked.

use actix_web::web::{Data, Path};
use shared::account::Hak;
use shared::aduan::{Aduan, KunciBaru};
use shared::aksi::JenisAksi;
use shared::error::ApiError;

use super::queries;
use super::routes::masuk;
use crate::account::Petugas;
use crate::aksi::{Answer, Pemilik};
use crate::db::Db;
use crate::error::Result;
use crate::http::body::Body;
use crate::http::idempotency::IdempotencyKey;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at("/api/aduan/{id}/kunci-baru", |at| {
        at.post(Butuh::Hak(Hak::TerbitkanKunci), create)
    });
}

#[utoipa::path(post, path = "/api/aduan/{id}/kunci-baru", tag = "aduan",
    summary = "Mengganti kunci pelapor yang hilang; kunci lama tidak berlaku lagi",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = KunciBaru, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError),
        (status = 422, body = ApiError, description = "isian_salah, juga bila nomor HP tidak sama")))]
pub async fn create(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<KunciBaru>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let place = format!("{id}/kunci-baru");
    let owner = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::AduanKunciBaru, owner, &place, &body, &baru.asal);
    db.write(move |conn| queries::ganti_kunci(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}
