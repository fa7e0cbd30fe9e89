//! Drafts in the device's database, with their photos. What a draft holds is its domain's business; here it is only
//! kept, under the id that its record will bear.
//!
//! All that touches drafts goes one after another, under one lock: encrypting takes its time, and a former state must
//! never be put down over a later one.

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::{AduanId, AksiId};
use sync::Kepala;

use crate::antrean::{foto_key, from_js, is_stored, stored_as, to_js};
use crate::isi::foto_utuh;
use crate::lock::lock;
use crate::sandi::{Keys, Sandi, Sealed, name, seal};
use crate::store::{Room, StoreError, Tx, TxError, read, write};

pub(crate) const LOCK: &str = "portal-draf";

/// Keeps the draft as it is now. A draft that was sent meanwhile does not come back.
///
/// # Errors
/// See [`StoreError`].
pub async fn save<T: Serialize>(id: AduanId, aksi: AksiId, draf: &T) -> Result<(), StoreError> {
    let key = id.to_string();
    let _held = lock(LOCK).await;
    let sealed = sealed(&key, draf).await?;
    write(&[Room::Aduan, Room::Draf, Room::Perangkat], async |tx| {
        if is_stored(tx, &key, aksi).await? {
            return Ok(());
        }
        sealed.check(tx).await?;
        tx.put(Room::Draf, &key, &sealed.value).await
    })
    .await
}

async fn sealed<T: Serialize>(key: &str, draf: &T) -> Result<Sealed, StoreError> {
    let text = to_js(draf).map_err(|_| StoreError::Broken)?;
    seal(&name(Room::Draf, key), &text).await
}

async fn sealed_foto(key: &str, bytes: &Uint8Array) -> Result<Sealed, StoreError> {
    seal(&name(Room::Foto, key), bytes).await
}

/// Keeps a photo of the draft, and the draft that names it. A draft that was sent meanwhile does not come back.
///
/// # Errors
/// See [`StoreError`].
pub async fn add_foto<T: Serialize>(
    id: AduanId,
    aksi: AksiId,
    draf: &T,
    sha256: &str,
    bytes: &Uint8Array,
) -> Result<(), StoreError> {
    let key = id.to_string();
    let foto = foto_key(id, sha256);
    let _held = lock(LOCK).await;
    let (sealed, photo) = (sealed(&key, draf).await?, sealed_foto(&foto, bytes).await?);
    let rooms = [Room::Aduan, Room::Foto, Room::Draf, Room::Perangkat];
    write(&rooms, async |tx| {
        if is_stored(tx, &key, aksi).await? {
            return Ok(());
        }
        sealed.check(tx).await?;
        photo.check(tx).await?;
        tx.put(Room::Foto, &foto, &photo.value).await?;
        tx.put(Room::Draf, &key, &sealed.value).await
    })
    .await
}

/// Takes a photo out of the draft, bytes and all. A kiriman of the same record keeps what it needs; a draft that was
/// sent meanwhile does not come back.
///
/// # Errors
/// See [`StoreError`].
pub async fn remove_foto<T: Serialize>(
    id: AduanId,
    aksi: AksiId,
    draf: &T,
    sha256: &str,
) -> Result<(), StoreError> {
    let key = id.to_string();
    let _held = lock(LOCK).await;
    let sealed = sealed(&key, draf).await?;
    let rooms = [Room::Aduan, Room::Foto, Room::Draf, Room::Perangkat];
    write(&rooms, async |tx| {
        if is_stored(tx, &key, aksi).await? {
            return Ok(());
        }
        sealed.check(tx).await?;
        tx.put(Room::Draf, &key, &sealed.value).await?;
        forget_photos(tx, id, &[sha256.to_owned()]).await
    })
    .await
}

/// All drafts that can be read here.
///
/// # Errors
/// [`StoreError::Terkunci`] where no draft could be kept before the PIN is entered; else see [`StoreError`].
pub async fn all<T: DeserializeOwned>() -> Result<Vec<T>, StoreError> {
    let _held = lock(LOCK).await;
    let (found, device) = read(&[Room::Draf, Room::Perangkat], async |tx| {
        let named = tx.keys(Room::Draf).await?;
        let values = tx.all(Room::Draf).await?;
        let found: Vec<_> = named.into_iter().zip(values).collect();
        Ok((found, Keys::of(tx).await?))
    })
    .await?;
    if device.sandi() == Sandi::Terkunci {
        return Err(StoreError::Terkunci);
    }
    let mut all = Vec::with_capacity(found.len());
    for (key, value) in found {
        let key = key.as_string().unwrap_or_default();
        // What lies under a PIN that was given up stays as it is.
        if let Ok(text) = device.open(&name(Room::Draf, &key), &value).await {
            all.extend(from_js::<T>(&text));
        }
    }
    Ok(all)
}

/// Throws a draft away, as the person asked. Photos that a kiriman of the same record needs stay.
///
/// # Errors
/// See [`StoreError`].
pub async fn discard(id: AduanId, photos: &[String]) -> Result<(), StoreError> {
    let key = id.to_string();
    let _held = lock(LOCK).await;
    write(&[Room::Aduan, Room::Foto, Room::Draf], async |tx| {
        forget_photos(tx, id, photos).await?;
        tx.delete(Room::Draf, &key).await
    })
    .await
}

async fn forget_photos(tx: &Tx, id: AduanId, photos: &[String]) -> Result<(), TxError> {
    let stored = stored_as(tx, &id.to_string()).await?;
    for sha256 in photos {
        let needed = stored
            .as_ref()
            .is_some_and(|one| one.kepala.foto.iter().any(|foto| foto.foto.sha256 == *sha256));
        if !needed {
            tx.delete(Room::Foto, &foto_key(id, sha256)).await?;
        }
    }
    Ok(())
}

/// A draft made from a kiriman that has to be mended; photos are copied where the record gets another id.
///
/// # Errors
/// See [`StoreError`].
pub async fn from_kiriman<T: Serialize>(kepala: &Kepala, id: AduanId, draf: &T) -> Result<(), StoreError> {
    let key = id.to_string();
    let _held = lock(LOCK).await;
    let mut photos = Vec::new();
    for one in kepala.foto.iter().filter(|_| id != kepala.id) {
        let sha256 = &one.foto.sha256;
        if let Some(bytes) = foto_utuh(kepala.id, sha256).await? {
            let key = foto_key(id, sha256);
            let sealed = sealed_foto(&key, &bytes).await?;
            photos.push((key, sealed));
        }
    }
    let sealed = sealed(&key, draf).await?;
    write(&[Room::Foto, Room::Draf, Room::Perangkat], async |tx| {
        for (key, photo) in &photos {
            photo.check(tx).await?;
            tx.put(Room::Foto, key, &photo.value).await?;
        }
        sealed.check(tx).await?;
        tx.put(Room::Draf, &key, &sealed.value).await
    })
    .await
}
