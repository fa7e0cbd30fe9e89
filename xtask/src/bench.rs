//! `cargo xtask bench`: how heavy the web app is and how much the server answers. The speed of a machine differs from
//! day to day, so a fixed loop of work is timed beside, and the server is measured against its own health check.

use std::{
    env, fs,
    hint::black_box,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{self, Command},
    time::Instant,
};

use anyhow::Result;

use crate::{build, place::Place, server::Server, step::Steps};

/// Rounds of the loop that tells how fast this machine is today.
const ROUNDS: u64 = 200_000_000;

#[derive(clap::Args)]
pub struct Args {}

pub fn run(place: &Place, steps: &mut Steps, _args: &Args) -> Result<()> {
    build::run(place, steps, &build::Args::default())?;
    println!("calibration loop: {:.2} s for {ROUNDS} rounds", calibrate());

    let data = env::temp_dir().join(format!("portal-bench-{}", process::id()));
    fs::create_dir(&data)?;
    let measured = throughput(place, steps, &data);
    fs::remove_dir_all(&data)?;
    measured
}

fn throughput(place: &Place, steps: &mut Steps, data: &Path) -> Result<()> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut serve = Command::new(place.server());
    serve.arg("serve").current_dir(data).env_remove("DATABASE_URL");
    serve
        .env("PORTAL_DATA", data)
        .env("PORTAL_SITE", place.site())
        .env("PORTAL_LISTEN", address.to_string());
    // One address sends all; the limits on an address are not what is measured, nor is the writing of the log.
    serve
        .env("PORTAL_ADUAN_PER_MINUTE", "1000000")
        .env("PORTAL_ADUAN_BURST", "1000000")
        .env("RUST_LOG", "warn");
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
