//! The device's databases; the only file that names rexie and idb.
//!
//! `portal-antrean` holds what exists nowhere else: drafts, kiriman and their photos. It is opened through idb by
//! upgrades that only ever add, never through rexie, whose builder deletes every store it is not told of.
//! Its writes are strict: done means on the disk. `portal-cache` holds what a download brings back.
//! Never await anything but the transaction's own requests inside one: the browser would end it.

use std::cell::RefCell;
use std::rc::Rc;

use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, TransactionMode};
use js_sys::{Array, Object, Reflect};
use rexie::Rexie;
use wasm_bindgen::prelude::*;

const OUTBOX: &str = "portal-antrean";
const CACHE: &str = "portal-cache";
const CACHE_ROOM: &str = "isi";

/// The stores of the outbox.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Kiriman by the id of their record.
    Aduan,
    /// Bytes of photos, by record and SHA-256.
    Foto,
    /// Drafts by the id of their record.
    Draf,
    /// What the device knows of itself.
    Perangkat,
}

impl Room {
    const ALL: [Self; 4] = [Self::Aduan, Self::Foto, Self::Draf, Self::Perangkat];

    const fn name(self) -> &'static str {
        match self {
            Self::Aduan => "aduan",
            Self::Foto => "foto",
            Self::Draf => "draf",
            Self::Perangkat => "perangkat",
        }
    }
}

/// Version of the layout. A new one only ever adds: somebody's unsent complaints lie in each of the older ones.
const LAYOUT: u32 = 1;

/// Why the device could not keep or give something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// No space left, even after the cache was given up.
    Full,
    /// The browser keeps nothing here, e.g. in a private window.
    Unavailable,
    /// What should be there is not.
    Missing,
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
            Self::Broken => {
                "Isian belum dapat disimpan di perangkat ini. Jangan tutup halaman ini, lalu coba lagi."
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
    run(TransactionMode::ReadOnly, rooms, work).await
}

/// Writes to the outbox: all of `work` or nothing of it, and on the disk when this returns.
///
/// # Errors
/// See [`StoreError`].
pub async fn write<T>(
    rooms: &[Room],
    work: impl AsyncFn(&Tx) -> Result<T, TxError>,
) -> Result<T, StoreError> {
    run(TransactionMode::ReadWrite, rooms, work).await
}

async fn run<T>(
    mode: TransactionMode,
    rooms: &[Room],
    work: impl AsyncFn(&Tx) -> Result<T, TxError>,
) -> Result<T, StoreError> {
    match attempt(mode, rooms, &work).await {
        Ok(done) => return Ok(done),
        Err(Failure::Final(error)) => return Err(error),
        Err(Failure::Stale) => forget_connection(),
        Err(Failure::Full) => drop_cache().await,
    }
    attempt(mode, rooms, &work)
        .await
        .map_err(|failure| match failure {
            Failure::Final(error) => error,
            Failure::Full => StoreError::Full,
            Failure::Stale => StoreError::Broken,
        })
}

