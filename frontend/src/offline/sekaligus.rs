//! Several records in one request: on a slow link each request costs a second.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use ::sync::{Answered, Kiriman, Outcome, Receipt, Rupa, together};
use gloo::net::http::{Method, RequestBuilder};
use js_sys::Uint8Array;
use kirim::exchange::exchange;
use kirim::lock::lock;
use kirim::news::{News, post};
use kirim::round::LOCK;
use kirim::{StoreError, antrean, now, wire};
use serde::Deserialize;
use shared::aksi::JenisAksi;
use shared::id::AksiId;
use shared::paths;
use wasm_bindgen::prelude::*;

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
chunk_door!(milik, pub(super) fn open_together(most: Rc<Cell<usize>>) -> Together = together_now);

/// Sends what may go together, before what goes alone. How many go is halved each time that no answer came, since a link
/// that holds for seconds carries few; none of them is the worse for it.
fn together_now(most: Rc<Cell<usize>>) -> Together {
    Box::pin(async move {
        let _held = lock(LOCK).await;
        // A database that does not answer is asked again by what goes alone.
        let _ = send_waiting(&most).await;
    })
}

async fn send_waiting(most: &Cell<usize>) -> Result<(), StoreError> {
    loop {
        let all = antrean::all().await?;
        let ids = together(all.iter().map(|one| &one.kepala), now())
            .into_iter()
            .take(most.get())
            .map(|kepala| kepala.id);
        let due: Vec<&Kiriman> = ids
            .filter_map(|id| all.iter().find(|one| one.kepala.id == id))
            .collect();
        let (Some(first), true) = (due.first(), due.len() > 1) else {
            return Ok(());
        };
        // To ask whether the server is there costs less than a batch that goes nowhere.
        if !wire::probe().await {
            return Ok(());
        }
        post(&News::Moving(Some(first.kepala.id)));
        let Some(mut outcomes) = send(&body(&due)).await else {
            most.set((due.len() / 2).max(2));
            return Ok(());
        };
        most.set(SEKALI);
        for kepala in due.iter().map(|one| &one.kepala) {
            let found = outcomes.iter().position(|(aksi, _)| *aksi == kepala.aksi);
            // What was not answered counts as tried, and goes alone the next time.
            let outcome = found.map_or(Outcome::Unreachable, |place| outcomes.swap_remove(place).1);
            let random = js_sys::Math::random();
            antrean::change(kepala.id, kepala.aksi, &|kepala| {
                kepala.hear_record(&outcome, now(), random);
            })
            .await?;
        }
    }
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
    /// The answer as far as the outbox reads one; what it cannot read proves nothing.
    pub fn answered(self) -> (Answered, u16, Option<u64>) {
        let badan = serde_json::from_value(self.badan).unwrap_or_default();
        (badan, self.status, self.tunggu)
    }
}

/// What came of each; none where no answer of ours came.
async fn send(body: &str) -> Option<Vec<(AksiId, Outcome<Receipt>)>> {
    let Outcome::Done(hasil) = send_as(body, None).await else {
        return None;
    };
    let outcome = |one: Hasil| {
        let id = one.id;
        let (badan, status, wait) = one.answered();
        (id, badan.outcome(status, wait))
    };
    Some(hasil.into_iter().map(outcome).collect())
}

/// Sends several aksi, in the name of whose token this is.
pub async fn send_as(body: &str, token: Option<&str>) -> Outcome<Vec<Hasil>> {
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
