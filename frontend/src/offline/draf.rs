//! Drafts in the device's database, with their photos. What a draft holds is its domain's business; here it is only
//! kept, under the id that its record will bear.

use ::sync::Kiriman;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::{AduanId, AksiId};

use super::antrean::{foto_key, from_js, is_stored, to_js};
use super::store::{Room, StoreError, Tx, TxError, read, write};

/// Keeps the draft as it is now. A draft that was sent meanwhile does not come back.
///
/// # Errors
/// See [`StoreError`].
pub async fn save<T: Serialize>(id: AduanId, aksi: AksiId, draf: &T) -> Result<(), StoreError> {
    let key = id.to_string();
    write(&[Room::Aduan, Room::Draf], async |tx| {
        if is_stored(tx, &key, aksi).await? {
            return Ok(());
        }
        tx.put(Room::Draf, &key, &to_js(draf)?).await
    })
    .await
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
    bytes: &js_sys::Uint8Array,
) -> Result<(), StoreError> {
    let key = id.to_string();
    let foto = foto_key(id, sha256);
    write(&[Room::Aduan, Room::Foto, Room::Draf], async |tx| {
        if is_stored(tx, &key, aksi).await? {
            return Ok(());
        }
        tx.put(Room::Foto, &foto, bytes).await?;
        tx.put(Room::Draf, &key, &to_js(draf)?).await
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
    write(&[Room::Aduan, Room::Foto, Room::Draf], async |tx| {
        if is_stored(tx, &key, aksi).await? {
            return Ok(());
        }
        tx.put(Room::Draf, &key, &to_js(draf)?).await?;
        forget_photos(tx, id, &[sha256.to_owned()]).await
    })
    .await
}

/// All drafts that this version of the app can read.
///
/// # Errors
/// See [`StoreError`].
pub async fn all<T: DeserializeOwned>() -> Result<Vec<T>, StoreError> {
    let values = read(&[Room::Draf], async |tx| tx.all(Room::Draf).await).await?;
    Ok(values.iter().filter_map(from_js).collect())
}

/// Throws a draft away, as the person asked. Photos that a kiriman of the same record needs stay.
///
/// # Errors
/// See [`StoreError`].
pub async fn discard(id: AduanId, photos: &[String]) -> Result<(), StoreError> {
    let key = id.to_string();
    write(&[Room::Aduan, Room::Foto, Room::Draf], async |tx| {
        forget_photos(tx, id, photos).await?;
        tx.delete(Room::Draf, &key).await
    })
    .await
}

async fn forget_photos(tx: &Tx, id: AduanId, photos: &[String]) -> Result<(), TxError> {
    let kiriman: Option<Kiriman> = tx
        .get(Room::Aduan, &id.to_string())
        .await?
        .and_then(|value| from_js(&value));
    for sha256 in photos {
        let needed = kiriman
            .as_ref()
            .is_some_and(|kiriman| kiriman.foto.iter().any(|foto| foto.foto.sha256 == *sha256));
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
pub async fn from_kiriman<T: Serialize>(kiriman: &Kiriman, id: AduanId, draf: &T) -> Result<(), StoreError> {
    let key = id.to_string();
    write(&[Room::Foto, Room::Draf], async |tx| {
        for foto in kiriman.foto.iter().filter(|_| id != kiriman.id) {
            if let Some(bytes) = tx
                .get(Room::Foto, &foto_key(kiriman.id, &foto.foto.sha256))
                .await?
            {
                tx.put(Room::Foto, &foto_key(id, &foto.foto.sha256), &bytes)
                    .await?;
            }
        }
        tx.put(Room::Draf, &key, &to_js(draf)?).await
    })
    .await
}
