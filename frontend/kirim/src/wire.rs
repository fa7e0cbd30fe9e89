//! The exchanges of the outbox with the server. Every request has a time limit, and every answer is read for what it
//! is: ours, or that of somebody in between.

use gloo::net::http::{Method, RequestBuilder};
use serde::Deserialize;
use shared::aksi::IDEMPOTENCY_KEY;
use shared::error::{ApiError, ErrorCode};
use shared::id::AduanId;
use shared::kunci::SCHEME;
use shared::paths;
use sync::{Kiriman, Outcome, Receipt, Refusal, Rupa, Told};
use web_sys::RequestCache;

use crate::exchange::{Answer, exchange};
use crate::round::Officer;

const PROBE_MS: u32 = 5_000;
const RECORD_MS: u32 = 60_000;
/// A part of 64 KiB at 1 KiB/s still fits.
pub const PART_MS: u32 = 120_000;

/// A refusal as far as it is in our own words.
pub async fn refusal(answer: Answer) -> Refusal {
    let retry_after = answer
        .headers()
        .get("retry-after")
        .and_then(|text| text.trim().parse().ok());
    let told: Option<Told> = match answer.text().await {
        Ok(text) => serde_json::from_str(&text).ok(),
        Err(_) => None,
    };
    Refusal {
        error: told.map(ApiError::from),
        retry_after,
    }
}

#[derive(Deserialize)]
struct Health {
    nonce: Option<String>,
}

/// Whether the server itself can be reached. A portal in between answers everything, but knows no nonce.
pub async fn probe() -> bool {
    let nonce = shared::id::AksiId::mint().to_string();
    let builder =
        RequestBuilder::new(&format!("{}?nonce={nonce}", paths::HEALTH)).cache(RequestCache::NoStore);
    let Some(answer) = exchange(builder, None, PROBE_MS).await else {
        return false;
    };
    let health = answer
        .text()
        .await
        .ok()
        .and_then(|text| serde_json::from_str::<Health>(&text).ok());
    health.and_then(|health| health.nonce).as_deref() == Some(nonce.as_str())
}

/// Sends the record, under the id of its aksi: however often, the server does it once.
pub async fn send_record(kiriman: &Kiriman, officer: Option<&dyn Officer>) -> Outcome<Receipt> {
    let path = match (kiriman.kepala.rupa, kiriman.kepala.titipan) {
        (Rupa::Aduan, None) => paths::ADUAN,
        (Rupa::Ikut, None) => paths::IKUT,
        (Rupa::Susulan(_), _) | (Rupa::Aduan | Rupa::Ikut, Some(_)) => {
            return match officer {
                Some(officer) => officer.send(kiriman).await,
                None => Outcome::Unreachable,
            };
        }
    };
    let builder = RequestBuilder::new(path)
        .method(Method::POST)
        .header("Content-Type", "application/json")
        .header(IDEMPOTENCY_KEY, &kiriman.kepala.aksi.to_string());
    let Some(answer) = exchange(builder, Some(kiriman.rahasia.isi.as_str().into()), RECORD_MS).await else {
        return Outcome::Unreachable;
    };
    if !answer.ok() {
        return Outcome::Refused(refusal(answer).await);
    }
    // A cut answer, or one that is no receipt, proves nothing.
    let text = answer.text().await.unwrap_or_default();
    let receipt = serde_json::from_str(&text).ok();
    receipt.map_or(Outcome::Unreachable, Outcome::Done)
}

/// Whose photos are sent, and in whose name.
pub struct Holder {
    pub aduan: AduanId,
    /// The whole header.
    pub authorization: String,
}

impl Holder {
    /// The reporter, by his key.
    pub fn of(kiriman: &Kiriman) -> Self {
        Self {
            aduan: kiriman.kepala.id,
            authorization: format!("{SCHEME} {}", kiriman.rahasia.kunci.as_str()),
        }
    }
}

/// Asks the record whether a photo has arrived.
pub async fn has_photo(holder: &Holder, sha256: &str) -> Outcome<bool> {
    let builder = authorized(
        RequestBuilder::new(&format!("{}/{}", paths::ADUAN, holder.aduan)),
        holder,
    )
    .cache(RequestCache::NoStore);
    let Some(answer) = exchange(builder, None, RECORD_MS).await else {
        return Outcome::Unreachable;
    };
    if !answer.ok() {
        return Outcome::Refused(refusal(answer).await);
    }
    let record: Option<Photos> = answer
        .text()
        .await
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok());
    record.map_or(Outcome::Unreachable, |record| {
        Outcome::Done(
            record
                .foto
                .iter()
                .any(|foto| foto.sha256 == sha256 && foto.diterima),
        )
    })
}

/// As much of a record as tells which photos have arrived.
#[derive(Deserialize)]
struct Photos {
    foto: Vec<Arrival>,
}

#[derive(Deserialize)]
struct Arrival {
    sha256: String,
    diterima: bool,
}

pub fn authorized(builder: RequestBuilder, holder: &Holder) -> RequestBuilder {
    builder.header("Authorization", &holder.authorization)
}

/// What a photo whose bytes are no longer what they were is told.
pub fn spoilt() -> Refusal {
    Refusal {
        error: Some(ApiError::new(
            ErrorCode::FotoSalah,
            "Foto ini rusak atau hilang di perangkat, sehingga tidak dapat dikirim.",
        )),
        retry_after: None,
    }
}
