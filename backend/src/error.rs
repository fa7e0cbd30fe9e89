//! What can go wrong on the server, and which answer it becomes (RFC 9457 problem details). The cause of an internal
//! error is logged with the request's id and never shown.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use serde::Serialize;
use shared::error::{ApiError, ErrorCode};
use uuid::Uuid;

pub type Result<T, E = AppError> = std::result::Result<T, E>;

/// Where a client that finds the server busy may try again.
const BUSY_RETRY: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub enum AppError {
    /// The caller is told what is wrong and what to do.
    Refused(ApiError),
    /// Too many tries: refused until this much time has gone by.
    Wait(Duration),
    /// Another writer was faster; the transaction is begun again and decides anew.
    Contended,
    /// Nothing is wrong with the request; the database or the store does not answer now.
    Busy(anyhow::Error),
    Internal(anyhow::Error),
}

/// RFC 9457, with our stable code, the fields at fault and the id under which the log knows the request.
#[derive(Serialize)]
struct Problem<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    #[serde(flatten)]
    error: &'a ApiError,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<Uuid>,
}

impl AppError {
    pub fn refused(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::Refused(ApiError::new(code, detail))
    }

    pub fn not_found() -> Self {
        Self::Refused(ApiError::not_found())
    }

    /// For commands, which tell the person at the terminal everything.
    pub fn into_cause(self) -> anyhow::Error {
        match self {
            Self::Refused(error) => anyhow::Error::new(error),
            Self::Wait(delay) => anyhow::anyhow!("tunggu {} detik", delay.as_secs()),
            Self::Contended => anyhow::anyhow!("another writer was faster"),
            Self::Busy(cause) | Self::Internal(cause) => cause,
        }
    }

    /// The answer, under the request's id.
    pub fn problem(&self, request_id: Option<Uuid>) -> HttpResponse {
        let (error, wait) = self.told();
        let response = response(&error, request_id);
        match wait {
            Some(seconds) => response.after(seconds),
            None => response,
        }
        .finish(&error, request_id)
    }

    /// What the caller is told, and after how many seconds he may try again.
    pub fn told(&self) -> (Cow<'_, ApiError>, Option<u64>) {
        let own = |code, detail: &str| Cow::Owned(ApiError::new(code, detail));
        match self {
            Self::Refused(error) => (Cow::Borrowed(error), None),
            Self::Wait(delay) => {
                let seconds = delay.as_secs() + u64::from(delay.subsec_nanos() > 0);
                let detail = format!("Terlalu banyak percobaan. Coba lagi dalam {}.", in_words(seconds));
                (own(ErrorCode::TungguDulu, &detail), Some(seconds))
            }
            Self::Busy(_) | Self::Contended => {
                let detail = "Layanan sedang sibuk. Coba lagi sebentar.";
                (own(ErrorCode::BelumSiap, detail), Some(BUSY_RETRY.as_secs()))
            }
            Self::Internal(_) => {
                let detail = "Ada gangguan di server kami. Kiriman Anda tidak hilang; coba lagi nanti.";
                (own(ErrorCode::Gangguan, detail), None)
            }
        }
    }

    /// Logs what the answer does not tell.
    pub fn log(&self) {
        match self {
            Self::Refused(_) | Self::Wait(_) | Self::Contended => {}
            Self::Busy(cause) => tracing::warn!(cause = format!("{cause:#}"), "the server is busy"),
            Self::Internal(cause) => tracing::error!(cause = format!("{cause:#}"), "a request failed"),
        }
    }
}

struct ProblemBuilder(HttpResponseBuilder);

fn response(error: &ApiError, request_id: Option<Uuid>) -> ProblemBuilder {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut builder = HttpResponse::build(status);
    builder.insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    if let Some(id) = request_id {
        builder.insert_header(("x-request-id", id.to_string()));
    }
    ProblemBuilder(builder)
}

impl ProblemBuilder {
    fn after(mut self, seconds: u64) -> Self {
        self.0
            .insert_header((header::RETRY_AFTER, seconds.max(1).to_string()));
        self
    }

    fn finish(mut self, error: &ApiError, request_id: Option<Uuid>) -> HttpResponse {
        self.0.content_type("application/problem+json").json(Problem {
            r#type: format!("/api/docs#{}", error.code.as_str()),
            title: error.code.title(),
            status: error.code.status(),
            error,
            request_id,
        })
    }
}

/// A database that is restarting, or held by somebody else for longer than we wait, will answer again.
fn is_unreachable(cause: &diesel::result::Error) -> bool {
    use diesel::result::DatabaseErrorKind::{ClosedConnection, UnableToSendCommand};
    match cause {
        diesel::result::Error::DatabaseError(ClosedConnection | UnableToSendCommand, _) => true,
        // diesel has no kind of its own for SQLITE_BUSY.
        diesel::result::Error::DatabaseError(_, detail) => detail.message().contains("database is locked"),
        _ => false,
    }
}

fn in_words(seconds: u64) -> String {
    if seconds < 60 {
        format!("{} detik", seconds.max(1))
    } else {
        format!("{} menit", seconds.div_ceil(60))
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Wait(delay) => write!(f, "wait for {} s", delay.as_secs()),
            Self::Contended => f.write_str("another writer was faster"),
            Self::Busy(cause) | Self::Internal(cause) => cause.fmt(f),
        }
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        let code = match self {
            Self::Refused(error) => error.code,
            Self::Wait(_) => ErrorCode::TungguDulu,
            Self::Busy(_) | Self::Contended => ErrorCode::BelumSiap,
            Self::Internal(_) => ErrorCode::Gangguan,
        };
        StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        self.problem(None)
    }
}

impl From<ApiError> for AppError {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl From<diesel::result::Error> for AppError {
    fn from(cause: diesel::result::Error) -> Self {
        if is_unreachable(&cause) {
            Self::Busy(cause.into())
        } else {
            Self::Internal(cause.into())
        }
    }
}

impl From<anyhow::Error> for AppError {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

impl From<serde_json::Error> for AppError {
    fn from(cause: serde_json::Error) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<actix_web::error::BlockingError> for AppError {
    fn from(cause: actix_web::error::BlockingError) -> Self {
        Self::Internal(anyhow::Error::new(cause))
    }
}
