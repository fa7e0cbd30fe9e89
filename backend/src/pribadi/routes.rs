//! `/api/aduan/{id}/permintaan-data`, `/api/aduan/{id}/data-saya`, `/api/permintaan-data` and `/api/data-pribadi`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use shared::account::Hak;
use shared::aksi::JenisAksi;
use shared::error::ApiError;
use shared::page::Page;
use shared::paths;
use shared::pribadi::{AkanDihapus, DataSaya, JawabanBaru, Permintaan, PermintaanBaru, PermintaanFilter};

use super::{permintaan, retensi};
use crate::account::Petugas;
use crate::aduan::Pembaca;
use crate::aduan::queries as complaints;
use crate::aduan::routes::{masuk, only_pelapor};
use crate::aksi::{Answer, Pemilik};
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::http::answer::fresh;
use crate::http::body::Body;
use crate::http::client::Client;
use crate::http::idempotency::IdempotencyKey;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};

const HANYA_PELAPOR: &str = "Hanya pelapor yang meminta sesuatu tentang datanya.";

pub fn configure(app: &mut Rute<'_>) {
    app.at("/api/aduan/{id}/permintaan-data", |at| {
        at.post(Butuh::Kunci(Hak::LihatAduan), create)
            .get(Butuh::Kunci(Hak::LihatAduan), list_own)
    })
    .at("/api/aduan/{id}/data-saya", |at| {
        at.get(Butuh::Kunci(Hak::LihatAduan), data_saya)
    })
    .at(paths::PERMINTAAN_DATA, |at| {
        at.get(Butuh::Hak(Hak::KelolaDataPribadi), list)
    })
    .at("/api/permintaan-data/{id}/jawaban", |at| {
        at.post(Butuh::Hak(Hak::KelolaDataPribadi), jawab)
    })
    .at(paths::AKAN_DIHAPUS, |at| {
        at.get(Butuh::Hak(Hak::KelolaDataPribadi), akan_dihapus)
    });
}

#[utoipa::path(post, path = "/api/aduan/{id}/permintaan-data", tag = "data-pribadi",
    summary = "Meminta perbaikan atau penghapusan data, oleh pelapor",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = PermintaanBaru, security(("kunci" = [])),
    responses((status = 201, body = Vec<Permintaan>, description = "Semua permintaan pada aduan ini"),
        (status = 401, body = ApiError), (status = 403, body = ApiError, description = "tidak_berhak: hanya pelapor"),
        (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "sudah_ada, langkah_salah: sudah dihapus, kunci_dipakai"),
        (status = 422, body = ApiError, description = "isian_salah"),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn create(
    app: (Data<Db>, Data<Config>),
    guard: (Data<Limits>, Client),
    pembaca: Pembaca,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<PermintaanBaru>,
) -> Result<Answer> {
    only_pelapor(&pembaca, HANYA_PELAPOR)?;
    guard.0.admit_pesan(guard.1.origin)?;
    let baru = body.valid.get().clone();
    let place = format!("{id}/permintaan-data");
    let owner = pembaca.pemilik();
    let masuk = masuk(key, JenisAksi::DataPermintaan, owner, &place, &body, &baru.asal);
    let aturan = app.1.district.data_pribadi;
    let reader = pembaca.clone();
    let answer = app
        .0
        .write(move |conn| permintaan::create(conn, &masuk, (&id, &reader), (&baru, &aturan)))
        .await;
    pembaca.remember(&guard.0, guard.1, answer)
}

#[utoipa::path(get, path = "/api/aduan/{id}/permintaan-data", tag = "data-pribadi",
    summary = "Permintaan pelapor sendiri, dan jawabannya",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik")), security(("kunci" = [])),
    responses((status = 200, body = Vec<Permintaan>), (status = 401, body = ApiError),
        (status = 403, body = ApiError, description = "tidak_berhak: hanya pelapor"), (status = 404, body = ApiError),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn list_own(
    db: Data<Db>,
    guard: (Data<Limits>, Client),
    pembaca: Pembaca,
    id: Path<String>,
) -> Result<HttpResponse> {
    only_pelapor(&pembaca, HANYA_PELAPOR)?;
    let reader = pembaca.clone();
    let found = db.run(move |conn| {
        let row = complaints::find_for(conn, &id, &reader)?;
        permintaan::list_own(conn, &row)
    });
    Ok(fresh(&pembaca.remember(&guard.0, guard.1, found.await)?))
}

#[utoipa::path(get, path = "/api/aduan/{id}/data-saya", tag = "data-pribadi",
    summary = "Semua yang disimpan tentang pelapor, bagi pelapor sendiri",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik")), security(("kunci" = [])),
    responses((status = 200, body = DataSaya), (status = 401, body = ApiError),
        (status = 403, body = ApiError, description = "tidak_berhak: hanya pelapor"), (status = 404, body = ApiError),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn data_saya(
    db: Data<Db>,
    guard: (Data<Limits>, Client),
    pembaca: Pembaca,
    id: Path<String>,
) -> Result<HttpResponse> {
    only_pelapor(&pembaca, HANYA_PELAPOR)?;
    let reader = pembaca.clone();
    let found = db.run(move |conn| permintaan::data_saya(conn, &id, &reader, clock::now()));
    Ok(fresh(&pembaca.remember(&guard.0, guard.1, found.await)?))
}

#[utoipa::path(get, path = paths::PERMINTAAN_DATA, tag = "data-pribadi",
    summary = "Permintaan semua pelapor: yang menunggu menurut tenggatnya, atau yang sudah dijawab",
    params(PermintaanFilter), security(("token" = [])),
    responses((status = 200, body = Page<Permintaan>), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 401, body = ApiError), (status = 403, body = ApiError), (status = 422, body = ApiError)))]
