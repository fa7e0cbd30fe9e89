//! The outbox in the device's database: kiriman, the bytes of their photos, and the count that orders them.

use js_sys::Uint8Array;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::id::{AduanId, AksiId, PerangkatId};
use sync::{Kepala, Kiriman, Rahasia, all_may_go, photos_may_go, text_may_go};
use wasm_bindgen::JsValue;

use crate::isi::stored;
pub use crate::isi::{Isi, all, baca, foto, kepala};
use crate::lock::lock;
use crate::sandi::{Keys, Sealed, name, seal};
use crate::store::{Room, StoreError, Tx, TxError, write, write_ahead};
use crate::tersimpan::{Tersimpan, seal_of};
use crate::{draf, news, now};

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

pub(crate) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, TxError> {
    let text = serde_json::to_string(value).map_err(|_| StoreError::Broken)?;
    Ok(JsValue::from_str(&text))
}

/// What cannot be read is from a version of the app that is newer than this one: it is left as it is.
pub(crate) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    serde_json::from_str(&value.as_string()?).ok()
}

pub(crate) fn foto_key(id: AduanId, sha256: &str) -> String {
    let mut key = id.to_string();
    key.push('/');
    key.push_str(sha256);
    key
}

/// Stores what a person sent, in one transaction: the kiriman with its frozen body, and the end of the draft it came from.
/// Its place in the order is given out before, since the body that is encrypted names it. A second call for the same draft
/// changes nothing. Answers what was stored now; none where it lay there already.
///
/// # Errors
/// See [`StoreError`]; then nothing of it is stored and the draft stands as before.
pub async fn store(
    draf: AduanId,
    aksi: AksiId,
    replaces: Option<AduanId>,
    perangkat: PerangkatId,
    freeze: &dyn Fn(Stamp) -> Option<Kiriman>,
) -> Result<Option<Kiriman>, StoreError> {
    let key = draf.to_string();
    let _held = lock(draf::LOCK).await;
    let (stamp, keys) = stamp(perangkat).await?;
    let kiriman = freeze(stamp).ok_or(StoreError::Broken)?;
    let (one, sealed) = sealed(&kiriman, keys).await?;
    let rooms = [Room::Aduan, Room::Foto, Room::Draf, Room::Perangkat];
    let stored = write(&rooms, async |tx| {
        if is_stored(tx, &key, aksi).await? {
            tx.delete(Room::Draf, &key).await?;
            return Ok(false);
        }
        sealed.check(tx).await?;
        for foto in &one.kepala.foto {
            if !tx
                .has(Room::Foto, &foto_key(one.kepala.id, &foto.foto.sha256))
                .await?
            {
                return Err(StoreError::Missing.into());
            }
        }
        tx.put(Room::Aduan, &key, &one.to_js()?).await?;
        if let Some(old) = replaces.filter(|old| *old != one.kepala.id) {
            forget(tx, old).await?;
        }
        tx.delete(Room::Draf, &key).await?;
        Ok(true)
    })
    .await?;
    news::announce();
    Ok(stored.then_some(kiriman))
}

/// Stores something of which there was no draft, with the bytes of its photo where it has one.
///
/// # Errors
/// See [`StoreError`]; then nothing of it is stored.
pub async fn store_new(
    perangkat: PerangkatId,
    foto: Option<&Uint8Array>,
    freeze: &dyn Fn(Stamp) -> Option<Kiriman>,
) -> Result<(), StoreError> {
    let (stamp, keys) = stamp(perangkat).await?;
    let kiriman = freeze(stamp).ok_or(StoreError::Broken)?;
    let named = kiriman.kepala.foto.first().zip(foto);
    let photo = match named.map(|(of, bytes)| (foto_key(kiriman.kepala.id, &of.foto.sha256), bytes)) {
        Some((key, bytes)) => Some((seal(&name(Room::Foto, &key), bytes).await?, key)),
        None => None,
    };
    let (one, sealed) = sealed(&kiriman, keys).await?;
    write(&[Room::Aduan, Room::Foto, Room::Perangkat], async |tx| {
        sealed.check(tx).await?;
        if let Some((photo, key)) = &photo {
            photo.check(tx).await?;
            tx.put(Room::Foto, key, &photo.value).await?;
        }
        tx.put(Room::Aduan, &one.kepala.id.to_string(), &one.to_js()?)
            .await
    })
    .await?;
    news::announce();
    Ok(())
}

async fn sealed(kiriman: &Kiriman, keys: Keys) -> Result<(Tersimpan, Sealed), StoreError> {
    let sealed = seal_of(keys, &kiriman.kepala, &kiriman.rahasia).await?;
    let one = Tersimpan {
        kepala: kiriman.kepala.clone(),
        rahasia: sealed.value.clone(),
    };
    Ok((one, sealed))
}

/// Takes a kiriman off the device with its photos, as the person asked. What must not be lost stays.
///
/// # Errors
/// See [`StoreError`]; then all of it is still there.
pub async fn delete_sent(id: AduanId) -> Result<(), StoreError> {
    write(&[Room::Aduan, Room::Foto], async |tx| {
        let stored = stored_as(tx, &id.to_string()).await?;
        if stored.is_some_and(|stored| stored.kepala.may_be_deleted()) {
            forget(tx, id).await?;
        }
        Ok(())
    })
    .await?;
    news::announce();
    Ok(())
}

