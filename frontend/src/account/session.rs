//! Who is logged in here. The access token lives in memory alone; a new one is had by the refresh
//! cookie, which no script can read. All tabs renew under one lock, since the cookie rotates.

use chrono::{Duration, Utc};
use leptos::prelude::*;
use shared::account::{Account, Login, Sesi};
use shared::error::{ApiError, ErrorCode};
use shared::paths;

use crate::api::{self, ApiFailure, Caller};
use crate::device;
use crate::lock::under_lock;

/// A token is renewed this long before it ends, so that a slow request still arrives in time.
const MARGIN_SECONDS: i64 = 30;
const LOCK: &str = "sesi";

#[derive(Clone, Default)]
enum State {
    /// Not asked yet in this tab.
    #[default]
    Unknown,
    Out,
    In(Sesi),
}

#[derive(Clone, Copy)]
pub struct Session(RwSignal<State>);

impl Session {
    pub fn new() -> Self {
        Self(RwSignal::new(State::Unknown))
    }

    /// Who is logged in, as far as this tab knows.
    pub fn account(&self) -> Option<Account> {
        self.0.with(|state| match state {
            State::In(sesi) => Some(sesi.akun.clone()),
            State::Unknown | State::Out => None,
        })
    }

    /// It is certain that nobody is logged in: an officer's page leads to the login.
    pub fn is_out(&self) -> bool {
        self.0.with(|state| matches!(state, State::Out))
    }

    pub async fn login(&self, nama_pengguna: String, sandi: String) -> Result<(), ApiFailure> {
        let login = Login {
            nama_pengguna,
            sandi,
            perangkat: device::perangkat(),
        };
        let sesi: Sesi = api::post(paths::LOGIN, &login, &Caller::Anyone).await?;
        self.0.set(State::In(sesi));
        Ok(())
    }

    /// Ends the session on this device. Only the server can take the cookie back, so this needs a network.
    pub async fn logout(&self) -> Result<(), ApiFailure> {
        api::post_empty(paths::LOGOUT, &Caller::Anyone).await?;
        self.0.set(State::Out);
        Ok(())
    }

    /// A token that is good for a while yet.
    pub async fn token(&self) -> Result<String, ApiFailure> {
        match self.good_token() {
            Some(token) => Ok(token),
            None if self.0.with_untracked(|state| matches!(state, State::Out)) => Err(logged_out()),
            None => self.renew("").await,
        }
    }

    /// Another token than `stale`, which the server no longer takes.
    pub async fn renew(&self, stale: &str) -> Result<String, ApiFailure> {
        let session = *self;
        let stale = stale.to_owned();
        under_lock(LOCK, async move {
            // While this call waited for the lock another one may have renewed already.
            match session.good_token() {
                Some(token) if token != stale => Ok(token),
                Some(_) | None => session.refresh().await,
            }
        })
        .await
    }

    async fn refresh(&self) -> Result<String, ApiFailure> {
        let body = serde_json::Value::Object(serde_json::Map::new());
        // Boxed: `api` renews through the session, and the session asks through `api`.
        let asked = Box::pin(api::post::<_, Sesi>(paths::REFRESH, &body, &Caller::Anyone));
        match asked.await {
            Ok(sesi) => {
                let token = sesi.token.clone();
                self.0.set(State::In(sesi));
                Ok(token)
            }
            Err(failure) => {
                if failure.code() == Some(ErrorCode::PerluMasuk) {
                    self.0.set(State::Out);
                }
                Err(failure)
            }
        }
    }

    fn good_token(&self) -> Option<String> {
        let soon = Utc::now() + Duration::seconds(MARGIN_SECONDS);
        self.0.with_untracked(|state| match state {
            State::In(sesi) => (sesi.kedaluwarsa > soon).then(|| sesi.token.clone()),
            State::Unknown | State::Out => None,
        })
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

fn logged_out() -> ApiFailure {
    ApiFailure::Refused(ApiError::new(ErrorCode::PerluMasuk, "Silakan masuk lagi."))
}
