//! What this browser calls itself, and where and when something was done on it.

use chrono::Utc;
use gloo::storage::{LocalStorage, Storage};
use shared::aksi::{Asal, SKEMA};
use shared::id::PerangkatId;

const PERANGKAT: &str = "portal.perangkat";
const URUTAN: &str = "portal.urutan";

/// The same on every visit, as long as the browser keeps its storage.
pub fn perangkat() -> PerangkatId {
    LocalStorage::get(PERANGKAT).unwrap_or_else(|_| {
        let minted = PerangkatId::mint();
        // Without storage each visit is a device of its own, which harms nothing.
        let _ = LocalStorage::set(PERANGKAT, minted);
        minted
    })
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
