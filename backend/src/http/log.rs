//! One line a request: method, path without its query, status, time. No address and no header of the caller: who looked
//! for which complaint is nobody's business.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use shared::paths;
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

pub struct RequestLog;

#[derive(Clone, Copy)]
struct Started(Instant);

impl RootSpanBuilder for RequestLog {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().map(RequestId::to_string);
        request.extensions_mut().insert(Started(Instant::now()));
        tracing::info_span!("request", method = %request.method(), path = request.path(), id)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let _entered = span.enter();
        match outcome {
            // Whoever watches us asks all the time.
            Ok(response) if response.request().path() == paths::HEALTH => {}
            Ok(response) => {
                let started = response.request().extensions().get::<Started>().copied();
                let millis =
                    started.map(|Started(at)| u64::try_from(at.elapsed().as_millis()).unwrap_or(u64::MAX));
                tracing::info!(status = response.status().as_u16(), millis, "answered");
            }
            Err(error) => tracing::warn!(%error, "not answered"),
        }
    }
}
