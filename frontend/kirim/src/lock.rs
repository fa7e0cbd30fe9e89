//! Locks that all tabs of the portal and its service worker share. Where the browser has none (opened without HTTPS) everybody gets them:
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
        call(self.0.as_ref(), true);
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
    if !there_are_locks() {
        return Some(Held(None));
    }
    let (held, release) = promise();
    let (answered, answer) = promise();
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        call(answer.as_ref(), lock.is_truthy());
        if lock.is_truthy() {
            held.into()
        } else {
            JsValue::UNDEFINED
        }
    });
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into());
    if request_lock(name, &options, &granted).is_err() {
        return Some(Held(None));
    }
    // A document that is going away is never answered: nobody in it will do anything any more.
    let yes = JsFuture::from(answered).await.is_ok_and(|lock| lock.is_truthy());
    yes.then_some(Held(release))
}

fn there_are_locks() -> bool {
    let of = |thing: &JsValue, name: &str| js_sys::Reflect::get(thing, &name.into());
    of(&js_sys::global(), "navigator")
        .and_then(|navigator| of(&navigator, "locks"))
        .is_ok_and(|locks| locks.is_object())
}

/// A promise, and what resolves it. (`Function::new` would be evaluating a string, which the security policy forbids.)
fn promise() -> (Promise, Option<Function>) {
    let mut resolve = None;
    let promise = Promise::new(&mut |resolve_now, _| resolve = Some(resolve_now));
    (promise, resolve)
}

fn call(function: Option<&Function>, value: bool) {
    if let Some(function) = function {
        // Resolves a promise of our own, which cannot fail.
        let _ = function.call1(&JsValue::NULL, &value.into());
    }
}
