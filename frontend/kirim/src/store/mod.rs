//! The device's databases; the only room that names rexie and idb.
//!
//! `portal-antrean` holds what exists nowhere else: drafts, kiriman and their photos. It is opened through idb by
//! upgrades that only ever add, never through rexie, whose builder deletes every store it is not told of.
//! Its writes are strict: done means on the disk; but for the count that orders what is captured, which goes by the clock where
//! it was lost. `portal-cache` holds what a download brings back.
//! Never await anything but the transaction's own requests inside one: the browser would end it.

mod cache;
mod connection;

use std::cell::RefCell;
use std::pin::Pin;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

pub use cache::{cache, cached, cached_like};
use connection::{Access, connect, forget_connection};

/// The stores of the outbox.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Kiriman by the id of their record, heads in the open and secrets encrypted.
    Aduan,
    /// Bytes of photos, by record and SHA-256, encrypted.
    Foto,
    /// Drafts by the id of their record, encrypted.
    Draf,
    /// What the device knows of itself, and its keys.
    Perangkat,
}

impl Room {
    const ALL: [Self; 4] = [Self::Aduan, Self::Foto, Self::Draf, Self::Perangkat];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Aduan => "aduan",
            Self::Foto => "foto",
            Self::Draf => "draf",
            Self::Perangkat => "perangkat",
        }
    }
}

/// Why the device could not keep or give something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// No space left, even after the cache was given up.
    Full,
    /// The browser keeps nothing here, e.g. in a private window.
    Unavailable,
    /// What should be there is not.
    Missing,
    /// The PIN that opens it was not entered here.
    Terkunci,
    /// The database did not do it, also not after it was opened anew.
    Broken,
}

impl StoreError {
    /// What to tell the person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Full => {
                "Penyimpanan perangkat ini penuh. Hapus berkas yang tidak perlu di perangkat, lalu coba lagi. Jangan tutup halaman ini."
            }
            Self::Unavailable => {
                "Peramban ini tidak menyimpan isian di perangkat, misalnya karena mode pribadi. Buka di jendela biasa agar isian aman."
            }
            Self::Missing => {
                "Ada bagian isian yang tidak ditemukan di perangkat ini. Tambahkan lagi fotonya, lalu coba lagi."
            }
            Self::Terkunci => "Terkunci. Masukkan PIN untuk melihat dan mengirim.",
            Self::Broken => {
                "Penyimpanan di perangkat ini terganggu. Yang sudah tersimpan tetap ada. Jangan tutup halaman ini, lalu coba lagi."
            }
        }
    }
}

/// What went wrong inside, before it is decided whether to try once more.
enum Failure {
    Full,
    /// The connection is gone or ill; a new one may do.
    Stale,
    Final(StoreError),
}

impl From<idb::Error> for Failure {
    fn from(error: idb::Error) -> Self {
        use idb::Error as E;
        let cause = match error {
            E::DomException(cause) => cause.into(),
            E::AddFailed(cause)
            | E::DeleteFailed(cause)
            | E::GetFailed(cause)
            | E::GetAllFailed(cause)
            | E::GetAllKeysFailed(cause)
            | E::GetKeyFailed(cause)
            | E::IndexedDbOpenFailed(cause)
            | E::ObjectStoreNotFound(cause)
            | E::TransactionOpenFailed(cause)
            | E::UpdateFailed(cause) => cause,
            E::IndexedDbNotFound(_) => return Self::Final(StoreError::Unavailable),
            _ => return Self::Stale,
        };
        Self::of_exception(&cause)
    }
}

impl Failure {
    fn of_exception(cause: &JsValue) -> Self {
        let name = Reflect::get(cause, &"name".into())
            .ok()
            .and_then(|name| name.as_string());
        match name.as_deref() {
            Some("QuotaExceededError") => Self::Full,
            Some("SecurityError") => Self::Final(StoreError::Unavailable),
            Some(_) | None => Self::Stale,
        }
    }
}

/// One transaction over some stores of the outbox.
pub struct Tx(idb::Transaction);

/// A request of a transaction failed; the whole of it is undone.
pub struct TxError(Failure);

impl From<idb::Error> for TxError {
    fn from(error: idb::Error) -> Self {
        Self(error.into())
    }
}

impl From<StoreError> for TxError {
    fn from(error: StoreError) -> Self {
        Self(Failure::Final(error))
    }
}

