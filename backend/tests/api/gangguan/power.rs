//! A disk that loses its power, and with it whatever SQLite and the folders of photos have not synced.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use backend::db::DatabaseUrl;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tempfile::TempDir;

use super::phone::{Faults, Phone, acknowledged, assert_all_there_once, find_all, phones_send};
use super::{NO_LIMITS, SEED, assert_is_whole, is_on_postgres, sleep_ms, slower, times};
use crate::support::TestApp;
use crate::support::disk::Disk;
use crate::support::process::Process;

const PHONES: usize = 4;
/// About as many changes of the disk as a first start makes, and four phones that send a record each.
const CHANGES: i64 = 400;
/// A server that has so long not come to its last change has nothing to do.
const QUIET: Duration = Duration::from_secs(1);
/// SQLite's word for: on the disk before a commit is told.
const FULL: &str = "2";

/// A server whose disk the test holds in its hand.
struct Powered {
    disk: Disk,
    server: Process,
    database: DatabaseUrl,
    _data: TempDir,
}

impl Powered {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let root = data.path().canonicalize().unwrap();
        let database = DatabaseUrl::Sqlite(root.join("portal.db"));
        let disk = Disk::under(&root);
        let server = Process::new(&root, &database, &NO_LIMITS).with(disk.settings());
        Self {
            disk,
            server,
            database,
            _data: data,
        }
    }

    /// Within so many changes of the disk, or when nobody changes it any more. Gives how many writes were lost.
    async fn loses_power(&mut self, chance: &mut StdRng, changes: i64) -> usize {
        self.disk.kills_after(chance.random_range(0..changes));
        let deadline = Instant::now() + QUIET;
        while self.server.is_running() && Instant::now() < deadline {
            sleep_ms(5).await;
        }
        self.server.kill();
        self.disk.loses_power(chance)
    }

    /// [`Powered::loses_power`] while it starts.
    async fn fails_to_start(&mut self, chance: &mut StdRng) -> usize {
        self.server.spawn();
        self.loses_power(chance, CHANGES).await
    }

    fn is_whole(&self) {
        if let DatabaseUrl::Sqlite(path) = &self.database {
            assert_is_whole(path);
        }
    }
}

#[actix_web::test]
async fn what_was_acknowledged_survives_a_power_cut() {
    if is_on_postgres() {
        return;
    }
    let faults = Faults::new(times(10, 200));
    let mut powered = Powered::new();
    let mut chance = StdRng::seed_from_u64(SEED);
    // The first ones come while the tables are made.
    let (mut lost, mut slowest) = (0, Duration::ZERO);
    for _ in 0..times(2, 20) {
        lost += powered.fails_to_start(&mut chance).await;
    }
    powered.server.start().await;
    let url = powered.server.url.clone();
    let cutter = async {
        for _ in 0..faults.all {
            lost += powered.loses_power(&mut chance, CHANGES).await;
            if chance.random_bool(0.2) {
                lost += powered.fails_to_start(&mut chance).await;
            }
            let start = Instant::now();
            powered.server.start().await;
            slower(&mut slowest, start.elapsed());
            powered.is_whole();
            faults.one_more();
        }
    };
    let (phones, ()) = futures_util::join!(phones_send(&url, PHONES, faults.all, &faults), cutter);
    lost += powered.loses_power(&mut chance, 1).await;
    powered.server.start().await;
    find_all(&phones).await;
    let (cuts, (records, photos)) = (faults.all, acknowledged(&phones));
    println!(
        "seed {SEED}: {cuts} power cuts, {lost} writes lost, {records} records, {photos} photos; slowest restart {slowest:?}"
    );
    assert!(lost > 0, "cuts that lose nothing prove nothing");
    powered.is_whole();
    assert_all_there_once(&phones, &powered.database);
}

/// The folders and the first files are new then, and so are their names.
#[actix_web::test]
async fn what_was_acknowledged_on_the_first_day_survives_the_worst_power_cut() {
    if is_on_postgres() {
        return;
    }
    let mut powered = Powered::new();
    powered.server.start().await;
    let mut phone = Phone::new(&powered.server.url);
    phone.sends(Some(1)).await;
    powered.server.kill();
    powered.disk.loses_all_that_was_not_synced();
    powered.server.start().await;
    find_all(&[phone]).await;
}

/// That the tests above can fail.
#[actix_web::test]
async fn a_disk_that_only_says_that_it_syncs_loses_what_was_acknowledged() {
    if is_on_postgres() {
        return;
    }
    let mut powered = Powered::new();
    powered.server.start().await;
    powered.disk.lies();
    let mut phone = Phone::new(&powered.server.url);
    for _ in 0..5 {
        phone.sends(None).await;
    }
    powered.server.kill();
    powered.disk.loses_all_that_was_not_synced();
    powered.server.start().await;
    for sent in &phone.sent {
        assert!(
            !phone.finds(sent).await,
            "it is there although nothing was synced"
        );
    }
    powered.is_whole();
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    setting: String,
}

/// The private PostgreSQL of the tests is told not to wait for its disk, as an admin may tell his: a connection does not
/// inherit that.
#[actix_web::test]
async fn every_connection_syncs_what_it_commits() {
    let (ask, wanted) = if is_on_postgres() {
        ("SELECT current_setting('synchronous_commit') AS setting", "on")
    } else {
        (
            "SELECT CAST(synchronous AS TEXT) AS setting FROM pragma_synchronous",
            FULL,
        )
    };
    let app = TestApp::start().await;
    let all = app.config.database_connections as usize;
    // Each holds its connection until all have one: so they are all of them.
    let barrier = Barrier::new(all);
    let ask = || {
        let asked = app.db.run_blocking(|conn| {
            barrier.wait();
            Ok(sql_query(ask).get_result::<Setting>(conn)?)
        });
        asked.unwrap().setting
    };
    let found: Vec<String> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..all).map(|_| scope.spawn(ask)).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert_eq!(found, vec![wanted; all]);
}
