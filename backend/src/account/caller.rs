//! The officer behind a request. His token is checked against the session at each request, so that a logout or a closed
//! account holds at once and not a quarter of an hour later.

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use shared::account::{Account, Hak, Peran, Wajib};
use shared::error::ErrorCode;
use shared::id::{AksiId, SesiId};
use shared::wilayah::WilayahKode;

use super::token::Keys;
use super::{queries, session};
use crate::aksi;
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, Result};
use crate::http::client::Credential;

/// Who asks, and by which of his sessions.
#[derive(Clone, Debug)]
pub struct Petugas(pub Account, pub SesiId);

impl Petugas {
    /// # Errors
    /// 403 for an officer whose role does not have the right, or who has something to do first.
    pub fn must(&self, hak: Hak) -> Result<()> {
        self.bebas()?;
        if self.0.boleh(hak) {
            return Ok(());
        }
        Err(AppError::refused(
            ErrorCode::TidakBerhak,
            "Peran Anda tidak mencakup tindakan ini.",
        ))
    }

    /// [`Petugas::must`] for what is done once: whoever did this aksi while he had the right may bring it again, to be told
    /// what became of it. Only for what begins by looking for the aksi ([`aksi::once`], [`aksi::once_shown`]): under its
    /// id nothing is done any more.
    ///
    /// # Errors
    /// See [`Petugas::must`].
    pub async fn must_once(&self, db: &Db, hak: Hak, aksi: Option<AksiId>) -> Result<()> {
        let Err(refusal) = self.must(hak) else {
            return Ok(());
        };
        self.bebas()?;
        let me = self.0.id;
        let did = match aksi {
            Some(aksi) => db.run(move |conn| aksi::was_done_by(conn, aksi, me)).await?,
            None => false,
        };
        if did { Ok(()) } else { Err(refusal) }
    }

    /// For what is the whole district's, so that who has the right in a part of it only reads it.
    ///
    /// # Errors
    /// 403 for an officer who has the right in a part of the district or not at all.
    pub fn must_everywhere(&self, hak: Hak, district: &WilayahKode) -> Result<()> {
        self.must(hak)?;
        if self.0.boleh_di(hak, district) {
            return Ok(());
        }
        Err(AppError::refused(
            ErrorCode::TidakBerhak,
            "Ini diatur untuk seluruh kabupaten. Mintalah kepada admin kabupaten.",
        ))
    }

    /// Whether nothing has to be done first.
    ///
    /// # Errors
    /// 403 for who has still to choose a password of his own, or to set up the second step that his role asks for.
    pub fn bebas(&self) -> Result<()> {
        let detail = match self.0.wajib {
            None => return Ok(()),
            Some(Wajib::GantiSandi) => "Buat kata sandi Anda sendiri dahulu.",
            Some(Wajib::PasangTotp) => "Peran Anda memerlukan langkah kedua saat masuk. Pasang dahulu.",
        };
        Err(AppError::refused(ErrorCode::WajibDulu, detail))
    }

    /// The officer whose token this is; `totp_wajib` are the roles that need a second step.
    pub async fn of_token(keys: &Keys, db: &Db, totp_wajib: &[Peran], token: &str) -> Result<Self> {
        let claims = keys.read(token).ok_or_else(session::over)?;
        let sesi_id = claims.sid.parse().map_err(|_| session::over())?;
        let account = db
            .run_ahead(move |conn| queries::find_by_sesi(conn, &claims.sid, clock::now()))
            .await?;
        let account = account.ok_or_else(session::over)?;
        Ok(Self(with_duty(account, totp_wajib), sesi_id))
    }

    /// The officer whose request this is; the guard of the route may have found him already.
    pub async fn of_request(req: &HttpRequest) -> Result<Self> {
        if let Some(found) = req.extensions().get::<Self>() {
            return Ok(found.clone());
        }
        let app = (req.app_data::<Data<Keys>>(), req.app_data::<Data<Db>>());
        let ((Some(keys), Some(db)), Some(config)) = (app, req.app_data::<Data<Config>>()) else {
            return Err(AppError::Internal(anyhow::anyhow!(
                "no keys or no database in the app"
            )));
        };
        match Credential::of(req) {
            Credential::Bearer(token) => Self::of_token(keys, db, &config.totp_wajib, &token).await,
            Credential::None | Credential::Kunci(_) | Credential::Unreadable => Err(session::over()),
        }
    }
}

/// A password of his own comes first, then the second step where one of his roles asks for it.
pub fn with_duty(account: Account, totp_wajib: &[Peran]) -> Account {
    let lacks = !account.totp && account.memegang(totp_wajib);
    Account {
        wajib: account.wajib.or(lacks.then_some(Wajib::PasangTotp)),
        ..account
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
