//! An officer's photo of how it looks after the work: taken where there is no network it waits whole, the record of it and
//! its bytes.

use js_sys::Uint8Array;
use leptos::prelude::Set;
use shared::aduan::FotoSesudahBaru;
use shared::file::Foto;

use super::coba::{Nasib, Tertahan, keeping};
use super::simpan::{Beku, Oleh, is_down, simpan};
use super::{Sasaran, Susulan};
use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::offline::Antrean;
use crate::offline::upload::upload_now;

/// A photo as it is to be sent.
#[derive(Clone)]
pub struct Bidikan {
    pub foto: Foto,
    pub bytes: Uint8Array,
}

/// Sends a photo, or keeps it on the device. `tercatat`: the office knows of it and lacks its bytes.
///
/// # Errors
/// As [`super::coba`].
pub async fn coba_foto(
    attempt: Attempt<FotoSesudahBaru>,
    sasaran: Sasaran,
    bidikan: Bidikan,
    tercatat: bool,
    (session, antrean): (Session, Antrean),
) -> Result<Nasib<()>, Tertahan> {
    let said = bidikan.foto.sha256.clone();
    let make = || FotoSesudahBaru {
        foto: bidikan.foto.clone(),
        asal: device::asal(),
    };
    let caller = Caller::Petugas(session);
    // The very aksi that is sent below.
    let (aksi, body) = attempt.freeze(said.clone(), make).map_err(ApiFailure::Refused)?;
    if !tercatat {
        let post =
            async |path: &str, body: &FotoSesudahBaru, aksi| api::try_aksi(path, body, aksi, &caller).await;
        let about = (Susulan::FotoSesudah, sasaran.clone(), Some(&bidikan));
        if keeping(attempt, about, (said, make), (&caller, antrean), post).await? == Nasib::Menunggu {
            return Ok(Nasib::Menunggu);
        }
    }
    attempt.busy.try_set(true);
    let oleh = Oleh::of(&caller);
    let sent = if is_down(antrean) {
        Err(None)
    } else {
        upload_now(session, sasaran.aduan, &bidikan.foto, &bidikan.bytes.to_vec()).await
    };
    let nasib = match (sent, oleh) {
        (Ok(()), _) => Ok(Nasib::Terkirim(())),
        (Err(Some(error)), _) => Err(ApiFailure::Refused(error).into()),
        (Err(None), Some(oleh)) => {
            let beku = Beku {
                aksi,
                badan: serde_json::to_string(&body).unwrap_or_default(),
                dicoba: true,
                bidikan: Some(bidikan),
                tercatat: true,
            };
            let stored = simpan(Susulan::FotoSesudah, sasaran, beku, oleh).await;
            antrean.fresh().await;
            stored.map(|()| Nasib::Menunggu).map_err(Tertahan::Simpanan)
        }
        (Err(None), None) => Err(ApiFailure::Offline.into()),
    };
    attempt.over(nasib)
}
