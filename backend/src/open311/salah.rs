//! Refusals in the standard's shape: a list of code and description, in the format that was asked for.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde_json::json;

use super::bentuk::Bentuk;
use crate::error::AppError;

#[derive(Debug)]
pub enum Salah {
    /// HTTP status, and what is wrong.
    Ditolak(StatusCode, String),
    App(AppError),
}

impl Salah {
    pub fn isian(description: impl Into<String>) -> Self {
        Self::Ditolak(StatusCode::BAD_REQUEST, description.into())
    }

    pub fn tidak_ada(description: impl Into<String>) -> Self {
        Self::Ditolak(StatusCode::NOT_FOUND, description.into())
    }

    pub fn answer(&self, bentuk: Bentuk) -> HttpResponse {
        let (status, description, retry) = match self {
            Self::Ditolak(status, description) => (*status, description.clone(), None),
            Self::App(error) => of_app(error),
        };
        let body = json!([{"code": status.as_u16(), "description": description}]);
        let mut response = bentuk.answer(status, "errors", &body);
        if let Some(retry) = retry {
            response.headers_mut().insert(header::RETRY_AFTER, retry);
        }
        response
    }
}

fn of_app(error: &AppError) -> (StatusCode, String, Option<header::HeaderValue>) {
    error.log();
    let answer = error.problem(None);
    let retry = answer.headers().get(header::RETRY_AFTER).cloned();
    match error {
        AppError::Refused(refusal) => {
            // The standard knows no 422: what cannot be taken is a bad request.
            let status = match answer.status() {
                StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
                status => status,
            };
            let fields = refusal.fields.iter().map(|field| field.message.clone());
            let told: Vec<String> = fields.collect();
            let told = if told.is_empty() {
                refusal.detail.clone()
            } else {
                told.join(" ")
            };
            (status, told, retry)
        }
        AppError::Wait(_) | AppError::Busy(_) | AppError::Contended => (
            answer.status(),
            "Layanan sedang sibuk. Coba lagi nanti.".to_owned(),
            retry,
        ),
        AppError::Internal(_) => (answer.status(), "Ada gangguan di server kami.".to_owned(), retry),
    }
}

impl From<AppError> for Salah {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<anyhow::Error> for Salah {
    fn from(cause: anyhow::Error) -> Self {
        Self::App(AppError::Internal(cause))
    }
}
