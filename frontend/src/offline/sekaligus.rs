//! Several records in one request: on a slow link each request costs a second.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use ::sync::{Answered, Kepala, Kiriman, Outcome, Receipt, Refusal, Rupa, together};
use chrono::Utc;
use gloo::net::http::{Method, RequestBuilder};
use js_sys::Uint8Array;
use kirim::exchange::exchange;
use kirim::lock::lock;
use kirim::news::{News, post};
use kirim::round::LOCK;
use kirim::{StoreError, antrean, now, wire};
use leptos::prelude::untrack;
use serde::Deserialize;
use shared::aksi::JenisAksi;
use shared::error::{ApiError, ErrorCode};
use shared::id::{AccountId, AksiId};
use shared::paths;
use wasm_bindgen::prelude::*;

use crate::account::session::Session;
use crate::api::ApiFailure;
use crate::chunk_door;

/// 240 KiB at 4 KiB/s, and the server's work.
const LIMIT_MS: u32 = 90_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = portalBackground, catch)]
    async fn pack(text: &str) -> Result<JsValue, JsValue>;
}

/// Most records of a request where the link holds.
pub const SEKALI: usize = 50;

type Together = Pin<Box<dyn Future<Output = ()>>>;

// Few have several things waiting.
chunk_door!(milik, pub(super) fn open_together(most: Rc<Cell<usize>>, session: Session) -> Together = together_now);

/// Sends what may go together, before what goes alone. How many go is halved each time that no answer came, since a link
/// that holds for seconds carries few; none of them is the worse for it.
fn together_now(most: Rc<Cell<usize>>, session: Session) -> Together {
    Box::pin(async move {
        let _held = lock(LOCK).await;
        // A database that does not answer is asked again by what goes alone.
        while let Ok(true) = send_some(&most, session).await {}
    })
}

/// Sends one request; false where there is nothing more for one, or none was answered.
async fn send_some(most: &Cell<usize>, session: Session) -> Result<bool, StoreError> {
    let all = antrean::all().await?;
    let heads: Vec<Kepala> = all.iter().map(|one| one.kepala.clone()).collect();
    for group in together(&heads, now()) {
        let named = group.iter().take(most.get());
        let due: Vec<&Kiriman> = named
            .filter_map(|kepala| all.iter().find(|one| one.kepala.id == kepala.id))
            .collect();
        // Each is told by itself that nobody stands for it.
        let Ok(sender) = Pengirim::of::<()>(session, group[0].titipan).await else {
            continue;
        };
        let heads: Vec<&Kepala> = due.iter().map(|one| &one.kepala).collect();
        if !note_left(&heads).await {
            // A disk that is full would be asked without end: what goes alone waits between its tries.
            return Ok(false);
        }
        post(&News::Moving(Some(due[0].kepala.id)));
        let Outcome::Done(mut answers) = sender.send(&body(&due)).await else {
            most.set((due.len() / 2).max(2));
            return Ok(false);
        };
        most.set(SEKALI);
        for kepala in due.iter().map(|one| &one.kepala) {
            let found = answers.iter().position(|one| one.id == kepala.aksi);
            // What was not answered counts as tried, and goes alone the next time.
            let outcome = found.map_or(Outcome::Unreachable, |place| {
                answers.swap_remove(place).outcome(kepala)
            });
            let random = js_sys::Math::random();
            antrean::change(kepala.id, kepala.aksi, &|kepala| {
                kepala.hear_record(&outcome, now(), random);
            })
            .await?;
        }
        return Ok(true);
    }
    Ok(false)
}

/// Notes that a byte may leave from now on, so that none of them is taken back any more; false where that could not be noted,
/// or one was taken back just now.
pub async fn note_left(all: &[&Kepala]) -> bool {
    let fresh: Vec<&Kepala> = all
        .iter()
        .copied()
        .filter(|one| one.pada().is_some() && !one.left)
        .collect();
    if fresh.is_empty() {
        return true;
    }
    for one in &fresh {
        let noted = antrean::change(one.id, one.aksi, &|kepala| kepala.left = true).await;
        if noted.is_err() {
            return false;
        }
    }
    let there = antrean::kepala().await.unwrap_or_default();
    let is_noted = |one: &&Kepala| there.iter().any(|kepala| kepala.id == one.id && kepala.left);
    fresh.iter().all(is_noted)
}

#[derive(Deserialize)]
struct Answer {
    hasil: Vec<Hasil>,
}

/// What came of one of them.
#[derive(Deserialize)]
pub struct Hasil {
    pub id: AksiId,
    status: u16,
    badan: serde_json::Value,
    /// Seconds after which to try again.
    #[serde(default)]
    tunggu: Option<u64>,
}

impl Hasil {
    /// What came of this kiriman. An answer that cannot be read proves nothing.
    pub fn outcome(self, kepala: &Kepala) -> Outcome<Receipt> {
        let badan: Answered = serde_json::from_value(self.badan).unwrap_or_default();
        match kepala.rupa {
            Rupa::Susulan(_) => badan.done(kepala.id, self.status, self.tunggu, Utc::now()),
            Rupa::Aduan | Rupa::Ikut => badan.outcome(self.status, self.tunggu),
        }
    }
}

