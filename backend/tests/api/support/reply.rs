//! An answer, and what a test says of it.

use reqwest::header::HeaderMap;
use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::error::ErrorCode;

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Self {
            status,
            headers,
            text: response.text().await.unwrap(),
        }
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    #[track_caller]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self
    }

    #[track_caller]
    pub fn created(self) -> Self {
        assert_eq!(self.status, StatusCode::CREATED, "{}", self.text);
        self
    }

    /// Refused as problem details with this code, and nothing but Indonesian sentences.
    #[track_caller]
    pub fn refused(self, code: ErrorCode) -> Self {
        assert_eq!(self.json()["code"], code.as_str(), "{}", self.text);
        assert_eq!(self.status.as_u16(), code.status());
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        assert!(self.json()["request_id"].is_string(), "{}", self.text);
        self
    }

    /// The field that the refusal names.
    #[track_caller]
    pub fn of_field(self, field: &str) -> Self {
        assert_eq!(self.json()["fields"][0]["field"], field, "{}", self.text);
        self
    }

    #[track_caller]
    pub fn must_wait(self) -> Self {
        let reply = self.refused(ErrorCode::TungguDulu);
        let seconds: u64 = reply.header("retry-after").unwrap().parse().unwrap();
        assert!(seconds >= 1);
        reply
    }
}
