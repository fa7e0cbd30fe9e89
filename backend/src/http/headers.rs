//! Headers that every answer bears: what the browser may load, that it must not guess types, frame us or tell others
//! where it came from.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::client::Client;
use crate::config::Config;

/// Two years, as browsers' preload lists ask for.
const HSTS: &str = "max-age=63072000; includeSubDomains";
/// The portal itself uses the camera and the position; nobody else within its pages may use anything.
const PERMISSIONS: &str = "accelerometer=(), camera=(self), geolocation=(self), gyroscope=(), \
    magnetometer=(), microphone=(), payment=(), usb=()";

/// The policies of this process, made once from the configuration.
pub struct Policy {
    csp: HeaderValue,
}

impl Policy {
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let tiles = config
            .tiles
            .origin()
            .map(|origin| format!(" {origin}"))
            .unwrap_or_default();
        let csp = format!(
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' blob: data:{tiles}; connect-src 'self'{tiles}; worker-src 'self'; object-src 'none'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        Ok(Self {
            csp: HeaderValue::from_str(&csp)?,
        })
    }
}

/// Policy of a page made on the server, which runs no script and has its one style sheet within it.
pub fn page_policy(style_sha256_base64: &str) -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{style_sha256_base64}'; img-src 'self' data:; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// Adds the headers; a content security policy that the handler has set stays.
pub async fn secure(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let tls = Client::of(req.request()).is_some_and(|client| client.tls);
    let policy = req.app_data::<Data<Policy>>().cloned();
    let mut response = next.call(req).await?;
    let headers = response.headers_mut();
    if let Some(policy) = policy {
        set_default(headers, header::CONTENT_SECURITY_POLICY, policy.csp.clone());
    }
    set_default(
        headers,
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    set_default(headers, header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // The map's tiles need to know the site (their owner asks for it), nobody needs to know the page.
    set_default(
        headers,
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    set_default(
        headers,
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(PERMISSIONS),
    );
    set_default(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    if tls {
        set_default(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(HSTS),
        );
    }
    Ok(response)
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}
