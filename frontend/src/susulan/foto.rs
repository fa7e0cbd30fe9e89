//! An officer's photo of how it looks after the work. It is put by before anything of it is sent, with or without a network:
//! an upload may take minutes, and what lies in a page's memory ends with the page.

use js_sys::Uint8Array;
use shared::aduan::FotoSesudahBaru;
use shared::file::Foto;

use super::coba::Tertahan;
use super::simpan::{Beku, Oleh, simpan};
use super::{Sasaran, Susulan};
use crate::account::session::Session;
use crate::api::{ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::offline::Antrean;

/// A photo as it is to be sent.
#[derive(Clone)]
pub struct Bidikan {
    pub foto: Foto,
    pub bytes: Uint8Array,
    /// The office knows of it and lacks its bytes.
    pub tercatat: bool,
}

/// Puts a photo into the outbox.
///
/// # Errors
/// A refusal by the rules on the device; [`Tertahan::Simpanan`] where the device cannot keep it.
pub async fn simpan_foto(
    attempt: Attempt<FotoSesudahBaru>,
    sasaran: Sasaran,
    bidikan: Bidikan,
    (session, antrean): (Session, Antrean),
) -> Result<(), Tertahan> {
    let make = || FotoSesudahBaru {
        foto: bidikan.foto.clone(),
        asal: device::asal(),
    };
    let said = bidikan.foto.sha256.clone();
    let (aksi, body) = attempt.freeze(said, make).map_err(ApiFailure::Refused)?;
    let oleh = Oleh::of(&Caller::Petugas(session)).ok_or(ApiFailure::Offline)?;
    let beku = Beku {
        aksi,
        // What cannot be written is no JSON, which the outbox refuses.
        badan: serde_json::to_string(&body).unwrap_or_default(),
        dicoba: bidikan.tercatat,
        bidikan: Some(bidikan),
    };
    let stored = simpan(Susulan::FotoSesudah, sasaran, beku, oleh).await;
    antrean.fresh().await;
    attempt.over(stored.map_err(Tertahan::Simpanan))
}
