//! Clients that send again as soon as they are answered, for a fixed time.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures_util::future::try_join_all;
use shared::sinkron::SEKALI;

use crate::device::Device;
use crate::{Bench, Sent, number, percentile, photo};

const CLIENTS: [usize; 3] = [1, 16, 64];
/// Before it is measured: connections are made, pages are in memory.
const WARM_UP: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Health,
    Alone,
    Many,
    Photo,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Health, Self::Alone, Self::Many, Self::Photo];

    const fn name(self) -> &'static str {
        match self {
            Self::Health => "health check",
            Self::Alone => "records one by one",
            Self::Many => "records by fifty, packed",
            Self::Photo => "records with a photo",
        }
    }

    /// Answers or records of one round.
    const fn each(self) -> usize {
        match self {
            Self::Health | Self::Alone | Self::Photo => 1,
            Self::Many => SEKALI,
        }
    }

    const fn sent(self, rounds: usize) -> Sent {
        let records = rounds * self.each();
        match self {
            Self::Health => Sent {
                records: 0,
                photos: 0,
            },
            Self::Alone | Self::Many => Sent { records, photos: 0 },
            Self::Photo => Sent {
                records,
                photos: records,
            },
        }
    }
}

pub async fn measure(bench: &Bench, measured: Duration) -> Result<Sent> {
    println!(
        "  {:>7}  {:<25} {:>9} {:>10} {:>9} {:>9} {:>9} {:>9}",
        "clients", "", "a second", "of health", "p50 ms", "p99 ms", "CPU ms", "DB CPU ms"
    );
    let mut sent = Sent::default();
    for clients in CLIENTS {
        let mut health = None;
        for kind in Kind::ALL {
            let warm = rounds(bench, kind, clients, WARM_UP).await?;
            let cpu = bench.cpu_ms()?;
            let start = Instant::now();
            let mut times = rounds(bench, kind, clients, measured).await?;
            let took = start.elapsed();
            let after = bench.cpu_ms()?;
            let done = number(times.len() * kind.each());
            let rate = done / took.as_secs_f64();
            println!(
                "  {clients:>7}  {:<25} {rate:>9.0} {:>10.4} {:>9.1} {:>9.1} {:>9.2} {:>9.2}",
                kind.name(),
                rate / *health.get_or_insert(rate),
                percentile(&mut times, 50),
                percentile(&mut times, 99),
                (after.0 - cpu.0) / done,
                (after.1 - cpu.1) / done,
            );
            sent = sent.and(kind.sent(warm.len() + times.len()));
        }
    }
    Ok(sent)
}

/// The time of each round of all clients.
async fn rounds(bench: &Bench, kind: Kind, clients: usize, measured: Duration) -> Result<Vec<Duration>> {
    let start = Instant::now();
    let times = (0..clients).map(|_| async move {
        let mut device = Device::new(&bench.client, &bench.server);
        let mut times = Vec::new();
        while start.elapsed() < measured {
            // To make a photo is no part of sending it, though it takes of the same cores.
            let photo = (kind == Kind::Photo).then(photo::noise);
            let asked = Instant::now();
            match (kind, photo) {
                (Kind::Health, _) => is_healthy(bench).await?,
                (Kind::Many, _) => device.sends_many(SEKALI).await?,
                (Kind::Photo, Some(photo)) => device.sends_with(photo).await?,
                (Kind::Alone | Kind::Photo, _) => device.sends().await.map(drop)?,
            }
            times.push(asked.elapsed());
        }
        anyhow::Ok(times)
    });
    Ok(try_join_all(times).await?.into_iter().flatten().collect())
}

async fn is_healthy(bench: &Bench) -> Result<()> {
    let health = format!("{}/api/health?nonce=bench", bench.server);
    let answer = bench.client.get(health).send().await?;
    ensure!(
        answer.status().is_success(),
        "the health check says {}",
        answer.status()
    );
    answer.bytes().await?;
    Ok(())
}

impl Bench {
    /// Milliseconds of the server, and of the database where that is a process of its own.
    fn cpu_ms(&self) -> Result<(f64, f64)> {
        let database = self
            .database
            .as_ref()
            .map_or(Ok(0.0), |process| process.cpu_ms())?;
        Ok((self.process.cpu_ms()?, database))
    }
}
