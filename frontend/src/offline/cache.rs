//! What the server told and can tell again: kept so that the app opens whole without a network.

use kirim::store;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What was kept under this name, if it still has the shape that is asked for.
pub async fn get<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_str(&store::cached(name).await?).ok()
}

pub async fn put<T: Serialize>(name: &str, value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        store::cache(name, &text).await;
    }
}
