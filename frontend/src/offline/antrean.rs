//! The outbox in the device's database: kiriman, the bytes of their photos, and the count that orders them.

use ::sync::{Kiriman, State, photos_may_go, text_may_go};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::id::{AduanId, AksiId, PerangkatId};
use wasm_bindgen::JsValue;

use super::store::{Room, StoreError, Tx, TxError, read, write};
use super::{live, now};
use crate::device;

const SELF: &str = "ini";

/// The device and the last place it has given out in the order of its captures.
#[derive(Serialize, Deserialize)]
struct Perangkat {
    id: PerangkatId,
    urutan: u64,
}

/// What the device adds to a capture at the moment it is stored.
pub struct Stamp {
    pub perangkat: PerangkatId,
    pub urutan: u64,
}

pub(super) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, TxError> {
    let text = serde_json::to_string(value).map_err(|_| StoreError::Broken)?;
    Ok(JsValue::from_str(&text))
}

/// What cannot be read is from a version of the app that is newer than this one: it is left as it is.
pub(super) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    serde_json::from_str(&value.as_string()?).ok()
}

pub(super) fn foto_key(id: AduanId, sha256: &str) -> String {
    let mut key = id.to_string();
    key.push('/');
    key.push_str(sha256);
    key
}

/// Stores what a person sent, in one transaction: its place in the order, the kiriman with its frozen body, and the
/// end of the draft it came from. A second call for the same draft changes nothing.
///
/// # Errors
/// See [`StoreError`]; then nothing of it is stored and the draft stands as before.
pub async fn store(
    draf: AduanId,
    aksi: AksiId,
    replaces: Option<AduanId>,
    freeze: &dyn Fn(Stamp) -> Option<Kiriman>,
) -> Result<(), StoreError> {
    let rooms = [Room::Aduan, Room::Foto, Room::Draf, Room::Perangkat];
    let key = draf.to_string();
    write(&rooms, async |tx| {
        if is_stored(tx, &key, aksi).await? {
            return tx.delete(Room::Draf, &key).await;
        }
        let stamp = next_stamp(tx).await?;
        let kiriman = freeze(stamp).ok_or(StoreError::Broken)?;
        for foto in &kiriman.foto {
            if !tx
                .has(Room::Foto, &foto_key(kiriman.id, &foto.foto.sha256))
                .await?
            {
                return Err(StoreError::Missing.into());
            }
        }
        tx.put(Room::Aduan, &key, &to_js(&kiriman)?).await?;
        if let Some(old) = replaces.filter(|old| *old != kiriman.id) {
            forget(tx, old).await?;
        }
        tx.delete(Room::Draf, &key).await
    })
    .await?;
    live::announce();
    Ok(())
}

/// Takes a kiriman off the device with its photos, as the person asked. One that the office does not have whole yet
/// stays.
///
/// # Errors
/// See [`StoreError`]; then all of it is still there.
pub async fn delete_sent(id: AduanId) -> Result<(), StoreError> {
    let key = id.to_string();
    write(&[Room::Aduan, Room::Foto], async |tx| {
        let stored: Option<Kiriman> = tx.get(Room::Aduan, &key).await?.and_then(|value| from_js(&value));
        if stored.is_some_and(|kiriman| kiriman.state() == State::Terkirim) {
            forget(tx, id).await?;
        }
        Ok(())
    })
    .await?;
    live::announce();
    Ok(())
}

/// Takes out a kiriman and the bytes of its photos.
async fn forget(tx: &Tx, id: AduanId) -> Result<(), TxError> {
    let key = id.to_string();
    let old: Option<Kiriman> = tx.get(Room::Aduan, &key).await?.and_then(|value| from_js(&value));
    for foto in old.iter().flat_map(|old| &old.foto) {
        tx.delete(Room::Foto, &foto_key(id, &foto.foto.sha256)).await?;
    }
    tx.delete(Room::Aduan, &key).await
}

/// Whether this very aksi is in the outbox already.
pub(super) async fn is_stored(tx: &Tx, key: &str, aksi: AksiId) -> Result<bool, TxError> {
    let stored: Option<Kiriman> = tx.get(Room::Aduan, key).await?.and_then(|value| from_js(&value));
    Ok(stored.is_some_and(|kiriman| kiriman.aksi == aksi))
}

async fn next_stamp(tx: &Tx) -> Result<Stamp, TxError> {
    let known: Option<Perangkat> = tx
        .get(Room::Perangkat, SELF)
        .await?
        .and_then(|value| from_js(&value));
    let known = known.unwrap_or_else(|| Perangkat {
        id: device::perangkat(),
        urutan: 0,
    });
    // By the clock, so that it goes on after the storage was lost; past the last one, should the clock be set back.
    let urutan = now().max(known.urutan + 1);
    let next = Perangkat { id: known.id, urutan };
    tx.put(Room::Perangkat, SELF, &to_js(&next)?).await?;
    Ok(Stamp {
        perangkat: known.id,
        urutan,
    })
}

/// All kiriman, the latest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn all() -> Result<Vec<Kiriman>, StoreError> {
    let values = read(&[Room::Aduan], async |tx| tx.all(Room::Aduan).await).await?;
    let mut all: Vec<Kiriman> = values.iter().filter_map(from_js).collect();
    all.sort_by_key(|kiriman| std::cmp::Reverse(kiriman.urutan));
    Ok(all)
}

/// Changes a kiriman as it stands in the database now. Where it has been repaired meanwhile (another aksi), what was
/// heard of the old one no longer concerns it.
///
/// # Errors
/// See [`StoreError`].
pub async fn change(id: AduanId, aksi: AksiId, act: &dyn Fn(&mut Kiriman)) -> Result<(), StoreError> {
    let key = id.to_string();
    write(&[Room::Aduan], async |tx| {
        let stored: Option<Kiriman> = tx.get(Room::Aduan, &key).await?.and_then(|value| from_js(&value));
        let Some(mut kiriman) = stored.filter(|kiriman| kiriman.aksi == aksi) else {
            return Ok(());
        };
        act(&mut kiriman);
        tx.put(Room::Aduan, &key, &to_js(&kiriman)?).await
    })
    .await?;
    live::announce();
    Ok(())
}

/// The bytes of one photo. One at a time: five of them at once are too much for a cheap phone.
///
/// # Errors
/// See [`StoreError`].
pub async fn foto(id: AduanId, sha256: &str) -> Result<Option<js_sys::Uint8Array>, StoreError> {
    let key = foto_key(id, sha256);
    let found = read(&[Room::Foto], async |tx| tx.get(Room::Foto, &key).await).await?;
    Ok(found.map(|bytes| js_sys::Uint8Array::new(&bytes)))
}

/// Lets go what was sent long ago: photos first, the text later, code and key never.
///
/// # Errors
/// See [`StoreError`].
pub async fn tidy() -> Result<(), StoreError> {
    let now = now();
    let mut old = all().await?;
    old.retain(|kiriman| photos_may_go(kiriman, now));
    if old.is_empty() {
        return Ok(());
    }
    write(&[Room::Aduan, Room::Foto], async |tx| {
        for kiriman in &old {
            for foto in &kiriman.foto {
                tx.delete(Room::Foto, &foto_key(kiriman.id, &foto.foto.sha256))
                    .await?;
            }
            if text_may_go(kiriman, now) && !kiriman.isi.is_empty() {
                let mut bare = kiriman.clone();
                bare.isi.clear();
                tx.put(Room::Aduan, &kiriman.id.to_string(), &to_js(&bare)?)
                    .await?;
            }
        }
        Ok(())
    })
    .await
}
