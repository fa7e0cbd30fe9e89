//! Who calls, as far as the request itself tells: the address that limits count by, the reporter's key, the token.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use shared::kunci::{self, Kunci, KunciHash};

use super::address::Origin;
use crate::config::Config;
use crate::error::AppError;

/// The address of the caller, and whether he came through TLS.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    pub origin: Origin,
    pub tls: bool,
}

impl Client {
    pub fn of(req: &HttpRequest) -> Option<Self> {
        let proxies = &req.app_data::<Data<Config>>()?.trusted_proxies;
        let origin = Origin::from(proxies.client(req.peer_addr(), req.headers()));
        Some(Self {
            origin,
            tls: proxies.is_tls(req.peer_addr(), req.headers()),
        })
    }
}

impl FromRequest for Client {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(req).ok_or_else(|| AppError::Internal(anyhow::anyhow!("no configuration in the app"))))
    }
}

/// What the `Authorization` header says, not yet believed.
#[derive(Clone, PartialEq)]
pub enum Credential {
    None,
    /// A reporter's key, as its hash: the key itself goes no further.
    Kunci(KunciHash),
    /// An officer's access token.
    Bearer(String),
    /// A header that is there but says nothing we know.
    Unreadable,
}

impl Credential {
    pub fn of(req: &HttpRequest) -> Self {
        let Some(value) = req.headers().get(header::AUTHORIZATION) else {
            return Self::None;
        };
        let Some((scheme, rest)) = value.to_str().ok().and_then(|text| text.split_once(' ')) else {
            return Self::Unreadable;
        };
        if scheme.eq_ignore_ascii_case("bearer") {
            return Self::Bearer(rest.trim().to_owned());
        }
        match Kunci::parse(rest.trim()) {
            Some(kunci) if scheme.eq_ignore_ascii_case(kunci::SCHEME) => Self::Kunci(kunci.hash()),
            Some(_) | None => Self::Unreadable,
        }
    }
}

impl FromRequest for Credential {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(req)))
    }
}
