//! Gives every refusal the request's id, and turns what actix refuses by itself (no such route, wrong method, unreadable
//! query) into the same problem details as everything else below `/api`.

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use shared::error::{ApiError, ErrorCode};
use tracing_actix_web::RequestId;
use uuid::Uuid;

use crate::error::AppError;

pub async fn explain(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let request_id = req.extensions().get::<RequestId>().map(|id| **id);
    let is_api = req.path().starts_with("/api/");
    Ok(explained(next.call(req).await?, request_id, is_api))
}

fn explained<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    request_id: Option<Uuid>,
    is_api: bool,
) -> ServiceResponse<BoxBody> {
    let known = response
        .response()
        .error()
        .and_then(|error| error.as_error::<AppError>());
    if let Some(error) = known {
        error.log();
        let problem = error.problem(request_id);
        return ServiceResponse::new(response.request().clone(), problem);
    }
    let is_ours =
        response.headers().contains_key(header::CONTENT_TYPE) && response.response().error().is_none();
    if is_api && !is_ours && (response.status().is_client_error() || response.status().is_server_error()) {
        let allow = response.headers().get(header::ALLOW).cloned();
        let mut problem = foreign(response.status()).problem(request_id);
        if let Some(allow) = allow {
            problem.headers_mut().insert(header::ALLOW, allow);
        }
        return ServiceResponse::new(response.request().clone(), problem);
    }
    response.map_into_boxed_body()
}

/// What actix itself found wrong, in our words.
fn foreign(status: StatusCode) -> AppError {
    AppError::Refused(match status {
        StatusCode::NOT_FOUND => ApiError::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => {
            ApiError::new(ErrorCode::TidakDilayani, "Cara ini tidak dilayani di alamat ini.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(ErrorCode::TerlaluBesar, "Kiriman terlalu besar."),
        status if status.is_server_error() => {
            return AppError::Internal(anyhow::anyhow!("the framework answered {status}"));
        }
        _ => ApiError::new(ErrorCode::BentukSalah, "Permintaan tidak terbaca."),
    })
}
