//! What this browser calls itself, and where and when something was done on it.

use chrono::Utc;
use gloo::storage::{LocalStorage, Storage};
use shared::aksi::{Asal, SKEMA};
use shared::id::{AccountId, PerangkatId};
use wasm_bindgen::prelude::*;

const PERANGKAT: &str = "portal.perangkat";
const URUTAN: &str = "portal.urutan";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = indexedDB, js_name = deleteDatabase, catch)]
    fn delete_database(name: &str) -> Result<JsValue, JsValue>;
}

/// The same on every visit, as long as the browser keeps its storage.
pub fn perangkat() -> PerangkatId {
    LocalStorage::get(PERANGKAT).unwrap_or_else(|_| {
        let minted = PerangkatId::mint();
        // Without storage each visit is a device of its own, which harms nothing.
        let _ = LocalStorage::set(PERANGKAT, minted);
        minted
    })
}

/// Where the places that an officer means to visit stand on this device.
pub fn lapangan(of: AccountId) -> String {
    format!("portal.lapangan.{of}")
}

/// The database in which an officer's copy of his inbox stands.
pub fn salinan(of: AccountId) -> String {
    format!("portal-salinan-{of}")
}

/// Where it stands what an officer read without a network and the office does not know yet. It outlives a logout.
pub fn terbaca(of: AccountId) -> String {
    format!("portal.terbaca.{of}")
}

/// What this device kept for somebody is gone when he logs out. What waits to be sent is none of it.
pub fn forget(of: AccountId) {
    LocalStorage::delete(lapangan(of));
    // What was never there is gone too, and a browser that keeps nothing has nothing to forget.
    let _ = delete_database(&salinan(of));
}

/// The origin of something that is done right now, with the network.
pub fn asal() -> Asal {
    let now = Utc::now();
    let clock = u64::try_from(now.timestamp_millis()).unwrap_or(1);
    let last: u64 = LocalStorage::get(URUTAN).unwrap_or_default();
    // By the clock, so that two tabs differ; past the last one, should the clock be set back.
    let urutan = clock.max(last + 1);
    let _ = LocalStorage::set(URUTAN, urutan);
    Asal {
        perangkat: perangkat(),
        urutan,
        ditangkap_pada: now,
        skema: SKEMA,
    }
}
