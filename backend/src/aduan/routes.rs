//! `/api/aduan` and `/api/public/aduan`.

use std::time::Instant;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use shared::account::Hak;
use shared::aduan::{
    Aduan, AduanBaru, AduanDiterima, AduanFilter, AduanPublik, AduanRingkas, PenilaianBaru, PesanBaru,
    RilisBaru, Sumber, Tindakan, TindakanBaru,
};
use shared::aksi::{Asal, JenisAksi};
use shared::error::{ApiError, ErrorCode};
use shared::kode::Kode;
use shared::page::Page;
use shared::paths;

use super::queries::{Jangkauan, Penerima};
use super::{Pembaca, pertimbangan, publik, queries, surat, view};
use crate::account::Petugas;
use crate::aksi::{Answer, Masuk, Pemilik};
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::body::Body;
use crate::http::client::Client;
use crate::http::idempotency::IdempotencyKey;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::ADUAN, |at| {
        at.post(Butuh::Siapa, create)
            .get(Butuh::Hak(Hak::LihatAduan), list)
    })
    .at(paths::TITIPAN, |at| {
        at.post(Butuh::HakSekali(Hak::BantuEntri), titipan)
    })
    .at("/api/aduan/{id}", |at| {
        at.get(Butuh::Kunci(Hak::LihatAduan), show)
    })
    .at("/api/aduan/{id}/pesan", |at| {
        at.post(Butuh::KunciSekali(Hak::CatatAduan), pesan)
    })
    .at("/api/aduan/{id}/penilaian", |at| {
        at.post(Butuh::Kunci(Hak::LihatAduan), penilaian)
    })
    .at("/api/aduan/{id}/rilis", |at| {
        at.post(Butuh::Hak(Hak::RilisAduan), rilis)
    })
    .at("/api/aduan/{id}/catatan", |at| {
        at.post(Butuh::HakSekali(Hak::CatatAduan), catatan)
    })
    .at("/api/aduan/{id}/buka-kembali", |at| {
        at.post(Butuh::Kunci(Hak::LihatAduan), buka_kembali)
    })
    .at("/api/aduan/{id}/surat-pelimpahan", |at| {
        at.get(Butuh::Hak(Hak::VerifikasiAduan), surat_pelimpahan)
    })
    .at("/api/aduan/{id}/tim-teknis", |at| {
        at.get(Butuh::Hak(Hak::DisposisiAduan), pertimbangan::tim_teknis)
    })
    .at("/api/aduan/{id}/bila-ditunda", |at| {
        at.get(Butuh::Hak(Hak::KerjakanAduan), pertimbangan::bila_ditunda)
    })
    // Which right each step needs stands in the table of states.
    .at("/api/aduan/{id}/{tindakan}", |at| {
        at.post(Butuh::HakSekali(Hak::LihatAduan), tindakan)
    })
    .at("/api/public/aduan/{kode}", |at| at.get(Butuh::Siapa, show_public));
}

/// An aksi as it came in; the place that it was sent to is part of what it says.
pub(crate) fn masuk<T>(
    key: IdempotencyKey,
    jenis: JenisAksi,
    pemilik: Pemilik,
    place: &str,
    body: &Body<T>,
    asal: &Asal,
) -> Masuk {
    let badan_sha256 = if place.is_empty() {
        body.sha256.clone()
    } else {
        format!("{}@{place}", body.sha256)
    };
    Masuk {
        id: key.0,
        jenis,
        pemilik,
        badan_sha256,
        asal: asal.clone(),
        pada: clock::now(),
    }
}

#[utoipa::path(post, path = paths::ADUAN, tag = "aduan", summary = "Mengirim aduan, sekali",
    params(("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7) yang dibuat di perangkat")),
    request_body = AduanBaru,
    responses((status = 201, body = AduanDiterima, description = "Diterima; kiriman yang sama dijawab sama, dengan Idempotent-Replayed",
            headers(("Location" = String), ("Idempotent-Replayed" = String))),
        (status = 400, body = ApiError, description = "bentuk_salah, header_salah"),
        (status = 409, body = ApiError, description = "kunci_dipakai, sudah_ada"),
        (status = 413, body = ApiError, description = "terlalu_besar"),
        (status = 422, body = ApiError, description = "isian_salah"),
        (status = 429, body = ApiError, description = "tunggu_dulu, dengan Retry-After: kirim lagi nanti")))]