/// In whose name something goes: of an account, which must be the one that is logged in, or of nobody.
pub struct Pengirim {
    session: Session,
    owner: Option<AccountId>,
    token: Option<String>,
}

impl Pengirim {
    /// # Errors
    /// What sending comes to where this account is not logged in, or nobody can tell.
    pub async fn of<T>(session: Session, owner: Option<AccountId>) -> Result<Self, Outcome<T>> {
        let token = match owner {
            Some(owner) => Some(own(session, owner, session.token().await)?),
            None => None,
        };
        Ok(Self {
            session,
            owner,
            token,
        })
    }

    /// Does it as this person; with a token that was withdrawn before its time once more with another.
    pub async fn once_more<T>(
        &self,
        send: impl AsyncFn(Option<&str>) -> Outcome<T>,
        is_withdrawn: impl FnOnce(&Outcome<T>) -> bool,
    ) -> Outcome<T> {
        let first = send(self.token.as_deref()).await;
        let (Some(owner), Some(stale)) = (self.owner, &self.token) else {
            return first;
        };
        if !is_withdrawn(&first) {
            return first;
        }
        match own::<T>(self.session, owner, self.session.renew(stale).await) {
            Ok(fresh) => send(Some(&fresh)).await,
            // Without an answer nobody knows whether he is still let in; a refusal stands.
            Err(Outcome::Unreachable) => Outcome::Unreachable,
            Err(Outcome::Refused(_) | Outcome::Done(_)) => first,
        }
    }

    /// Sends several aksi.
    pub async fn send(&self, body: &str) -> Outcome<Vec<Hasil>> {
        self.once_more(async |token| send_as(body, token).await, is_withdrawn)
            .await
    }
}

/// The office tells it of the whole or of each.
fn is_withdrawn(outcome: &Outcome<Vec<Hasil>>) -> bool {
    match outcome {
        Outcome::Done(all) => all.iter().any(|one| one.status == ErrorCode::PerluMasuk.status()),
        Outcome::Refused(_) | Outcome::Unreachable => outcome.code() == Some(ErrorCode::PerluMasuk),
    }
}

/// The token, if it is this account's.
fn own<T>(
    session: Session,
    owner: AccountId,
    token: Result<String, ApiFailure>,
) -> Result<String, Outcome<T>> {
    let token = match token {
        Ok(token) => Some(token),
        Err(ApiFailure::Refused(error)) if error.code != ErrorCode::PerluMasuk => {
            return Err(Outcome::Refused(Refusal {
                error: Some(error),
                retry_after: None,
            }));
        }
        Err(ApiFailure::Refused(_)) => None,
        Err(ApiFailure::Offline | ApiFailure::Broken) => return Err(Outcome::Unreachable),
    };
    let is_owner = untrack(|| session.account()).is_some_and(|account| account.id == owner);
    token.filter(|_| is_owner).ok_or_else(|| {
        let detail =
            "Masuklah sebagai petugas yang menyimpannya di perangkat ini, lalu ini terkirim sendiri.";
        Outcome::Refused(Refusal {
            error: Some(ApiError::new(ErrorCode::PerluMasuk, detail)),
            retry_after: None,
        })
    })
}

/// Sends several aksi, in the name of whose token this is.
async fn send_as(body: &str, token: Option<&str>) -> Outcome<Vec<Hasil>> {
    let mut builder = RequestBuilder::new(paths::SYNC)
        .method(Method::POST)
        .header("Content-Type", "application/json");
    if let Some(token) = token {
        builder = builder.header("Authorization", &format!("Bearer {token}"));
    }
    let (builder, body) = match packed(body).await {
        Some(bytes) => (builder.header("Content-Encoding", "gzip"), bytes.into()),
        None => (builder, JsValue::from_str(body)),
    };
    let Some(answer) = exchange(builder, Some(body), LIMIT_MS).await else {
        return Outcome::Unreachable;
    };
    if !answer.ok() {
        return Outcome::Refused(wire::refusal(answer).await);
    }
    let text = answer.text().await.unwrap_or_default();
    let answer: Option<Answer> = serde_json::from_str(&text).ok();
    answer.map_or(Outcome::Unreachable, |answer| Outcome::Done(answer.hasil))
}

/// The bodies as they were frozen, each under its aksi's id.
pub fn body(kiriman: &[&Kiriman]) -> String {
    let mut text = String::from("{\"aksi\":[");
    for (place, one) in kiriman.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        let jenis = match one.kepala.rupa {
            Rupa::Aduan if one.kepala.titipan.is_some() => JenisAksi::AduanTitipan,
            Rupa::Aduan => JenisAksi::AduanBaru,
            Rupa::Ikut => JenisAksi::AduanIkut,
            // Its body is the whole aksi.
            Rupa::Susulan(_) => {
                text.push_str(&one.rahasia.isi);
                continue;
            }
        };
        text.push_str("{\"id\":\"");
        text.push_str(&one.kepala.aksi.to_string());
        text.push_str("\",\"jenis\":\"");
        text.push_str(jenis.as_str());
        text.push_str("\",\"badan\":");
        text.push_str(&one.rahasia.isi);
        text.push('}');
    }
    text.push_str("]}");
    text
}

/// Packed by gzip, where the browser can.
async fn packed(text: &str) -> Option<Uint8Array> {
    pack(text).await.ok()?.dyn_into().ok()
}