pub async fn list(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    filter: Query<PermintaanFilter>,
) -> Result<HttpResponse> {
    petugas.must_everywhere(Hak::KelolaDataPribadi, &config.district.wilayah)?;
    let (page, antaran) = db
        .run(move |conn| permintaan::list(conn, &filter, &petugas.0))
        .await?;
    Ok(antaran.on(fresh(&page)))
}

#[utoipa::path(post, path = "/api/permintaan-data/{id}/jawaban", tag = "data-pribadi",
    summary = "Menjawab permintaan; yang dikabulkan langsung dikerjakan",
    params(("id" = String, Path, description = "Id permintaan (UUIDv7)"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = JawabanBaru, security(("token" = [])),
    responses((status = 200, body = Permintaan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "langkah_salah: sudah dijawab; kunci_dipakai"),
        (status = 422, body = ApiError, description = "isian_salah: penolakan tanpa alasan")))]
pub async fn jawab(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<JawabanBaru>,
) -> Result<Answer> {
    petugas.must_everywhere(Hak::KelolaDataPribadi, &config.district.wilayah)?;
    let baru = body.valid.get().clone();
    let place = format!("{id}/jawaban");
    let owner = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::DataJawaban, owner, &place, &body, &baru.asal);
    db.write(move |conn| permintaan::jawab(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}

#[utoipa::path(get, path = paths::AKAN_DIHAPUS, tag = "data-pribadi",
    summary = "Aduan yang data pribadinya segera dihapus oleh portal", security(("token" = [])),
    responses((status = 200, body = AkanDihapus), (status = 401, body = ApiError), (status = 403, body = ApiError)))]
pub async fn akan_dihapus(db: Data<Db>, config: Data<Config>, petugas: Petugas) -> Result<HttpResponse> {
    petugas.must_everywhere(Hak::KelolaDataPribadi, &config.district.wilayah)?;
    let aturan = config.district.data_pribadi;
    let found = db.run(move |conn| retensi::akan_dihapus(conn, &aturan, clock::now()));
    Ok(fresh(&found.await?))
}
