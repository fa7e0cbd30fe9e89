//! `/api/libur`: the calendar that anyone reads and an admin replaces.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use shared::account::Hak;
use shared::aksi::JenisAksi;
use shared::error::{ApiError, ErrorCode};
use shared::libur::{KalenderTahun, LiburBaru, LiburDiganti, TAHUN};
use shared::paths;
use utoipa::IntoParams;

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
use crate::wilayah::routes::cached;

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::LIBUR, |at| at.get(Butuh::Siapa, show))
        .at("/api/libur/{tahun}", |at| {
            at.put(Butuh::Hak(Hak::KelolaAturan), ganti)
        });
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LiburAsked {
    /// Tahun kalender, misalnya 2026.
    tahun: i32,
}

#[utoipa::path(get, path = paths::LIBUR, tag = "aturan", summary = "Hari libur dan cuti bersama setahun", params(LiburAsked),
    responses((status = 200, body = KalenderTahun, description = "Tanpa hari: kalender tahun itu belum ada"),
        (status = 304, description = "Belum berubah"), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn show(req: HttpRequest, db: Data<Db>, asked: Query<LiburAsked>) -> Result<HttpResponse> {
    let tahun = known_year(asked.tahun)?;
    let kalender = db.run(move |conn| queries::tahun(conn, tahun)).await?;
    Ok(cached(
        &req,
        "application/json",
        serde_json::to_string(&kalender)?,
    ))
}

#[utoipa::path(put, path = "/api/libur/{tahun}", tag = "aturan", summary = "Mengganti kalender setahun",
    params(("tahun" = i32, Path, description = "Tahun kalender"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = LiburBaru, security(("token" = [])),
    responses((status = 200, body = LiburDiganti, description = "Berapa tenggat aduan yang dihitung ulang dan berubah"),
        (status = 401, body = ApiError), (status = 403, body = ApiError), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "kunci_dipakai"),
        (status = 422, body = ApiError, description = "isian_salah, dengan baris yang salah dan cara memperbaikinya")))]
pub async fn ganti(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    tahun: Path<i32>,
    key: IdempotencyKey,
    body: Body<LiburBaru>,
) -> Result<Answer> {
    petugas.must_everywhere(Hak::KelolaAturan, &config.district.wilayah)?;
    let tahun = known_year(tahun.into_inner())?;
    let baru = body.valid.get().clone();
    let masuk = Masuk {
        id: key.0,
        jenis: JenisAksi::LiburGanti,
        pemilik: Pemilik::Account(petugas.0.id),
        badan_sha256: format!("{}@{tahun}", body.sha256),
        asal: baru.asal.clone(),
        pada: clock::now(),
    };
    // It may count all running deadlines again.
    db.write_alone(move |conn| queries::ganti(conn, &masuk, &petugas.0, (tahun, &baru)))
        .await
}

fn known_year(tahun: i32) -> Result<i32> {
    if TAHUN.contains(&tahun) {
        return Ok(tahun);
    }
    let message = format!("Isi tahun {} sampai {}.", TAHUN.start(), TAHUN.end());
    Err(ApiError::field(ErrorCode::IsianSalah, "tahun", message).into())
}
