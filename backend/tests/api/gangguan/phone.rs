//! Phones in the hills: each sends again until it is answered, and goes on with a photo where the server stands.

use std::cell::Cell;
use std::time::{Duration, Instant};

use backend::db::{DatabaseUrl, Db};
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use futures_util::future::join_all;
use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::{Client, Response, StatusCode};
use shared::aduan::AduanBaru;
use shared::aksi::IDEMPOTENCY_KEY;
use shared::id::AksiId;
use shared::kunci::Kunci;

use super::{SEED, client, sleep_ms, sleep_some};
use crate::support::people::aduan_baru;
use crate::support::photo::{jpeg_of, listed, sha256};
use crate::support::tus::{PART, checksum, metadata};

const PART_BYTES: usize = 64 * 1024;
/// A phone that is not answered for so long has found a fault.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two tries, in milliseconds.
const PAUSE_MS: u64 = 20;

/// Faults that have struck, of how many: so that phones spread their work over all of them.
pub struct Faults {
    pub all: usize,
    pub struck: Cell<usize>,
    /// Phones that are sending just now.
    pub sending: Cell<usize>,
}

impl Faults {
    pub fn new(all: usize) -> Self {
        let (struck, sending) = (Cell::new(0), Cell::new(0));
        Self { all, struck, sending }
    }

    /// Waits until a phone sends, or for a second where all have done their share.
    pub async fn somebody_sends(&self) {
        for _ in 0..1_000 {
            if self.sending.get() > 0 {
                return;
            }
            sleep_ms(1).await;
        }
    }

    pub fn one_more(&self) {
        self.struck.set(self.struck.get() + 1);
    }
}

/// A record that was acknowledged, with its photo if it has one.
pub struct Sent {
    pub aduan: AduanBaru,
    photo: Option<Vec<u8>>,
}

pub struct Phone {
    http: Client,
    url: String,
    kunci: Kunci,
    pub sent: Vec<Sent>,
    /// Tries that were answered with a fault, and those that were not answered at all.
    pub refused: Cell<usize>,
    pub unanswered: Cell<usize>,
}

impl Phone {
    pub fn new(url: &str) -> Self {
        Self {
            http: client(),
            url: url.to_owned(),
            kunci: Kunci::from_random(rand::random()),
            sent: Vec::new(),
            refused: Cell::new(0),
            unanswered: Cell::new(0),
        }
    }

    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method.parse().unwrap(), format!("{}{path}", self.url))
            .header("Authorization", format!("Kunci {}", self.kunci.as_str()))
            .header("Tus-Resumable", "1.0.0")
    }

    /// The answer, unless it is a fault of the server's or there is none.
    async fn tries(&self, request: reqwest::RequestBuilder) -> Option<Response> {
        match request.send().await {
            Ok(answer) if answer.status().is_server_error() => {
                self.refused.set(self.refused.get() + 1);
                // A HEAD has no body to say it in.
                let said = &answer.headers()["content-type"];
                assert_eq!(said, "application/problem+json");
                None
            }
            Ok(answer) => Some(answer),
            Err(_) => {
                self.unanswered.set(self.unanswered.get() + 1);
                None
            }
        }
    }

    async fn insist(&self, make: impl Fn() -> reqwest::RequestBuilder) -> Response {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.tries(make()).await {
                return answer;
            }
            assert!(Instant::now() < deadline, "the server did not come back");
            sleep_ms(PAUSE_MS).await;
        }
    }

    /// A new record, until it is acknowledged; its photo too, which is drawn from a seed.
    pub async fn sends(&mut self, photo: Option<u8>) {
        let photo = photo.map(|seed| jpeg_of(PART_BYTES * 2 + 777, seed));
        let aduan = AduanBaru {
            foto: photo.iter().map(|photo| listed(photo)).collect(),
            ..aduan_baru(&self.kunci)
        };
        let aksi = AksiId::mint();
        let answer = self
            .insist(|| {
                let request = self.request("POST", "/api/aduan");
                request.header(IDEMPOTENCY_KEY, aksi.to_string()).json(&aduan)
            })
            .await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        if let Some(photo) = &photo {
            self.uploads(&aduan, photo).await;
        }
        self.sent.push(Sent { aduan, photo });
    }

    async fn uploads(&self, aduan: &AduanBaru, photo: &[u8]) {
        let named = metadata(aduan.id, &sha256(photo));
        let answer = self
            .insist(|| {
                let request = self.request("POST", "/api/files");
                let request = request.header("Upload-Length", photo.len());
                request.header("Upload-Metadata", &named)
            })
            .await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let path = answer.headers()["location"].to_str().unwrap().to_owned();
        let mut offset = 0;
        while offset < photo.len() {
            let part = &photo[offset..photo.len().min(offset + PART_BYTES)];
            let sent = self
                .request("PATCH", &path)
                .header("Content-Type", PART)
                .header("Upload-Offset", offset)
                .header("Upload-Checksum", checksum(part))
                .body(part.to_vec());
            match self.tries(sent).await {
                Some(answer) if answer.status() == StatusCode::NO_CONTENT => offset += part.len(),
                Some(_) | None => {
                    let asked = self.insist(|| self.request("HEAD", &path)).await;
                    let stands = &asked.headers()["upload-offset"];
                    let stands: usize = stands.to_str().unwrap().parse().unwrap();
                    assert!(
                        stands >= offset,
                        "{offset} bytes were acknowledged, {stands} are there"
                    );
                    offset = stands;
                }
            }
        }
    }

    pub async fn finds(&self, sent: &Sent) -> bool {
        let path = format!("/api/aduan/{}", sent.aduan.id);
        self.request("GET", &path).send().await.unwrap().status() == StatusCode::OK
    }

    /// What was acknowledged is on the server, whole.
    async fn finds_all(&self) {
        for sent in &self.sent {
            assert!(self.finds(sent).await, "an acknowledged record is lost");
            if let Some(photo) = &sent.photo {
                let path = format!("/api/aduan/{}/foto/{}", sent.aduan.id, sha256(photo));
                let stored = self.request("GET", &path).send().await.unwrap();
                assert!(stored.bytes().await.unwrap() == *photo, "a photo is lost or torn");
            }
        }
    }
}

