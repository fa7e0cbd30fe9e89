//! One page of a list, read by cursor: a list that grows while it is read neither repeats nor skips a row.

use serde::{Deserialize, Serialize};

use crate::error::{ApiError, ErrorCode};

/// Rows on a page when the caller does not say.
pub const LIMIT_DEFAULT: u32 = 25;
/// Most rows that one page may hold.
pub const LIMIT_MAX: u32 = 100;

/// Rows of a page, as they were asked for.
///
/// # Errors
/// [`ErrorCode::IsianSalah`] of the field `limit` where nobody gives so few or so many.
pub fn rows(limit: Option<u32>) -> Result<u32, ApiError> {
    match limit {
        None => Ok(LIMIT_DEFAULT),
        Some(limit @ 1..=LIMIT_MAX) => Ok(limit),
        Some(_) => {
            let message = format!("Baris sehalaman: 1 sampai {LIMIT_MAX}.");
            Err(ApiError::field(ErrorCode::IsianSalah, "limit", message))
        }
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Opaque; handed back as `cursor` it gives the next page. Absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
    /// How many rows the filter matches in all, counted up to [`Page::TOTAL_MAX`].
    pub total: u32,
}

impl<T> Page<T> {
    /// Counting stops here: a person does not need to know more than "lebih dari 1.000", and each row more is read at every
    /// page.
    pub const TOTAL_MAX: u32 = 1_000;
}
