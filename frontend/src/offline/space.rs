//! How much room the device has, and whether the browser promised not to clear it.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Bytes that must be free before a photo is taken: text is still saved when there is less.
const PHOTO_NEEDS: f64 = 50_000_000.0;

#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Space {
    /// Bytes used by the portal; `None` where the browser does not tell.
    pub used: Option<u64>,
    pub persistent: bool,
    pub room_for_photos: bool,
}

fn storage() -> Option<web_sys::StorageManager> {
    let navigator = window().navigator();
    let there = Reflect::get(&navigator, &"storage".into()).is_ok_and(|storage| storage.is_object());
    there.then(|| navigator.storage())
}

pub async fn space() -> Space {
    let Some(storage) = storage() else {
        return Space {
            room_for_photos: true,
            ..Space::default()
        };
    };
    let persistent = match storage.persisted() {
        Ok(asked) => JsFuture::from(asked).await.is_ok_and(|yes| yes.is_truthy()),
        Err(_) => false,
    };
    let estimate = match storage.estimate() {
        Ok(asked) => JsFuture::from(asked).await.ok(),
        Err(_) => None,
    };
    let number = |name: &str| -> Option<f64> {
        Reflect::get(estimate.as_ref()?, &JsValue::from_str(name))
            .ok()?
            .as_f64()
    };
    let (used, quota) = (number("usage"), number("quota"));
    Space {
        used: used.map(|bytes| bytes as u64),
        persistent,
        room_for_photos: used
            .zip(quota)
            .is_none_or(|(used, quota)| quota - used > PHOTO_NEEDS),
    }
}

/// Asks the browser not to clear the portal's storage when the device runs short. It may say no; then the queue says
/// so to the person.
pub async fn keep() {
    if let Some(storage) = storage()
        && let Ok(asked) = storage.persist()
    {
        let _ = JsFuture::from(asked).await;
    }
}
