//! The answer of an aksi, byte for byte the same each time it is asked for.

use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use shared::aksi::IDEMPOTENT_REPLAYED;

use crate::error::Result;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    pub json: String,
    /// Path of the record, when one was made.
    pub lokasi: Option<String>,
    /// True when this answer was given before.
    pub replayed: bool,
}

impl Answer {
    pub fn ok(body: &impl Serialize) -> Result<Self> {
        Ok(Self {
            status: 200,
            json: serde_json::to_string(body)?,
            lokasi: None,
            replayed: false,
        })
    }

    pub fn created(body: &impl Serialize, lokasi: String) -> Result<Self> {
        Ok(Self {
            status: 201,
            json: serde_json::to_string(body)?,
            lokasi: Some(lokasi),
            replayed: false,
        })
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.replayed {
            response.insert_header((IDEMPOTENT_REPLAYED, "true"));
        }
        if let Some(lokasi) = self.lokasi {
            response.insert_header((header::LOCATION, lokasi));
        }
        response.content_type("application/json").body(self.json)
    }
}
