//! A phone that uploads by tus, step by step, so that a test may break the link wherever it likes.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Body, Method, RequestBuilder, StatusCode};
use sha2::{Digest, Sha256};
use shared::id::AduanId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::photo::sha256;
use super::{Pelapor, Reply};

pub const PART: &str = "application/offset+octet-stream";
const WAIT_LIMIT: Duration = Duration::from_secs(60);

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

    /// Sends the head of a part and only some of its bytes, then nothing more; the link is the caller's to keep or drop.
    pub async fn falls_silent(&self, offset: u64, part: &[u8], sent: usize, checked: bool) -> TcpStream {
        let app = self.pelapor.app;
        let mut link = TcpStream::connect(app.address).await.unwrap();
        let mut head = format!(
            "PATCH {} HTTP/1.1\r\nHost: portal\r\nTus-Resumable: 1.0.0\r\nAuthorization: Kunci {}\r\n\
             Content-Type: {PART}\r\nUpload-Offset: {offset}\r\nContent-Length: {}\r\n",
            self.path,
            self.pelapor.kunci.as_str(),
            part.len()
        );
        if checked {
            head.push_str(&format!("Upload-Checksum: {}\r\n", checksum(part)));
        }
        head.push_str("\r\n");
        link.write_all(head.as_bytes()).await.unwrap();
        link.write_all(&part[..sent]).await.unwrap();
        link.flush().await.unwrap();
        if sent < part.len() {
            self.has_on_disk(offset + sent as u64).await;
        }
        link
    }

    /// Until the bytes have reached the server, hanging up would only test the network.
    async fn has_on_disk(&self, bytes: u64) {
        let path = self.pelapor.app.config.data.join("unggahan").join(self.id());
        let deadline = Instant::now() + WAIT_LIMIT;
        while std::fs::metadata(&path).map_or(0, |file| file.len()) < bytes {
            assert!(Instant::now() < deadline, "the bytes never arrived");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Sends so many bytes of a part and hangs up; gives what the server answers to that.
    pub async fn hangs_up(&self, offset: u64, part: &[u8], sent: usize, checked: bool) -> String {
        let mut link = self.falls_silent(offset, part, sent, checked).await;
        link.shutdown().await.unwrap();
        let mut answer = String::new();
        link.read_to_string(&mut answer).await.unwrap();
        answer
    }

    /// The offset once the server has noticed that the link is gone.
    pub async fn settled(&self) -> u64 {
        let deadline = Instant::now() + WAIT_LIMIT;
        loop {
            // A part of nothing is refused as long as the broken one holds the file.
            let offset = self.offset().await;
            let reply = Reply::of(self.part(offset, "")).await;
            if reply.status == 204 {
                return offset;
            }
            assert!(
                Instant::now() < deadline,
                "the broken part still holds the upload: {}",
                reply.text
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
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
