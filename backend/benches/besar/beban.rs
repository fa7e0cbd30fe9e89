//! Fifty clients, each asking again as soon as it is answered.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backend::db::Db;
use backend::error::AppError;
use futures_util::future::try_join_all;
use rand::Rng;
use rand::SeedableRng;
use rand::rngs::StdRng;
use reqwest::Client;
use serde_json::{Value, json};
use shared::id::AksiId;

use crate::isi::{OFFICERS, PASSWORD};
use crate::rencana;

const CLIENTS: usize = 50;
const WARM_UP: Duration = Duration::from_secs(5);
const MEASURED: Duration = Duration::from_secs(30);
/// Codes that are looked up, spread over all complaints.
const CODES: usize = 5_000;

/// What of the map is asked for: west, south, east, north, and the zoom. The district, a sub-district, a village.
pub const BOXES: [(&str, u8); 3] = [
    ("115.1,-2.9,115.9,-2.0", 9),
    ("115.3,-2.5,115.6,-2.2", 12),
    ("115.39,-2.31,115.42,-2.29", 16),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Health,
    Lookup,
    Inbox,
    Peta,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Health, Self::Lookup, Self::Inbox, Self::Peta];

    const fn name(self) -> &'static str {
        match self {
            Self::Health => "health check",
            Self::Lookup => "lookup by code",
            Self::Inbox => "officer's inbox",
            Self::Peta => "public map",
        }
    }
}

type Taken = (Kind, Duration);

pub async fn beban(db: &Db, server: &str) -> Result<()> {
    let codes = codes(db)?;
    let client = Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(CLIENTS)
        .build()?;
    let mut tokens = Vec::new();
    for (nama, _) in OFFICERS {
        tokens.push(login(&client, server, nama).await?);
    }
    let start = Instant::now();
    let hands = (0..CLIENTS).map(|hand| one(hand, (&client, server), (&codes, &tokens), start));
    let taken: Vec<Taken> = try_join_all(hands).await?.into_iter().flatten().collect();
    println!(
        "  {CLIENTS} clients without a pause, {} s: {:.0} requests per second",
        MEASURED.as_secs(),
        per_second(taken.len())
    );
    for kind in Kind::ALL {
        report(kind, &taken);
    }
    Ok(())
}

/// One client, from an address of its own. What it asked before the server was warm is not counted.
async fn one(
    hand: usize,
    (client, server): (&Client, &str),
    (codes, tokens): (&[String], &[String]),
    start: Instant,
) -> Result<Vec<Taken>> {
    let mut rng = StdRng::seed_from_u64(hand as u64);
    let mut taken = Vec::new();
    while start.elapsed() < WARM_UP + MEASURED {
        let (kind, path, token) = match rng.random_range(0..100) {
            0..5 => (Kind::Health, "/api/health?nonce=bench".to_owned(), None),
            5..45 => {
                let kode = &codes[rng.random_range(0..codes.len())];
                (Kind::Lookup, format!("/api/public/aduan/{kode}"), None)
            }
            45..75 => {
                let token = &tokens[rng.random_range(0..tokens.len())];
                let path = ["", "&status=diproses", "&urut=tenggat"][rng.random_range(0..3)];
                (Kind::Inbox, format!("/api/aduan?limit=25{path}"), Some(token))
            }
            _ => {
                let (bbox, zoom) = BOXES[rng.random_range(0..BOXES.len())];
                (
                    Kind::Peta,
                    format!("/api/publik/peta?bbox={bbox}&zoom={zoom}"),
                    None,
                )
            }
        };
        let mut request = client.get(format!("{server}{path}")).header(
            "X-Forwarded-For",
            format!("10.1.{}.{}", hand / 250, hand % 250 + 1),
        );
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let asked = Instant::now();
        let answer = request.send().await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        ensure!(
            status.is_success(),
            "{path} was answered {status}: {}",
            String::from_utf8_lossy(&body)
        );
        if start.elapsed() > WARM_UP {
            taken.push((kind, asked.elapsed()));
        }
    }
    Ok(taken)
}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 requests")]
fn per_second(requests: usize) -> f64 {
    requests as f64 / MEASURED.as_secs_f64()
}

fn report(kind: Kind, taken: &[Taken]) {
    let mut times: Vec<Duration> = taken
        .iter()
        .filter(|(of, _)| *of == kind)
        .map(|(_, time)| *time)
        .collect();
    times.sort_unstable();
    let at = |percent: usize| {
        let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
        times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    };
    println!(
        "  {:<16} {:>7} asked   p50 {:>7.1} ms   p99 {:>7.1} ms",
        kind.name(),
        times.len(),
        at(50),
        at(99)
    );
}

fn codes(db: &Db) -> Result<Vec<String>> {
    let all = "SELECT CAST(COUNT(*) AS TEXT) AS isi FROM aduan";
    let rows: usize = db
        .run_blocking(|conn| Ok(rencana::texts(conn, all)?))
        .map_err(AppError::into_cause)?
        .first()
        .context("number of complaints")?
        .parse()?;
    // Ids are as random at their end as anything.
    let some = format!(
        "SELECT kode AS isi FROM aduan WHERE substr(id, 33) <= '{:04x}'",
        65_536 * CODES / rows.max(CODES)
    );
    let codes = db
        .run_blocking(|conn| Ok(rencana::texts(conn, &some)?))
        .map_err(AppError::into_cause)?;
    ensure!(!codes.is_empty(), "there are no complaints");
    Ok(codes)
}

async fn login(client: &Client, server: &str, nama: &str) -> Result<String> {
    let body = json!({"nama_pengguna": nama, "sandi": PASSWORD, "perangkat": AksiId::mint()});
    let answer = client
        .post(format!("{server}/api/auth/login"))
        .json(&body)
        .send()
        .await?;
    let status = answer.status();
    let body: Value = answer.json().await?;
    ensure!(status.is_success(), "{nama} could not log in: {body}");
    Ok(body["token"].as_str().context("token")?.to_owned())
}
