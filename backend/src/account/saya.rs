//! `/api/akun/saya`: what everybody does with his own account: his password, his second step, his sessions.

use std::time::Instant;

use actix_web::HttpResponse;
use actix_web::web::{self, Data};
use serde::Serialize;
use shared::account::{
    Account, SandiBaru, SesiBerakhir, SesiRingkas, TotpCalon, TotpKode, TotpLepas, TotpTerpasang, sandi_baik,
};
use shared::error::{ApiError, ErrorCode};
use shared::id::{AccountId, SesiId};
use shared::jejak::{Objek, Perbuatan};
use shared::paths;

use super::row::{AccountRow, SesiRow};
use super::{Keys, Petugas, gagal, jejak, password, queries, session, totp};
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::answer::fresh;
use crate::http::body::Body;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};
use crate::jejak::Oleh;
use crate::riwayat::{self, Perubahan};

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::SAYA, |at| at.get(Butuh::Diri, show))
        .at(paths::SAYA_SANDI, |at| at.post(Butuh::Diri, sandi))
        .at(paths::SAYA_SESI, |at| at.get(Butuh::Diri, list_sesi))
        .at(paths::SAYA_SESI_AKHIRI, |at| at.post(Butuh::Diri, akhiri_sesi))
        .at(paths::SAYA_TOTP, |at| at.post(Butuh::Diri, totp_mulai))
        .at(paths::SAYA_TOTP_PASANG, |at| at.post(Butuh::Diri, totp_pasang))
        .at(paths::SAYA_TOTP_LEPAS, |at| at.post(Butuh::Diri, totp_lepas));
}

#[utoipa::path(get, path = paths::SAYA, tag = "akun", summary = "Akun saya", security(("token" = [])),
    responses((status = 200, body = Account), (status = 401, body = ApiError, description = "perlu_masuk")))]
pub async fn show(petugas: Petugas) -> HttpResponse {
    fresh(&petugas.0)
}

