//! The portal's own address, as it was set or else as its caller reached it, for answers that are read elsewhere and need whole links.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use crate::config::Config;
use crate::error::AppError;
use crate::http::client::Client;

#[derive(Clone, Debug)]
pub struct Alamat(String);

impl Alamat {
    pub fn ke(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Where the public page of a complaint is.
    pub fn cek(&self, kode: &str) -> String {
        self.ke(&format!("{}/{kode}", shared::paths::CEK))
    }
}

impl FromRequest for Alamat {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let set = req
            .app_data::<Data<Config>>()
            .and_then(|config| config.public_url.clone());
        if let Some(set) = set {
            return ready(Ok(Self(set)));
        }
        let scheme = match Client::of(req) {
            Some(Client { tls: true, .. }) => "https",
            Some(Client { tls: false, .. }) | None => "http",
        };
        let info = req.connection_info();
        ready(Ok(Self(format!("{scheme}://{}", info.host()))))
    }
}
