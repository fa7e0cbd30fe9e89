//! The one way to the server. An answer is the thing asked for or one of three failures, and every
//! caller must choose for each: wait, tell the person what to mend, or try again later.

use gloo::net::http::{Method, RequestBuilder};
use kirim::exchange::{Answer, exchange};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::aksi::IDEMPOTENCY_KEY;
use shared::error::{ApiError, ErrorCode};
use shared::id::AksiId;
use shared::kunci::{Kunci, SCHEME};
use wasm_bindgen::JsValue;

use crate::account::session::Session;

/// Milliseconds for an exchange of a few KiB. All tabs wait while one of them renews its session, so it is short.
const SMALL_MS: u32 = 30_000;
/// Milliseconds after which what somebody did waits on the device instead of before his eyes: as it is not stored until then, it
/// is short. A few KiB at 1 KiB/s still fit.
const TRY_MS: u32 = 10_000;
/// Milliseconds for a photo or the boundaries: 300 KiB at 2.5 KiB/s.
const LARGE_MS: u32 = 120_000;
/// Milliseconds for a file of many photos, and for the server's work on it: 100 MiB at 200 KiB/s.
const FILE_MS: u32 = 600_000;

/// Why there is no answer to work with.
#[derive(Clone, PartialEq, Debug)]
pub enum ApiFailure {
    /// The server was not reached: what waits stays waiting.
    Offline,
    /// The server judged and refused.
    Refused(ApiError),
    /// The server, or something before it, is out of order.
    Broken,
}

impl ApiFailure {
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused(error) => Some(error.code),
            Self::Offline | Self::Broken => None,
        }
    }
}

/// In whose name a request is made.
#[derive(Clone)]
pub enum Caller {
    Anyone,
    /// Whoever holds the report's key.
    Pelapor(Kunci),
    Petugas(Session),
}

/// Asks for JSON.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn get<T: DeserializeOwned>(path: &str, caller: &Caller) -> Result<T, ApiFailure> {
    read(send(Method::GET, path, None, None, caller, SMALL_MS).await?).await
}

/// Asks for text; `None` where the server has nothing (204).
///
/// # Errors
/// See [`ApiFailure`].
pub async fn get_text(path: &str, caller: &Caller) -> Result<Option<String>, ApiFailure> {
    let answer = send(Method::GET, path, None, None, caller, LARGE_MS).await?;
    if answer.status() == 204 {
        return Ok(None);
    }
    answer.text().await.map(Some).map_err(|_| ApiFailure::Offline)
}

/// Asks for bytes and gives them as the address of a blob; whoever asks must revoke it.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn get_blob_url(path: &str, caller: &Caller) -> Result<String, ApiFailure> {
    let blob = get_blob(path, caller).await?;
    web_sys::Url::create_object_url_with_blob(&blob).map_err(|_| ApiFailure::Broken)
}

/// Asks for bytes.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn get_blob(path: &str, caller: &Caller) -> Result<web_sys::Blob, ApiFailure> {
    let answer = send(Method::GET, path, None, None, caller, LARGE_MS).await?;
    let media = answer.headers().get("content-type").unwrap_or_default();
    let bytes = answer.binary().await.map_err(|_| ApiFailure::Offline)?;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(&media);
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).map_err(|_| ApiFailure::Broken)
}

/// Sends JSON and reads the answer.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn post<B: Serialize, T: DeserializeOwned>(
    path: &str,
    body: &B,
    caller: &Caller,
) -> Result<T, ApiFailure> {
    let body = serde_json::to_string(body).map_err(|_| ApiFailure::Broken)?;
    read(send(Method::POST, path, Some(body.into()), None, caller, SMALL_MS).await?).await
}

/// Sends an aksi: under its id the server does it once, however often it is sent. The answer may be an old
/// one given again, so whoever wants the present state asks for it.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn post_aksi<B: Serialize>(
    path: &str,
    body: &B,
    aksi: AksiId,
    caller: &Caller,
) -> Result<(), ApiFailure> {
    aksi_within(path, body, aksi, caller, SMALL_MS).await.map(drop)
}

/// Sends an aksi whose answer is wanted: how the record stands now, or what is shown this once. Such an answer is worth
/// a longer wait, since it may not be given again.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn post_aksi_for<B: Serialize, T: DeserializeOwned>(
    path: &str,
    body: &B,
    aksi: AksiId,
    caller: &Caller,
) -> Result<T, ApiFailure> {
    read(aksi_within(path, body, aksi, caller, LARGE_MS).await?).await
}

/// Sends an aksi that waits on the device where no answer comes soon.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn try_aksi<B: Serialize>(
    path: &str,
    body: &B,
    aksi: AksiId,
    caller: &Caller,
) -> Result<(), ApiFailure> {
    aksi_within(path, body, aksi, caller, TRY_MS).await.map(drop)
}

/// The same where the answer is wanted.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn try_aksi_for<B: Serialize, T: DeserializeOwned>(
    path: &str,
    body: &B,
    aksi: AksiId,
    caller: &Caller,
) -> Result<T, ApiFailure> {
    read(aksi_within(path, body, aksi, caller, TRY_MS).await?).await
}

async fn aksi_within<B: Serialize>(
    path: &str,
    body: &B,
    aksi: AksiId,
    caller: &Caller,
    limit: u32,
) -> Result<Answer, ApiFailure> {
    let body = serde_json::to_string(body).map_err(|_| ApiFailure::Broken)?;
    send(Method::POST, path, Some(body.into()), Some(aksi), caller, limit).await
}

