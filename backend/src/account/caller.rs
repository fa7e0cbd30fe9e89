//! The officer behind a request. His token is checked against the session at each request, so that a logout or a closed
//! account holds at once and not a quarter of an hour later.

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use shared::account::{Account, Hak};
use shared::error::ErrorCode;

use super::token::Keys;
use super::{queries, session};
use crate::clock;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::client::Credential;

#[derive(Clone, Debug)]
pub struct Petugas(pub Account);

impl Petugas {
    /// # Errors
    /// 403 for an officer whose role does not have the right.
    pub fn must(&self, hak: Hak) -> Result<()> {
        if self.0.boleh(hak) {
            return Ok(());
        }
        Err(AppError::refused(
            ErrorCode::TidakBerhak,
            "Peran Anda tidak mencakup tindakan ini.",
        ))
    }

    /// The officer whose token this is.
    pub async fn of_token(keys: &Keys, db: &Db, token: &str) -> Result<Self> {
        let claims = keys.read(token).ok_or_else(session::over)?;
        let account = db
            .run(move |conn| queries::find_by_sesi(conn, &claims.sid, clock::now()))
            .await?;
        Ok(Self(account.ok_or_else(session::over)?))
    }

    /// The officer whose request this is; the guard of the route may have found him already.
    pub async fn of_request(req: &HttpRequest) -> Result<Self> {
        if let Some(found) = req.extensions().get::<Self>() {
            return Ok(found.clone());
        }
        let (Some(keys), Some(db)) = (req.app_data::<Data<Keys>>(), req.app_data::<Data<Db>>()) else {
            return Err(AppError::Internal(anyhow::anyhow!(
                "no keys or no database in the app"
            )));
        };
        match Credential::of(req) {
            Credential::Bearer(token) => Self::of_token(keys, db, &token).await,
            Credential::None | Credential::Kunci(_) | Credential::Unreadable => Err(session::over()),
        }
    }
}

impl FromRequest for Petugas {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::of_request(&req).await })
    }
}
