//! A request and its answer within a time limit. The limit holds until the answer is dropped, so that a link which
//! dies in the middle of a body ends the waiting as well.

use std::ops::Deref;

use gloo::net::http::{RequestBuilder, Response};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// An answer whose body has still to be read; when the limit is over, reading it fails.
pub struct Answer {
    response: Response,
    _limit: Timeout,
}

impl Deref for Answer {
    type Target = Response;

    fn deref(&self) -> &Response {
        &self.response
    }
}

/// Sends a request and gives up after `limit` milliseconds; `None` where no answer came.
pub async fn exchange(builder: RequestBuilder, body: Option<JsValue>, limit: u32) -> Option<Answer> {
    let controller = AbortController::new().ok()?;
    let builder = builder.abort_signal(Some(&controller.signal()));
    let request = match body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let timer = Timeout::new(limit, move || controller.abort());
    let response = request.ok()?.send().await.ok()?;
    Some(Answer {
        response,
        _limit: timer,
    })
}
