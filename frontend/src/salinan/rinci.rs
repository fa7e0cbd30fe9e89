//! Complaints that were opened on this device, whole, for reading them without a network. They tell of people, so they lie
//! here encrypted; and what is read from here is told to the office afterwards.

use std::collections::HashSet;

use ::sync::Millis;
use gloo::storage::{LocalStorage, Storage};
use js_sys::{Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use shared::aduan::{Aduan, Dilihat};
use shared::aksi::{Asal, JenisAksi};
use shared::id::{AccountId, AduanId, AksiId};
use shared::paths;
use shared::sinkron::{AksiKirim, HasilAksi, Kirim, SEKALI, Terkirim};
use wasm_bindgen::{JsCast, JsValue};

use super::{gudang, sandi};
use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::device;
use crate::offline::now;

/// More than anybody opens in a week.
pub const PALING_BANYAK: u32 = 200;
/// So many are let go at a time, the oldest.
const SEKALI_LEPAS: usize = 20;

/// A complaint as it was when it was opened last.
pub struct Rinci {
    pub aduan: Aduan,
    pub pada: Millis,
}

/// Keeps a complaint that was opened; `None` where it is just not there without a network.
pub async fn simpan(owner: AccountId, aduan: &Aduan) -> Option<()> {
    let text = serde_json::to_string(aduan).ok()?;
    let kunci = kunci(owner).await?;
    let isi = sandi::sandikan(&kunci, &text).await?;
    let value = js_sys::Object::new();
    Reflect::set(&value, &"isi".into(), &isi).ok()?;
    Reflect::set(&value, &"pada".into(), &(now() as f64).into()).ok()?;
    gudang::taruh(owner, gudang::RINCI, &aduan.id.to_string(), &value).await?;
    trim(owner).await
}

async fn trim(owner: AccountId) -> Option<()> {
    if gudang::banyak(owner, gudang::RINCI).await? <= PALING_BANYAK {
        return Some(());
    }
    let mut known = gudang::semua(owner, gudang::RINCI).await?;
    known.sort_by_key(|(_, value)| pada(value));
    for (key, _) in known.into_iter().take(SEKALI_LEPAS) {
        gudang::buang(owner, gudang::RINCI, &key).await;
    }
    Some(())
}

fn pada(value: &JsValue) -> Option<Millis> {
    let pada = Reflect::get(value, &"pada".into()).ok()?.as_f64()?;
    Some(pada as Millis)
}

pub async fn baca(owner: AccountId, id: AduanId) -> Option<Rinci> {
    let value = gudang::ambil(owner, gudang::RINCI, &id.to_string()).await?;
    let isi: Uint8Array = Reflect::get(&value, &"isi".into()).ok()?.dyn_into().ok()?;
    let text = sandi::baca(&kunci(owner).await?, &isi).await?;
    Some(Rinci {
        // Of another version of the app: it is fetched again.
        aduan: serde_json::from_str(&text).ok()?,
        pada: pada(&value)?,
    })
}

/// Those that are here. That one is here does not prove that this version of the app can read it.
pub async fn utuh(owner: AccountId) -> HashSet<AduanId> {
    let keys = gudang::kunci_semua(owner, gudang::RINCI)
        .await
        .unwrap_or_default();
    keys.iter().filter_map(|key| key.parse().ok()).collect()
}

pub async fn lupakan(owner: AccountId, id: AduanId) {
    gudang::buang(owner, gudang::RINCI, &id.to_string()).await;
}

async fn kunci(owner: AccountId) -> Option<web_sys::CryptoKey> {
    if let Some(known) = gudang::ambil(owner, gudang::KUNCI, gudang::INI).await {
        return known.dyn_into().ok();
    }
    let fresh = sandi::kunci_baru().await?;
    // Of two tabs the first one's holds.
    gudang::taruh_bila_belum(owner, gudang::KUNCI, gudang::INI, &fresh)
        .await?
        .dyn_into()
        .ok()
}

/// Something that was read, and is still to be told.
#[derive(Serialize, Deserialize)]
struct Terbaca {
    aksi: AksiId,
    aduan: AduanId,
    asal: Asal,
}

/// Notes that a complaint is being read from here; answers by what the note is known.
pub fn catat_dibaca(owner: AccountId, aduan: AduanId) -> AksiId {
    let one = Terbaca {
        aksi: AksiId::mint(),
        aduan,
        asal: device::asal(),
    };
    let aksi = one.aksi;
    change(owner, |waiting| waiting.push(one));
    aksi
}

/// It was delivered after all, which the office has written down.
pub fn batal_dibaca(owner: AccountId, aksi: AksiId) {
    change(owner, |waiting| waiting.retain(|one| one.aksi != aksi));
}

fn terbaca(owner: AccountId) -> Vec<Terbaca> {
    LocalStorage::get(device::terbaca(owner)).unwrap_or_default()
}

/// At once, so that no other tab comes between.
fn change(owner: AccountId, act: impl FnOnce(&mut Vec<Terbaca>)) {
    let mut waiting = terbaca(owner);
    act(&mut waiting);
    if waiting.is_empty() {
        LocalStorage::delete(device::terbaca(owner));
    } else {
        // A device that keeps nothing shows nothing from what it keeps.
        let _ = LocalStorage::set(device::terbaca(owner), &waiting);
    }
}

/// Tells what was read. What the office has not answered for good is told again next time.
pub async fn laporkan(owner: AccountId, session: Session) {
    let waiting = terbaca(owner);
    if waiting.is_empty() {
        return;
    }
    let told = waiting.iter().take(SEKALI).filter_map(|one| {
        let asal = one.asal.clone();
        Some(AksiKirim {
            id: one.aksi,
            jenis: JenisAksi::AduanDilihat,
            catatan: Some(one.aduan.to_string()),
            tindakan: None,
            kunci: None,
            badan: serde_json::to_value(Dilihat { asal }).ok()?,
        })
    });
    let kirim = Kirim { aksi: told.collect() };
    let answer = api::post::<_, Terkirim>(paths::SYNC, &kirim, &Caller::Petugas(session)).await;
    let Ok(answer) = answer else { return };
    let ended = |one: &HasilAksi| (200..300).contains(&one.status) || [403, 409, 422].contains(&one.status);
    let done: Vec<AksiId> = answer
        .hasil
        .iter()
        .filter(|one| ended(one))
        .map(|one| one.id)
        .collect();
    change(owner, |waiting| waiting.retain(|one| !done.contains(&one.aksi)));
}
