//! Faults, again and again: links that break after the server has written, the same aksi from everywhere at once, a server
//! that is killed while phones send. Nothing that was acknowledged is lost, and nothing is there twice. The short form runs
//! with the tests; `cargo xtask bench --only gangguan` runs the long one.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_web::rt;
use actix_web::rt::net::{TcpListener, TcpStream};
use backend::db::Db;
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::{Client, Response, StatusCode};
use shared::aduan::AduanBaru;
use shared::aksi::{IDEMPOTENCY_KEY, IDEMPOTENT_REPLAYED};
use shared::id::AksiId;
use shared::kunci::Kunci;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Mutex;

use crate::support::TestApp;
use crate::support::database::TestDatabase;
use crate::support::people::aduan_baru;
use crate::support::photo::{jpeg_of, listed, sha256};
use crate::support::process::Process;
use crate::support::tus::{PART, checksum, metadata};

const SEED: u64 = 6_311;
const PHONES: usize = 20;
const PART_BYTES: usize = 64 * 1024;
/// A phone that is refused so often in a row has found a fault.
const TRIES: usize = 400;
/// Between two tries, in milliseconds.
const PAUSE_MS: u64 = 20;

/// As often as it is to happen in the tests, or in the long form.
fn times(short: usize, long: usize) -> usize {
    if std::env::var_os("GANGGUAN_PANJANG").is_some() {
        long
    } else {
        short
    }
}

async fn no_limits() -> TestApp {
    TestApp::start_with(|config| {
        config.aduan_per_minute = 1_000_000;
        config.aduan_burst = 1_000_000;
    })
    .await
}

/// A link of its own for each request: one from before a fault is dead.
fn client() -> Client {
    Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .build()
        .unwrap()
}

async fn post(http: &Client, url: &str, aksi: AksiId, aduan: &AduanBaru) -> reqwest::Result<Response> {
    http.post(format!("{url}/api/aduan"))
        .header(IDEMPOTENCY_KEY, aksi.to_string())
        .json(aduan)
        .send()
        .await
}

fn is_replayed(answer: &Response) -> bool {
    answer.headers().get(IDEMPOTENT_REPLAYED).is_some()
}

/// A link that lets requests through and cuts this share of the answers off at their first byte, when the server has
/// written what it had to.
async fn cutting_link(upstream: SocketAddr, share: f64) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut chance = StdRng::seed_from_u64(SEED);
    rt::spawn(async move {
        while let Ok((phone, _)) = listener.accept().await {
            let cuts = chance.random_bool(share);
            rt::spawn(async move {
                // A link that ends is what this is about.
                let _ = carry(phone, upstream, cuts).await;
            });
        }
    });
    address
}

async fn carry(mut phone: TcpStream, upstream: SocketAddr, cuts: bool) -> std::io::Result<()> {
    let mut server = TcpStream::connect(upstream).await?;
    let (mut up, mut down) = ([0; 16 * 1024], [0; 16 * 1024]);
    loop {
        tokio::select! {
            sent = phone.read(&mut up) => match sent? {
                0 => return Ok(()),
                bytes => server.write_all(&up[..bytes]).await?,
            },
            answered = server.read(&mut down) => match answered? {
                0 => return Ok(()),
                _ if cuts => return Ok(()),
                bytes => phone.write_all(&down[..bytes]).await?,
            },
        }
    }
}

#[actix_web::test]
async fn what_is_sent_again_because_the_answer_was_cut_off_is_there_once() {
    let app = no_limits().await;
    let each = times(200, 10_000) / PHONES;
    let link = cutting_link(app.address, 0.3).await;
    let url = format!("http://{link}");
    let (http, url) = (&client(), url.as_str());
    let phones = (0..PHONES).map(|_| async move {
        let kunci = Kunci::from_random(rand::random());
        let mut cut = 0;
        for _ in 0..each {
            let (aksi, aduan) = (AksiId::mint(), aduan_baru(&kunci));
            let mut tries = 0;
            let answer = loop {
                tries += 1;
                assert!(tries < TRIES, "never answered");
                match post(http, url, aksi, &aduan).await {
                    Ok(answer) => break answer,
                    Err(_) => cut += 1,
                }
            };
            assert_eq!(answer.status(), StatusCode::CREATED);
            // Whoever was cut off was cut off after the commit.
            assert_eq!(is_replayed(&answer), tries > 1);
        }
        cut
    });
    let cut: usize = join_all(phones).await.into_iter().sum();
    let sent = PHONES * each;
    println!("seed {SEED}: {sent} aksi, {cut} answers cut off");
    assert!(cut > sent / 5, "{cut} of {sent} prove little");
    let expected = i64::try_from(sent).unwrap();
    assert_eq!((app.count("aduan"), app.count("aksi")), (expected, expected));
}

#[actix_web::test]
async fn the_same_aksi_from_fifty_links_at_once_is_done_once() {
    let app = no_limits().await;
    let rounds = times(10, 1_000);
    let url = app.url("");
    let (http, url) = (&client(), url.as_str());
    for _ in 0..rounds {
        let (aksi, aduan) = (AksiId::mint(), aduan_baru(&Kunci::from_random(rand::random())));
        let answers = join_all((0..50).map(|_| post(http, url, aksi, &aduan))).await;
        let mut bodies = HashSet::new();
        let mut first = 0;
        for answer in answers {
            let answer = answer.unwrap();
            assert_eq!(answer.status(), StatusCode::CREATED);
            first += usize::from(!is_replayed(&answer));
            bodies.insert(answer.text().await.unwrap());
        }
        assert_eq!((first, bodies.len()), (1, 1));
    }
    println!("{rounds} aksi, 50 links each");
    assert_eq!(app.count("aduan"), i64::try_from(rounds).unwrap());
}

