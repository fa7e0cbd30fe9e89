//! `cargo xtask bench [PART]`: how heavy the web app is, how much the server answers and takes in, how it fares with a
//! million complaints, how soon a slow phone answers, and what becomes of it all under faults by the thousand.
//! The speed of a machine differs from day to day, so a fixed loop of work is timed beside, and the server is measured
//! against its own health check.

use std::{
    env, fs,
    hint::black_box,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{self, Command},
    time::Instant,
};

use anyhow::Result;
use clap::ValueEnum;

use crate::{
    build,
    need::{self, LIBPQ, POSTGRESQL},
    place::Place,
    postgres::{Durable, Postgres},
    server::Server,
    step::Steps,
    test::shipped,
};

/// Rounds of the loop that tells how fast this machine is today.
const ROUNDS: u64 = 200_000_000;
/// How long each way of sending is measured with each number of clients.
const SYNC_SECONDS: u64 = 8;
/// Makes a test of faults run in its long form.
const LONG: (&str, &str) = ("PORTAL_FAULTS", "long");

#[derive(clap::Args)]
pub struct Args {
    /// One part alone
    #[arg(value_enum)]
    part: Option<Part>,
    /// Complaints that the large databases hold
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Weights, and what the server answers against its own health check
    Throughput,
    /// Records that come in from many clients and over a slow link, and the feed that tells of them
    Sync,
    /// Lookup, inbox and public map over a large database, and the plans of their statements
    Large,
    /// The installed app on a phone with a slow processor and no network
    Browser,
    /// Links that break, servers and pages that are killed, in the long form of what the tests do shortly
    Faults,
}

impl Part {
    const fn needs_server(self) -> bool {
        match self {
            Self::Throughput | Self::Sync | Self::Large | Self::Browser => true,
            // Built with the tests; its browser part builds what is shipped.
            Self::Faults => false,
        }
    }
}

pub fn run(place: &Place, steps: &mut Steps, args: &Args) -> Result<()> {
    let parts = args
        .part
        .map_or_else(|| Part::value_variants().to_vec(), |part| vec![part]);
    if parts.iter().any(|part| part.needs_server()) {
        build::server(place, steps)?;
    }
    if parts.contains(&Part::Throughput) {
        build::run(place, steps, &build::Args::default())?;
    }
    println!("calibration loop: {:.2} s for {ROUNDS} rounds", calibrate());
    for part in parts {
        let data = env::temp_dir().join(format!("portal-bench-{}", process::id()));
        fs::create_dir(&data)?;
        let measured = match part {
            Part::Throughput => throughput(place, steps, &data),
            Part::Sync => sync(place, steps, &data),
            Part::Large => large(place, steps, &data, args.rows),
            Part::Browser => browser(place, steps),
            Part::Faults => faults(place, steps),
        };
        fs::remove_dir_all(&data)?;
        measured?;
    }
    Ok(())
}

/// The server on a port of its own. One machine sends all: the limits on an address are not what is measured, nor is the
/// writing of the log.
fn serve(place: &Place, data: &Path, database: Option<&str>) -> Result<(Command, SocketAddr)> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut serve = Command::new(place.server());
    serve.arg("serve").current_dir(data).env_remove("DATABASE_URL");
    serve
        .envs(database.map(|url| ("DATABASE_URL", url)))
        .env("PORTAL_DATA", data)
        // Where nobody built the web app it is not what is measured.
        .envs(Some(("PORTAL_SITE", place.site())).filter(|(_, site)| site.join("index.html").exists()))
        .env("PORTAL_LISTEN", address.to_string())
        .env("PORTAL_TRUSTED_PROXIES", "127.0.0.1")
        .env("PORTAL_ADUAN_PER_MINUTE", "1000000")
        .env("PORTAL_ADUAN_BURST", "1000000")
        .env("RUST_LOG", "warn");
    Ok((serve, address))
}

/// Fills a database of each kind, reads the plans, and measures under load.
fn large(place: &Place, steps: &mut Steps, data: &Path, rows: usize) -> Result<()> {
    need::packages(steps, &[&POSTGRESQL])?;
    let postgres = steps.time("start a private PostgreSQL", || Postgres::start(Durable::Yes))?;
    let sqlite = data.join("portal.db");
    for (name, database) in [
        ("SQLite", sqlite.to_string_lossy().into_owned()),
        ("PostgreSQL", postgres.url()),
    ] {
        let step = |step: &str| {
            let mut bench = place.cargo(&["bench", "--quiet", "--package", "backend", "--bench", "besar"]);
            bench
                .env("BENCH_STEP", step)
                .env("BENCH_ROWS", rows.to_string())
                .env("PORTAL_DATA", data)
                .env("DATABASE_URL", &database)
                .env("RUST_LOG", "warn");
            bench
        };
        steps.run(&format!("fill {name} with {rows} complaints"), &mut step("isi"))?;
        steps.run(&format!("read the plans on {name}"), &mut step("rencana"))?;
        let (mut serve, address) = serve(place, data, Some(&database))?;
        let _server = steps.time("start the server", || Server::start(&mut serve, address))?;
        steps.run(
            &format!("fifty clients on {name}"),
            step("beban").env("BENCH_SERVER", format!("http://{address}")),
        )?;
    }
    Ok(())
}

