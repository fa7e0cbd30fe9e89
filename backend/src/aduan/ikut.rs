//! `/api/ikut`: following a complaint instead of filing the same once more.

use actix_web::web::{Data, Path};
use shared::aduan::{IkutAkhir, IkutBaru, IkutBerakhir, IkutDiterima};
use shared::aksi::JenisAksi;
use shared::error::{ApiError, ErrorCode};
use shared::id::IkutId;
use shared::paths;

use super::queries;
use super::routes::{find_public, masuk};
use crate::aksi::{Answer, Pemilik};
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::body::Body;
use crate::http::client::{Client, Credential};
use crate::http::idempotency::IdempotencyKey;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::IKUT, |at| at.post(Butuh::Siapa, create))
        .at("/api/ikut/{id}/akhiri", |at| at.post(Butuh::Siapa, end));
}

#[utoipa::path(post, path = paths::IKUT, tag = "aduan", summary = "Mengikuti aduan orang lain, tanpa nama dan tanpa nomor",
    params(("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7) yang dibuat di perangkat")),
    request_body = IkutBaru,
    responses((status = 201, body = IkutDiterima), (status = 400, body = ApiError, description = "bentuk_salah, header_salah"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau dirahasiakan"),
        (status = 409, body = ApiError, description = "kunci_dipakai, sudah_ada"), (status = 422, body = ApiError),
        (status = 429, body = ApiError, description = "tunggu_dulu, dengan Retry-After: kirim lagi nanti")))]
pub async fn create(
    db: Data<Db>,
    limits: Data<Limits>,
    client: Client,
    key: IdempotencyKey,
    body: Body<IkutBaru>,
) -> Result<Answer> {
    limits.admit_aduan(client.origin)?;
    let baru = body.valid.get().clone();
    // Whoever tries out codes waits here as anywhere else.
    find_public(&db, &limits, client, baru.kode.as_str()).await?;
    let pemilik = Pemilik::Kunci(baru.kunci_hash.clone());
    let masuk = masuk(key, JenisAksi::AduanIkut, pemilik, "ikut", &body, &baru.asal);
    db.write(move |conn| queries::ikuti(conn, &masuk, &baru)).await
}

#[utoipa::path(post, path = "/api/ikut/{id}/akhiri", tag = "aduan", summary = "Berhenti mengikuti, oleh pemegang kuncinya",
    params(("id" = String, Path, description = "Id (UUID) yang dipakai waktu mengikuti"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = IkutAkhir, security(("kunci" = [])),
    responses((status = 200, body = IkutBerakhir), (status = 401, body = ApiError, description = "perlu_masuk: tanpa kunci"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau kuncinya lain")))]
pub async fn end(
    db: Data<Db>,
    credential: Credential,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<IkutAkhir>,
) -> Result<Answer> {
    let Credential::Kunci(kunci) = credential else {
        let detail = "Berhenti mengikuti dilakukan di perangkat yang dipakai waktu mulai mengikuti.";
        return Err(AppError::refused(ErrorCode::PerluMasuk, detail));
    };
    let ikut: IkutId = id.parse().map_err(|_| AppError::not_found())?;
    let pemilik = Pemilik::Kunci(kunci.clone());
    let place = format!("{ikut}/akhiri");
    let masuk = masuk(
        key,
        JenisAksi::AduanIkutAkhir,
        pemilik,
        &place,
        &body,
        &body.valid.get().asal,
    );
    db.write(move |conn| queries::berhenti_ikut(conn, &masuk, ikut, &kunci))
        .await
}