/// Takes kiriman off the device with their photos, sent or not. Who asks has asked the person, and holds the sender's lock.
///
/// # Errors
/// See [`StoreError`]; then all of them are still there.
pub async fn discard(ids: &[AduanId]) -> Result<(), StoreError> {
    write(&[Room::Aduan, Room::Foto], async |tx| {
        for id in ids {
            forget(tx, *id).await?;
        }
        Ok(())
    })
    .await?;
    news::announce();
    Ok(())
}

/// Takes out a kiriman and the bytes of its photos.
pub(crate) async fn forget(tx: &Tx, id: AduanId) -> Result<(), TxError> {
    let key = id.to_string();
    let old = stored_as(tx, &key).await?;
    for foto in old.iter().flat_map(|old| &old.kepala.foto) {
        tx.delete(Room::Foto, &foto_key(id, &foto.foto.sha256)).await?;
    }
    tx.delete(Room::Aduan, &key).await
}

pub(crate) async fn stored_as(tx: &Tx, key: &str) -> Result<Option<Tersimpan>, TxError> {
    let value = tx.get(Room::Aduan, key).await?;
    Ok(value.as_ref().and_then(Tersimpan::read))
}

/// Whether this very aksi is in the outbox already.
pub(crate) async fn is_stored(tx: &Tx, key: &str, aksi: AksiId) -> Result<bool, TxError> {
    let stored = stored_as(tx, key).await?;
    Ok(stored.is_some_and(|stored| stored.kepala.aksi == aksi))
}

/// The place, and the keys as they stand, which lie in the same room. The place may be lost with the power: what is captured
/// next goes by the clock, which is past it.
async fn stamp(perangkat: PerangkatId) -> Result<(Stamp, Keys), StoreError> {
    write_ahead(&[Room::Perangkat], async |tx| {
        Ok((next_stamp(tx, perangkat).await?, Keys::of(tx).await?))
    })
    .await
}

/// The next place in the order; `perangkat` is what the device calls itself, should the outbox not know yet.
async fn next_stamp(tx: &Tx, perangkat: PerangkatId) -> Result<Stamp, TxError> {
    let known: Option<Perangkat> = tx
        .get(Room::Perangkat, SELF)
        .await?
        .and_then(|value| from_js(&value));
    let known = known.unwrap_or(Perangkat {
        id: perangkat,
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

/// Changes a kiriman as it stands in the database now. Where it has been repaired meanwhile (another aksi), what was
/// heard of the old one no longer concerns it.
///
/// # Errors
/// See [`StoreError`].
pub async fn change(id: AduanId, aksi: AksiId, act: &dyn Fn(&mut Kepala)) -> Result<(), StoreError> {
    let key = id.to_string();
    write(&[Room::Aduan], async |tx| {
        let stored = stored_as(tx, &key).await?;
        let Some(mut one) = stored.filter(|one| one.kepala.aksi == aksi) else {
            return Ok(());
        };
        act(&mut one.kepala);
        tx.put(Room::Aduan, &key, &one.to_js()?).await
    })
    .await?;
    news::announce();
    Ok(())
}

/// Lets go what was sent long ago: photos first, the text later, code and key never. What was done to a complaint goes
/// whole.
///
/// # Errors
/// See [`StoreError`].
pub async fn tidy() -> Result<(), StoreError> {
    let now = now();
    let (mut old, keys) = stored().await?;
    old.retain(|one| photos_may_go(&one.kepala, now) || all_may_go(&one.kepala, now));
    if old.is_empty() {
        return Ok(());
    }
    write(&[Room::Aduan, Room::Foto], async |tx| {
        for kepala in old.iter().map(|one| &one.kepala) {
            if all_may_go(kepala, now) {
                tx.delete(Room::Aduan, &kepala.id.to_string()).await?;
            }
            for foto in &kepala.foto {
                tx.delete(Room::Foto, &foto_key(kepala.id, &foto.foto.sha256))
                    .await?;
            }
        }
        Ok(())
    })
    .await?;
    old.retain(|one| text_may_go(&one.kepala, now) && !all_may_go(&one.kepala, now) && one.kepala.bytes > 0);
    for one in &old {
        // What is locked now is let go another time.
        if let Ok(mut rahasia) = one.open(&keys).await {
            rahasia.isi.clear();
            replace(&one.kepala, &rahasia).await?;
        }
    }
    Ok(())
}

/// Puts another secret into the place of a kiriman's, whose head stays as it stands in the database now.
///
/// # Errors
/// See [`StoreError`]; then the old one is still there.
pub(crate) async fn replace(of: &Kepala, rahasia: &Rahasia) -> Result<(), StoreError> {
    let sealed = seal_of(Keys::stored().await?, of, rahasia).await?;
    let key = of.id.to_string();
    write(&[Room::Aduan, Room::Perangkat], async |tx| {
        sealed.check(tx).await?;
        let stored = stored_as(tx, &key).await?;
        let Some(mut one) = stored.filter(|one| one.kepala.aksi == of.aksi) else {
            return Ok(());
        };
        one.kepala.bytes = rahasia.isi.len() as u64;
        one.rahasia = sealed.value.clone();
        tx.put(Room::Aduan, &key, &one.to_js()?).await
    })
    .await
}
