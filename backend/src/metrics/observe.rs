//! Counts and times each answer by the template of its route; what is asked for beyond the known routes counts as one.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::Metrics;

/// The web app's files and all that is nowhere.
const ELSEWHERE: &str = "other";

pub async fn observe(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let metrics = req.app_data::<Data<Metrics>>().cloned();
    let method = known(req.method());
    let start = Instant::now();
    let response = next.call(req).await?;
    if let Some(metrics) = metrics {
        let route = response.request().match_pattern();
        let route = route.as_deref().unwrap_or(ELSEWHERE);
        let status = response.status();
        metrics
            .requests
            .with_label_values(&[method, route, status.as_str()])
            .inc();
        metrics
            .seconds
            .with_label_values(&[method, route])
            .observe(start.elapsed().as_secs_f64());
    }
    Ok(response)
}

/// A caller may invent methods without end.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
