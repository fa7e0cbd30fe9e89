//! `/api/auth`: login, refresh, logout; the first password by a link.

use std::time::Instant;

use actix_web::cookie::time::Duration as CookieDuration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use shared::account::{Login, NamaPengguna, SandiPertama, SekaliPakai, Sesi, sandi_baik};
use shared::error::{ApiError, ErrorCode};
use shared::jejak::Perbuatan;
use shared::paths;

use super::row::AccountRow;
use super::session::{self, Continued, Exchange, SESSION_LIFE};
use super::token::{Keys, RefreshToken};
use super::{gagal, jejak, password, peramban, queries, sekali, totp, with_duty};
use crate::clock;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::{AppError, Result};
use crate::http::body::Body;
use crate::http::client::Client;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};
use crate::jejak::Oleh;

const COOKIE: &str = "portal_sesi";
/// The cookie goes nowhere but to these routes.
const COOKIE_PATH: &str = "/api/auth";

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::LOGIN, |at| at.post(Butuh::Siapa, login))
        .at(paths::REFRESH, |at| at.post(Butuh::Siapa, refresh))
        .at(paths::LOGOUT, |at| at.post(Butuh::Siapa, logout))
        .at(paths::SANDI_PERTAMA, |at| at.post(Butuh::Siapa, sandi_pertama));
}

#[utoipa::path(post, path = paths::LOGIN, tag = "auth", summary = "Masuk sebagai petugas", request_body = Login,
    responses((status = 200, body = Sesi, description = "Token akses; token penyegar dalam cookie HttpOnly"),
        (status = 401, body = ApiError, description = "sandi_salah; perlu_kode: kirim lagi dengan kode; kode_masuk_salah"),
        (status = 422, body = ApiError), (status = 429, body = ApiError, description = "tunggu_dulu, dengan Retry-After")))]
pub async fn login(
    req: HttpRequest,
    db: Data<Db>,
    (config, keys): (Data<Config>, Data<Keys>),
    limits: Data<Limits>,
    client: Client,
    body: Body<Login>,
) -> Result<HttpResponse> {
    let login = body.into_inner();
    let name = login.nama_pengguna.trim().to_lowercase();
    limits.attempt_login(&name, client.origin, Instant::now())?;
    let found = attempted(&db, &name).await?;
    let known = found.clone();
    let sandi = login.sandi.clone();
    // Off the reactor, and without holding a connection: this is slow by design.
    let checked = web::block(move || password::verify(&sandi, known.as_ref().and_then(AccountRow::sandi)));
    let by = match (found, checked.await??) {
        (Some(row), true) => Some(Masuk { row, once: None }),
        (Some(row), false) => SekaliPakai::parse(&login.sandi).map(|once| Masuk {
            row,
            once: Some(once),
        }),
        (None, _) => None,
    };
    let Some(by) = by else { return Err(wrong()) };
    let browser = req
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let device = (
        login.perangkat.to_string(),
        peramban::in_words(browser.unwrap_or_default()),
    );
    let (with, kode) = (keys.clone(), login.kode);
    let begun = db
        .write(move |conn| by.begin(conn, &with, kode.as_deref(), device.clone()))
        .await;
    match begun {
        Ok(begun) => {
            limits.logged_in(&name, client.origin);
            answer(&keys, &config, begun, client.tls)
        }
        Err(AppError::Refused(refused)) if refused.code == ErrorCode::PerluKode => {
            limits.half_logged_in(&name, client.origin);
            db.write(move |conn| Ok(gagal::forgive(conn, &name)?)).await?;
            Err(refused.into())
        }
        Err(error) => Err(error),
    }
}

/// Counts the try, and finds whose it is.
async fn attempted(db: &Db, name: &str) -> Result<Option<AccountRow>> {
    let name = name.to_owned();
    db.write(move |conn| {
        let now = clock::now();
        gagal::attempt(conn, &name, now)?;
        Ok(queries::find_by_name(conn, &name)?.filter(|row| row.terbuka(now)))
    })
    .await
}

/// Who comes in, by his own password or by a one-time one that has still to prove good.
struct Masuk {
    row: AccountRow,
    once: Option<SekaliPakai>,
}

impl Masuk {
    /// The second step comes before the one-time password is used up: a code that was mistyped must not cost it.
    fn begin(
        &self,
        conn: &mut Conn,
        keys: &Keys,
        kode: Option<&str>,
        device: (String, String),
    ) -> Result<Continued> {
        let now = clock::now();
        let id = &self.row.id;
        if let Some(once) = &self.once
            && sekali::owner(conn, once, now)?.as_ref() != Some(id)
        {
            return Err(wrong());
        }
        totp::pass(conn, &keys.segel, id, kode, now)?;
        if let Some(once) = &self.once
            && !sekali::take(conn, once, id, now)?
        {
            return Err(wrong());
        }
        gagal::clear(conn, &self.row.nama_pengguna)?;
        session::begin(conn, self.row.clone(), device, now)
    }
}

