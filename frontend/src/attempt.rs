//! One thing a person does, frozen when it is first sent: if the answer is lost, sending again carries the same id and the
//! same bytes, and the server does it once. Changed words are another thing and get an id of their own. What may wait is put
//! into the outbox where no answer came, and is sent from there under that id.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::error::ApiError;
use shared::id::AksiId;
use shared::valid::Valid;

use crate::api::{self, ApiFailure, Caller};
use crate::message;
use crate::offline::{Antrean, StoreError};
use crate::susulan::{Sasaran, Susulan, harus_menunggu, simpan};

/// What became of something that may wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nasib<T> {
    /// The office has it, and answered this.
    Terkirim(T),
    /// It lies in the outbox.
    Menunggu,
}

impl<T> Nasib<T> {
    /// Without the answer.
    pub fn bare(self) -> Nasib<()> {
        match self {
            Self::Terkirim(_) => Nasib::Terkirim(()),
            Self::Menunggu => Nasib::Menunggu,
        }
    }
}

/// Why it is neither.
#[derive(Clone, PartialEq, Debug)]
pub enum Tertahan {
    Kantor(ApiFailure),
    Simpanan(StoreError),
}

impl Tertahan {
    pub fn words(&self) -> String {
        match self {
            Self::Kantor(failure) => message::of_failure(failure),
            Self::Simpanan(error) => error.words().to_owned(),
        }
    }
}

impl From<ApiFailure> for Tertahan {
    fn from(failure: ApiFailure) -> Self {
        Self::Kantor(failure)
    }
}

struct Frozen<B> {
    aksi: AksiId,
    /// What the person said, to tell a repeated press from a new text.
    said: String,
    body: B,
}

pub struct Attempt<B: 'static> {
    frozen: StoredValue<Option<Frozen<B>>, LocalStorage>,
    pub busy: RwSignal<bool>,
}

impl<B: 'static> Clone for Attempt<B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B: 'static> Copy for Attempt<B> {}

impl<B: Serialize + Clone + garde::Validate<Context = ()> + 'static> Attempt<B> {
    pub fn new() -> Self {
        Self {
            frozen: StoredValue::new_local(None),
            busy: RwSignal::new(false),
        }
    }

    /// Validates and sends. `said` stands for all that the person chose; `make` writes the body.
    ///
    /// # Errors
    /// A refusal by the same rules as the server's, before anything is sent; else see [`ApiFailure`].
    pub async fn send(
        self,
        path: &str,
        said: String,
        make: impl FnOnce() -> B,
        caller: &Caller,
    ) -> Result<(), ApiFailure> {
        let (aksi, body) = self.freeze(said, make).map_err(ApiFailure::Refused)?;
        self.busy.set(true);
        self.over(api::post_aksi(path, &body, aksi, caller).await)
    }

    /// Sends what is done to a complaint, or keeps it on the device where there is no network.
    ///
    /// # Errors
    /// As [`Attempt::send`]; where the device cannot keep it either, [`Tertahan::Simpanan`].
    pub async fn send_or_keep(
        self,
        about: (Susulan, Sasaran),
        said: String,
        make: impl FnOnce() -> B,
        by: (&Caller, Antrean),
    ) -> Result<Nasib<()>, Tertahan> {
        let post = async |path: &str, body: &B, aksi| api::post_aksi(path, body, aksi, by.0).await;
        self.keeping(about, said, make, by, post).await
    }

    /// The same where the answer is wanted.
    ///
    /// # Errors
    /// As [`Attempt::send_or_keep`].
    pub async fn send_for_or_keep<T: DeserializeOwned>(
        self,
        about: (Susulan, Sasaran),
        said: String,
        make: impl FnOnce() -> B,
        by: (&Caller, Antrean),
    ) -> Result<Nasib<T>, Tertahan> {
        let post = async |path: &str, body: &B, aksi| api::post_aksi_for(path, body, aksi, by.0).await;
        self.keeping(about, said, make, by, post).await
    }

    async fn keeping<T>(
        self,
        (susulan, sasaran): (Susulan, Sasaran),
        said: String,
        make: impl FnOnce() -> B,
        (caller, antrean): (&Caller, Antrean),
        post: impl AsyncFnOnce(&str, &B, AksiId) -> Result<T, ApiFailure>,
    ) -> Result<Nasib<T>, Tertahan> {
        let (aksi, body) = self.freeze(said, make).map_err(ApiFailure::Refused)?;
        self.busy.set(true);
        let waits = harus_menunggu(antrean, sasaran.aduan, caller);
        let sent = if waits {
            Err(ApiFailure::Offline)
        } else {
            post(&sasaran.path(susulan), &body, aksi).await
        };
        let nasib = match sent {
            Ok(answer) => Ok(Nasib::Terkirim(answer)),
            Err(ApiFailure::Offline) => simpan(susulan, sasaran, (aksi, &body, !waits), caller)
                .await
                .map(|()| Nasib::Menunggu)
                .map_err(Tertahan::Simpanan),
            Err(failure) => Err(Tertahan::Kantor(failure)),
        };
        self.busy.try_set(false);
        if nasib.is_ok() {
            self.frozen.try_set_value(None);
        }
        nasib
    }

    /// The same where the answer is wanted.
    ///
    /// # Errors
    /// As [`Attempt::send`].
    pub async fn send_for<T: DeserializeOwned>(
        self,
        path: &str,
        said: String,
        make: impl FnOnce() -> B,
        caller: &Caller,
    ) -> Result<T, ApiFailure> {
        let (aksi, body) = self.freeze(said, make).map_err(ApiFailure::Refused)?;
        self.busy.set(true);
        self.over(api::post_aksi_for(path, &body, aksi, caller).await)
    }

    /// [`Attempt::send_for`] where the body takes the place of what stood there.
    ///
    /// # Errors
    /// As [`Attempt::send`].
    pub async fn put_for<T: DeserializeOwned>(
        self,
        path: &str,
        said: String,
        make: impl FnOnce() -> B,
        caller: &Caller,
    ) -> Result<T, ApiFailure> {
        let (aksi, body) = self.freeze(said, make).map_err(ApiFailure::Refused)?;
        self.busy.set(true);
        self.over(api::put_aksi_for(path, &body, aksi, caller).await)
    }

    fn over<T>(self, outcome: Result<T, ApiFailure>) -> Result<T, ApiFailure> {
        self.busy.try_set(false);
        if outcome.is_ok() {
            self.frozen.try_set_value(None);
        }
        outcome
    }

    fn freeze(self, said: String, make: impl FnOnce() -> B) -> Result<(AksiId, B), ApiError> {
        let again = self.frozen.with_value(|frozen| {
            frozen
                .as_ref()
                .filter(|frozen| frozen.said == said)
                .map(|frozen| (frozen.aksi, frozen.body.clone()))
        });
        if let Some(again) = again {
            return Ok(again);
        }
        let body = Valid::check(make())?.into_inner();
        let aksi = AksiId::mint();
        self.frozen.set_value(Some(Frozen {
            aksi,
            said,
            body: body.clone(),
        }));
        Ok((aksi, body))
    }
}
