//! What the service worker runs when the browser says that there is a network and no page need be open. It sends as a
//! page does, except for what needs somebody who is logged in: a worker has no session.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use kirim::news::{News, follow};
use kirim::now;
use kirim::round::Sender;
use sync::{Link, pause};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(act: &Function, wait: u32);
}

/// Sends what may go, as long as one event of the browser lasts. False when something is left that would go by itself:
/// then the browser is to wake the worker again.
#[wasm_bindgen]
pub async fn send() -> bool {
    let link = Rc::new(Cell::new(Link::default()));
    let heard = Rc::clone(&link);
    follow(move |news| match news {
        News::Link(link) => heard.set(*link),
        News::Changed | News::Moving(_) => {}
    });
    let sender = Sender {
        link: &|| link.get(),
        officer: None,
    };
    let began = now();
    loop {
        match sender.has_left().await {
            Ok(false) => return true,
            Ok(true) => {}
            Err(_) => return false,
        }
        let rest = sender.round().await;
        let Some(wait) = rest.and_then(|wait| pause(wait, began, now())) else {
            return sender.has_left().await == Ok(false);
        };
        sleep(wait).await;
    }
}

async fn sleep(wait: u32) {
    let over = Promise::new(&mut |done, _| set_timeout(&done, wait));
    // A timer's promise is never rejected.
    let _ = JsFuture::from(over).await;
}
