//! Encrypting what lies on the device, and reading it again. WebCrypto itself is `js/sandi.js`, which page and worker load
//! beside the module. It is asynchronous, and a transaction of the database ends when anything else is awaited in it: so
//! one encrypts before and decrypts after it, and inside it is only made sure that the key is still the device's own.

use std::cell::Cell;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use crate::store::{Room, StoreError, Tx, TxError, read, write};

/// Where the device's keys lie in their room.
const KEYS: &str = "kunci";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = portalSandi, js_name = fresh, catch)]
    async fn js_fresh(keys: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = portalSandi, js_name = current)]
    fn js_current(keys: &JsValue) -> JsValue;
    #[wasm_bindgen(js_namespace = portalSandi, js_name = state)]
    fn js_state(keys: &JsValue) -> u8;
    #[wasm_bindgen(js_namespace = portalSandi, js_name = unsettled)]
    fn js_unsettled(keys: &JsValue) -> bool;
    #[wasm_bindgen(js_namespace = portalSandi, js_name = holds)]
    fn js_holds(keys: &JsValue, sealed: &JsValue, alone: bool) -> bool;
    #[wasm_bindgen(js_namespace = portalSandi, js_name = without)]
    fn js_without(keys: &JsValue, left: &Array) -> JsValue;
    #[wasm_bindgen(js_namespace = portalSandi, js_name = opened)]
    fn js_opened(keys: &JsValue) -> JsValue;
    #[wasm_bindgen(js_namespace = portalSandi, js_name = seal, catch)]
    async fn js_seal(keys: &JsValue, name: &str, content: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = portalSandi, js_name = open, catch)]
    async fn js_open(keys: &JsValue, name: &str, sealed: &JsValue) -> Result<JsValue, JsValue>;
}

thread_local! {
    /// The browser does not keep keys, as in some private windows.
    static REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// How the device keeps what is entrusted to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sandi {
    /// Unencrypted: the portal was opened without HTTPS, or the browser keeps no keys.
    Polos,
    /// Encrypted, by a key that the browser uses unasked.
    #[default]
    TanpaPin,
    /// Encrypted, by a key that the PIN has opened here.
    Terbuka,
    Terkunci,
}

/// Who wants to read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A page, in which somebody may have entered the PIN.
    Page,
    /// Whoever runs while nobody is there.
    Alone,
}

/// The device's keys, as they lie in its database.
pub struct Keys(JsValue);

impl Keys {
    pub(crate) async fn of(tx: &Tx) -> Result<Self, TxError> {
        Ok(Self(tx.get(Room::Perangkat, KEYS).await?.unwrap_or_default()))
    }

    pub(crate) async fn put(&self, tx: &Tx) -> Result<(), TxError> {
        tx.put(Room::Perangkat, KEYS, &self.0).await
    }

    pub(crate) async fn stored() -> Result<Self, StoreError> {
        read(&[Room::Perangkat], async |tx| Self::of(tx).await).await
    }

    pub(crate) async fn for_writing() -> Result<Self, StoreError> {
        Self::stored().await?.ready().await
    }

    /// With one that encrypts without a PIN, made at the first use.
    pub(crate) async fn ready(self) -> Result<Self, StoreError> {
        if self.current().is_truthy() {
            return Ok(self);
        }
        let fresh = self.with_fresh().await?;
        if !fresh.current().is_truthy() {
            return Ok(self);
        }
        let kept = write(&[Room::Perangkat], async |tx| {
            // Of two tabs the first one's holds.
            let known = Self::of(tx).await?;
            if known.current().is_truthy() {
                return Ok(known);
            }
            fresh.put(tx).await?;
            Ok(Self(fresh.0.clone()))
        })
        .await;
        // The rest is kept unencrypted then.
        REFUSED.set(kept.is_err());
        Ok(kept.unwrap_or(self))
    }

