//! The way in: how many records the server takes from how many clients, each durable before it is answered, and at what
//! cost; a device's thousand records over a slow link; how soon others learn of a change. `cargo xtask bench` starts the
//! server. The clients run on the same machine and take of its cores too, so the rates are what both manage together.
//! Nothing is judged by its time, but each record must be answered 201 and be in the tables afterwards, once.

mod device;
mod feed;
mod link;
mod load;
mod photo;
mod process;
mod slow;

use std::env;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use backend::config::Config;
use backend::db::Db;
use backend::error::AppError;
use backend::serve;
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use reqwest::Client;

use crate::process::Process;

/// After a rush: what the allocator gives back it gives back within this time.
const REST: Duration = Duration::from_secs(10);

/// What was answered 201, to be found in the tables.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Sent {
    pub records: usize,
    pub photos: usize,
}

impl Sent {
    pub const fn and(self, other: Self) -> Self {
        Self {
            records: self.records + other.records,
            photos: self.photos + other.photos,
        }
    }
}

/// The server under load, and who pays for it.
pub struct Bench {
    pub client: Client,
    pub server: String,
    pub process: Process,
    /// PostgreSQL with all its children; SQLite runs within the server.
    pub database: Option<Process>,
}

fn main() -> Result<()> {
    let Ok(server) = env::var("BENCH_SERVER") else {
        println!("BENCH_SERVER names no server; `cargo xtask bench` starts one");
        return Ok(());
    };
    let pid = |name: &str| -> Result<Option<Process>> {
        let number = env::var(name)
            .ok()
            .map(|pid| pid.parse().context(name.to_owned()));
        Ok(number.transpose()?.map(Process))
    };
    let bench = Bench {
        client: Client::builder().no_proxy().build()?,
        server,
        process: pid("BENCH_SERVER_PID")?.context("BENCH_SERVER_PID")?,
        database: pid("BENCH_DATABASE_PID")?,
    };
    let seconds = env::var("BENCH_SECONDS").context("BENCH_SECONDS")?;
    let measured = Duration::from_secs(seconds.parse().context("BENCH_SECONDS")?);
    let db = serve::open_db(&Config::load(None)?)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure_all(&bench, &db, measured))
}

async fn measure_all(bench: &Bench, db: &Db, measured: Duration) -> Result<()> {
    let before = stored(db)?;
    println!("  {}", bench.process.memory("before")?);
    let mut sent = load::measure(bench, measured).await?;
    println!("  {}", bench.process.memory("after the load")?);
    tokio::time::sleep(REST).await;
    println!("  {}", bench.process.memory("after a rest")?);
    sent = sent.and(slow::measure(bench).await?);
    println!("  {}", bench.process.memory("after the slow link")?);
    sent = sent.and(feed::measure(bench, db).await?);
    let found = stored(db)?;
    ensure!(
        found == before.and(sent),
        "{sent:?} were acknowledged, and there are {found:?} where {before:?} were before"
    );
    println!(
        "  {} records and {} photos were acknowledged, and as many are in the tables",
        sent.records, sent.photos
    );
    Ok(())
}

/// Each record has left one aksi; were one done twice, the two would differ.
fn stored(db: &Db) -> Result<Sent> {
    let (records, aksi) = (count(db, "aduan")?, count(db, "aksi")?);
    ensure!(records == aksi, "{records} records came by {aksi} aksi");
    Ok(Sent {
        records,
        photos: count(db, "aduan_foto WHERE diterima_pada IS NOT NULL")?,
    })
}

fn count(db: &Db, table: &str) -> Result<usize> {
    #[derive(QueryableByName)]
    struct Banyak {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let query = format!("SELECT COUNT(*) AS n FROM {table}");
    let found = db
        .run_blocking(|conn| Ok(sql_query(query).get_result::<Banyak>(conn)?.n))
        .map_err(AppError::into_cause)?;
    Ok(usize::try_from(found)?)
}

/// Milliseconds within which this share of them, in percent, was done.
pub fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52")]
pub const fn number(count: usize) -> f64 {
    count as f64
}