/// [`post_aksi_for`] where the body takes the place of what stood there.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn put_aksi_for<B: Serialize, T: DeserializeOwned>(
    path: &str,
    body: &B,
    aksi: AksiId,
    caller: &Caller,
) -> Result<T, ApiFailure> {
    let body = serde_json::to_string(body).map_err(|_| ApiFailure::Broken)?;
    read(send(Method::PUT, path, Some(body.into()), Some(aksi), caller, LARGE_MS).await?).await
}

/// Puts JSON in the place of what stood there, and reads the answer.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn put<B: Serialize, T: DeserializeOwned>(
    path: &str,
    body: &B,
    caller: &Caller,
) -> Result<T, ApiFailure> {
    let body = serde_json::to_string(body).map_err(|_| ApiFailure::Broken)?;
    read(send(Method::PUT, path, Some(body.into()), None, caller, SMALL_MS).await?).await
}

/// Asks for a state that needs no words and has no answer.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn put_empty(path: &str, caller: &Caller) -> Result<(), ApiFailure> {
    send(Method::PUT, path, None, None, caller, SMALL_MS)
        .await
        .map(drop)
}

/// Sends JSON where no answer is waited for but that it is done.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn post_done<B: Serialize>(path: &str, body: &B, caller: &Caller) -> Result<(), ApiFailure> {
    let body = serde_json::to_string(body).map_err(|_| ApiFailure::Broken)?;
    send(Method::POST, path, Some(body.into()), None, caller, SMALL_MS)
        .await
        .map(drop)
}

/// Sends a file as it lies on the device, which reads it piece by piece, and reads the answer.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn post_file<T: DeserializeOwned>(
    path: &str,
    file: &web_sys::File,
    caller: &Caller,
) -> Result<T, ApiFailure> {
    let body = Some(file.into());
    read(send(Method::POST, path, body, None, caller, FILE_MS).await?).await
}

/// Sends a command that has no answer.
///
/// # Errors
/// See [`ApiFailure`].
pub async fn post_empty(path: &str, caller: &Caller) -> Result<(), ApiFailure> {
    send(Method::POST, path, None, None, caller, SMALL_MS)
        .await
        .map(drop)
}

async fn send(
    method: Method,
    path: &str,
    body: Option<JsValue>,
    aksi: Option<AksiId>,
    caller: &Caller,
    limit: u32,
) -> Result<Answer, ApiFailure> {
    let token = match caller {
        Caller::Petugas(session) => Some(session.token().await?),
        Caller::Anyone | Caller::Pelapor(_) => None,
    };
    let ask = async |token: Option<&str>| {
        let request = request(&method, path, aksi, caller, token);
        once(request, body.clone(), limit).await
    };
    let first = ask(token.as_deref()).await;
    let outcome = match (&first, caller, token) {
        // The token may have been withdrawn before its time; a fresh one is worth one more try.
        (Err(failure), Caller::Petugas(session), Some(stale))
            if failure.code() == Some(ErrorCode::PerluMasuk) =>
        {
            let fresh = session.renew(&stale).await?;
            ask(Some(&fresh)).await
        }
        _ => first,
    };
    // A duty that came up since the login: once the session knows of it, the page leads there.
    if let (Err(failure), Caller::Petugas(session)) = (&outcome, caller)
        && failure.code() == Some(ErrorCode::WajibDulu)
    {
        session.learn_duty();
    }
    outcome
}

fn request(
    method: &Method,
    path: &str,
    aksi: Option<AksiId>,
    caller: &Caller,
    token: Option<&str>,
) -> RequestBuilder {
    let mut request = RequestBuilder::new(path)
        .method(method.clone())
        .header("Accept", "application/json, */*");
    match (caller, token) {
        (Caller::Petugas(_), Some(token)) => {
            request = request.header("Authorization", &format!("Bearer {token}"))
        }
        (Caller::Pelapor(kunci), _) => {
            request = request.header("Authorization", &format!("{SCHEME} {}", kunci.as_str()));
        }
        (Caller::Anyone, _) | (Caller::Petugas(_), None) => {}
    }
    match aksi {
        Some(aksi) => request.header(IDEMPOTENCY_KEY, &aksi.to_string()),
        None => request,
    }
}

async fn once(request: RequestBuilder, body: Option<JsValue>, limit: u32) -> Result<Answer, ApiFailure> {
    let request = match &body {
        Some(text) if text.is_string() => request.header("Content-Type", "application/json"),
        Some(_) => request.header("Content-Type", "application/octet-stream"),
        None => request,
    };
    let answer = exchange(request, body, limit).await.ok_or(ApiFailure::Offline)?;
    if answer.ok() {
        Ok(answer)
    } else {
        Err(refusal(answer).await)
    }
}

async fn refusal(answer: Answer) -> ApiFailure {
    let Ok(text) = answer.text().await else {
        return ApiFailure::Offline;
    };
    serde_json::from_str(&text).map_or(ApiFailure::Broken, ApiFailure::Refused)
}

async fn read<T: DeserializeOwned>(answer: Answer) -> Result<T, ApiFailure> {
    let text = answer.text().await.map_err(|_| ApiFailure::Offline)?;
    serde_json::from_str(&text).map_err(|_| ApiFailure::Broken)
}
