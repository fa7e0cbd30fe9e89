//! How far a device has come.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::error::{ApiError, ErrorCode};

use super::{Pelanggan, Sesudah};
use crate::error::{AppError, Result};

/// Characters of a fingerprint: it tells one's own cursors apart, and keeps nobody out.
const SIDIK: usize = 16;

/// Opaque to whoever holds it. It opens nothing: what is given is judged by the caller's rights each time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Kursor {
    /// The numbering that it counts in.
    #[serde(rename = "m")]
    pub masa: String,
    /// Fingerprint of the account and its assignments: with other rights another copy is due.
    #[serde(rename = "h")]
    pub hak: String,
    /// The last number that was given.
    #[serde(rename = "n")]
    pub nomor: i64,
    /// While the copy is being made.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none", default)]
    pub awal: Option<Awal>,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Awal {
    /// Place among the kinds of record.
    #[serde(rename = "s")]
    pub sumber: usize,
    /// The last one given of that kind.
    #[serde(rename = "z", skip_serializing_if = "Option::is_none", default)]
    pub sesudah: Option<Sesudah>,
    /// How many of that kind were given.
    #[serde(rename = "j")]
    pub jumlah: usize,
}

impl Kursor {
    pub fn to_text(&self) -> Result<String> {
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(self)?))
    }

    pub fn parse(text: &str) -> Result<Self> {
        URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|json| serde_json::from_slice(&json).ok())
            .ok_or_else(unknown_cursor)
    }
}

/// What nobody was given.
pub fn unknown_cursor() -> AppError {
    let message = "Kursor ini tidak dikenal. Ambil dari awal, tanpa since.";
    AppError::Refused(ApiError::field(ErrorCode::BentukSalah, "since", message))
}

pub fn sidik(kepada: &Pelanggan) -> Result<String> {
    let told = serde_json::to_vec(&(kepada.account.id, &kepada.account.penugasan))?;
    let mut text = hex::encode(Sha256::digest(told));
    text.truncate(SIDIK);
    Ok(text)
}
