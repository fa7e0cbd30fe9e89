//! A PostgreSQL that is stopped and started while phones send.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::phone::{Faults, Phone, acknowledged, assert_all_there_once, find_all, phones_send};
use super::{NO_LIMITS, PHONES, SEED, SILENT, is_on_postgres, sleep_some, slower, times};
use crate::support::postgres::Postgres;
use crate::support::process::Process;

#[actix_web::test]
async fn a_postgresql_that_is_restarted_while_phones_send_loses_nothing_and_doubles_nothing() {
    if !is_on_postgres() {
        println!("skipped: without TEST_DATABASE_URL nothing is tested on PostgreSQL");
        return;
    }
    let Some(mut postgres) = Postgres::start_own().await else {
        panic!("TEST_DATABASE_URL is set, but the programs of a PostgreSQL of one's own are not found")
    };
    let (faults, each) = (Faults::new(times(2, 20)), times(3, 20));
    let data = tempfile::tempdir().unwrap();
    let mut server = Process::new(data.path(), &postgres.url(), &NO_LIMITS).with(SILENT);
    server.start().await;
    let mut own = Phone::new(&server.url);
    let restarter = async {
        let mut chance = StdRng::seed_from_u64(SEED);
        let mut slowest = Duration::ZERO;
        for _ in 0..faults.all {
            sleep_some(&mut chance, 100..600).await;
            postgres.stop(if chance.random_bool(0.5) {
                "fast"
            } else {
                "immediate"
            });
            sleep_some(&mut chance, 0..2_000).await;
            postgres.start().await;
            let start = Instant::now();
            own.sends(None).await;
            slower(&mut slowest, start.elapsed());
            faults.one_more();
        }
        slowest
    };
    let (mut phones, slowest) =
        futures_util::join!(phones_send(&server.url, PHONES, each, &faults), restarter);
    phones.push(own);
    find_all(&phones).await;
    let (restarts, (records, photos)) = (faults.all, acknowledged(&phones));
    let refused: usize = phones.iter().map(|phone| phone.refused.get()).sum();
    println!(
        "seed {SEED}: {restarts} restarts of PostgreSQL, {refused} refusals, {records} records, {photos} photos; \
         slowest recovery {slowest:?}"
    );
    assert!(server.is_running());
    server.kill();
    assert_all_there_once(&phones, &postgres.url());
}
