//! `cargo xtask bench`: how heavy the web app is. The speed of a machine differs from day to day, so what is measured
//! in time is given against a fixed loop of work on the same machine.

use std::{hint::black_box, time::Instant};

use anyhow::Result;

use crate::{build, place::Place, step::Steps};

/// Rounds of the loop that tells how fast this machine is today.
const ROUNDS: u64 = 200_000_000;

#[derive(clap::Args)]
pub struct Args {}

pub fn run(place: &Place, steps: &mut Steps, _args: &Args) -> Result<()> {
    build::run(place, steps, &build::Args::default())?;
    println!("calibration loop: {:.2} s for {ROUNDS} rounds", calibrate());
    Ok(())
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
