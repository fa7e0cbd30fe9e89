//! Reads a JSON body that is small, whole and valid, or refuses it with the fields at fault. Bytes are read before any
//! database connection is taken: a body that never ends must not hold one.

use std::io::Read;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use flate2::read::GzDecoder;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use garde::Validate;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use shared::error::{ApiError, ErrorCode, FieldError};
use shared::kode::Kode;
use shared::valid::Valid;

use crate::error::{AppError, Result};

/// Largest JSON body, in bytes; photos travel apart from it.
pub const LIMIT: usize = 256 * 1024;
/// An oversized body is read to its end up to here, so that the sender gets our answer instead of a broken link.
const DRAIN_LIMIT: usize = 32 * 1024 * 1024;
/// A sender that says nothing for this long is gone.
const IDLE_LIMIT: Duration = Duration::from_secs(30);

/// A body that was read and found valid, with the hash by which the same body is known again.
pub struct Body<T> {
    pub valid: Valid<T>,
    /// SHA-256 (hex) of the canonical JSON (RFC 8785), so that spaces and the order of names do not matter.
    pub sha256: String,
}

impl<T> Body<T> {
    pub fn into_inner(self) -> T {
        self.valid.into_inner()
    }
}

impl<T> Body<T>
where
    T: DeserializeOwned + Validate<Context = ()>,
{
    /// # Errors
    /// 400 for another shape, 422 for what is not valid, with the field at fault.
    pub fn of_json(json: &Value) -> Result<Self> {
        let sha256 = canonical_sha256(json)?;
        let value: T = read_json(json)?;
        Ok(Self {
            valid: Valid::check(value)?,
            sha256,
        })
    }
}

impl<T> FromRequest for Body<T>
where
    T: DeserializeOwned + Validate<Context = ()> + 'static,
{
    type Error = AppError;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = payload.take();
        let packed = header_text(req, header::CONTENT_ENCODING).to_ascii_lowercase();
        let is_json = is_json(req);
        Box::pin(async move {
            let bytes = read(payload).await?;
            if !is_json {
                return Err(AppError::refused(
                    ErrorCode::BentukSalah,
                    "Kiriman harus berupa application/json.",
                ));
            }
            parse(&unpack(bytes, &packed)?)
        })
    }
}

