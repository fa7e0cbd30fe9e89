//! One device that was away for long and comes back with a thousand records, on a slow link.

use std::sync::atomic::Ordering;
use std::time::Instant;

use anyhow::{Context, Result};
use reqwest::Client;
use shared::sinkron::SEKALI;

use crate::device::Device;
use crate::{Bench, Sent, link, number};

const RECORDS: usize = 1_000;
/// One by one a thousand would take minutes to say the same.
const ONE_BY_ONE: usize = 50;

pub async fn measure(bench: &Bench) -> Result<Sent> {
    println!(
        "  {} ms there and back, 256 kbit a second each way:",
        link::ROUND_TRIP.as_millis()
    );
    one(bench, ONE_BY_ONE, 1).await?;
    one(bench, RECORDS, SEKALI).await?;
    Ok(Sent {
        records: ONE_BY_ONE + RECORDS,
        photos: 0,
    })
}

async fn one(bench: &Bench, records: usize, each: usize) -> Result<()> {
    let upstream = bench.server.strip_prefix("http://").context("address")?.parse()?;
    let (address, carried) = link::open(upstream).await?;
    let client = Client::builder().no_proxy().pool_max_idle_per_host(1).build()?;
    let server = format!("http://{address}");
    let mut device = Device::new(&client, &server);
    let start = Instant::now();
    let requests = records / each;
    for _ in 0..requests {
        match each {
            1 => device.sends().await.map(drop)?,
            many => device.sends_many(many).await?,
        }
    }
    let took = start.elapsed().as_secs_f64();
    // Each further one costs a round trip: told, not judged.
    let connections = carried.connections.load(Ordering::Relaxed);
    let [up, down] = [&carried.up, &carried.down].map(|way| way.load(Ordering::Relaxed));
    println!(
        "  {records:>5} records in {requests:>4} requests on {connections} connections: {took:>6.1} s, {up:>7} bytes up \
         and {down:>6} down, {:.0} and {:.0} a record",
        number(up) / number(records),
        number(down) / number(records)
    );
    Ok(())
}
