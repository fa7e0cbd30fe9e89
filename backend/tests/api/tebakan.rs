//! A hundred thousand guesses of codes, keys, ids and names from one address find nothing and are slowed, while fifty
//! people behind the same address go on working. The guesses reach the app without a network between, on threads of
//! their own; the people come by HTTP. What is counted are answers, never times.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use actix_web::dev::ServiceResponse;
use actix_web::rt::System;
use actix_web::test::{TestRequest, call_service, init_service};
use backend::app::{self, Shared};
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::Method;
use serde_json::json;
use shared::id::{AduanId, PerangkatId};
use shared::kode::{Jenis, Kode};
use shared::kunci::Kunci;

use crate::support::{Pelapor, Petugas, Reply, TestApp};

const GUESSES: usize = 100_000;
const THREADS: usize = 2;
/// Guesses of one thread that are on their way at once.
const AT_ONCE: usize = 8;
/// Wrong guesses of one address that cost nothing, of codes and keys and of logins each, and the most that slip in while
/// the waits are still short or when one of them is over.
const NOT_SLOWED: usize = 150;
const ADDRESS: &str = "203.0.113.9";

/// What somebody guesses at, with what he may know: ids and codes of others.
struct Sasaran {
    ids: Vec<AduanId>,
    kode: Vec<Kode>,
}

#[derive(Default)]
struct Hasil {
    found: AtomicUsize,
    slowed: AtomicUsize,
    wrong: AtomicUsize,
    other: AtomicUsize,
}

