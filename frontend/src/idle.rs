//! Work that the first page does not need, put off until the browser has painted it.

use gloo::timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A page that never rests begins it after this all the same.
const AT_LATEST_MS: u32 = 2_000;

#[wasm_bindgen]
extern "C" {
    // Not every browser has it.
    #[wasm_bindgen(js_name = requestIdleCallback, catch)]
    fn request_idle_callback(work: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
}

/// Does it at the first quiet moment.
pub fn when_idle(work: impl Fn() + Clone + 'static) {
    let options = js_sys::Object::new();
    // Setting a property of a plain object of our own cannot fail.
    let _ = js_sys::Reflect::set(&options, &"timeout".into(), &AT_LATEST_MS.into());
    let at_rest = work.clone();
    if request_idle_callback(&Closure::once_into_js(at_rest), &options).is_err() {
        Timeout::new(0, work).forget();
    }
}

/// Waits for the first quiet moment.
pub async fn quiet() {
    let moment = Promise::new(&mut |resolve, _| {
        when_idle(move || {
            // Resolves a promise of our own, which cannot fail.
            let _ = resolve.call0(&JsValue::NULL);
        });
    });
    let _ = JsFuture::from(moment).await;
}