/// The way in, on each database.
fn sync(place: &Place, steps: &mut Steps, data: &Path) -> Result<()> {
    need::packages(steps, &[&POSTGRESQL])?;
    let postgres = steps.time("start a private PostgreSQL", || Postgres::start(Durable::Yes))?;
    let sqlite = data.join("portal.db").to_string_lossy().into_owned();
    for (name, database, pid) in [
        ("SQLite", sqlite, None),
        ("PostgreSQL", postgres.url(), Some(postgres.pid())),
    ] {
        let (mut serve, address) = serve(place, data, Some(&database))?;
        let server = steps.time("start the server", || Server::start(&mut serve, address))?;
        let mut bench = place.cargo(&["bench", "--quiet", "--package", "backend", "--bench", "sync"]);
        bench
            .env("BENCH_SERVER", format!("http://{address}"))
            .env("BENCH_SERVER_PID", server.pid().to_string())
            .env("BENCH_SECONDS", SYNC_SECONDS.to_string())
            .env("PORTAL_DATA", data)
            .env("DATABASE_URL", &database)
            .env("RUST_LOG", "warn")
            .env_remove("BENCH_DATABASE_PID")
            .envs(pid.map(|pid| ("BENCH_DATABASE_PID", pid.to_string())));
        steps.run(&format!("the way in on {name}"), &mut bench)?;
    }
    Ok(())
}

/// The shipped build in Chromium, slowed down.
fn browser(place: &Place, steps: &mut Steps) -> Result<()> {
    let mut bench = shipped(place, steps, &build::Args::default())?;
    steps.run("a slow phone", bench.args(["--config", "bench.config.ts"]))
}

/// Faults in thousands: the rules of merging, the server on both databases (PostgreSQL as it runs in earnest, with fsync),
/// and the app in Chromium.
fn faults(place: &Place, steps: &mut Steps) -> Result<()> {
    need::packages(steps, &[&LIBPQ, &POSTGRESQL])?;
    let suite = || {
        let mut cargo = place.cargo(&["test", "--quiet", "--package", "backend", "--test", "api"]);
        cargo.args([
            "--",
            "gangguan",
            "no_late_commit",
            "--nocapture",
            "--test-threads",
            "1",
        ]);
        cargo.env(LONG.0, LONG.1);
        cargo.env_remove("DATABASE_URL").env_remove("TEST_DATABASE_URL");
        cargo
    };
    let mut histories = place.cargo(&["test", "--quiet", "--package", "sync", "--test", "sync"]);
    histories.args(["--", "gabung", "--nocapture"]);
    histories.env(LONG.0, LONG.1);
    steps.run("histories of five devices", &mut histories)?;
    steps.run("faults on SQLite", &mut suite())?;
    let postgres = steps.time("start a private PostgreSQL", || Postgres::start(Durable::Yes))?;
    steps.run(
        "faults on PostgreSQL",
        suite().env("TEST_DATABASE_URL", postgres.url()),
    )?;
    let mut app = shipped(place, steps, &build::Args::default())?;
    steps.run("faults in Chromium", app.arg("gangguan").env(LONG.0, LONG.1))
}

fn throughput(place: &Place, steps: &mut Steps, data: &Path) -> Result<()> {
    let (mut serve, address) = serve(place, data, None)?;
    let _server = steps.time("start the server", || Server::start(&mut serve, address))?;
    let mut bench = place.cargo(&[
        "bench",
        "--quiet",
        "--package",
        "backend",
        "--bench",
        "throughput",
    ]);
    steps.run(
        "throughput on SQLite",
        bench.env("BENCH_SERVER", format!("http://{address}")),
    )
}

/// Seconds for a fixed amount of integer work on one core.
fn calibrate() -> f64 {
    let start = Instant::now();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..ROUNDS {
        state = black_box(state.rotate_left(7) ^ round).wrapping_mul(0x2545_f491_4f6c_dd1d);
    }
    black_box(state);
    start.elapsed().as_secs_f64()
}
