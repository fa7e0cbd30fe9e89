//! With a network it goes at once, and its form hears what came of it. Where no answer came, or the office is out of order, it
//! enters the outbox under the same aksi.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::error::ErrorCode;
use shared::id::AksiId;

use super::simpan::{Beku, Oleh, harus_menunggu, simpan};
use super::{Sasaran, Susulan};
use crate::api::{self, ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::message;
use crate::offline::{Antrean, StoreError};

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
            Self::Simpanan(error) => format!("Belum terkirim dan belum tersimpan. {}", error.words()),
        }
    }
}

impl From<ApiFailure> for Tertahan {
    fn from(failure: ApiFailure) -> Self {
        Self::Kantor(failure)
    }
}

/// Sends what is done to a complaint, or keeps it on the device. `said` and `make` as in [`Attempt::send`].
///
/// # Errors
/// A refusal, by the rules on the device or by the office; [`Tertahan::Simpanan`] where the device cannot keep it either.
pub async fn coba<B: Serialize + Clone + garde::Validate<Context = ()> + 'static>(
    attempt: Attempt<B>,
    about: (Susulan, Sasaran),
    said: String,
    make: impl FnOnce() -> B,
    by: (&Caller, Antrean),
) -> Result<Nasib<()>, Tertahan> {
    let post = async |path: &str, body: &B, aksi| api::try_aksi(path, body, aksi, by.0).await;
    keeping(attempt, about, (said, make), by, post).await
}

/// The same where the answer is wanted.
///
/// # Errors
/// As [`coba`].
pub async fn coba_untuk<B, T>(
    attempt: Attempt<B>,
    about: (Susulan, Sasaran),
    said: String,
    make: impl FnOnce() -> B,
    by: (&Caller, Antrean),
) -> Result<Nasib<T>, Tertahan>
where
    B: Serialize + Clone + garde::Validate<Context = ()> + 'static,
    T: DeserializeOwned,
{
    let post = async |path: &str, body: &B, aksi| api::try_aksi_for(path, body, aksi, by.0).await;
    keeping(attempt, about, (said, make), by, post).await
}

async fn keeping<B, T>(
    attempt: Attempt<B>,
    (susulan, sasaran): (Susulan, Sasaran),
    (said, make): (String, impl FnOnce() -> B),
    (caller, antrean): (&Caller, Antrean),
    post: impl AsyncFnOnce(&str, &B, AksiId) -> Result<T, ApiFailure>,
) -> Result<Nasib<T>, Tertahan>
where
    B: Serialize + Clone + garde::Validate<Context = ()> + 'static,
{
    let (aksi, body) = attempt.freeze(said, make).map_err(ApiFailure::Refused)?;
    attempt.busy.set(true);
    if !antrean.loaded.get_untracked() {
        // What waits before it is still to be read.
        antrean.fresh().await;
    }
    let oleh = Oleh::of(caller);
    let sent = if harus_menunggu(antrean, sasaran.aduan, oleh.as_ref()) {
        Err(ApiFailure::Offline)
    } else {
        attempt.note_sent();
        post(&sasaran.path(susulan), &body, aksi).await
    };
    let nasib = match (sent, oleh) {
        (Ok(answer), _) => Ok(Nasib::Terkirim(answer)),
        (Err(failure), Some(oleh)) if may_wait(&failure) => {
            let beku = Beku {
                aksi,
                // What cannot be written is no JSON, which the outbox refuses.
                badan: serde_json::to_string(&body).unwrap_or_default(),
                dicoba: attempt.was_sent(),
                bidikan: None,
            };
            let stored = simpan(susulan, sasaran, beku, oleh).await;
            // So that the next thing done here knows of it.
            antrean.fresh().await;
            stored.map(|()| Nasib::Menunggu).map_err(Tertahan::Simpanan)
        }
        (Err(failure), _) => Err(Tertahan::Kantor(failure)),
    };
    attempt.over(nasib)
}

/// Whether nothing is wrong with what was sent.
fn may_wait(failure: &ApiFailure) -> bool {
    match failure {
        ApiFailure::Offline | ApiFailure::Broken => true,
        ApiFailure::Refused(error) => {
            matches!(error.code, ErrorCode::Gangguan | ErrorCode::BelumSiap)
        }
    }
}