fn wrong() -> AppError {
    AppError::refused(ErrorCode::SandiSalah, "Nama pengguna atau kata sandi salah.")
}

#[utoipa::path(post, path = paths::SANDI_PERTAMA, tag = "auth", summary = "Membuat kata sandi dengan tautan sekali pakai",
    request_body = SandiPertama,
    responses((status = 200, body = NamaPengguna, description = "Kata sandi tersimpan; masuklah dengannya"),
        (status = 404, body = ApiError, description = "tidak_ditemukan: tidak dikenal, sudah dipakai, atau sudah berakhir"),
        (status = 422, body = ApiError, description = "isian_salah"), (status = 429, body = ApiError, description = "tunggu_dulu")))]
pub async fn sandi_pertama(
    db: Data<Db>,
    limits: Data<Limits>,
    client: Client,
    body: Body<SandiPertama>,
) -> Result<HttpResponse> {
    limits.guess.check(&client.origin, Instant::now())?;
    let SandiPertama { sekali_pakai, sandi } = body.into_inner();
    let once = sekali_pakai.clone();
    let row = db
        .run(move |conn| {
            let now = clock::now();
            let owner = sekali::owner(conn, &once, now)?;
            let row = owner.map(|id| queries::find(conn, &id)).transpose()?.flatten();
            Ok(row.filter(|row| row.terbuka(now)))
        })
        .await?;
    let Some(row) = row else {
        limits.guess.failed(client.origin, Instant::now());
        return Err(link_over());
    };
    sandi_baik(&row.nama_pengguna, &sandi)?;
    let hash = web::block(move || password::hash(&sandi)).await??;
    let nama_pengguna = row.nama_pengguna.clone();
    db.write(move |conn| {
        let now = clock::now();
        if !sekali::take(conn, &sekali_pakai, &row.id, now)? {
            return Err(link_over());
        }
        queries::set_sandi(conn, &row.id, &hash)?;
        queries::revoke_all_sesi(conn, &row.id, now.naive_utc())?;
        gagal::clear(conn, &row.nama_pengguna)?;
        let owner = row.id.parse().map_err(anyhow::Error::new)?;
        let chosen = (row.id.as_str(), Perbuatan::Sandi);
        jejak::catat(conn, chosen, Oleh::Petugas(owner), None, now)
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(NamaPengguna { nama_pengguna }))
}

fn link_over() -> AppError {
    AppError::refused(
        ErrorCode::TidakDitemukan,
        "Tautan ini sudah dipakai atau sudah berakhir. Mintalah tautan baru kepada admin.",
    )
}

#[utoipa::path(post, path = paths::REFRESH, tag = "auth", summary = "Menyegarkan token akses dengan cookie",
    responses((status = 200, body = Sesi), (status = 401, body = ApiError, description = "perlu_masuk")))]
pub async fn refresh(
    req: HttpRequest,
    db: Data<Db>,
    config: Data<Config>,
    keys: Data<Keys>,
    client: Client,
) -> Result<HttpResponse> {
    let Some(cookie) = req.cookie(COOKIE) else {
        return Err(session::over());
    };
    let received = cookie.value().to_owned();
    let exchange = db
        .write(move |conn| session::exchange(conn, &RefreshToken::received(&received), Utc::now()))
        .await?;
    match exchange {
        Exchange::Continued(continued) => answer(&keys, &config, *continued, client.tls),
        Exchange::Over => Err(session::over()),
    }
}

#[utoipa::path(post, path = paths::LOGOUT, tag = "auth", summary = "Keluar dari perangkat ini",
    responses((status = 204, description = "Sesi diakhiri")))]
pub async fn logout(req: HttpRequest, db: Data<Db>, client: Client) -> Result<HttpResponse> {
    if let Some(cookie) = req.cookie(COOKIE) {
        let received = cookie.value().to_owned();
        db.write(move |conn| session::end(conn, &RefreshToken::received(&received), Utc::now()))
            .await?;
    }
    let mut gone = session_cookie("", client.tls);
    gone.make_removal();
    Ok(HttpResponse::NoContent()
        .cookie(gone)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish())
}

fn answer(keys: &Keys, config: &Config, continued: Continued, tls: bool) -> Result<HttpResponse> {
    let Continued {
        account,
        sesi_id,
        refresh,
    } = continued;
    let (token, kedaluwarsa) = keys.sign(account.id.to_string(), sesi_id, Utc::now())?;
    let mut cookie = session_cookie(refresh.as_str(), tls);
    cookie.set_max_age(CookieDuration::seconds(SESSION_LIFE.num_seconds()));
    let sesi = Sesi {
        token,
        kedaluwarsa,
        akun: with_duty(account, &config.totp_wajib),
    };
    Ok(HttpResponse::Ok()
        .cookie(cookie)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(sesi))
}

fn session_cookie(value: &str, tls: bool) -> Cookie<'static> {
    Cookie::build(COOKIE, value.to_owned())
        .path(COOKIE_PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(tls)
        .finish()
}
