//! Who is logged in here. The access token lives in memory alone; a new one is had by the refresh
//! cookie, which no script can read. All tabs renew under one lock, since the cookie rotates.

use chrono::{Duration, Utc};
use gloo::storage::{LocalStorage, Storage};
use kirim::lock::under_lock;
use leptos::prelude::*;
use shared::account::{Account, Hak, Login, Penugasan, Sesi};
use shared::error::{ApiError, ErrorCode};
use shared::id::AccountId;
use shared::paths;

use crate::api::{self, ApiFailure, Caller};
use crate::device;

/// A token is renewed this long before it ends, so that a slow request still arrives in time.
const MARGIN_SECONDS: i64 = 30;
const LOCK: &str = "sesi";
/// Stands in the browser's storage while somebody is logged in, and holds his id: it spares visitors a question that the
/// server would refuse, tells other tabs of a login or a logout, and says whose a capture is while there is no network. A
/// hint alone; the cookie decides.
const HINT: &str = "portal.masuk";
/// His duties as the server last told them, so that without a network he is offered what he may do. A hint alone as well.
const TUGAS: &str = "portal.tugas";

#[derive(Clone, Default)]
enum State {
    /// Not asked yet in this tab.
    #[default]
    Unknown,
    Out,
    In(Sesi),
}

impl State {
    fn from_hint() -> Self {
        match storage().map(|storage| storage.get_item(HINT)) {
            Some(Ok(None)) => Self::Out,
            // Without storage there is no hint, so the server is asked.
            Some(Ok(Some(_)) | Err(_)) | None => Self::Unknown,
        }
    }
}

#[derive(Clone, Copy)]
pub struct Session(RwSignal<State>);

impl Session {
    pub fn new() -> Self {
        let session = Self(RwSignal::new(State::from_hint()));
        let heard = window_event_listener(leptos::ev::storage, move |event| {
            if event.key().as_deref() == Some(HINT) {
                session.0.set(State::from_hint());
            }
        });
        on_cleanup(move || heard.remove());
        session
    }

    /// Who is logged in, as far as this tab knows.
    pub fn account(&self) -> Option<Account> {
        self.0.with(|state| match state {
            State::In(sesi) => Some(sesi.akun.clone()),
            State::Unknown | State::Out => None,
        })
    }

    /// Whose this device is now: as the server said, or without a network as it last said.
    pub fn owner(&self) -> Option<AccountId> {
        self.0.with(|state| match state {
            State::In(sesi) => Some(sesi.akun.id),
            State::Out => None,
            State::Unknown => storage()?.get_item(HINT).ok()??.parse().ok(),
        })
    }

    /// Whether he has this right somewhere: as the server said, or without a network as it last said.
    pub fn boleh(&self, hak: Hak) -> bool {
        self.0.with(|state| match state {
            State::In(sesi) => sesi.akun.boleh(hak),
            State::Out => false,
            State::Unknown => {
                let kept: Vec<Penugasan> = LocalStorage::get(TUGAS).unwrap_or_default();
                kept.iter().any(|penugasan| penugasan.boleh(hak))
            }
        })
    }

    /// It is certain that nobody is logged in: an officer's page leads to the login.
    pub fn is_out(&self) -> bool {
        self.0.with(|state| matches!(state, State::Out))
    }

    /// `kode` is the second step, where the account has one.
    pub async fn login(
        &self,
        nama_pengguna: String,
        sandi: String,
        kode: Option<String>,
    ) -> Result<Account, ApiFailure> {
        let login = Login {
            nama_pengguna,
            sandi,
            kode,
            perangkat: device::perangkat(),
        };
        let sesi: Sesi = api::post(paths::LOGIN, &login, &Caller::Anyone).await?;
        let akun = sesi.akun.clone();
        self.enter(sesi);
        Ok(akun)
    }

    /// Asks who he is now: after a new password or another second step the token is the same, and what he must do first
    /// is another.
    pub async fn reread(&self) -> Result<Account, ApiFailure> {
        if untrack(|| self.account()).is_none() {
            // A tab that does not know yet is told with its first token.
            self.token().await?;
            return untrack(|| self.account()).ok_or_else(logged_out);
        }
        let akun: Account = api::get(paths::SAYA, &Caller::Petugas(*self)).await?;
        self.0.update(|state| {
            if let State::In(sesi) = state {
                sesi.akun = akun.clone();
            }
        });
        Ok(akun)
    }

    /// The server asks for something else first: finds out what, beside whatever was asked.
    pub fn learn_duty(self) {
        leptos::task::spawn_local(async move {
            // Without an answer the page shows the refusal, which says it in words.
            let _ = self.reread().await;
        });
    }

    /// Ends the session on this device. Only the server can take the cookie back, so this needs a network.
    pub async fn logout(&self) -> Result<(), ApiFailure> {
        api::post_empty(paths::LOGOUT, &Caller::Anyone).await?;
        self.leave();
        Ok(())
    }

    fn enter(&self, sesi: Sesi) {
        // Who was here before and did not log out leaves nothing behind for the next one.
        if let Some(former) = untrack(|| self.owner()).filter(|former| *former != sesi.akun.id) {
            device::forget(former);
        }
        // Where storage is full or forbidden there is no hint, and other tabs find out by asking.
        let _ = storage().map(|storage| storage.set_item(HINT, &sesi.akun.id.to_string()));
        let _ = LocalStorage::set(TUGAS, &sesi.akun.penugasan);
        self.0.set(State::In(sesi));
    }

    fn leave(&self) {
        if let Some(own) = untrack(|| self.owner()) {
            device::forget(own);
        }
        let _ = storage().map(|storage| storage.remove_item(HINT));
        LocalStorage::delete(TUGAS);
        self.0.set(State::Out);
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
                self.enter(sesi);
                Ok(token)
            }
            Err(failure) => {
                if failure.code() == Some(ErrorCode::PerluMasuk) {
                    self.leave();
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

/// A browser that forbids storage answers with an error instead.
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn logged_out() -> ApiFailure {
    ApiFailure::Refused(ApiError::new(ErrorCode::PerluMasuk, "Silakan masuk lagi."))
}
