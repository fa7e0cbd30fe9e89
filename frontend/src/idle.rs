//! Work that a page does not need, put off until the page is shown and nothing else was begun for a moment: that moment
//! belongs to whoever wants to touch it.

use std::cell::{Cell, RefCell};
use std::mem;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How long a page is left alone once it is shown.
const ALONE_MS: u32 = 1_000;
/// What was put off longer than this is begun, with all that waits, whatever the page does.
const AT_LATEST_MS: u32 = 5_000;
/// From then on it waits at most so long for the browser to have nothing better to do.
const REST_MS: u32 = 1_000;

#[wasm_bindgen]
extern "C" {
    // Not every browser has it.
    #[wasm_bindgen(js_name = requestIdleCallback, catch)]
    fn request_idle_callback(work: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
}

type Work = Rc<dyn Fn()>;

thread_local! {
    /// How many things are under way that the page cannot do without.
    static HELD: Cell<u32> = const { Cell::new(0) };
    /// Counts the beginnings of being left alone: each begins the wait anew.
    static ALONE: Cell<u32> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<Work>> = const { RefCell::new(Vec::new()) };
}

/// For as long as this is held something is under way that the page cannot do without, and nothing else is begun.
#[must_use]
pub struct Urgent(());

impl Urgent {
    pub fn new() -> Self {
        HELD.set(HELD.get() + 1);
        Self(())
    }
}

impl Drop for Urgent {
    fn drop(&mut self) {
        HELD.set(HELD.get().saturating_sub(1));
        begin_soon();
    }
}

/// Does it at the first quiet moment.
pub fn when_idle(work: impl Fn() + 'static) {
    WAITING.with_borrow_mut(|waiting| waiting.push(Rc::new(work)));
    begin_soon();
    Timeout::new(AT_LATEST_MS, begin).forget();
}

/// Begins what waits once nothing came between for [`ALONE_MS`].
fn begin_soon() {
    if WAITING.with_borrow(Vec::is_empty) {
        return;
    }
    let now = ALONE.get().wrapping_add(1);
    ALONE.set(now);
    Timeout::new(ALONE_MS, move || {
        if HELD.get() == 0 && ALONE.get() == now {
            begin();
        }
    })
    .forget();
}

fn begin() {
    for work in WAITING.with_borrow_mut(mem::take) {
        at_rest(work);
    }
}

/// Between what else the browser has to do.
fn at_rest(work: Work) {
    let options = js_sys::Object::new();
    // Setting a property of a plain object of our own cannot fail.
    let _ = js_sys::Reflect::set(&options, &"timeout".into(), &REST_MS.into());
    let then = Rc::clone(&work);
    if request_idle_callback(&Closure::once_into_js(move || then()), &options).is_err() {
        Timeout::new(0, move || work()).forget();
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
