//! The reporter's thread as this device last had it, for the time without a network. It is locked by a key made of the one
//! in his link: who could not open the thread with a network cannot read the copy either, whatever else he may read here.

use chrono::{DateTime, Utc};
use js_sys::Uint8Array;
use kirim::store;
use serde::{Deserialize, Serialize};
use shared::aduan::Aduan;
use shared::kode::Kode;
use shared::kunci::Kunci;
use wasm_bindgen::JsCast;
use web_sys::CryptoKey;

use crate::salinan::sandi;

/// A thread, and when the server told it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Salinan {
    pub pada: DateTime<Utc>,
    pub aduan: Aduan,
}

fn name(kode: &Kode) -> String {
    format!("lacak-{kode}")
}

async fn key(kunci: &Kunci) -> Option<CryptoKey> {
    sandi::kunci_dari(kunci.turunan("salinan")).await
}

/// Keeps it in the place of the last, if the browser encrypts and has room.
pub async fn keep(kunci: &Kunci, aduan: &Aduan) {
    let copy = Salinan {
        pada: Utc::now(),
        aduan: aduan.clone(),
    };
    let (Some(key), Ok(text)) = (key(kunci).await, serde_json::to_string(&copy)) else {
        return;
    };
    if let Some(hidden) = sandi::sandikan(&key, &text).await {
        store::cache(&name(&aduan.kode), Some(&hidden.into())).await;
    }
}

/// What was kept last, unless another key locked it.
pub async fn last(kode: &Kode, kunci: &Kunci) -> Option<Salinan> {
    let hidden: Uint8Array = store::cached(&name(kode)).await?.dyn_into().ok()?;
    let text = sandi::baca(&key(kunci).await?, &hidden).await?;
    serde_json::from_str(&text).ok()
}

pub async fn forget(kode: &Kode) {
    store::cache(&name(kode), None).await;
}
