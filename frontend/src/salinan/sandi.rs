//! What tells of a person lies on the device encrypted, by a key that no script can read out. This keeps out whoever
//! reads the disk; it does not keep out a script that runs in the portal's own name.

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

const CARA: &str = "AES-GCM";
/// Bits of a key.
const PANJANG: u32 = 256;
/// Bytes of what makes each encryption another.
const AWAL: usize = 12;

fn subtle() -> Option<SubtleCrypto> {
    // Absent where the portal was opened without HTTPS: then nothing that tells of a person is kept.
    let crypto = window().crypto().ok()?;
    Reflect::get(&crypto, &"subtle".into())
        .ok()?
        .dyn_into::<SubtleCrypto>()
        .ok()
}

fn object(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // A fresh object takes any field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// A key that the browser keeps and never gives out.
pub async fn kunci_baru() -> Option<CryptoKey> {
    let cara = object(&[("name", CARA.into()), ("length", PANJANG.into())]);
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let made = subtle()?.generate_key_with_object(&cara, false, &uses).ok()?;
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// A key of bytes that somebody brings.
pub async fn kunci_dari(bytes: [u8; 32]) -> Option<CryptoKey> {
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let cara = object(&[("name", CARA.into())]);
    let bytes = Uint8Array::from(&bytes[..]);
    let made = subtle()?
        .import_key_with_object("raw", &bytes, &cara, false, &uses)
        .ok()?;
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// What makes it another each time, followed by the text, encrypted.
pub async fn sandikan(kunci: &CryptoKey, text: &str) -> Option<Uint8Array> {
    let awal: [u8; AWAL] = crate::aduan::draf::random()?;
    let awal = Uint8Array::from(&awal[..]);
    let cara = object(&[("name", CARA.into()), ("iv", awal.clone().into())]);
    let made = subtle()?
        .encrypt_with_object_and_u8_array(&cara, kunci, text.as_bytes())
        .ok()?;
    let hidden: ArrayBuffer = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    let hidden = Uint8Array::new(&hidden);
    let whole = Uint8Array::new_with_length(awal.length() + hidden.length());
    whole.set(&awal, 0);
    whole.set(&hidden, awal.length());
    Some(whole)
}

/// None for what another key made, or what was touched since.
pub async fn baca(kunci: &CryptoKey, whole: &Uint8Array) -> Option<String> {
    let size = u32::try_from(AWAL).ok()?;
    let awal = whole.slice(0, size);
    let hidden = whole.slice(size, whole.length());
    let cara = object(&[("name", CARA.into()), ("iv", awal.into())]);
    let made = subtle()?
        .decrypt_with_object_and_buffer_source(&cara, kunci, &hidden)
        .ok()?;
    let plain: ArrayBuffer = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    String::from_utf8(Uint8Array::new(&plain).to_vec()).ok()
}
