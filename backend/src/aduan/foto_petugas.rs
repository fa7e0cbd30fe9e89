//! Photos that officers add to a complaint: `/api/aduan/{id}/foto-sesudah` and `/foto-umum`.

use actix_web::web::{Data, Path};
use shared::account::Hak;
use shared::aduan::{Aduan, FotoSesudahBaru, FotoSesudahHapus, FotoUmumBaru};
use shared::aksi::{Asal, JenisAksi};
use shared::error::ApiError;

use super::queries;
use super::routes::masuk;
use crate::account::Petugas;
use crate::aksi::{Answer, Masuk, Pemilik};
use crate::db::Db;
use crate::error::Result;
use crate::http::body::Body;
use crate::http::idempotency::IdempotencyKey;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at("/api/aduan/{id}/foto-sesudah", |at| {
        at.post(Butuh::HakSekali(Hak::KerjakanAduan), sesudah)
    })
    .at("/api/aduan/{id}/foto-sesudah/hapus", |at| {
        at.post(Butuh::Hak(Hak::KerjakanAduan), hapus)
    })
    .at("/api/aduan/{id}/foto-umum", |at| {
        at.post(Butuh::Hak(Hak::RilisAduan), umum)
    });
}

#[utoipa::path(post, path = "/api/aduan/{id}/foto-sesudah", tag = "aduan",
    summary = "Mencatat foto sesudah pekerjaan; isinya menyusul lewat unggahan (tus)",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = FotoSesudahBaru, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError),
        (status = 422, body = ApiError, description = "isian_salah: terlalu banyak, atau sudah ada")))]
pub async fn sesudah(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<FotoSesudahBaru>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let masuk = of_officer(&petugas, key, &format!("{id}/foto-sesudah"), &body, &baru.asal);
    db.write(move |conn| queries::foto_sesudah(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}

#[utoipa::path(post, path = "/api/aduan/{id}/foto-sesudah/hapus", tag = "aduan",
    summary = "Menghapus satu foto sesudah pekerjaan, beserta salinannya untuk umum",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = FotoSesudahHapus, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError), (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn hapus(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<FotoSesudahHapus>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let place = format!("{id}/foto-sesudah/hapus");
    let masuk = of_officer(&petugas, key, &place, &body, &baru.asal);
    db.write(move |conn| queries::hapus_foto_sesudah(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}

#[utoipa::path(post, path = "/api/aduan/{id}/foto-umum", tag = "aduan",
    summary = "Menampilkan satu foto kepada umum sebagai salinan yang sudah disamarkan, atau menariknya kembali",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = FotoUmumBaru, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError), (status = 409, body = ApiError, description = "langkah_salah: dirahasiakan"),
        (status = 422, body = ApiError, description = "isian_salah: foto asalnya tidak ada")))]
pub async fn umum(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<FotoUmumBaru>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let masuk = of_officer(&petugas, key, &format!("{id}/foto-umum"), &body, &baru.asal);
    db.write(move |conn| queries::foto_umum(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}

fn of_officer<T>(petugas: &Petugas, key: IdempotencyKey, place: &str, body: &Body<T>, asal: &Asal) -> Masuk {
    let owner = Pemilik::Account(petugas.0.id);
    masuk(key, JenisAksi::AduanFoto, owner, place, body, asal)
}
