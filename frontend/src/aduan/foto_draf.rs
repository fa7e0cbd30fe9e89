//! A photo that lies on this device, shown from there. Its address is given back when it is no longer shown.

use js_sys::Array;
use leptos::prelude::*;
use shared::id::AduanId;
use web_sys::{Blob, BlobPropertyBag, Url};

use crate::offline::antrean;

#[component]
pub fn FotoDraf(id: AduanId, sha256: String, #[prop(into)] alt: Signal<String>) -> impl IntoView {
    let url = RwSignal::new(None::<String>);
    leptos::task::spawn_local(async move {
        let made = blob_url(id, &sha256).await;
        // The page was left while the photo was read.
        if let Some(Some(unused)) = url.try_set(made) {
            let _ = Url::revoke_object_url(&unused);
        }
    });
    on_cleanup(move || {
        if let Some(url) = url.try_get_untracked().flatten() {
            let _ = Url::revoke_object_url(&url);
        }
    });
    move || match url.get() {
        Some(url) => view! { <img src=url alt=move || alt.get() /> }.into_any(),
        None => view! { <span class="shot-waiting"></span> }.into_any(),
    }
}

/// An address for a photo on this device, to be given back; none where it cannot be read.
pub async fn blob_url(id: AduanId, sha256: &str) -> Option<String> {
    let bytes = antrean::foto(id, sha256).await.ok()??;
    let options = BlobPropertyBag::new();
    options.set_type("image/jpeg");
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&bytes), &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}