/// Phones that send so many records each while faults strike; every other record has a photo.
pub async fn phones_send(url: &str, phones: usize, each: usize, faults: &Faults) -> Vec<Phone> {
    let all = (0..phones).map(|number| async move {
        let mut phone = Phone::new(url);
        let mut chance = StdRng::seed_from_u64(SEED + number as u64);
        for round in 0..each {
            // So that faults fall all over the work: no phone is done before its share of them has struck, and they do not
            // all begin at once.
            while faults.struck.get() < (round * phones + number) * faults.all / (each * phones) {
                sleep_ms(PAUSE_MS).await;
            }
            sleep_some(&mut chance, 0..300).await;
            let seed = u8::try_from((number * each + round) % 251).unwrap();
            faults.sending.set(faults.sending.get() + 1);
            phone.sends((round % 2 == 0).then_some(seed)).await;
            faults.sending.set(faults.sending.get() - 1);
        }
        phone
    });
    join_all(all).await
}

/// Records and photos that phones were told are stored.
pub fn acknowledged(phones: &[Phone]) -> (usize, usize) {
    let sent = || phones.iter().flat_map(|phone| &phone.sent);
    let photos = sent().filter(|sent| sent.photo.is_some());
    (sent().count(), photos.count())
}

pub async fn find_all(phones: &[Phone]) {
    join_all(phones.iter().map(Phone::finds_all)).await;
}

/// What was acknowledged is in the tables, and nothing beside it.
pub fn assert_all_there_once(phones: &[Phone], database: &DatabaseUrl) {
    #[derive(QueryableByName)]
    struct Banyak {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let db = Db::open(database, 1).unwrap();
    let count = |table: &str| {
        let query = format!("SELECT COUNT(*) AS n FROM {table}");
        db.run_blocking(|conn| Ok(sql_query(query).get_result::<Banyak>(conn)?.n))
            .unwrap()
    };
    let (records, photos) = acknowledged(phones);
    let found = (
        count("aduan"),
        count("aksi"),
        count("aduan_foto WHERE diterima_pada IS NOT NULL"),
    );
    let number = |count: usize| i64::try_from(count).unwrap();
    assert_eq!(found, (number(records), number(records), number(photos)));
}