pub async fn create(
    db: Data<Db>,
    config: Data<Config>,
    limits: Data<Limits>,
    client: Client,
    key: IdempotencyKey,
    body: Body<AduanBaru>,
) -> Result<Answer> {
    limits.admit_aduan(client.origin)?;
    let baru = body.valid.get().clone();
    let pemilik = Pemilik::Kunci(baru.kunci_hash.clone());
    let masuk = masuk(key, JenisAksi::AduanBaru, pemilik, "", &body, &baru.asal);
    if baru.pelapor.tanpa_hp {
        let message = "Isi nomor HP Anda. Tanpa HP, mintalah petugas di kantor desa atau kecamatan mengisikan aduan ini.";
        return Err(ApiError::field(ErrorCode::IsianSalah, "pelapor.tanpa_hp", message).into());
    }
    let penerima = Penerima::warga(&config.district);
    db.write(move |conn| queries::insert_once(conn, &penerima, &masuk, &baru))
        .await
}

#[utoipa::path(post, path = paths::TITIPAN, tag = "aduan", summary = "Mengentri aduan untuk warga yang tidak punya HP",
    params(("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7) yang dibuat di perangkat")),
    request_body = AduanBaru, security(("token" = [])),
    responses((status = 201, body = AduanDiterima, description = "Diterima; tercatat siapa yang mengentri"),
        (status = 401, body = ApiError, description = "perlu_masuk"), (status = 403, body = ApiError, description = "tidak_berhak"),
        (status = 409, body = ApiError, description = "kunci_dipakai, sudah_ada"),
        (status = 422, body = ApiError, description = "isian_salah, juga bila desanya di luar wilayah tugas")))]
pub async fn titipan(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    key: IdempotencyKey,
    body: Body<AduanBaru>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let pemilik = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::AduanTitipan, pemilik, "", &body, &baru.asal);
    let penerima = Penerima {
        sumber: Sumber::Petugas,
        dientri_oleh: Some(petugas.0),
        ..Penerima::warga(&config.district)
    };
    db.write(move |conn| queries::insert_once(conn, &penerima, &masuk, &baru))
        .await
}

#[utoipa::path(get, path = paths::ADUAN, tag = "aduan", summary = "Kotak masuk petugas", params(AduanFilter),
    security(("token" = [])),
    responses((status = 200, body = Page<AduanRingkas>), (status = 400, body = ApiError, description = "bentuk_salah"),
        (status = 401, body = ApiError, description = "perlu_masuk"), (status = 422, body = ApiError, description = "isian_salah")))]
pub async fn list(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    filter: Query<AduanFilter>,
) -> Result<HttpResponse> {
    let reach = Jangkauan::of(&petugas.0, &config.district.wilayah);
    let page = db
        .run(move |conn| queries::list(conn, &reach, &filter, clock::now()))
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(page))
}

#[utoipa::path(get, path = "/api/aduan/{id}", tag = "aduan", summary = "Satu aduan, seutuhnya",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik")),
    security(("token" = []), ("kunci" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau bukan milik pemanggil"),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn show(
    db: Data<Db>,
    limits: Data<Limits>,
    client: Client,
    pembaca: Pembaca,
    id: Path<String>,
) -> Result<HttpResponse> {
    let reader = pembaca.clone();
    let found = db.run(move |conn| {
        let row = queries::find_for(conn, &id, &reader)?;
        let with = queries::belongings_for(conn, &row, &reader)?;
        Ok(view::aduan(&row, &with, &reader, clock::now())?)
    });
    let aduan = pembaca.remember(&limits, client, found.await)?;
    limits.found(&aduan.kode);
    let response = HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(&aduan);
    Ok(match pembaca.antaran(&aduan) {
        Some(antaran) => antaran.on(response),
        None => response,
    })
}

#[utoipa::path(post, path = "/api/aduan/{id}/{tindakan}", tag = "aduan", summary = "Langkah petugas",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"), ("tindakan" = Tindakan, Path),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = TindakanBaru, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "versi_usang (keadaan kini dalam `sekarang`), langkah_salah, kunci_dipakai"),
        (status = 422, body = ApiError)))]
