//! The reporter's thread as this device last had it, for the time without a network. It is locked by a key made of the one
//! in his link: whoever has not the link with which it was kept cannot read the copy, whatever else he may read here.

use ::sync::Millis;
use chrono::{DateTime, Utc};
use js_sys::{Object, Reflect, Uint8Array};
use kirim::store;
use shared::aduan::Aduan;
use shared::clock::wita_day;
use shared::kode::Kode;
use shared::kunci::Kunci;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

use crate::offline::net_state::moment;
use crate::offline::now;
use crate::salinan::sandi;

/// As long as the text of what was sent stays in the outbox.
const DISIMPAN_MS: Millis = 30 * 24 * 60 * 60 * 1_000;
const AWALAN: &str = "lacak-";

/// A thread, and when the server told it.
pub struct Salinan {
    pub pada: DateTime<Utc>,
    pub aduan: Aduan,
}

fn name(kode: &Kode) -> String {
    format!("{AWALAN}{kode}")
}

async fn key(kunci: &Kunci) -> Option<CryptoKey> {
    sandi::kunci_dari(kunci.turunan("salinan")).await
}

/// Keeps it in the place of the last, if the browser encrypts and has room, and lets go of what has lain here too long.
pub async fn keep(kunci: &Kunci, aduan: &Aduan) {
    for (name, value) in store::cached_like(AWALAN).await {
        if pada(&value).is_none_or(|pada| pada + DISIMPAN_MS < now()) {
            store::cache(&name, None).await;
        }
    }
    let (Some(key), Ok(text)) = (key(kunci).await, serde_json::to_string(aduan)) else {
        return;
    };
    let Some(hidden) = sandi::sandikan(&key, &text).await else {
        return;
    };
    let value = Object::new();
    for (field, content) in [("pada", JsValue::from(now() as f64)), ("isi", hidden.into())] {
        // A fresh object takes any field.
        let _ = Reflect::set(&value, &field.into(), &content);
    }
    store::cache(&name(&aduan.kode), Some(&value)).await;
}

fn pada(value: &JsValue) -> Option<Millis> {
    let pada = Reflect::get(value, &"pada".into()).ok()?.as_f64()?;
    Some(pada as Millis)
}

/// What was kept last, unless another key locked it or it is too old.
pub async fn last(kode: &Kode, kunci: &Kunci) -> Option<Salinan> {
    let value = store::cached(&name(kode)).await?;
    let kept = pada(&value).filter(|pada| pada + DISIMPAN_MS >= now())?;
    let hidden: Uint8Array = Reflect::get(&value, &"isi".into()).ok()?.dyn_into().ok()?;
    let text = sandi::baca(&key(kunci).await?, &hidden).await?;
    let mut aduan: Aduan = serde_json::from_str(&text).ok()?;
    let pada = moment(kept)?;
    if wita_day(pada) != wita_day(Utc::now()) {
        // They were counted on that day.
        aduan.sisa_hari_kerja = None;
    }
    Some(Salinan { pada, aduan })
}

/// Lets go of what this key opens: the thread, and those of the other parts of the same report.
pub async fn forget(kode: &Kode, kunci: &Kunci) {
    let Some(Salinan { aduan, .. }) = last(kode, kunci).await else {
        return;
    };
    let parts = aduan.pecahan_dari.iter().chain(&aduan.pecahan);
    for one in parts.chain([kode]) {
        store::cache(&name(one), None).await;
    }
}
