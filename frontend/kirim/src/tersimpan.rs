//! A kiriman as it lies on the device: its head in the open, its secret encrypted. What former versions stored is one text
//! of both; it is read as either, and becomes two when it is next written.

use js_sys::{Object, Reflect};
use sync::{Kepala, Kiriman, Rahasia};
use wasm_bindgen::JsValue;

use crate::antrean::{from_js, to_js};
use crate::sandi::{Keys, Reader, Sealed, name};
use crate::store::{Room, StoreError, TxError};

pub struct Tersimpan {
    pub kepala: Kepala,
    /// Encrypted; or a text that holds it, where the browser does not encrypt or has not yet.
    pub(crate) rahasia: JsValue,
}

impl Tersimpan {
    /// `None` for what a newer version of the app wrote in another shape.
    pub(crate) fn read(value: &JsValue) -> Option<Self> {
        if let Some(text) = value.as_string() {
            let mut kepala: Kepala = from_js(value)?;
            // It does not say how much of it is the body.
            kepala.bytes = text.len() as u64;
            return Some(Self {
                kepala,
                rahasia: value.clone(),
            });
        }
        let part = |name: &str| Reflect::get(value, &name.into()).ok();
        Some(Self {
            kepala: from_js(&part("kepala")?)?,
            rahasia: part("rahasia")?,
        })
    }

    pub(crate) fn to_js(&self) -> Result<JsValue, TxError> {
        let value = Object::new();
        for (name, part) in [("kepala", &to_js(&self.kepala)?), ("rahasia", &self.rahasia)] {
            // A fresh object takes any field.
            let _ = Reflect::set(&value, &name.into(), part);
        }
        Ok(value.into())
    }

    pub(crate) fn can_be_read(&self, keys: &Keys, reader: Reader) -> bool {
        keys.can_read(&self.rahasia, reader)
    }

    /// # Errors
    /// [`StoreError::Terkunci`] where its key is locked here, [`StoreError::Missing`] where nobody can read it any more.
    pub(crate) async fn open(&self, keys: &Keys) -> Result<Rahasia, StoreError> {
        let text = keys.open(&name_of(&self.kepala), &self.rahasia).await?;
        from_js(&text).ok_or(StoreError::Missing)
    }

    pub(crate) async fn whole(self, keys: &Keys) -> Result<Kiriman, StoreError> {
        let rahasia = self.open(keys).await?;
        Ok(Kiriman {
            kepala: self.kepala,
            rahasia,
        })
    }
}

/// The secret of this head, encrypted.
pub(crate) async fn seal_of(keys: Keys, kepala: &Kepala, rahasia: &Rahasia) -> Result<Sealed, StoreError> {
    let text = to_js(rahasia).map_err(|_| StoreError::Broken)?;
    keys.ready().await?.seal(&name_of(kepala), &text).await
}

fn name_of(kepala: &Kepala) -> String {
    let mut name = name(Room::Aduan, &kepala.id.to_string());
    name.push('/');
    name.push_str(&kepala.aksi.to_string());
    name
}