pub async fn tindakan(
    db: Data<Db>,
    petugas: Petugas,
    path: Path<(String, String)>,
    key: IdempotencyKey,
    body: Body<TindakanBaru>,
) -> Result<Answer> {
    let (id, name) = path.into_inner();
    let tindakan = Tindakan::parse(&name).ok_or_else(AppError::not_found)?;
    let hak = tindakan.hak().ok_or_else(AppError::not_found)?;
    petugas.must_once(&db, hak, Some(key.0)).await?;
    let baru = body.valid.get().clone();
    let place = format!("{id}/{name}");
    let masuk = masuk(
        key,
        JenisAksi::AduanTindakan,
        Pemilik::Account(petugas.0.id),
        &place,
        &body,
        &baru.asal,
    );
    db.write(move |conn| queries::tindakan(conn, &masuk, (&id, &petugas.0), (tindakan, &baru)))
        .await
}

#[utoipa::path(post, path = "/api/aduan/{id}/buka-kembali", tag = "aduan", summary = "Membuka kembali, oleh pelapor",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = TindakanBaru, security(("kunci" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError),
        (status = 403, body = ApiError, description = "tidak_berhak: hanya pelapor"), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "versi_usang, langkah_salah, kunci_dipakai"), (status = 422, body = ApiError),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn buka_kembali(
    app: (Data<Db>, Data<Config>),
    guard: (Data<Limits>, Client),
    pembaca: Pembaca,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<TindakanBaru>,
) -> Result<Answer> {
    only_pelapor(&pembaca, "Hanya pelapor yang membuka kembali aduannya.")?;
    let baru = body.valid.get().clone();
    let place = format!("{id}/buka-kembali");
    let owner = pembaca.pemilik();
    let masuk = masuk(key, JenisAksi::AduanTindakan, owner, &place, &body, &baru.asal);
    let hari = app.1.district.siklus.buka_kembali_hari;
    let reader = pembaca.clone();
    let answer = app
        .0
        .write(move |conn| queries::buka_kembali(conn, &masuk, (&id, &reader), (&baru, hari)))
        .await;
    pembaca.remember(&guard.0, guard.1, answer)
}

pub(crate) fn only_pelapor(pembaca: &Pembaca, detail: &str) -> Result<()> {
    match pembaca {
        Pembaca::Pelapor(_) => Ok(()),
        Pembaca::Petugas(_) => Err(AppError::refused(ErrorCode::TidakBerhak, detail)),
    }
}

#[utoipa::path(post, path = "/api/aduan/{id}/catatan", tag = "aduan", summary = "Catatan antarpetugas; pelapor tidak melihatnya",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = PesanBaru, security(("token" = [])),
    responses((status = 201, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError), (status = 409, body = ApiError, description = "kunci_dipakai, sudah_ada"),
        (status = 422, body = ApiError)))]
pub async fn catatan(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<PesanBaru>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let owner = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::AduanCatatan, owner, &id, &body, &baru.asal);
    db.write(move |conn| queries::catat(conn, &masuk, (&id, &petugas.0), &baru))
        .await
}

#[utoipa::path(get, path = "/api/aduan/{id}/surat-pelimpahan", tag = "aduan",
    summary = "Naskah surat pelimpahan kepada instansi yang berwenang",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik")), security(("token" = [])),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "langkah_salah: aduan ini tidak dilimpahkan")))]
pub async fn surat_pelimpahan(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    id: Path<String>,
) -> Result<HttpResponse> {
    let pembaca = Pembaca::Petugas(petugas.0);
    let aduan = db.run(move |conn| {
        let row = queries::find_for(conn, &id, &pembaca)?;
        let with = queries::belongings(conn, &row)?;
        Ok(view::aduan(&row, &with, &pembaca, clock::now())?)
    });
    let surat = surat::pelimpahan(&aduan.await?, &config.district, clock::now())?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain; charset=utf-8")
        .body(surat))
}

#[utoipa::path(post, path = "/api/aduan/{id}/pesan", tag = "aduan", summary = "Pesan antara pelapor dan petugas",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = PesanBaru, security(("token" = []), ("kunci" = [])),
    responses((status = 201, body = Aduan), (status = 401, body = ApiError), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "kunci_dipakai, sudah_ada"), (status = 422, body = ApiError),
        (status = 429, body = ApiError, description = "tunggu_dulu, dengan Retry-After: kirim lagi nanti")))]
