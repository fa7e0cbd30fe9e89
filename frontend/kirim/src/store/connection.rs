//! The connection to the outbox: opened once, opened anew when the browser or another tab has closed it, brought to
//! the present layout without touching what lies in an older one.

use std::cell::RefCell;
use std::rc::Rc;

use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::{Failure, Room};

const OUTBOX: &str = "portal-antrean";
/// Version of the layout. A new one only ever adds: somebody's unsent complaints lie in each of the older ones.
const LAYOUT: u32 = 1;

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

/// What a transaction does, and when it is over.
#[derive(Clone, Copy)]
pub enum Access {
    Read,
    /// Over once all of it is on the disk.
    Write,
    /// Over once the browser has it.
    WriteAhead,
}

pub struct Connection {
    database: StrictDatabase,
    /// Keeps the listeners of the connection alive.
    _listeners: Database,
}

thread_local! {
    static CONNECTION: RefCell<Option<Rc<Connection>>> = const { RefCell::new(None) };
}

pub fn forget_connection() {
    CONNECTION.with_borrow_mut(Option::take);
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.close();
    }
}

impl Connection {
    pub fn begin(&self, access: Access, rooms: &[Room]) -> Result<web_sys::IdbTransaction, Failure> {
        let names: Array = rooms.iter().map(|room| JsValue::from_str(room.name())).collect();
        let options = Object::new();
        let (mode, durability) = match access {
            Access::Read => ("readonly", "default"),
            Access::Write => ("readwrite", "strict"),
            Access::WriteAhead => ("readwrite", "relaxed"),
        };
        let _ = Reflect::set(&options, &"durability".into(), &durability.into());
        self.database
            .begin(&names, mode, &options)
            .map_err(|cause| Failure::of_exception(&cause))
    }
}

pub async fn connect() -> Result<Rc<Connection>, Failure> {
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
