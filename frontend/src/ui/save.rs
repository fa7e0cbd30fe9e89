//! Hands the browser a file that was made or fetched here, to be kept where its owner keeps files.

use gloo::timers::callback::Timeout;
use leptos::prelude::document;
use wasm_bindgen::JsCast;

/// How long the bytes stay, in milliseconds: some browsers read them only after the click has returned.
const KEPT_MS: u32 = 60_000;

/// Saves what lies at the address of a blob, and gives the address up afterwards. `None` where the browser cannot.
pub fn save_as(url: String, name: &str) -> Option<()> {
    let saved = click(&url, name);
    Timeout::new(KEPT_MS, move || drop(web_sys::Url::revoke_object_url(&url))).forget();
    saved
}

fn click(url: &str, name: &str) -> Option<()> {
    let link = document().create_element("a").ok()?;
    link.set_attribute("href", url).ok()?;
    link.set_attribute("download", name).ok()?;
    link.dyn_into::<web_sys::HtmlElement>().ok()?.click();
    Some(())
}