pub async fn pesan(
    db: Data<Db>,
    guard: (Data<Limits>, Client),
    pembaca: Pembaca,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<PesanBaru>,
) -> Result<Answer> {
    guard.0.admit_pesan(guard.1.origin)?;
    let baru = body.valid.get().clone();
    let masuk = masuk(
        key,
        JenisAksi::AduanPesan,
        pembaca.pemilik(),
        &id,
        &body,
        &baru.asal,
    );
    let reader = pembaca.clone();
    let answer = db
        .write(move |conn| queries::pesan(conn, &masuk, &id, &reader, &baru))
        .await;
    pembaca.remember(&guard.0, guard.1, answer)
}

#[utoipa::path(post, path = "/api/aduan/{id}/penilaian", tag = "aduan", summary = "Penilaian pelapor setelah selesai",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = PenilaianBaru, security(("kunci" = [])),
    responses((status = 201, body = Aduan), (status = 401, body = ApiError),
        (status = 403, body = ApiError, description = "tidak_berhak: hanya pelapor"), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "langkah_salah, sudah_ada, kunci_dipakai"), (status = 422, body = ApiError)))]
pub async fn penilaian(
    db: Data<Db>,
    guard: (Data<Limits>, Client),
    pembaca: Pembaca,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<PenilaianBaru>,
) -> Result<Answer> {
    only_pelapor(&pembaca, "Hanya pelapor yang menilai.")?;
    let baru = body.valid.get().clone();
    let masuk = masuk(
        key,
        JenisAksi::AduanPenilaian,
        pembaca.pemilik(),
        &id,
        &body,
        &baru.asal,
    );
    let reader = pembaca.clone();
    let answer = db
        .write(move |conn| queries::penilaian(conn, &masuk, &id, &reader, &baru))
        .await;
    pembaca.remember(&guard.0, guard.1, answer)
}

#[utoipa::path(post, path = "/api/aduan/{id}/rilis", tag = "aduan", summary = "Menampilkan kepada umum",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = RilisBaru, security(("token" = [])),
    responses((status = 200, body = Aduan), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "versi_usang, langkah_salah, kunci_dipakai"), (status = 422, body = ApiError)))]
pub async fn rilis(
    db: Data<Db>,
    petugas: Petugas,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<RilisBaru>,
) -> Result<Answer> {
    let baru = body.valid.get().clone();
    let masuk = masuk(
        key,
        JenisAksi::AduanRilis,
        Pemilik::Account(petugas.0.id),
        &id,
        &body,
        &baru.asal,
    );
    db.write(move |conn| queries::rilis(conn, &masuk, &id, &petugas.0, &baru))
        .await
}

#[utoipa::path(get, path = "/api/public/aduan/{kode}", tag = "publik", summary = "Status aduan untuk umum",
    params(("kode" = String, Path, description = "Kode unik")),
    responses((status = 200, body = AduanPublik),
        (status = 404, body = ApiError, description = "tidak_ditemukan"),
        (status = 422, body = ApiError, description = "kode_salah, dengan kelompok yang perlu diperiksa"),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn show_public(
    db: Data<Db>,
    limits: Data<Limits>,
    client: Client,
    kode: Path<String>,
) -> Result<HttpResponse> {
    let aduan = find_public(&db, &limits, client, &kode).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(aduan))
}

/// The public state of a complaint, for the API and for the page that needs no script. A mistyped code is caught
/// before the database is asked.
pub async fn find_public(db: &Db, limits: &Limits, client: Client, typed: &str) -> Result<AduanPublik> {
    let kode = Kode::parse(typed).map_err(ApiError::from)?;
    limits.admit_kode(&kode, client.origin, Instant::now())?;
    let asked = kode.clone();
    let found = db.run(move |conn| {
        let Some(row) = queries::find(conn, asked.as_str())? else {
            return Ok(None);
        };
        let with = queries::belongings(conn, &row)?;
        Ok(Some(publik::publik(&row, &with, clock::now())?))
    });
    let Some(aduan) = found.await? else {
        limits.guess.attempt(client.origin, Instant::now())?;
        return Err(AppError::not_found());
    };
    limits.found(&kode);
    Ok(aduan)
}
