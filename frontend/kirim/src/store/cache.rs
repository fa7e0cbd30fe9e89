//! What a download brings back, kept through rexie: it deletes each store it is not told of, and here that is no loss.

use idb::TransactionMode;
use rexie::Rexie;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CacheStorage;

const NAME: &str = "portal-cache";
const ROOM: &str = "isi";

async fn open_cache() -> rexie::Result<Rexie> {
    Rexie::builder(NAME)
        .version(1)
        .add_object_store(rexie::ObjectStore::new(ROOM))
        .build()
        .await
}

/// What lies in the cache under this name. Whatever goes wrong, it is just not there.
pub async fn cached(key: &str) -> Option<JsValue> {
    let cache = open_cache().await.ok()?;
    let tx = cache.transaction(&[ROOM], TransactionMode::ReadOnly).ok()?;
    let found = tx.store(ROOM).ok()?.get(key.into()).await.ok().flatten();
    cache.close();
    found
}

/// All that lies in the cache under a name that begins so.
pub async fn cached_like(beginning: &str) -> Vec<(String, JsValue)> {
    let Ok(cache) = open_cache().await else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if let Ok(tx) = cache.transaction(&[ROOM], TransactionMode::ReadOnly)
        && let Ok(store) = tx.store(ROOM)
        && let Ok(all) = store.scan(None, None, None, None).await
    {
        let named = all
            .into_iter()
            .filter_map(|(key, value)| Some((key.as_string()?, value)));
        found.extend(named.filter(|(key, _)| key.starts_with(beginning)));
    }
    cache.close();
    found
}

/// Keeps it in the cache, if there is room; `None` takes out what is there.
pub async fn cache(key: &str, value: Option<&JsValue>) {
    let Ok(cache) = open_cache().await else { return };
    if let Ok(tx) = cache.transaction(&[ROOM], TransactionMode::ReadWrite)
        && let Ok(store) = tx.store(ROOM)
    {
        let done = match value {
            Some(value) => store.put(value, Some(&key.into())).await.map(drop),
            None => store.delete(key.into()).await,
        };
        if done.is_ok() {
            // Not kept means asked for again; nothing hangs on it.
            let _ = tx.done().await;
        }
    }
    cache.close();
}

/// Gives up all that a download brings back, so that the outbox has room.
pub async fn drop_all() {
    let caches = js_sys::Reflect::get(&js_sys::global(), &"caches".into());
    // Not every browser has them, and none without HTTPS.
    if let Some(caches) = caches.ok().filter(|caches| caches.is_object()) {
        let caches: CacheStorage = caches.unchecked_into();
        let _ = JsFuture::from(caches.delete("ubin")).await;
    }
    let _ = Rexie::delete(NAME).await;
}