#[utoipa::path(post, path = paths::SAYA_SANDI, tag = "akun", summary = "Mengganti kata sandi sendiri",
    request_body = SandiBaru, security(("token" = [])),
    responses((status = 204, description = "Tersimpan; sesi di perangkat lain berakhir"),
        (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 422, body = ApiError, description = "isian_salah: kata sandi lama salah, atau yang baru mudah ditebak"),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn sandi(
    db: Data<Db>,
    limits: Data<Limits>,
    petugas: Petugas,
    body: Body<SandiBaru>,
) -> Result<HttpResponse> {
    let SandiBaru { lama, sandi } = body.into_inner();
    sandi_baik(&petugas.0.nama_pengguna, &sandi)?;
    let row = own_row(&db, &petugas).await?;
    // Who came in with a one-time password has just proved who he is, and has no other password.
    if row.sandi().is_some() && !is_own(&db, &limits, petugas.0.id, &row, lama.unwrap_or_default()).await? {
        let message = "Kata sandi lama salah. Ketik kata sandi yang Anda pakai sekarang.";
        return Err(ApiError::field(ErrorCode::IsianSalah, "lama", message).into());
    }
    let hash = web::block(move || password::hash(&sandi)).await??;
    db.write(move |conn| {
        let now = clock::now();
        queries::set_sandi(conn, &row.id, &hash)?;
        queries::revoke_other_sesi(conn, &row.id, &petugas.1.to_string(), now.naive_utc())?;
        jejak::catat(
            conn,
            (&row.id, Perbuatan::Sandi),
            Oleh::Petugas(petugas.0.id),
            None,
            now,
        )
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn own_row(db: &Db, petugas: &Petugas) -> Result<AccountRow> {
    let id = petugas.0.id.to_string();
    let found = db.run(move |conn| Ok(queries::find(conn, &id)?)).await?;
    found.ok_or_else(session::over)
}

/// Whether this is the account's password; guessing it here is counted as guessing it at the login, by the name.
async fn is_own(db: &Db, limits: &Limits, id: AccountId, row: &AccountRow, sandi: String) -> Result<bool> {
    let name = row.nama_pengguna.clone();
    limits.own.attempt(id, Instant::now())?;
    let tried = name.clone();
    db.write(move |conn| gagal::attempt(conn, &tried, clock::now()))
        .await?;
    let stored = row.sandi_hash.clone();
    let fits =
        web::block(move || password::verify(&sandi, Some(stored.as_str()).filter(|hash| !hash.is_empty())));
    let fits = fits.await??;
    if fits {
        limits.own.succeeded(&id);
        db.write(move |conn| Ok(gagal::clear(conn, &name)?)).await?;
    }
    Ok(fits)
}

#[utoipa::path(get, path = paths::SAYA_SESI, tag = "akun", summary = "Perangkat tempat saya masuk", security(("token" = [])),
    responses((status = 200, body = Vec<SesiRingkas>), (status = 401, body = ApiError, description = "perlu_masuk")))]
pub async fn list_sesi(db: Data<Db>, petugas: Petugas) -> Result<HttpResponse> {
    let id = petugas.0.id.to_string();
    let rows = db
        .run(move |conn| Ok(queries::list_sesi(conn, &id, clock::now().naive_utc())?))
        .await?;
    Ok(fresh(&ringkas(rows, Some(petugas.1))?))
}

pub(super) fn ringkas(rows: Vec<SesiRow>, own: Option<SesiId>) -> anyhow::Result<Vec<SesiRingkas>> {
    rows.into_iter()
        .map(|row| {
            let id: SesiId = row.id.parse()?;
            Ok(SesiRingkas {
                id,
                peramban: row.peramban,
                dibuat_pada: row.dibuat_pada.and_utc(),
                dipakai_pada: row.dipakai_pada.unwrap_or(row.dibuat_pada).and_utc(),
                ini: own == Some(id),
            })
        })
        .collect()
}

#[utoipa::path(post, path = paths::SAYA_SESI_AKHIRI, tag = "akun", summary = "Keluar di perangkat lain",
    request_body = SesiBerakhir, security(("token" = [])),
    responses((status = 204, description = "Sesi itu, atau semua yang lain, berakhir"),
        (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak ada, atau bukan sesi Anda")))]
pub async fn akhiri_sesi(db: Data<Db>, petugas: Petugas, body: Body<SesiBerakhir>) -> Result<HttpResponse> {
    let wanted = body.into_inner().sesi;
    let (id, own) = (petugas.0.id.to_string(), petugas.1.to_string());
    db.write(move |conn| {
        let pada = clock::now();
        let now = pada.naive_utc();
        match wanted {
            None => queries::revoke_other_sesi(conn, &id, &own, now).map(drop)?,
            Some(wanted) => {
                let wanted = wanted.to_string();
                let found = queries::find_sesi(conn, &wanted)?.filter(|sesi| sesi.account_id == id);
                found.ok_or_else(AppError::not_found)?;
                queries::revoke_sesi(conn, &wanted, now)?;
            }
        }
        let ended = (id.as_str(), Perbuatan::Keluar);
        jejak::catat(conn, ended, Oleh::Petugas(petugas.0.id), None, pada)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

#[utoipa::path(post, path = paths::SAYA_TOTP, tag = "akun", summary = "Mulai memasang langkah kedua", security(("token" = [])),
    responses((status = 200, body = TotpCalon, description = "Rahasia baru, yang berlaku setelah kode pertama"),
        (status = 401, body = ApiError, description = "perlu_masuk"), (status = 403, body = ApiError, description = "wajib_dulu"),
        (status = 409, body = ApiError, description = "sudah_ada")))]
pub async fn totp_mulai(
    db: Data<Db>,
    config: Data<Config>,
    keys: Data<Keys>,
    petugas: Petugas,
) -> Result<HttpResponse> {
    has_password(&petugas)?;
    let rahasia = totp::mint()?;
    let calon = totp::calon(&rahasia, &config.district.nama, &petugas.0.nama_pengguna)?;
    let id = petugas.0.id.to_string();
    db.write(move |conn| totp::begin(conn, &keys.segel, &id, &rahasia, clock::now()))
        .await?;
    Ok(fresh(&calon))
}

/// The second step waits for the first duty: a slip that somebody else found must not bind his own app to the account.
fn has_password(petugas: &Petugas) -> Result<()> {
    match petugas.0.wajib {
        Some(shared::account::Wajib::GantiSandi) => petugas.bebas(),
        Some(shared::account::Wajib::PasangTotp) | None => Ok(()),
    }
}

#[utoipa::path(post, path = paths::SAYA_TOTP_PASANG, tag = "akun", summary = "Memasang langkah kedua dengan kode pertama",
    request_body = TotpKode, security(("token" = [])),
    responses((status = 200, body = TotpTerpasang, description = "Kode pemulihan, ditampilkan sekali ini"),
        (status = 401, body = ApiError, description = "perlu_masuk, kode_masuk_salah"),
        (status = 403, body = ApiError, description = "wajib_dulu"), (status = 409, body = ApiError, description = "langkah_salah"),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn totp_pasang(
    db: Data<Db>,
    keys: Data<Keys>,
    limits: Data<Limits>,
    petugas: Petugas,
    body: Body<TotpKode>,
) -> Result<HttpResponse> {
    has_password(&petugas)?;
    let kode = body.into_inner().kode;
    let id = petugas.0.id;
    limits.own.check(&id, Instant::now())?;
    let confirmed = db.write(move |conn| {
        let now = clock::now();
        let text = id.to_string();
        let pemulihan = totp::confirm(conn, &keys.segel, &text, kode.trim(), now)?;
        remember(conn, &petugas, &text, (false, true), now)?;
        Ok(TotpTerpasang { pemulihan })
    });
    let confirmed = confirmed.await;
    if let Err(AppError::Refused(_)) = &confirmed {
        limits.own.failed(id, Instant::now());
    }
    Ok(fresh(&confirmed?))
}

#[utoipa::path(post, path = paths::SAYA_TOTP_LEPAS, tag = "akun", summary = "Melepas langkah kedua sendiri",
    request_body = TotpLepas, security(("token" = [])),
    responses((status = 204, description = "Dilepas"), (status = 401, body = ApiError, description = "perlu_masuk"),
        (status = 403, body = ApiError, description = "wajib_dulu"),
        (status = 422, body = ApiError, description = "isian_salah: kata sandi salah"),
        (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn totp_lepas(
    db: Data<Db>,
    limits: Data<Limits>,
    petugas: Petugas,
    body: Body<TotpLepas>,
) -> Result<HttpResponse> {
    has_password(&petugas)?;
    let row = own_row(&db, &petugas).await?;
    if !is_own(&db, &limits, petugas.0.id, &row, body.into_inner().sandi).await? {
        let message = "Kata sandi salah. Ketik kata sandi yang Anda pakai sekarang.";
        return Err(ApiError::field(ErrorCode::IsianSalah, "sandi", message).into());
    }
    db.write(move |conn| {
        if totp::remove(conn, &row.id)? {
            remember(conn, &petugas, &row.id, (true, false), clock::now())?;
        }
        Ok(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Serialize)]
struct Totp {
    totp: bool,
}

/// Keeps in the history that the second step came or went, and by whom.
pub(super) fn remember(
    conn: &mut crate::db::Conn,
    petugas: &Petugas,
    account_id: &str,
    (lama, baru): (bool, bool),
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let perubahan = Perubahan {
        objek: Objek::Account,
        catatan_id: account_id,
        oleh: Oleh::Petugas(petugas.0.id),
        pada: now,
    };
    riwayat::keep(conn, &perubahan, &Totp { totp: lama }, &Totp { totp: baru })
}
