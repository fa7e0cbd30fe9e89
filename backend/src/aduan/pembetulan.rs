//! `POST /api/aduan/{id}/pembetulan` and `POST /api/aduan/{id}/beda/{beda}`: what is wrong about a complaint is put right,
//! merged with what others put right; where two differ, somebody chooses.

use actix_web::web::{Data, Path};
use shared::account::Hak;
use shared::aduan::{Aduan, PembetulanBaru, PilihanBaru};
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
    app.at("/api/aduan/{id}/pembetulan", |at| {
        at.post(Butuh::HakSekali(Hak::KelolaAduan), create)
    })
    .at("/api/aduan/{id}/beda/{beda}", |at| {
        at.post(Butuh::HakSekali(Hak::KelolaAduan), pilih)
    });
}

#[utoipa::path(post, path = "/api/aduan/{id}/pembetulan", tag = "aduan",
    summary = "Membetulkan data: digabung per isian, dan yang berbeda disimpan keduanya",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = PembetulanBaru, security(("token" = [])),
    responses((status = 200, body = Aduan, description = "Tergabung; yang berbeda menunggu dipilih dalam `beda`"),
        (status = 401, body = ApiError), (status = 403, body = ApiError), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "kunci_dipakai; langkah_salah: datanya sudah dihapus"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn create(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<PembetulanBaru>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let place = format!("{id}/pembetulan");
    let owner = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::AduanPembetulan, owner, &place, &body, &baru.asal);
    db.write(move |conn| queries::betulkan(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}

#[utoipa::path(post, path = "/api/aduan/{id}/beda/{beda}", tag = "aduan", summary = "Memilih satu dari dua isian yang berbeda",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("beda" = String, Path, description = "Id (UUID) dari `beda`"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = PilihanBaru, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "versi_usang (keadaan kini dalam `sekarang`), kunci_dipakai"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn pilih(
    db: Data<Db>,
    petugas: Petugas,
    path: Path<(String, String)>,
    key: IdempotencyKey,
    body: Body<PilihanBaru>,
) -> Result<Answer> {
    let (id, beda) = path.into_inner();
    let baru = body.valid.get().clone();
    let place = format!("{id}/beda/{beda}");
    let owner = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::AduanBedaPilih, owner, &place, &body, &baru.asal);
    db.write(move |conn| queries::pilih(conn, &masuk, (&id, &beda), &petugas.0, &baru))
        .await
}
