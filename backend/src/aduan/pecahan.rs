//! `POST /api/aduan/{id}/pecah`: a complaint that tells of two matters becomes two.

use actix_web::web::{Data, Path};
use shared::account::Hak;
use shared::aduan::{Aduan, PecahanBaru};
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
    app.at("/api/aduan/{id}/pecah", |at| {
        at.post(Butuh::Hak(Hak::KelolaAduan), create)
    });
}

#[utoipa::path(post, path = "/api/aduan/{id}/pecah", tag = "aduan",
    summary = "Memecah satu hal dari aduan menjadi aduan tersendiri; pelapor memakai kunci yang sama dan diberi tahu",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = PecahanBaru, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "versi_usang, langkah_salah, sudah_ada, kunci_dipakai"),
        (status = 422, body = ApiError)))]
pub async fn create(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<PecahanBaru>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let place = format!("{id}/pecah");
    let owner = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::AduanPecahan, owner, &place, &body, &baru.asal);
    db.write(move |conn| queries::pecah(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}