async fn attempt<T>(
    mode: TransactionMode,
    rooms: &[Room],
    work: &impl AsyncFn(&Tx) -> Result<T, TxError>,
) -> Result<T, Failure> {
    let connection = connect().await?;
    let raw = connection.begin(mode, rooms)?;
    let tx = Tx(idb::Transaction::from(raw.clone()));
    match work(&tx).await {
        Ok(done) => match tx.0.await? {
            idb::TransactionResult::Committed => Ok(done),
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

#[wasm_bindgen]
extern "C" {
    /// The durability of a transaction is stable in browsers, unstable in web-sys.
    #[wasm_bindgen(extends = web_sys::IdbDatabase)]
    #[derive(Clone)]
    type StrictDatabase;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(
        this: &StrictDatabase,
        rooms: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<web_sys::IdbTransaction, JsValue>;
}

struct Connection {
    database: StrictDatabase,
    /// Keeps the listeners of the connection alive.
    _listeners: Database,
}

thread_local! {
    static CONNECTION: RefCell<Option<Rc<Connection>>> = const { RefCell::new(None) };
}

fn forget_connection() {
    CONNECTION.with_borrow_mut(Option::take);
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.close();
    }
}

impl Connection {
    fn begin(&self, mode: TransactionMode, rooms: &[Room]) -> Result<web_sys::IdbTransaction, Failure> {
        let names: Array = rooms.iter().map(|room| JsValue::from_str(room.name())).collect();
        let options = Object::new();
        let mode = match mode {
            TransactionMode::ReadOnly | TransactionMode::VersionChange => "readonly",
            TransactionMode::ReadWrite => {
                let _ = Reflect::set(&options, &"durability".into(), &"strict".into());
                "readwrite"
            }
        };
        self.database
            .begin(&names, mode, &options)
            .map_err(|cause| Failure::of_exception(&cause))
    }
}

async fn connect() -> Result<Rc<Connection>, Failure> {
    if let Some(connection) = CONNECTION.with_borrow(Clone::clone) {
        return Ok(connection);
    }
    let database: StrictDatabase = JsValue::from(open().await?).unchecked_into();
    let mut listeners = Database::from(web_sys::IdbDatabase::from(database.clone()));
    listeners.on_close(|_| forget_connection());
    // Another tab brings a newer layout: make way at once, the next use opens it anew.
    let old = database.clone();
    listeners.on_version_change(move |_| {
        old.close();
        forget_connection();
    });
    let connection = Rc::new(Connection {
        database,
        _listeners: listeners,
    });
    CONNECTION.with_borrow_mut(|slot| *slot = Some(Rc::clone(&connection)));
    Ok(connection)
}

async fn open() -> Result<Database, Failure> {
    let database = match open_at(Some(LAYOUT)).await {
        // A newer version of the app was here before: its layouts only add, so this one can work in them.
        Err(idb::Error::DomException(cause)) if cause.name() == "VersionError" => open_at(None).await?,
        other => other?,
    };
    if missing(&database).next().is_none() {
        return Ok(database);
    }
    let next = database.version()? + 1;
    database.close();
    Ok(open_at(Some(next)).await?)
}

async fn open_at(version: Option<u32>) -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(OUTBOX, version)?;
    request.on_upgrade_needed(|event| {
        if event.database().and_then(|database| upgrade(&database)).is_err() {
            undo(&event);
        }
    });
    request.await
}

/// Brings any older layout to this one: what is missing is added, what is there is never touched.
fn upgrade(database: &Database) -> Result<(), idb::Error> {
    missing(database).try_for_each(|room| {
        database.create_object_store(room.name(), ObjectStoreParams::new())?;
        Ok(())
    })
}

fn missing(database: &Database) -> impl Iterator<Item = Room> {
    let there = database.store_names();
    Room::ALL
        .into_iter()
        .filter(move |room| !there.iter().any(|name| name == room.name()))
}

/// Undone as a whole, the older layout and all that lies in it stay as they were.
fn undo(event: &idb::event::VersionChangeEvent) {
    if let Ok(request) = idb::Event::target(event)
        && let Some(tx) = idb::Request::transaction(&request)
    {
        // It may have ended by itself already.
        let _ = tx.abort();
    }
}

async fn open_cache() -> rexie::Result<Rexie> {
    Rexie::builder(CACHE)
        .version(1)
        .add_object_store(rexie::ObjectStore::new(CACHE_ROOM))
        .build()
        .await
}

/// A text from the cache. Whatever goes wrong, it is just not there.
pub async fn cached(key: &str) -> Option<String> {
    let cache = open_cache().await.ok()?;
    let tx = cache.transaction(&[CACHE_ROOM], TransactionMode::ReadOnly).ok()?;
    let found = tx.store(CACHE_ROOM).ok()?.get(key.into()).await.ok().flatten();
    cache.close();
    found?.as_string()
}

/// Keeps a text in the cache, if there is room.
pub async fn cache(key: &str, text: &str) {
    let Ok(cache) = open_cache().await else { return };
    if let Ok(tx) = cache.transaction(&[CACHE_ROOM], TransactionMode::ReadWrite)
        && let Ok(store) = tx.store(CACHE_ROOM)
        && store.put(&text.into(), Some(&key.into())).await.is_ok()
    {
        // Not kept means asked for again; nothing hangs on it.
        let _ = tx.done().await;
    }
    cache.close();
}

/// Gives up all that a download brings back, so that the outbox has room.
pub async fn drop_cache() {
    if let Ok(caches) = leptos::prelude::window().caches() {
        let _ = wasm_bindgen_futures::JsFuture::from(caches.delete("ubin")).await;
    }
    let _ = Rexie::delete(CACHE).await;
}
