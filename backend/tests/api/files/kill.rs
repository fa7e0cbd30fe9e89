//! The server dies without warning while it receives: what it acknowledged is there when it comes back.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::{Body, Client, Response};
use serde_json::json;
use shared::aduan::AduanBaru;
use shared::file::Foto;
use shared::id::AksiId;
use shared::kunci::Kunci;
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::support::database::TestDatabase;
use crate::support::people::aduan_baru;
use crate::support::photo::{jpeg_of, listed, sha256};
use crate::support::process::Process;
use crate::support::tus::{PART, checksum, metadata};

const KILLS: usize = 16;
const PART_BYTES: usize = 16 * 1024;
/// Pieces in which a part goes over the wire; the server is killed before one of them, or after all.
const PIECES: usize = 4;

struct Phone {
    server: Arc<Mutex<Process>>,
    url: String,
    kunci: Kunci,
    _data: TempDir,
    _database: TestDatabase,
}

impl Phone {
    async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = TestDatabase::create(data.path());
        let mut server = Process::new(data.path(), &database.url(), &[]);
        server.start().await;
        Self {
            url: server.url.clone(),
            server: Arc::new(Mutex::new(server)),
            kunci: Kunci::from_random(rand::random()),
            _data: data,
            _database: database,
        }
    }

    /// A link of its own each time: one from before a kill is dead.
    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let http = Client::builder().no_proxy().build().unwrap();
        http.request(method.parse().unwrap(), format!("{}{path}", self.url))
            .header("Authorization", format!("Kunci {}", self.kunci.as_str()))
            .header("Tus-Resumable", "1.0.0")
    }

    async fn send(&self, foto: Vec<Foto>) -> AduanBaru {
        let aduan = AduanBaru {
            foto,
            ..aduan_baru(&self.kunci)
        };
        let request = self
            .request("POST", "/api/aduan")
            .header("Idempotency-Key", AksiId::mint().to_string());
        assert_eq!(request.json(&json!(aduan)).send().await.unwrap().status(), 201);
        aduan
    }

    async fn begin(&self, aduan: &AduanBaru, photo: &[u8]) -> String {
        let request = self
            .request("POST", "/api/files")
            .header("Upload-Length", photo.len());
        let answer = request
            .header("Upload-Metadata", metadata(aduan.id, &sha256(photo)))
            .send()
            .await
            .unwrap();
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    async fn offset(&self, path: &str) -> usize {
        let answer = self.request("HEAD", path).send().await.unwrap();
        answer.headers()["upload-offset"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap()
    }

    /// Sends a part; the server is killed before the piece of this number, if there is such a one.
    async fn part(
        &self,
        path: &str,
        offset: usize,
        part: &[u8],
        kill_at: Option<usize>,
    ) -> reqwest::Result<Response> {
        let server = self.server.clone();
        let mut pieces: Vec<Bytes> = part
            .chunks(part.len().div_ceil(PIECES))
            .map(Bytes::copy_from_slice)
            .collect();
        pieces.resize(PIECES + 1, Bytes::new());
        let body = stream::iter(pieces.into_iter().enumerate().map(move |(number, piece)| {
            if kill_at == Some(number) {
                server.try_lock().unwrap().kill();
            }
            Ok::<_, std::io::Error>(piece)
        }));
        let request = self
            .request("PATCH", path)
            .header("Content-Type", PART)
            .header("Upload-Offset", offset);
        let request = request.header("Upload-Checksum", checksum(part));
        request.body(Body::wrap_stream(body)).send().await
    }
}

#[actix_web::test]
async fn what_was_acknowledged_survives_a_server_that_is_killed_again_and_again() {
    let mut chance = StdRng::seed_from_u64(6_311);
    let phone = Phone::start().await;
    let photo = jpeg_of(60 * PART_BYTES + 77, b'x');
    let aduan = phone.send(vec![listed(&photo)]).await;
    let path = phone.begin(&aduan, &photo).await;
    let (mut acknowledged, mut kills) = (0, 0);
    while acknowledged < photo.len() {
        let offset = phone.offset(&path).await;
        assert!(
            offset >= acknowledged,
            "{acknowledged} bytes were acknowledged, {offset} are there"
        );
        acknowledged = offset;
        let part = &photo[offset..photo.len().min(offset + PART_BYTES)];
        // Most parts go through, so that kills fall all over the photo; its last part is always killed once.
        let is_last = offset + part.len() == photo.len();
        let strikes = kills < KILLS && (is_last || chance.random_bool(0.3));
        let kill_at = strikes.then(|| chance.random_range(0..=PIECES));
        match phone.part(&path, offset, part, kill_at).await {
            Ok(answer) => {
                assert_eq!(answer.status(), 204);
                acknowledged += part.len();
            }
            Err(error) => assert!(strikes, "{error}"),
        }
        if strikes {
            kills += 1;
            let mut server = phone.server.lock().await;
            server.kill();
            server.start().await;
        }
    }
    assert!(kills >= KILLS / 2, "{kills} kills prove little");
    assert_eq!(phone.offset(&path).await, photo.len());
    let stored = phone.request("GET", &format!("/api/aduan/{}/foto/{}", aduan.id, sha256(&photo)));
    assert_eq!(stored.send().await.unwrap().bytes().await.unwrap(), photo);
}