fn header_text(req: &HttpRequest, name: header::HeaderName) -> &str {
    let value = req.headers().get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A phone on a slow link packs what it sends. It is unpacked no further than a body may be long, however much longer it
/// would become.
fn unpack(bytes: Bytes, packed: &str) -> Result<Bytes> {
    match packed {
        "" | "identity" => return Ok(bytes),
        "gzip" => {}
        _ => {
            let detail =
                "Kiriman dimampatkan dengan cara yang tidak dikenal. Pakai gzip, atau jangan dimampatkan.";
            return Err(AppError::refused(ErrorCode::TipeSalah, detail));
        }
    }
    let mut plain = Vec::new();
    GzDecoder::new(&*bytes)
        .take(LIMIT as u64 + 1)
        .read_to_end(&mut plain)
        .map_err(|_| AppError::refused(ErrorCode::BentukSalah, "Kiriman bukan gzip yang utuh."))?;
    if plain.len() > LIMIT {
        return Err(too_large());
    }
    Ok(plain.into())
}

fn is_json(req: &HttpRequest) -> bool {
    let media_type = header_text(req, header::CONTENT_TYPE)
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    media_type.eq_ignore_ascii_case("application/json")
}

async fn read(mut payload: Payload) -> Result<Bytes> {
    let mut bytes = BytesMut::new();
    let mut total = 0;
    loop {
        let chunk = match tokio::time::timeout(IDLE_LIMIT, payload.next()).await {
            Ok(None) => break,
            Ok(Some(Ok(chunk))) => chunk,
            // Not the body's fault: a device that still hears us is to send the same again, not to ask a person.
            Ok(Some(Err(_))) | Err(_) => {
                return Err(AppError::Busy(anyhow::anyhow!(
                    "a body broke off after {total} bytes"
                )));
            }
        };
        total += chunk.len();
        if total > DRAIN_LIMIT {
            break;
        }
        if total <= LIMIT {
            bytes.extend_from_slice(&chunk);
        }
    }
    if total > LIMIT {
        return Err(too_large());
    }
    Ok(bytes.freeze())
}

fn too_large() -> AppError {
    let most = shared::words::ukuran(LIMIT as u64);
    AppError::refused(
        ErrorCode::TerlaluBesar,
        format!("Kiriman terlalu besar: paling banyak {most}."),
    )
}

fn parse<T>(bytes: &[u8]) -> Result<Body<T>>
where
    T: DeserializeOwned + Validate<Context = ()>,
{
    let json: Value = serde_json::from_slice(bytes)
        .map_err(|_| AppError::refused(ErrorCode::BentukSalah, "Kiriman bukan JSON yang utuh."))?;
    Body::of_json(&json)
}

/// # Errors
/// 400 for another shape, with the field at fault.
pub fn read_json<T: DeserializeOwned>(json: &Value) -> Result<T> {
    serde_path_to_error::deserialize(json).map_err(|error| wrong_shape(json, &error))
}

/// SHA-256 (hex) by which the same body is known again, however it is written.
///
/// # Errors
/// What cannot be written as JSON.
pub fn canonical_sha256(json: &Value) -> Result<String> {
    let canonical = serde_json_canonicalizer::to_vec(json)?;
    Ok(hex::encode(Sha256::digest(canonical)))
}

/// serde tells what is wrong in English and for programmers; the person is told which field, in his own words.
fn wrong_shape(json: &Value, error: &serde_path_to_error::Error<serde_json::Error>) -> AppError {
    let path = error.path().to_string();
    if let Some(Err(slip)) = (path == "kode").then(|| Kode::parse(json["kode"].as_str().unwrap_or_default()))
    {
        return AppError::Refused(slip.into());
    }
    let said = error.inner().to_string();
    let (field, message) = match said
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next())
    {
        Some(name) if path == "." => (name.to_owned(), "Wajib diisi."),
        Some(name) => (format!("{path}.{name}"), "Wajib diisi."),
        None if said.starts_with("unknown variant") => (path, "Pilihan ini tidak dikenal."),
        None if said.starts_with("unknown field") => (path, "Isian ini tidak dikenal."),
        None => (path, "Bentuk isian ini salah."),
    };
    let detail = format!("Isian \"{field}\" tidak terbaca: {message}");
    let fields = vec![FieldError {
        field,
        message: message.to_owned(),
        group: None,
    }];
    AppError::Refused(ApiError {
        fields,
        ..ApiError::new(ErrorCode::BentukSalah, detail)
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize, Validate)]
    struct Rumah {
        #[garde(dive)]
        pintu: Vec<Pintu>,
    }

    #[derive(Debug, Deserialize, Validate)]
    struct Pintu {
        #[garde(range(min = 1))]
        lebar: i64,
    }

    fn refusal(json: &Value) -> ApiError {
        match parse::<Rumah>(json.to_string().as_bytes()).map(Body::into_inner) {
            Err(AppError::Refused(error)) => error,
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn a_refusal_names_the_field_by_its_path() {
        for (json, field, code) in [
            (json!({}), "pintu", ErrorCode::BentukSalah),
            (
                json!({"pintu": [{"lebar": 1}, {}]}),
                "pintu[1].lebar",
                ErrorCode::BentukSalah,
            ),
            (
                json!({"pintu": [{"lebar": "x"}]}),
                "pintu[0].lebar",
                ErrorCode::BentukSalah,
            ),
            (
                json!({"pintu": [{"lebar": 0}]}),
                "pintu[0].lebar",
                ErrorCode::IsianSalah,
            ),
        ] {
            let refused = refusal(&json);
            assert_eq!(
                (refused.fields[0].field.as_str(), refused.code),
                (field, code),
                "{json}"
            );
        }
    }

    #[test]
    fn order_and_spaces_do_not_make_another_body() {
        let hash = |text: &str| canonical_sha256(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(hash(r#"{"a":1,"b":[2]}"#), hash(r#"{ "b": [2.0], "a": 1 }"#));
        assert_ne!(hash(r#"{"a":1}"#), hash(r#"{"a":2}"#));
    }
}
