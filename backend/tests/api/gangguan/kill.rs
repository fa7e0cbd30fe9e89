//! A server that is killed while phones send.

use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;

use super::phone::{Faults, acknowledged, assert_all_there_once, find_all, phones_send};
use super::{NO_LIMITS, PHONES, SEED, sleep_some, slower, times};
use crate::support::database::TestDatabase;
use crate::support::process::Process;

#[actix_web::test]
async fn a_server_that_is_killed_while_phones_send_loses_nothing_and_doubles_nothing() {
    let (faults, each) = (Faults::new(times(4, 200)), times(3, 50));
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::create(data.path());
    let mut server = Process::new(data.path(), &database.url(), &NO_LIMITS);
    server.start().await;
    let url = server.url.clone();
    let killer = async {
        let mut chance = StdRng::seed_from_u64(SEED);
        let (mut slowest, mut met) = (Duration::ZERO, 0);
        for _ in 0..faults.all {
            sleep_some(&mut chance, 30..400).await;
            // A record takes the server a few milliseconds: it is hit somewhere in there.
            faults.somebody_sends().await;
            sleep_some(&mut chance, 0..4).await;
            met += usize::from(faults.sending.get() > 0);
            server.kill();
            let start = Instant::now();
            server.start().await;
            slower(&mut slowest, start.elapsed());
            faults.one_more();
        }
        (slowest, met)
    };
    let (phones, (slowest, met)) = futures_util::join!(phones_send(&url, PHONES, each, &faults), killer);
    find_all(&phones).await;
    server.kill();
    let (kills, (records, photos)) = (faults.all, acknowledged(&phones));
    println!(
        "seed {SEED}: {kills} kills, {met} of them while a phone sent, {records} records, {photos} photos; slowest restart \
         {slowest:?}"
    );
    // A handful may all fall between two answers.
    assert!(kills < 100 || met * 2 >= kills, "most kills met nobody");
    assert_all_there_once(&phones, &database.url());
}
