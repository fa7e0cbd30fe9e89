//! `/api/auth`: login, refresh, logout.

use std::time::Instant;

use actix_web::cookie::time::Duration as CookieDuration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use shared::account::{Login, Sesi};
use shared::error::{ApiError, ErrorCode};
use shared::paths;

use super::session::{self, Continued, Exchange, SESSION_LIFE};
use super::token::{Keys, RefreshToken};
use super::{password, queries};
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::body::Body;
use crate::http::client::Client;
use crate::http::limits::Limits;
use crate::http::rute::{Butuh, Rute};

const COOKIE: &str = "portal_sesi";
/// The cookie goes nowhere but to these routes.
const COOKIE_PATH: &str = "/api/auth";

pub fn configure(app: &mut Rute<'_>) {
    app.at(paths::LOGIN, |at| at.post(Butuh::Siapa, login))
        .at(paths::REFRESH, |at| at.post(Butuh::Siapa, refresh))
        .at(paths::LOGOUT, |at| at.post(Butuh::Siapa, logout));
}

#[utoipa::path(post, path = paths::LOGIN, tag = "auth", summary = "Masuk sebagai petugas", request_body = Login,
    responses((status = 200, body = Sesi, description = "Token akses; token penyegar dalam cookie HttpOnly"),
        (status = 401, body = ApiError, description = "sandi_salah"), (status = 422, body = ApiError),
        (status = 429, body = ApiError, description = "tunggu_dulu, dengan Retry-After")))]
pub async fn login(
    db: Data<Db>,
    keys: Data<Keys>,
    limits: Data<Limits>,
    client: Client,
    body: Body<Login>,
) -> Result<HttpResponse> {
    let login = body.into_inner();
    let name = login.nama_pengguna.trim().to_lowercase();
    limits.attempt_login(&name, client.origin, Instant::now())?;
    let wanted = name.clone();
    let row = db
        .run(move |conn| Ok(queries::find_by_name(conn, &wanted)?))
        .await?
        .filter(|row| row.aktif);
    let sandi = login.sandi;
    // Off the reactor, and without holding a connection: this is slow by design.
    let fits =
        move || Ok(password::verify(&sandi, row.as_ref().map(|row| row.sandi_hash.as_str()))?.then_some(row));
    let checked: anyhow::Result<Option<_>> = web::block(fits).await?;
    let Some(row) = checked?.flatten() else {
        return Err(AppError::refused(
            ErrorCode::SandiSalah,
            "Nama pengguna atau kata sandi salah.",
        ));
    };
    limits.logged_in(&name, client.origin);
    let perangkat = login.perangkat.to_string();
    let begun = db
        .write(move |conn| session::begin(conn, row.clone(), perangkat.clone(), clock::now()))
        .await?;
    answer(&keys, begun, client.tls)
}

#[utoipa::path(post, path = paths::REFRESH, tag = "auth", summary = "Menyegarkan token akses dengan cookie",
    responses((status = 200, body = Sesi), (status = 401, body = ApiError, description = "perlu_masuk")))]
pub async fn refresh(
    req: HttpRequest,
    db: Data<Db>,
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
        Exchange::Continued(continued) => answer(&keys, *continued, client.tls),
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

fn answer(keys: &Keys, continued: Continued, tls: bool) -> Result<HttpResponse> {
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
        akun: account,
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
