//! One thing a person does, frozen when it is first sent: if the answer is lost, sending again carries the same id and the
//! same bytes, and the server does it once. Changed words are another thing and get an id of their own. What may wait for a
//! network goes through `susulan`.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::error::ApiError;
use shared::id::AksiId;
use shared::valid::Valid;

use crate::api::{self, ApiFailure, Caller};

struct Frozen<B> {
    aksi: AksiId,
    /// What the person said, to tell a repeated press from a new text.
    said: String,
    body: B,
    /// A byte of it may have left.
    sent: bool,
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

    /// Notes what came of it: what was done is not done again by the next press.
    ///
    /// # Errors
    /// The outcome's own.
    pub fn over<T, E>(self, outcome: Result<T, E>) -> Result<T, E> {
        self.busy.try_set(false);
        if outcome.is_ok() {
            self.frozen.try_set_value(None);
        }
        outcome
    }

    pub fn note_sent(self) {
        self.frozen.try_update_value(|frozen| {
            if let Some(frozen) = frozen {
                frozen.sent = true;
            }
        });
    }

    pub fn was_sent(self) -> bool {
        let sent = |frozen: &Option<Frozen<B>>| frozen.as_ref().is_some_and(|frozen| frozen.sent);
        // Of what is gone with its page nobody knows.
        self.frozen.try_with_value(sent).unwrap_or(true)
    }

    /// The same aksi and the same bytes as long as the same is said.
    ///
    /// # Errors
    /// A refusal by the same rules as the server's.
    pub fn freeze(self, said: String, make: impl FnOnce() -> B) -> Result<(AksiId, B), ApiError> {
        // The page may be gone by now, and what was done there is not.
        let again = self.frozen.try_with_value(|frozen| {
            frozen
                .as_ref()
                .filter(|frozen| frozen.said == said)
                .map(|frozen| (frozen.aksi, frozen.body.clone()))
        });
        if let Some(again) = again.flatten() {
            return Ok(again);
        }
        let body = Valid::check(make())?.into_inner();
        let aksi = AksiId::mint();
        self.frozen.try_set_value(Some(Frozen {
            aksi,
            said,
            body: body.clone(),
            sent: false,
        }));
        Ok((aksi, body))
    }
}