impl Tx {
    pub async fn get(&self, room: Room, key: &str) -> Result<Option<JsValue>, TxError> {
        Ok(self
            .0
            .object_store(room.name())?
            .get(JsValue::from_str(key))?
            .await?)
    }

    pub async fn has(&self, room: Room, key: &str) -> Result<bool, TxError> {
        let found = self
            .0
            .object_store(room.name())?
            .get_key(JsValue::from_str(key))?
            .await?;
        Ok(found.is_some())
    }

    pub async fn all(&self, room: Room) -> Result<Vec<JsValue>, TxError> {
        Ok(self.0.object_store(room.name())?.get_all(None, None)?.await?)
    }

    /// In the order of [`Self::all`].
    pub async fn keys(&self, room: Room) -> Result<Vec<JsValue>, TxError> {
        Ok(self
            .0
            .object_store(room.name())?
            .get_all_keys(None, None)?
            .await?)
    }

    pub async fn put(&self, room: Room, key: &str, value: &JsValue) -> Result<(), TxError> {
        self.0
            .object_store(room.name())?
            .put(value, Some(&JsValue::from_str(key)))?
            .await?;
        Ok(())
    }

    pub async fn delete(&self, room: Room, key: &str) -> Result<(), TxError> {
        Ok(self
            .0
            .object_store(room.name())?
            .delete(JsValue::from_str(key))?
            .await?)
    }
}

/// Reads from the outbox.
///
/// # Errors
/// See [`StoreError`].
pub async fn read<T>(rooms: &[Room], work: impl AsyncFn(&Tx) -> Result<T, TxError>) -> Result<T, StoreError> {
    with_result(Access::Read, rooms, work).await
}

/// Writes to the outbox: all of `work` or nothing of it, and on the disk when this returns.
///
/// # Errors
/// See [`StoreError`].
pub async fn write<T>(
    rooms: &[Room],
    work: impl AsyncFn(&Tx) -> Result<T, TxError>,
) -> Result<T, StoreError> {
    with_result(Access::Write, rooms, work).await
}

/// Writes what may be lost as long as no later [`write()`] rests on it: all of `work` or nothing of it. Browsers keep one log of a
/// database, so that a later one takes it along to the disk, though no rule says so.
///
/// # Errors
/// See [`StoreError`].
pub async fn write_ahead<T>(
    rooms: &[Room],
    work: impl AsyncFn(&Tx) -> Result<T, TxError>,
) -> Result<T, StoreError> {
    with_result(Access::WriteAhead, rooms, work).await
}

type Work<'a> = dyn Fn(Tx) -> Pin<Box<dyn Future<Output = Result<(), TxError>> + 'a>> + 'a;

/// The one thin layer that is compiled for each caller; all below it is compiled once.
async fn with_result<T>(
    access: Access,
    rooms: &[Room],
    work: impl AsyncFn(&Tx) -> Result<T, TxError>,
) -> Result<T, StoreError> {
    let result = RefCell::new(None);
    let (own, slot) = (&work, &result);
    run(access, rooms, &move |tx| {
        Box::pin(async move {
            let done = own(&tx).await?;
            *slot.borrow_mut() = Some(done);
            Ok(())
        })
    })
    .await?;
    result.take().ok_or(StoreError::Broken)
}

async fn run(access: Access, rooms: &[Room], work: &Work<'_>) -> Result<(), StoreError> {
    match attempt(access, rooms, work).await {
        Ok(()) => return Ok(()),
        Err(Failure::Final(error)) => return Err(error),
        Err(Failure::Stale) => forget_connection(),
        Err(Failure::Full) => cache::drop_all().await,
    }
    attempt(access, rooms, work)
        .await
        .map_err(|failure| match failure {
            Failure::Final(error) => error,
            Failure::Full => StoreError::Full,
            Failure::Stale => StoreError::Broken,
        })
}

async fn attempt(access: Access, rooms: &[Room], work: &Work<'_>) -> Result<(), Failure> {
    let connection = connect().await?;
    let raw = connection.begin(access, rooms)?;
    match work(Tx(raw.clone().into())).await {
        Ok(()) => match idb::Transaction::from(raw.clone()).await? {
            idb::TransactionResult::Committed => Ok(()),
            idb::TransactionResult::Aborted => Err(raw
                .error()
                .map_or(Failure::Stale, |cause| Failure::of_exception(&cause))),
        },
        Err(TxError(failure)) => {
            // It may have ended by itself already; then there is nothing left to undo.
            let _ = raw.abort();
            Err(failure)
        }
    }
}
