//! The `Idempotency-Key` of a write: the id that the device gave to what the person did, before it was ever sent.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use shared::aksi::IDEMPOTENCY_KEY;
use shared::error::{ApiError, ErrorCode};
use shared::id::AksiId;
use uuid::Version;

use crate::error::AppError;

#[derive(Clone, Copy, Debug)]
pub struct IdempotencyKey(pub AksiId);

impl IdempotencyKey {
    /// # Errors
    /// 400 for an id that was not made as such ids are.
    pub fn of(id: AksiId) -> Result<Self, AppError> {
        match id.0.get_version() {
            Some(Version::SortRand) => Ok(Self(id)),
            Some(_) | None => Err(wrong()),
        }
    }

    /// The id that a request came with, if it is one.
    pub fn given(req: &HttpRequest) -> Option<AksiId> {
        let text = req.headers().get(IDEMPOTENCY_KEY)?.to_str().ok()?;
        text.trim_matches('"').parse().ok()
    }
}

fn wrong() -> AppError {
    let message = "Wajib ada: id tindakan (UUID versi 7) yang dibuat di perangkat.";
    ApiError::field(ErrorCode::HeaderSalah, IDEMPOTENCY_KEY, message).into()
}

impl FromRequest for IdempotencyKey {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::given(req).ok_or_else(wrong).and_then(Self::of))
    }
}
