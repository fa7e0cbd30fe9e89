//! What the server told and can tell again: kept so that the app opens whole without a network.

use kirim::store;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::account::session::Session;
use crate::api::{self, Caller};

/// What was kept under this name, if it still has the shape that is asked for.
pub async fn get<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_str(&store::cached(name).await?.as_string()?).ok()
}

pub async fn put<T: Serialize>(name: &str, value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        store::cache(name, Some(&text.into())).await;
    }
}

/// What was kept under this name as soon as it is read, then what the server says now, which is kept in its place. Nothing
/// personal is kept so: what is here outlives a logout.
pub fn follow<T>(name: &'static str, path: &'static str, session: Session) -> RwSignal<T>
where
    T: Default + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let shown = RwSignal::new(T::default());
    let told = StoredValue::new(false);
    leptos::task::spawn_local(async move {
        if let Some(kept) = get::<T>(name).await
            && told.try_get_value() == Some(false)
        {
            shown.try_set(kept);
        }
    });
    leptos::task::spawn_local(async move {
        if let Ok(fresh) = api::get::<T>(path, &Caller::Petugas(session)).await {
            told.try_set_value(true);
            put(name, &fresh).await;
            shown.try_set(fresh);
        }
    });
    shown
}
