//! A phone that uploads by tus, step by step, so that a test may break the link wherever it likes.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Body, Method, RequestBuilder, StatusCode};
use sha2::{Digest, Sha256};
use shared::id::AduanId;

use super::photo::sha256;
use super::{Pelapor, Reply};

pub const PART: &str = "application/offset+octet-stream";

pub fn metadata(aduan: AduanId, sha256: &str) -> String {
    format!(
        "aduan {},sha256 {},filename {}",
        BASE64_STANDARD.encode(aduan.to_string()),
        BASE64_STANDARD.encode(sha256),
        BASE64_STANDARD.encode("../../../portal.db")
    )
}

pub fn checksum(bytes: &[u8]) -> String {
    format!("sha256 {}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

impl Pelapor<'_> {
    pub fn tus(&self, method: Method, path: &str) -> RequestBuilder {
        self.with_key(method, path).header("Tus-Resumable", "1.0.0")
    }

    pub fn creation(&self, aduan: AduanId, sha256: &str, bytes: u64) -> RequestBuilder {
        self.tus(Method::POST, "/api/files")
            .header("Upload-Length", bytes)
            .header("Upload-Metadata", metadata(aduan, sha256))
    }

    pub async fn begins(&self, aduan: AduanId, photo: &[u8]) -> Upload<'_> {
        let reply = Reply::of(self.creation(aduan, &sha256(photo), photo.len() as u64))
            .await
            .created();
        Upload {
            pelapor: self,
            path: reply.header("location").unwrap().to_owned(),
        }
    }

    /// Sends a whole photo of a complaint; answers what the last part was told.
    pub async fn uploads(&self, aduan: AduanId, photo: &[u8]) -> Reply {
        self.begins(aduan, photo).await.sends(0, photo).await
    }

    pub async fn fetches(&self, aduan: impl ToString, sha256: &str) -> reqwest::Response {
        let path = format!("/api/aduan/{}/foto/{sha256}", aduan.to_string());
        self.with_key(Method::GET, &path).send().await.unwrap()
    }
}

pub struct Upload<'a> {
    pelapor: &'a Pelapor<'a>,
    pub path: String,
}

impl Upload<'_> {
    /// The name of its file while it is arriving.
    pub fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    pub fn part(&self, offset: u64, body: impl Into<Body>) -> RequestBuilder {
        self.pelapor
            .tus(Method::PATCH, &self.path)
            .header(CONTENT_TYPE, PART)
            .header("Upload-Offset", offset)
            .body(body)
    }

    pub async fn sends(&self, offset: u64, part: &[u8]) -> Reply {
        Reply::of(self.part(offset, part.to_vec())).await
    }

    pub async fn head(&self) -> Reply {
        Reply::of(self.pelapor.tus(Method::HEAD, &self.path)).await
    }

    /// Bytes that the server has acknowledged.
    pub async fn offset(&self) -> u64 {
        offset(&self.head().await.ok())
    }

    pub async fn ends(&self) -> Reply {
        Reply::of(self.pelapor.tus(Method::DELETE, &self.path)).await
    }
}

#[track_caller]
pub fn offset(reply: &Reply) -> u64 {
    reply.header("upload-offset").unwrap().parse().unwrap()
}

impl Reply {
    /// The part counts; the upload stands at this byte.
    #[track_caller]
    pub fn stands_at(self, expected: u64) -> Self {
        assert_eq!(self.status, StatusCode::NO_CONTENT, "{}", self.text);
        assert_eq!(offset(&self), expected);
        assert_eq!(self.header("tus-resumable"), Some("1.0.0"));
        self
    }
}
