//! Answers of a write: made now, or made before and told again.

use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};

use super::idempotency::REPLAYED;

/// The kept answer of an aksi: its status and its JSON, byte for byte as at the first time.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub json: String,
    /// Where the record is, when one was made.
    pub location: Option<String>,
    /// True when this answer was given before.
    pub replayed: bool,
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.replayed {
            response.insert_header((REPLAYED, "true"));
        }
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        response.content_type("application/json").body(self.json)
    }
}
