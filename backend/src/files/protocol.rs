//! What tus asks of every request and answer alike: the version is agreed on, and a method that a proxy would not let
//! through may stand in a header.

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use shared::error::ErrorCode;
use tracing_actix_web::RequestId;

use super::headers::{RESUMABLE, VERSION};
use super::receive::drain;
use crate::error::AppError;

const OVERRIDE: &str = "X-HTTP-Method-Override";
const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

pub async fn negotiate(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let overriding = req.headers().get(OVERRIDE).map(HeaderValue::as_bytes);
    if let Some(method) = overriding.and_then(|name| Method::from_bytes(name).ok())
        && req.method() == Method::POST
    {
        req.head_mut().method = method;
    }
    let spoken = req
        .headers()
        .get(RESUMABLE)
        .is_some_and(|version| version == VERSION);
    let mut response = if spoken || req.method() == Method::OPTIONS {
        next.call(req).await?.map_into_boxed_body()
    } else {
        drain(&mut req.take_payload()).await;
        let detail = format!("Server ini berbicara tus versi {VERSION}; tulis di header {RESUMABLE}.");
        let error = AppError::refused(ErrorCode::ProtokolSalah, detail);
        let request_id = req.extensions().get::<RequestId>().map(|id| **id);
        req.into_response(error.problem(request_id))
    };
    let headers = response.headers_mut();
    headers.insert(TUS_RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert(TUS_VERSION, HeaderValue::from_static(VERSION));
    Ok(response)
}
