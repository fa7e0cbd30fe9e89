//! The exchanges of the outbox with the server. Every request has a time limit, and every answer is read for what it
//! is: ours, or that of somebody in between.

use ::sync::{Kiriman, Outcome, Refusal};
use gloo::net::http::{Method, RequestBuilder};
use leptos::prelude::untrack;
use serde::Deserialize;
use shared::aduan::AduanDiterima;
use shared::aksi::IDEMPOTENCY_KEY;
use shared::error::{ApiError, ErrorCode};
use shared::id::AccountId;
use shared::kunci::SCHEME;
use shared::paths;
use web_sys::RequestCache;

use crate::account::session::Session;
use crate::api::ApiFailure;
use crate::exchange::{Answer, exchange};

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
    let error: Option<ApiError> = match answer.text().await {
        Ok(text) => serde_json::from_str(&text).ok(),
        Err(_) => None,
    };
    Refusal { error, retry_after }
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
pub async fn send_record(kiriman: &Kiriman, session: Session) -> Outcome<AduanDiterima> {
    let builder = match kiriman.titipan {
        None => RequestBuilder::new(paths::ADUAN),
        // In the name of who entered it, and of nobody else who may be logged in now.
        Some(owner) => match token_of(session, owner).await {
            Ok(token) => {
                RequestBuilder::new(paths::TITIPAN).header("Authorization", &format!("Bearer {token}"))
            }
            Err(outcome) => return outcome,
        },
    };
    let builder = builder
        .method(Method::POST)
        .header("Content-Type", "application/json")
        .header(IDEMPOTENCY_KEY, &kiriman.aksi.to_string());
    let Some(answer) = exchange(builder, Some(kiriman.isi.as_str().into()), RECORD_MS).await else {
        return Outcome::Unreachable;
    };
    if !answer.ok() {
        return Outcome::Refused(refusal(answer).await);
    }
    // A cut answer, or one that is no receipt, proves nothing.
    let receipt = answer
        .text()
        .await
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok());
    receipt.map_or(Outcome::Unreachable, Outcome::Done)
}

async fn token_of(session: Session, owner: AccountId) -> Result<String, Outcome<AduanDiterima>> {
    let token = match session.token().await {
        Ok(token) => Some(token),
        Err(ApiFailure::Refused(_)) => None,
        Err(ApiFailure::Offline | ApiFailure::Broken) => return Err(Outcome::Unreachable),
    };
    let is_owner = untrack(|| session.account()).is_some_and(|account| account.id == owner);
    token.filter(|_| is_owner).ok_or_else(|| {
        let detail = "Masuklah sebagai petugas yang mengentri aduan ini, lalu aduan terkirim sendiri.";
        Outcome::Refused(Refusal {
            error: Some(ApiError::new(ErrorCode::PerluMasuk, detail)),
            retry_after: None,
        })
    })
}

/// Asks the record whether a photo has arrived.
pub async fn has_photo(kiriman: &Kiriman, sha256: &str) -> Outcome<bool> {
    let builder = authorized(
        RequestBuilder::new(&format!("{}/{}", paths::ADUAN, kiriman.id)),
        kiriman,
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

pub fn authorized(builder: RequestBuilder, kiriman: &Kiriman) -> RequestBuilder {
    builder.header("Authorization", &format!("{SCHEME} {}", kiriman.kunci.as_str()))
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
