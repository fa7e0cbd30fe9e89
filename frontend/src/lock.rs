//! Locks that all tabs of the portal share. Where the browser has none (opened without HTTPS) everybody gets them:
//! a lock only saves work here, what must be true rests on the server and on the database.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // Stable in browsers, unstable in web-sys.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(name: &str, options: &JsValue, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// A lock that is held until this is dropped.
pub struct Held(Option<Function>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            // Resolves a promise of our own, which cannot fail.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Waits until no other tab holds the lock.
pub async fn lock(name: &str) -> Held {
    acquire(name, false).await.unwrap_or(Held(None))
}

/// The lock, unless another tab holds it.
pub async fn lock_if_free(name: &str) -> Option<Held> {
    acquire(name, true).await
}

/// Runs `work` while no other tab does.
pub async fn under_lock<T>(name: &str, work: impl Future<Output = T>) -> T {
    let _held = lock(name).await;
    work.await
}

async fn acquire(name: &str, only_if_free: bool) -> Option<Held> {
    let navigator = leptos::prelude::window().navigator();
    if !js_sys::Reflect::get(&navigator, &"locks".into()).is_ok_and(|locks| locks.is_object()) {
        return Some(Held(None));
    }
    let (held, release) = promise();
    let (answered, answer) = promise();
    let refuse = answer.clone();
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let _ = answer.call1(&JsValue::NULL, &lock.is_truthy().into());
        if lock.is_truthy() {
            held.into()
        } else {
            JsValue::UNDEFINED
        }
    });
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into());
    match request_lock(name, &options, &granted) {
        // A document that is going away is refused: nobody will hold anything there.
        Ok(request) => drop(request.catch(&Closure::once(move |_: JsValue| {
            let _ = refuse.call1(&JsValue::NULL, &false.into());
        }))),
        Err(_) => return Some(Held(None)),
    }
    let yes = JsFuture::from(answered).await.is_ok_and(|lock| lock.is_truthy());
    yes.then_some(Held(Some(release)))
}

fn promise() -> (Promise, Function) {
    // An empty `Function` to begin with would be made from text, which the content security policy forbids.
    let mut resolve_now = JsValue::UNDEFINED;
    let promise = Promise::new(&mut |resolve, _| resolve_now = resolve.into());
    (promise, resolve_now.unchecked_into())
}
