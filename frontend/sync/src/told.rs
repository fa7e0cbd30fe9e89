//! What the server said against something, as far as it is kept: not the record as it stands there, whose reader alone is
//! a twentieth of what the service worker has to fetch.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use shared::error::{ApiError, ErrorCode, FieldError};

/// A problem in our own words.
#[derive(Serialize, Deserialize)]
pub struct Told {
    code: ErrorCode,
    detail: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldError>,
}

impl From<Told> for ApiError {
    fn from(told: Told) -> Self {
        Self {
            fields: told.fields,
            ..Self::new(told.code, told.detail)
        }
    }
}

pub fn serialize<S: Serializer>(error: &ApiError, to: S) -> Result<S::Ok, S::Error> {
    let told = Told {
        code: error.code,
        detail: error.detail.clone(),
        fields: error.fields.clone(),
    };
    told.serialize(to)
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Box<ApiError>, D::Error> {
    Ok(Box::new(Told::deserialize(from)?.into()))
}
