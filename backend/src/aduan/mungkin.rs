//! `POST /api/aduan/{id}/bukan-sama`: an officer says of two complaints that they are not the same.

use actix_web::web::{Data, Path};
use shared::account::Hak;
use shared::aduan::{Aduan, BukanSama};
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
    app.at("/api/aduan/{id}/bukan-sama", |at| {
        at.post(Butuh::Hak(Hak::VerifikasiAduan), create)
    });
}

#[utoipa::path(post, path = "/api/aduan/{id}/bukan-sama", tag = "aduan",
    summary = "Menyatakan bahwa dua aduan yang ditandai mungkin sama ternyata bukan",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = BukanSama, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError),
        (status = 422, body = ApiError, description = "isian_salah: keduanya tidak ditandai")))]
pub async fn create(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<BukanSama>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let place = format!("{id}/bukan-sama");
    let owner = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::AduanBukanSama, owner, &place, &body, &baru.asal);
    db.write(move |conn| queries::bukan_sama(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}
