//! How many lookups and new complaints a running server answers, against its own health check. The ratio says more
//! than the number: it does not change with the machine's speed of the day. `cargo xtask bench` starts the server.

use std::{
    env,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};
use futures_util::future::try_join_all;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use shared::{
    id::{AduanId, AksiId},
    kode::{self, Jenis, Kode},
    kunci::{self, Kunci},
};

/// Requests of one measurement, and how many of them are on their way at once.
const REQUESTS: usize = 2_000;
const AT_ONCE: usize = 16;

fn main() -> Result<()> {
    let Ok(server) = env::var("BENCH_SERVER") else {
        println!("BENCH_SERVER names no server; `cargo xtask bench` starts one");
        return Ok(());
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure_all(&server))
}

async fn measure_all(server: &str) -> Result<()> {
    let client = Client::new();
    let kode = send_one(&client, server).await?;
    let health = per_second(|| client.get(format!("{server}/api/health?nonce=bench"))).await?;
    let lookup = per_second(|| client.get(format!("{server}/cek/{kode}"))).await?;
    let created = per_second(|| create(&client, server, &aduan())).await?;
    println!("GET  /api/health  {health:>8.0} per second");
    println!(
        "GET  /cek/{{kode}}  {lookup:>8.0} per second, {:.3} of health",
        lookup / health
    );
    println!(
        "POST /api/aduan   {created:>8.0} per second, {:.3} of health",
        created / health
    );
    Ok(())
}

/// Sends `REQUESTS` requests, `AT_ONCE` at a time; every one must be answered with success.
async fn per_second(request: impl Fn() -> RequestBuilder) -> Result<f64> {
    let sent = AtomicUsize::new(0);
    let start = Instant::now();
    let sender = || async {
        while sent.fetch_add(1, Ordering::Relaxed) < REQUESTS {
            let answer = request().send().await?;
            let status = answer.status();
            let body = answer.bytes().await?;
            if !status.is_success() {
                bail!("the server answered {status}: {}", String::from_utf8_lossy(&body));
            }
        }
        Ok(())
    };
    try_join_all((0..AT_ONCE).map(|_| sender())).await?;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand requests")]
    let sent = REQUESTS as f64;
    Ok(sent / start.elapsed().as_secs_f64())
}

async fn send_one(client: &Client, server: &str) -> Result<String> {
    let body = aduan();
    let answer = create(client, server, &body).send().await?;
    ensure!(
        answer.status().is_success(),
        "the first complaint was refused: {}",
        answer.text().await?
    );
    let kode = body["kode"].as_str().context("a complaint has a kode")?;
    Ok(kode.to_owned())
}

fn create(client: &Client, server: &str, body: &Value) -> RequestBuilder {
    let key = AksiId::mint().to_string();
    client
        .post(format!("{server}/api/aduan"))
        .header("Idempotency-Key", key)
        .json(body)
}

fn aduan() -> Value {
    let now = chrono::Utc::now();
    json!({
        "id": AduanId::mint(),
        "kode": Kode::from_random(Jenis::Aduan, rand::random::<[u8; kode::RANDOM_LEN]>()),
        "kunci_hash": Kunci::from_random(rand::random::<[u8; kunci::RANDOM_LEN]>()).hash(),
        "jenis": "pengaduan",
        "kategori": "drainase",
        "uraian": "Saluran di samping langgar tersumbat sejak hujan Selasa dan air masuk ke tiga rumah.",
        "lokasi": { "posisi": { "lat": -2.357, "lng": 115.368, "akurasi_m": 8.0, "sumber": "gps" }, "catatan": "" },
        "foto": [],
        "pelapor": { "nama": "Aminah", "hp": "081234567890", "email": null },
        "anonim": false,
        "rahasia": false,
        "persetujuan": { "versi": "2026-01", "pada": now },
        "asal": { "skema": 1, "perangkat": AksiId::mint(), "urutan": 1, "ditangkap_pada": now },
    })
}
