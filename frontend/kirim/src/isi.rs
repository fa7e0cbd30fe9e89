//! Reading the outbox: all of it as it lies there, and as much of it as can be read here.

use std::cell::RefCell;

use shared::id::AduanId;
use sync::{Kepala, Kiriman, Rahasia};

use crate::antrean::foto_key;
use crate::sandi::{Keys, Reader, Sandi, name};
use crate::store::{Room, StoreError, read};
use crate::tersimpan::Tersimpan;

/// All kiriman that can be read here, the latest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn all() -> Result<Vec<Kiriman>, StoreError> {
    Ok(baca().await?.terbaca)
}

/// All that lies in the outbox, the latest first.
pub struct Isi {
    pub kepala: Vec<Kepala>,
    /// Those of them that can be read here.
    pub terbaca: Vec<Kiriman>,
    /// How many of them only a PIN opens that was not entered here.
    pub terkunci: usize,
    pub sandi: Sandi,
}

thread_local! {
    /// What was decrypted last: secrets do not change, and the outbox is read whenever a byte has moved.
    static READ: RefCell<Vec<Kiriman>> = const { RefCell::new(Vec::new()) };
}

/// Reads the outbox.
///
/// # Errors
/// See [`StoreError`].
pub async fn baca() -> Result<Isi, StoreError> {
    let (all, keys) = stored().await?;
    let mut isi = Isi {
        kepala: all.iter().map(|one| one.kepala.clone()).collect(),
        terbaca: Vec::with_capacity(all.len()),
        terkunci: 0,
        sandi: keys.sandi(),
    };
    for one in all {
        let known = one
            .can_be_read(&keys, Reader::Page)
            .then(|| known(&one.kepala))
            .flatten();
        let rahasia = match known {
            Some(known) => Ok(known),
            None => one.open(&keys).await,
        };
        let kepala = one.kepala;
        match rahasia {
            Ok(rahasia) => isi.terbaca.push(Kiriman { kepala, rahasia }),
            Err(StoreError::Terkunci) => isi.terkunci += 1,
            // It is held back by whoever tries to send it, and says so.
            Err(_) => {}
        }
    }
    READ.set(isi.terbaca.clone());
    Ok(isi)
}

fn known(kepala: &Kepala) -> Option<Rahasia> {
    let name = |kepala: &Kepala| (kepala.id, kepala.aksi, kepala.bytes);
    READ.with_borrow(|read| {
        let same = read.iter().find(|one| name(&one.kepala) == name(kepala));
        same.map(|one| one.rahasia.clone())
    })
}

/// All kiriman as they lie there, the latest first, and the keys to them.
///
/// # Errors
/// See [`StoreError`].
pub(crate) async fn stored() -> Result<(Vec<Tersimpan>, Keys), StoreError> {
    let (values, keys) = read(&[Room::Aduan, Room::Perangkat], async |tx| {
        Ok((tx.all(Room::Aduan).await?, Keys::of(tx).await?))
    })
    .await?;
    let mut all = Vec::<Tersimpan>::with_capacity(values.len());
    // Put in its place rather than sorted at the end: a sort is four times this in what a first visit fetches.
    for one in values.iter().filter_map(Tersimpan::read) {
        let place = all.partition_point(|other| other.kepala.urutan > one.kepala.urutan);
        all.insert(place, one);
    }
    Ok((all, keys))
}

/// The heads of all kiriman.
///
/// # Errors
/// See [`StoreError`].
pub async fn kepala() -> Result<Vec<Kepala>, StoreError> {
    let (all, _) = stored().await?;
    Ok(all.into_iter().map(|one| one.kepala).collect())
}

/// The bytes of one photo; none where they are not there or cannot be read, though all else can: the others do not wait for
/// it.
///
/// # Errors
/// See [`StoreError`].
pub async fn foto(id: AduanId, sha256: &str) -> Result<Option<js_sys::Uint8Array>, StoreError> {
    match foto_utuh(id, sha256).await {
        Err(StoreError::Broken) if stored().await.is_ok() => Ok(None),
        found => found,
    }
}

/// The bytes of one photo; none where they are not there. One at a time: five of them at once are too much for a cheap phone.
///
/// # Errors
/// See [`StoreError`].
pub async fn foto_utuh(id: AduanId, sha256: &str) -> Result<Option<js_sys::Uint8Array>, StoreError> {
    let key = foto_key(id, sha256);
    let (found, keys) = read(&[Room::Foto, Room::Perangkat], async |tx| {
        Ok((tx.get(Room::Foto, &key).await?, Keys::of(tx).await?))
    })
    .await?;
    let Some(found) = found else { return Ok(None) };
    match keys.open(&name(Room::Foto, &key), &found).await {
        Ok(bytes) => Ok(Some(js_sys::Uint8Array::new(&bytes))),
        Err(StoreError::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}