/// A phone in the hills: it sends again until it is answered, and goes on with a photo where the server stands.
struct Phone {
    http: Client,
    url: String,
    kunci: Kunci,
}

impl Phone {
    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method.parse().unwrap(), format!("{}{path}", self.url))
            .header("Authorization", format!("Kunci {}", self.kunci.as_str()))
            .header("Tus-Resumable", "1.0.0")
    }

    /// Until the server answers what is no fault of its own.
    async fn insist(&self, make: impl Fn() -> reqwest::RequestBuilder) -> Response {
        for _ in 0..TRIES {
            match make().send().await {
                Ok(answer) if answer.status().as_u16() < 500 => return answer,
                Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(PAUSE_MS)).await,
            }
        }
        panic!("the server did not come back")
    }

    async fn sends(&self, aduan: &AduanBaru) {
        let aksi = AksiId::mint();
        let answer = self
            .insist(|| {
                let request = self.request("POST", "/api/aduan");
                request.header(IDEMPOTENCY_KEY, aksi.to_string()).json(aduan)
            })
            .await;
        assert_eq!(answer.status(), StatusCode::CREATED);
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
            match sent.send().await {
                Ok(answer) if answer.status() == StatusCode::NO_CONTENT => offset += part.len(),
                Ok(_) | Err(_) => {
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

    /// What the server has of it, whole.
    async fn finds(&self, aduan: &AduanBaru, photo: Option<&[u8]>) {
        let answer = self
            .request("GET", &format!("/api/aduan/{}", aduan.id))
            .send()
            .await;
        assert_eq!(
            answer.unwrap().status(),
            StatusCode::OK,
            "an acknowledged record is lost"
        );
        if let Some(photo) = photo {
            let path = format!("/api/aduan/{}/foto/{}", aduan.id, sha256(photo));
            let stored = self.request("GET", &path).send().await.unwrap();
            assert!(stored.bytes().await.unwrap() == photo, "a photo is lost or torn");
        }
    }
}

#[derive(QueryableByName)]
struct Banyak {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[actix_web::test]
async fn a_server_that_is_killed_while_phones_send_loses_nothing_and_doubles_nothing() {
    let (kills, each) = (times(4, 200), times(3, 50));
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::create(data.path());
    let limits = [
        ("PORTAL_ADUAN_PER_MINUTE", "1000000"),
        ("PORTAL_ADUAN_BURST", "1000000"),
    ];
    let mut server = Process::new(data.path(), &database.url(), &limits);
    server.start().await;
    let url = server.url.clone();
    let server = Arc::new(Mutex::new(server));
    let killed = Arc::new(AtomicUsize::new(0));
    let phones = (0..PHONES).map(|number| {
        let (url, killed) = (url.clone(), killed.clone());
        async move {
            let phone = Phone {
                http: client(),
                url,
                kunci: Kunci::from_random(rand::random()),
            };
            let mut sent = Vec::new();
            for round in 0..each {
                // So that kills fall all over the work.
                while killed.load(Ordering::Relaxed) < round * kills / each {
                    tokio::time::sleep(Duration::from_millis(PAUSE_MS)).await;
                }
                // Every other record has a photo.
                let seed = u8::try_from((number * each + round) % 251).unwrap();
                let photo = (round % 2 == 0).then(|| jpeg_of(PART_BYTES * 2 + 777, seed));
                let aduan = AduanBaru {
                    foto: photo.iter().map(|photo| listed(photo)).collect(),
                    ..aduan_baru(&phone.kunci)
                };
                phone.sends(&aduan).await;
                if let Some(photo) = &photo {
                    phone.uploads(&aduan, photo).await;
                }
                sent.push((aduan, photo));
            }
            (phone, sent)
        }
    });
    let killer = async {
        let mut chance = StdRng::seed_from_u64(SEED);
        let mut slowest = Duration::ZERO;
        for _ in 0..kills {
            tokio::time::sleep(Duration::from_millis(chance.random_range(30..400))).await;
            let mut server = server.lock().await;
            server.kill();
            let start = Instant::now();
            server.start().await;
            slowest = slowest.max(start.elapsed());
            killed.fetch_add(1, Ordering::Relaxed);
        }
        slowest
    };
    let (done, slowest) = futures_util::join!(join_all(phones), killer);
    let mut photos = 0;
    for (phone, sent) in &done {
        for (aduan, photo) in sent {
            phone.finds(aduan, photo.as_deref()).await;
            photos += usize::from(photo.is_some());
        }
    }
    server.lock().await.kill();
    let db = Db::open(&database.url(), 1).unwrap();
    let count = |table: &str| {
        let query = format!("SELECT COUNT(*) AS n FROM {table}");
        db.run_blocking(|conn| Ok(sql_query(query).get_result::<Banyak>(conn)?.n))
            .unwrap()
    };
    let records = PHONES * each;
    println!("seed {SEED}: {kills} kills, {records} records, {photos} photos; slowest restart {slowest:?}");
    let expected = i64::try_from(records).unwrap();
    assert_eq!((count("aduan"), count("aksi")), (expected, expected));
    assert_eq!(
        count("aduan_foto WHERE diterima_pada IS NOT NULL"),
        i64::try_from(photos).unwrap()
    );
}
