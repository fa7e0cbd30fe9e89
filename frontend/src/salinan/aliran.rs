//! Listens to the server's event stream, read by fetch since it needs the token. An event says only that there is
//! something to fetch.

use gloo::events::EventListener;
use gloo::net::http::RequestBuilder;
use gloo::timers::callback::Timeout;
use js_sys::{Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use shared::paths;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use crate::account::session::Session;

const EVENT: &str = "event: perubahan";
/// Between two tries, in milliseconds: doubled from the first to the last.
const PAUSE_FIRST: u32 = 5_000;
const PAUSE_LAST: u32 = 300_000;
/// The server breathes every 25 seconds. After this long without a breath the line is dead, though nobody said so.
const SILENCE: u32 = 70_000;
/// All who listen hear at once, and fetch within this many milliseconds.
const SPREAD: u32 = 2_000;

#[derive(Clone, Copy)]
struct Telinga {
    session: Session,
    heard: Callback<()>,
    /// What ends the stream that is open.
    open: StoredValue<Option<AbortController>, LocalStorage>,
    /// Counts the beginnings: an older one that is still about does nothing more.
    turn: StoredValue<u32>,
}

/// Listens while the page is open and is looked at: a phone in a pocket is left alone.
pub fn listen(session: Session, heard: Callback<()>) {
    let telinga = Telinga {
        session,
        heard,
        open: StoredValue::new_local(None),
        turn: StoredValue::new(0),
    };
    telinga.begin();
    let seen = EventListener::new(&document(), "visibilitychange", move |_| {
        if document().hidden() {
            telinga.end();
        } else {
            // Whatever came meanwhile was not heard.
            heard.run(());
            telinga.begin();
        }
    });
    let seen = StoredValue::new_local(seen);
    on_cleanup(move || {
        telinga.end();
        seen.dispose();
    });
}

impl Telinga {
    fn end(self) {
        self.turn.try_update_value(|turn| *turn += 1);
        if let Some(Some(controller)) = self.open.try_update_value(Option::take) {
            controller.abort();
        }
    }

    fn begin(self) {
        self.end();
        let Some(turn) = self.turn.try_get_value() else {
            return;
        };
        leptos::task::spawn_local(async move {
            let mut pause = PAUSE_FIRST;
            while self.turn.try_get_value() == Some(turn) {
                if self.hear(turn).await.is_some() {
                    pause = PAUSE_FIRST;
                }
                wait(pause).await;
                pause = (pause * 2).min(PAUSE_LAST);
            }
        });
    }

    /// One stream until it ends; none where it was not opened.
    async fn hear(self, turn: u32) -> Option<()> {
        let token = self.session.token().await.ok()?;
        let controller = AbortController::new().ok()?;
        let request = RequestBuilder::new(paths::CHANGES_STREAM)
            .header("Accept", "text/event-stream")
            .header("Authorization", &format!("Bearer {token}"))
            .abort_signal(Some(&controller.signal()))
            .build()
            .ok()?;
        if self.turn.try_get_value() != Some(turn) {
            return None;
        }
        self.open.try_set_value(Some(controller.clone()));
        let watched = || {
            let controller = controller.clone();
            Timeout::new(SILENCE, move || controller.abort())
        };
        let watch = watched();
        let response = request.send().await.ok()?;
        drop(watch);
        if !response.ok() {
            return None;
        }
        let reader: ReadableStreamDefaultReader = response.body()?.get_reader().unchecked_into();
        // Between the last fetch and now something may have happened.
        self.heard.try_run(());
        loop {
            let watch = watched();
            let Some(text) = next(&reader).await else { break };
            drop(watch);
            if text.contains(EVENT) {
                // Not all at the same moment.
                wait((js_sys::Math::random() * f64::from(SPREAD)) as u32).await;
                self.heard.try_run(());
            }
        }
        Some(())
    }
}

/// The next piece; none at the end. An event is one short line, which no network cuts in two.
async fn next(reader: &ReadableStreamDefaultReader) -> Option<String> {
    let piece = JsFuture::from(reader.read()).await.ok()?;
    let bytes = Reflect::get(&piece, &"value".into())
        .ok()?
        .dyn_into::<Uint8Array>()
        .ok()?;
    String::from_utf8(bytes.to_vec()).ok()
}

async fn wait(milliseconds: u32) {
    let over = Promise::new(&mut |resolve, _| {
        Timeout::new(milliseconds, move || {
            // Resolves a promise of our own, which cannot fail.
            let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
        })
        .forget();
    });
    // As above.
    let _ = JsFuture::from(over).await;
}