impl Hasil {
    fn count<B>(&self, response: &ServiceResponse<B>) {
        let counter = match response.status().as_u16() {
            200..=399 => &self.found,
            429 => &self.slowed,
            401 | 404 => &self.wrong,
            _ => &self.other,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

fn guess(rng: &mut StdRng, sasaran: &Sasaran) -> TestRequest {
    let kode = Kode::from_random(Jenis::Aduan, rng.random());
    let kunci = format!("Kunci {}", Kunci::from_random(rng.random()).as_str());
    let one = rng.random_range(0..sasaran.ids.len());
    let get = |path: String| TestRequest::get().uri(&path);
    match rng.random_range(0..6) {
        0 => get(format!("/api/public/aduan/{kode}")),
        1 => get(format!("/cek/{kode}")),
        2 => get(format!("/api/aduan/{kode}")).insert_header(("Authorization", kunci)),
        3 => get(format!("/api/aduan/{}", sasaran.kode[one])).insert_header(("Authorization", kunci)),
        4 => get(format!("/api/aduan/{}", sasaran.ids[one])).insert_header(("Authorization", kunci)),
        _ => TestRequest::post().uri("/api/auth/login").set_json(json!({
            "nama_pengguna": format!("petugas{}", rng.random_range(0..1_000)), "sandi": "kata sandi yang ditebak",
            "perangkat": PerangkatId::mint(),
        })),
    }
}

/// Sends one thread's share of the guesses.
fn guess_all(shared: Shared, seed: u64, sasaran: Arc<Sasaran>, hasil: Arc<Hasil>) {
    System::new().block_on(async move {
        let app = init_service(app::build(shared)).await;
        let mut rng = StdRng::seed_from_u64(seed);
        for _ in 0..GUESSES / THREADS / AT_ONCE {
            let guesses = (0..AT_ONCE).map(|_| {
                guess(&mut rng, &sasaran)
                    .peer_addr(([127, 0, 0, 1], 4_000).into())
                    .insert_header(("X-Forwarded-For", ADDRESS))
                    .to_request()
            });
            for response in join_all(guesses.map(|guess| call_service(&app, guess))).await {
                hasil.count(&response);
            }
        }
    });
}

/// Somebody behind the same address who has a right to what he asks for.
enum Orang<'a> {
    Pelapor(Pelapor<'a>, AduanId, Kode),
    Petugas(Petugas<'a>),
}

impl Orang<'_> {
    /// A round of his work; the answers that refused him.
    async fn works(&self) -> Vec<Reply> {
        let replies = match self {
            Self::Pelapor(siti, id, kode) => {
                vec![
                    siti.sees(id).await,
                    siti.looks_up(kode.as_str()).await,
                    siti.sees(kode).await,
                ]
            }
            Self::Petugas(petugas) => {
                let inbox = petugas.request(Method::GET, "/api/aduan");
                let own = petugas.request(Method::GET, "/api/akun/saya");
                vec![
                    Reply::of(inbox.header("X-Forwarded-For", ADDRESS)).await,
                    Reply::of(own.header("X-Forwarded-For", ADDRESS)).await,
                ]
            }
        };
        replies
            .into_iter()
            .filter(|reply| !reply.status.is_success())
            .collect()
    }
}

async fn fifty_people(app: &TestApp) -> Vec<Orang<'_>> {
    let mut all = Vec::new();
    for _ in 0..40 {
        let siti = app.pelapor().behind(ADDRESS);
        let aduan = siti.has_sent(|_| {}).await;
        all.push(Orang::Pelapor(siti, aduan.id, aduan.kode));
    }
    for _ in 0..10 {
        all.push(Orang::Petugas(app.petugas().await));
    }
    all
}

#[actix_web::test]
async fn a_hundred_thousand_guesses_find_nothing_while_fifty_neighbours_go_on_working() {
    let app = TestApp::start_with(|config| config.trusted_proxies = "127.0.0.0/8".parse().unwrap()).await;
    let people = fifty_people(&app).await;
    let (mut ids, mut kode) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let aduan = app.pelapor().behind("203.0.113.200").has_sent(|_| {}).await;
        ids.push(aduan.id);
        kode.push(aduan.kode);
    }
    let (sasaran, hasil, over) = (
        Arc::new(Sasaran { ids, kode }),
        Arc::default(),
        Arc::new(AtomicBool::new(false)),
    );
    let seeds: [u64; THREADS] = rand::random();
    println!("seeds {seeds:?}");
    let guessers = seeds.map(|seed| {
        let (shared, sasaran, hasil) = (app.shared.clone(), Arc::clone(&sasaran), Arc::clone(&hasil));
        thread::spawn(move || guess_all(shared, seed, sasaran, hasil))
    });
    let ended = Arc::clone(&over);
    let waiting = thread::spawn(move || {
        let outcome: Vec<_> = guessers.into_iter().map(thread::JoinHandle::join).collect();
        ended.store(true, Ordering::Relaxed);
        assert!(outcome.iter().all(Result::is_ok), "a guesser broke off");
    });
    let (mut rounds, mut refused) = (0, Vec::new());
    // The last round begins after the last guess: then the waits are at their longest.
    loop {
        let last = over.load(Ordering::Relaxed);
        refused.extend(
            join_all(people.iter().map(Orang::works))
                .await
                .into_iter()
                .flatten(),
        );
        rounds += 1;
        if last {
            break;
        }
        // People read before they go on; without a pause they would ask more than the guessers do.
        actix_web::rt::time::sleep(Duration::from_secs(1)).await;
    }
    waiting.join().unwrap();
    let hasil: &Hasil = &hasil;
    let [found, slowed, wrong, other] =
        [&hasil.found, &hasil.slowed, &hasil.wrong, &hasil.other].map(|count| count.load(Ordering::Relaxed));
    println!(
        "{GUESSES} guesses: {found} found, {slowed} slowed, {wrong} judged wrong; {rounds} rounds of 50 people"
    );
    assert_eq!(found + slowed + wrong, GUESSES, "{other} of another kind");
    assert_eq!(found, 0);
    assert!(wrong <= NOT_SLOWED, "{wrong}");
    assert!(
        refused.is_empty(),
        "{} refused, first {:?}",
        refused.len(),
        refused[0]
    );
    assert!(rounds >= 2);
}
