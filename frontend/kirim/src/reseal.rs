//! Brings what lies on the device under the key that is its own now: what former versions stored unencrypted, and all of it
//! where a PIN was set, changed or taken off. It may be cut off at any moment and is taken up again: each thing names its
//! key, and a key goes only when nothing lies under it any more.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::antrean::replace;
use crate::isi::stored;
use crate::lock::lock;
use crate::sandi::{Keys, Sandi, name, seal};
use crate::store::{Room, StoreError, read, write};

/// Under this the keys are changed, and what lies under them is moved.
pub(crate) const LOCK: &str = "portal-sandi";

/// Whether something is left for [`run`]. What it cannot read here it leaves as it is.
///
/// # Errors
/// See [`StoreError`].
pub async fn is_needed() -> Result<bool, StoreError> {
    let (all, keys) = stored().await?;
    match keys.sandi() {
        Sandi::Polos | Sandi::Terkunci => return Ok(false),
        Sandi::TanpaPin | Sandi::Terbuka => {}
    }
    if keys.is_unsettled() || all.iter().any(|one| one.rahasia.is_string()) {
        return Ok(true);
    }
    let drafts = read(&[Room::Draf], async |tx| tx.all(Room::Draf).await).await?;
    Ok(drafts.iter().any(JsValue::is_string))
}

/// Moves all that can be read here, then lets the keys go that nothing needs.
///
/// # Errors
/// See [`StoreError`]; what was moved until then stays so.
pub async fn run() -> Result<(), StoreError> {
    let _held = lock(LOCK).await;
    let keys = Keys::for_writing().await?;
    match keys.sandi() {
        Sandi::Polos | Sandi::Terkunci => return Ok(()),
        Sandi::TanpaPin | Sandi::Terbuka => {}
    }
    let left = Array::new();
    // Photos before what names them: as long as one of those is to be moved, `is_needed` says so.
    for room in [Room::Foto, Room::Draf] {
        let named = read(&[room], async |tx| tx.keys(room).await).await?;
        for key in named.iter().filter_map(JsValue::as_string) {
            move_one(room, &key, &keys, &left).await?;
        }
    }
    let (all, _) = stored().await?;
    for one in all.iter().filter(|one| !keys.is_current(&one.rahasia)) {
        match one.open(&keys).await {
            Ok(rahasia) => replace(&one.kepala, &rahasia).await?,
            Err(_) => drop(left.push(&one.rahasia)),
        }
    }
    let rest = keys.without(&left);
    write(&[Room::Perangkat], async |tx| {
        if Keys::of(tx).await?.is_same(&keys) {
            rest.put(tx).await?;
        }
        Ok(())
    })
    .await
}

/// Notes in `left` what cannot be moved.
async fn move_one(room: Room, key: &str, keys: &Keys, left: &Array) -> Result<(), StoreError> {
    let Some(value) = read(&[room], async |tx| tx.get(room, key).await).await? else {
        return Ok(());
    };
    if keys.is_current(&value) {
        return Ok(());
    }
    let name = name(room, key);
    let Ok(content) = keys.open(&name, &value).await else {
        left.push(&value);
        return Ok(());
    };
    let sealed = seal(&name, &content).await?;
    write(&[room, Room::Perangkat], async |tx| {
        sealed.check(tx).await?;
        // Whoever wrote it meanwhile did so under the present key.
        if tx.get(room, key).await?.is_some_and(|now| is_same(&now, &value)) {
            tx.put(room, key, &sealed.value).await?;
        }
        Ok(())
    })
    .await
}

/// Whether a value is still the one that was read. Each encryption has its own beginning; a photo that lies unencrypted
/// is named by its content.
fn is_same(now: &JsValue, read: &JsValue) -> bool {
    let is_bytes = |value: &JsValue| value.is_instance_of::<Uint8Array>();
    let begins = |value: &JsValue| {
        let iv = Reflect::get(value, &"iv".into()).ok()?;
        Some(iv.dyn_into::<Uint8Array>().ok()?.to_vec())
    };
    now == read
        || (is_bytes(now) && is_bytes(read))
        || begins(now).is_some_and(|now| Some(now) == begins(read))
}
