//! Where browsers ask to be told: `/api/kabar/langganan` for officers, `/langganan` of a complaint or of a following for
//! who holds its key.

use actix_web::web::{Data, Path};
use shared::account::Hak;
use shared::aksi::JenisAksi;
use shared::error::{ApiError, ErrorCode};
use shared::id::IkutId;
use shared::kabar::{LanggananAkhir, LanggananBaru};
use shared::paths;

use super::{langganan, push};
use crate::account::Petugas;
use crate::aduan::routes::{masuk, only_pelapor};
use crate::aduan::{Pembaca, queries};
use crate::aksi::{Answer, Pemilik};
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::body::Body;
use crate::http::client::{Client, Credential};
use crate::http::idempotency::IdempotencyKey;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::KABAR_LANGGANAN, |at| at.post(Butuh::Akun, akun))
        .at("/api/aduan/{id}/langganan", |at| {
            at.post(Butuh::Kunci(Hak::LihatAduan), pelapor)
        })
        .at("/api/aduan/{id}/langganan/akhiri", |at| {
            at.post(Butuh::Kunci(Hak::LihatAduan), akhiri)
        })
        .at("/api/ikut/{id}/langganan", |at| at.post(Butuh::Siapa, pengikut));
}

#[utoipa::path(post, path = paths::KABAR_LANGGANAN, tag = "kabar", summary = "Menerima kabar saya sebagai pemberitahuan di peramban ini",
    params(("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = LanggananBaru, security(("token" = [])),
    responses((status = 200), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 409, body = ApiError, description = "langkah_salah: portal ini tidak mengirim pemberitahuan"),
        (status = 422, body = ApiError, description = "isian_salah: alamat atau kunci peramban tidak dapat dipakai")))]
pub async fn akun(
    db: Data<Db>,
    config: Data<Config>,
    petugas: Petugas,
    key: IdempotencyKey,
    body: Body<LanggananBaru>,
) -> Result<Answer> {
    let baru = usable(&config, &body)?;
    let owner = Pemilik::Account(petugas.0.id);
    let masuk = masuk(key, JenisAksi::KabarLangganan, owner, "kabar", &body, &baru.asal);
    db.write(move |conn| langganan::akun(conn, &masuk, petugas.0.id, &baru))
        .await
}

#[utoipa::path(post, path = "/api/aduan/{id}/langganan", tag = "kabar", summary = "Menerima kabar aduan saya di peramban ini",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = LanggananBaru, security(("kunci" = [])),
    responses((status = 200), (status = 401, body = ApiError),
        (status = 403, body = ApiError, description = "tidak_berhak: hanya pelapor"), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "langkah_salah: portal ini tidak mengirim pemberitahuan"),
        (status = 422, body = ApiError), (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn pelapor(
    app: (Data<Db>, Data<Config>),
    guard: (Data<Limits>, Client),
    pembaca: Pembaca,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<LanggananBaru>,
) -> Result<Answer> {
    only_pelapor(&pembaca, "Petugas menerima kabar lewat akunnya sendiri.")?;
    let (asker, asked) = (pembaca.clone(), id.clone());
    let found = app
        .0
        .run(move |conn| queries::find_for(conn, &asked, &asker).map(drop))
        .await;
    pembaca.remember(&guard.0, guard.1, found)?;
    guard.0.admit_pesan(guard.1.origin)?;
    let baru = usable(&app.1, &body)?;
    let place = format!("{id}/langganan");
    let owner = pembaca.pemilik();
    let masuk = masuk(key, JenisAksi::KabarLangganan, owner, &place, &body, &baru.asal);
    let reader = pembaca.clone();
    app.0
        .write(move |conn| langganan::pelapor(conn, &masuk, (&id, &reader), &baru))
        .await
}

#[utoipa::path(post, path = "/api/ikut/{id}/langganan", tag = "kabar", summary = "Menerima kabar aduan yang diikuti di peramban ini",
    params(("id" = String, Path, description = "Id (UUID) yang dipakai waktu mengikuti"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = LanggananBaru, security(("kunci" = [])),
    responses((status = 200), (status = 401, body = ApiError), (status = 404, body = ApiError),
        (status = 409, body = ApiError, description = "langkah_salah: portal ini tidak mengirim pemberitahuan"),
        (status = 422, body = ApiError)))]
pub async fn pengikut(
    app: (Data<Db>, Data<Config>),
    guard: (Data<Limits>, Client),
    credential: Credential,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<LanggananBaru>,
) -> Result<Answer> {
    let Credential::Kunci(kunci) = credential else {
        let detail = "Kabar diterima di perangkat yang dipakai waktu mulai mengikuti.";
        return Err(AppError::refused(ErrorCode::PerluMasuk, detail));
    };
    guard.0.admit_pesan(guard.1.origin)?;
    let baru = usable(&app.1, &body)?;
    let ikut: IkutId = id.parse().map_err(|_| AppError::not_found())?;
    let owner = Pemilik::Kunci(kunci.clone());
    let place = format!("{ikut}/langganan");
    let masuk = masuk(key, JenisAksi::KabarLangganan, owner, &place, &body, &baru.asal);
    app.0
        .write(move |conn| langganan::pengikut(conn, &masuk, (ikut, &kunci), &baru))
        .await
}

#[utoipa::path(post, path = "/api/aduan/{id}/langganan/akhiri", tag = "kabar", summary = "Berhenti menerima kabar aduan saya di peramban ini",
    params(("id" = String, Path, description = "Id (UUID) atau kode unik"),
        ("Idempotency-Key" = String, Header, description = "Id aksi (UUIDv7)")),
    request_body = LanggananAkhir, security(("kunci" = [])),
    responses((status = 200), (status = 401, body = ApiError),
        (status = 403, body = ApiError, description = "tidak_berhak: hanya pelapor"), (status = 404, body = ApiError),
        (status = 422, body = ApiError), (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn akhiri(
    db: Data<Db>,
    guard: (Data<Limits>, Client),
    pembaca: Pembaca,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<LanggananAkhir>,
) -> Result<Answer> {
    only_pelapor(&pembaca, "Petugas menerima kabar lewat akunnya sendiri.")?;
    let baru = body.valid.get().clone();
    let place = format!("{id}/langganan/akhiri");
    let owner = pembaca.pemilik();
    let masuk = masuk(
        key,
        JenisAksi::KabarLanggananAkhir,
        owner,
        &place,
        &body,
        &baru.asal,
    );
    let reader = pembaca.clone();
    let answer = db
        .write(move |conn| langganan::akhiri(conn, &masuk, (&id, &reader), &baru))
        .await;
    pembaca.remember(&guard.0, guard.1, answer)
}

/// A browser that pushes can reach, from a portal that sends some.
fn usable(config: &Config, body: &Body<LanggananBaru>) -> Result<LanggananBaru> {
    let baru = body.valid.get().clone();
    let Some(push) = &config.push else {
        let detail = "Portal ini tidak mengirim pemberitahuan. Kabar tetap tampil di dalam portal.";
        return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
    };
    if !push.boleh(&baru.endpoint) {
        let message = "Layanan pemberitahuan peramban ini tidak dikenal.";
        return Err(ApiError::field(ErrorCode::IsianSalah, "endpoint", message).into());
    }
    if push::keys(&baru.p256dh, &baru.auth).is_none() {
        let message = "Kunci peramban ini tidak dapat dipakai. Muat ulang halaman, lalu coba lagi.";
        return Err(ApiError::field(ErrorCode::IsianSalah, "p256dh", message).into());
    }
    Ok(baru)
}
