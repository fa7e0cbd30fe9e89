//! Faults, again and again: links that break, phones that vanish, a server that is killed, a disk without power or without
//! room, a database that goes away. Nothing that was acknowledged is lost, and nothing is there twice. The short form runs
//! with the tests; `cargo xtask bench faults` runs the long one.

#[cfg(target_os = "linux")]
mod full;
mod kill;
mod link;
mod phone;
#[cfg(target_os = "linux")]
mod power;
mod restart;
mod upload;

use std::time::Duration;

use diesel::sql_types::Text;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use rand::Rng;
use rand::rngs::StdRng;
use reqwest::{Client, Response};
use shared::aduan::AduanBaru;
use shared::aksi::{IDEMPOTENCY_KEY, IDEMPOTENT_REPLAYED};
use shared::id::AksiId;

use crate::support::TestApp;

const SEED: u64 = 6_311;
const PHONES: usize = 20;
/// One machine sends all.
const NO_LIMITS: [(&str, &str); 2] = [
    ("PORTAL_ADUAN_PER_MINUTE", "1000000"),
    ("PORTAL_ADUAN_BURST", "1000000"),
];

/// For faults that a server rightly complains about in its log.
const SILENT: [(&str, &str); 1] = [("RUST_LOG", "off")];

/// As often as it is to happen in the tests, or in the long form.
fn times(short: usize, long: usize) -> usize {
    if is_long() { long } else { short }
}

fn is_long() -> bool {
    std::env::var_os("PORTAL_FAULTS").is_some_and(|form| form == "long")
}

/// What is about a file of SQLite's is not run once more with PostgreSQL.
fn is_on_postgres() -> bool {
    std::env::var_os("TEST_DATABASE_URL").is_some()
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

async fn sleep_ms(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

async fn sleep_some(chance: &mut StdRng, milliseconds: std::ops::Range<u64>) {
    sleep_ms(chance.random_range(milliseconds)).await;
}

/// The larger of two times: how slow the slowest was is printed and not judged.
fn slower(slowest: &mut Duration, time: Duration) {
    *slowest = (*slowest).max(time);
}

/// That SQLite finds nothing wrong with its file.
fn assert_is_whole(database: &std::path::Path) {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        integrity_check: String,
    }
    let mut conn = SqliteConnection::establish(&database.to_string_lossy()).unwrap();
    let found: Vec<Found> = sql_query("PRAGMA integrity_check").load(&mut conn).unwrap();
    assert_eq!((found.len(), found[0].integrity_check.as_str()), (1, "ok"));
}
