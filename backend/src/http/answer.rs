//! Answers as they are given to one person at one moment.

use actix_web::HttpResponse;
use actix_web::http::header;
use serde::Serialize;

/// JSON that no cache keeps.
pub fn fresh(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(body)
}
