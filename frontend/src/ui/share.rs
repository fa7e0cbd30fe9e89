//! The phone's own sheet for sharing, where the browser has one.

use leptos::prelude::window;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // Not on every browser, so it is looked for before it is called.
    #[wasm_bindgen(js_namespace = navigator, js_name = share, catch)]
    async fn js_share(content: &JsValue) -> Result<JsValue, JsValue>;
}

pub fn can_share() -> bool {
    js_sys::Reflect::get(&window().navigator(), &"share".into()).is_ok_and(|share| share.is_function())
}

/// Opens the sheet. The person may close it without sharing, which is no error.
pub async fn share(title: &str, url: &str) {
    share_as(title, "url", url).await;
}

/// The same for a text.
pub async fn share_text(title: &str, text: &str) {
    share_as(title, "text", text).await;
}

async fn share_as(title: &str, kind: &str, what: &str) {
    let content = js_sys::Object::new();
    for (name, value) in [("title", title), (kind, what)] {
        // Setting a property of a plain object of our own cannot fail.
        let _ = js_sys::Reflect::set(&content, &name.into(), &value.into());
    }
    let _ = js_share(&content).await;
}
