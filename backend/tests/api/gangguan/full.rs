//! A disk that is full for a while: what finds no room is answered as a fault and told again when there is room.

use std::time::{Duration, Instant};

use backend::db::DatabaseUrl;
use futures_util::future::join_all;
use reqwest::StatusCode;

use super::phone::{Phone, acknowledged, assert_all_there_once, find_all};
use super::{NO_LIMITS, SILENT, assert_is_whole, client, is_long, is_on_postgres, sleep_ms, slower};
use crate::support::disk::Disk;
use crate::support::process::Process;

const PHONES: usize = 4;
/// How long it stays full, in milliseconds.
const FULL_MS: u64 = 60;

#[actix_web::test]
async fn a_full_disk_makes_the_server_acknowledge_nothing_that_it_does_not_keep() {
    if is_on_postgres() {
        return;
    }
    let rooms: Vec<i64> = match is_long() {
        true => (1..=200).collect(),
        false => vec![1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 200],
    };
    let data = tempfile::tempdir().unwrap();
    let root = data.path().canonicalize().unwrap();
    let path = root.join("portal.db");
    let database = DatabaseUrl::Sqlite(path.clone());
    let disk = Disk::under(&root);
    let mut server = Process::new(&root, &database, &NO_LIMITS)
        .with(disk.settings())
        .with(SILENT);
    server.start().await;
    let mut phones: Vec<Phone> = (0..PHONES).map(|_| Phone::new(&server.url)).collect();
    let mut slowest = Duration::ZERO;
    for room in &rooms {
        disk.has_room_for(*room);
        while disk.refused() == 0 {
            slower(&mut slowest, send_over(&disk, &server.url, &mut phones).await);
        }
        assert!(server.is_running(), "the server died of a full disk");
    }
    find_all(&phones).await;
    let refused: usize = phones.iter().map(|phone| phone.refused.get()).sum();
    let unanswered: usize = phones.iter().map(|phone| phone.unanswered.get()).sum();
    let (records, photos) = acknowledged(&phones);
    println!(
        "{} full disks, {refused} refusals, {records} records, {photos} photos; slowest recovery {slowest:?}",
        rooms.len()
    );
    assert!(refused >= rooms.len(), "{refused} refusals prove little");
    assert_eq!(unanswered, 0, "a request was not answered");
    server.kill();
    assert_is_whole(&path);
    assert_all_there_once(&phones, &database);
}

/// Every phone sends one record, every other with a photo; when the disk was full it has room again after a while. Gives
/// how long after that all were acknowledged.
async fn send_over(disk: &Disk, url: &str, phones: &mut [Phone]) -> Duration {
    let sending = phones.iter_mut().enumerate().map(|(number, phone)| {
        let seed = u8::try_from(phone.sent.len() % 251).unwrap();
        phone.sends((number % 2 == 0).then_some(seed))
    });
    let mut sending = Box::pin(join_all(sending));
    let filled = async {
        while disk.refused() == 0 {
            sleep_ms(1).await;
        }
        sleep_ms(FULL_MS).await;
        let asked = client().get(format!("{url}/api/health")).send().await.unwrap();
        assert!(matches!(
            asked.status(),
            StatusCode::OK | StatusCode::SERVICE_UNAVAILABLE
        ));
        disk.has_room();
        Instant::now()
    };
    tokio::select! {
        // The room was enough for this once.
        _ = &mut sending => Duration::ZERO,
        start = filled => {
            sending.await;
            start.elapsed()
        }
    }
}
