//! The PIN that locks what lies on the device. It is kept nowhere: of the key that it opens only the wrapped form lies
//! there. Setting, changing and taking it off each make a new key and bring everything under it.

use wasm_bindgen::prelude::*;

use crate::antrean::forget;
use crate::isi::stored;
use crate::lock::lock;
use crate::reseal;
use crate::sandi::{Keys, Reader};
use crate::store::{Room, StoreError, read, write};
use crate::{draf, news};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = portalPin, js_name = guard, catch)]
    async fn js_guard(keys: &JsValue, pin: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = portalPin, js_name = unlock, catch)]
    async fn js_unlock(keys: &JsValue, pin: &str, current: bool) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = portalPin, js_name = lock)]
    fn js_lock();
}

/// Locks from now on by this PIN, in the place of a former one if there was one.
///
/// # Errors
/// [`StoreError::Terkunci`] where the former one was not entered here; else see [`StoreError`]. What was not yet brought
/// under the new key is at the next start.
pub async fn set(pin: &str) -> Result<(), StoreError> {
    change_keys(async |keys| {
        let guarded = js_guard(keys.as_js(), pin).await;
        guarded.map(Keys::from_js).map_err(|_| StoreError::Broken)
    })
    .await
}

/// Takes the PIN off: the browser opens everything unasked again.
///
/// # Errors
/// As [`set`].
pub async fn remove() -> Result<(), StoreError> {
    change_keys(async |keys| keys.with_fresh().await).await
}

async fn change_keys(with_new: impl AsyncFn(&Keys) -> Result<Keys, StoreError>) -> Result<(), StoreError> {
    {
        let _held = lock(reseal::LOCK).await;
        let keys = Keys::for_writing().await?;
        if !keys.can_write() {
            return Err(StoreError::Terkunci);
        }
        put_instead(&keys, &with_new(&keys).await?).await?;
    }
    let moved = reseal::run().await;
    news::announce();
    moved
}

async fn put_instead(old: &Keys, new: &Keys) -> Result<(), StoreError> {
    write(&[Room::Perangkat], async |tx| {
        if Keys::of(tx).await?.is_same(old) {
            new.put(tx).await
        } else {
            Err(StoreError::Broken.into())
        }
    })
    .await
}

/// Opens in all tabs what this PIN locks. False where it is not the one.
///
/// # Errors
/// See [`StoreError`].
pub async fn unlock(pin: &str) -> Result<bool, StoreError> {
    if !try_pin(pin, false).await? {
        return Ok(false);
    }
    // What a former start had left locked.
    let moved = reseal::run().await;
    news::announce();
    moved.map(|()| true)
}

/// Whether this is the PIN that locks now.
///
/// # Errors
/// See [`StoreError`].
pub async fn is_right(pin: &str) -> Result<bool, StoreError> {
    try_pin(pin, true).await
}

async fn try_pin(pin: &str, current: bool) -> Result<bool, StoreError> {
    let keys = Keys::stored().await?;
    let opened = js_unlock(keys.as_js(), pin, current).await;
    opened
        .map(|opened| opened.is_truthy())
        .map_err(|_| StoreError::Broken)
}

/// Locks all tabs.
pub fn lock_all() {
    js_lock();
}

/// For whoever has forgotten the PIN: a new key without one. What it locked stays, should it come back to him.
///
/// # Errors
/// See [`StoreError`]; then it is as before.
pub async fn begin_anew() -> Result<(), StoreError> {
    let _held = lock(reseal::LOCK).await;
    let keys = Keys::stored().await?;
    put_instead(&keys, &keys.with_fresh().await?).await?;
    news::announce();
    Ok(())
}

/// Throws away all that cannot be read here, as the person asked.
///
/// # Errors
/// See [`StoreError`]; what is still there is said by the outbox.
pub async fn discard_locked() -> Result<(), StoreError> {
    let _keys = lock(reseal::LOCK).await;
    let _drafts = lock(draf::LOCK).await;
    let (all, keys) = stored().await?;
    let gone: Vec<_> = all
        .iter()
        .filter(|one| !one.can_be_read(&keys, Reader::Page))
        .map(|one| one.kepala.id)
        .collect();
    write(&[Room::Aduan, Room::Foto], async |tx| {
        for id in &gone {
            forget(tx, *id).await?;
        }
        Ok(())
    })
    .await?;
    for room in [Room::Draf, Room::Foto] {
        let named = read(&[room], async |tx| tx.keys(room).await).await?;
        for key in named.iter().filter_map(JsValue::as_string) {
            write(&[room], async |tx| match tx.get(room, &key).await? {
                Some(value) if !keys.can_read(&value, Reader::Page) => tx.delete(room, &key).await,
                Some(_) | None => Ok(()),
            })
            .await?;
        }
    }
    let rest = keys.without_locked();
    let done = put_instead(&keys, &rest).await;
    news::announce();
    done
}