    /// These with a new one that encrypts from now on, without a PIN. The same where there is no WebCrypto.
    pub(crate) async fn with_fresh(&self) -> Result<Self, StoreError> {
        let fresh = js_fresh(&self.0).await.map_err(|_| StoreError::Broken)?;
        Ok(Self(fresh))
    }

    fn current(&self) -> JsValue {
        js_current(&self.0)
    }

    pub fn sandi(&self) -> Sandi {
        match js_state(&self.0) {
            1 if REFUSED.get() => Sandi::Polos,
            0 => Sandi::Polos,
            1 => Sandi::TanpaPin,
            2 => Sandi::Terbuka,
            _ => Sandi::Terkunci,
        }
    }

    /// Whether the key that encrypts is open here.
    pub(crate) fn can_write(&self) -> bool {
        self.sandi() != Sandi::Terkunci
    }

    /// Whether the same key encrypts.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.current() == other.current()
    }

    /// Whether it lies under the key that encrypts now.
    pub(crate) fn is_current(&self, sealed: &JsValue) -> bool {
        let key = Reflect::get(sealed, &"key".into());
        key.is_ok_and(|key| key.is_truthy() && key == self.current())
    }

    /// Without the keys that nothing needs: `left` is what still lies under another than the present one.
    pub(crate) fn without(&self, left: &Array) -> Self {
        Self(js_without(&self.0, left))
    }

    /// Without the keys that are locked here.
    pub(crate) fn without_locked(&self) -> Self {
        Self(js_opened(&self.0))
    }

    pub(crate) const fn as_js(&self) -> &JsValue {
        &self.0
    }

    pub(crate) const fn from_js(keys: JsValue) -> Self {
        Self(keys)
    }

    /// Whether something may still lie under a key that was the device's own before.
    pub(crate) fn is_unsettled(&self) -> bool {
        js_unsettled(&self.0)
    }

    pub(crate) fn can_read(&self, sealed: &JsValue, reader: Reader) -> bool {
        js_holds(&self.0, sealed, reader == Reader::Alone)
    }

    /// What was sealed under this name, or lies there unencrypted.
    ///
    /// # Errors
    /// [`StoreError::Terkunci`] where its key is locked here, [`StoreError::Missing`] where it was touched since.
    pub(crate) async fn open(&self, name: &str, sealed: &JsValue) -> Result<JsValue, StoreError> {
        let content = js_open(&self.0, name, sealed)
            .await
            .map_err(|_| StoreError::Missing)?;
        if content.is_undefined() {
            return Err(StoreError::Terkunci);
        }
        Ok(content)
    }

    pub(crate) async fn seal(&self, name: &str, content: &JsValue) -> Result<Sealed, StoreError> {
        let value = js_seal(&self.0, name, content)
            .await
            .map_err(|_| StoreError::Broken)?;
        if value.is_undefined() {
            return Err(StoreError::Terkunci);
        }
        Ok(Sealed {
            value,
            key: self.current(),
        })
    }
}

/// Something that is ready to be put down.
pub(crate) struct Sealed {
    pub value: JsValue,
    key: JsValue,
}

impl Sealed {
    /// Whether it may be put down in this transaction, which must span [`Room::Perangkat`]: under a key that another tab
    /// has replaced meanwhile it would be lost together with that key.
    pub async fn check(&self, tx: &Tx) -> Result<(), TxError> {
        if Keys::of(tx).await?.current() == self.key {
            Ok(())
        } else {
            Err(StoreError::Broken.into())
        }
    }
}

/// Encrypts something for the place of this name.
///
/// # Errors
/// [`StoreError::Terkunci`] where the PIN was not entered here; else see [`StoreError`].
pub(crate) async fn seal(name: &str, content: &JsValue) -> Result<Sealed, StoreError> {
    Keys::for_writing().await?.seal(name, content).await
}

/// The name under which what lies in a room is encrypted.
pub(crate) fn name(room: Room, key: &str) -> String {
    let mut name = room.name().to_owned();
    name.push('/');
    name.push_str(key);
    name
}
