//! A server for one test, and people who talk to it.

pub mod database;
#[cfg(target_os = "linux")]
pub mod disk;
pub mod penyelamat;
pub mod people;
pub mod photo;
pub mod postgres;
pub mod process;
pub mod push;
mod reply;
pub mod smtp;
pub mod tus;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use backend::account::{self, password};
use backend::app::Shared;
use backend::config::Config;
use backend::db::Db;
use backend::files::Files;
use backend::metrics::Metrics;
use backend::{clock, serve};
use chrono::TimeDelta;
use diesel::RunQueryDsl;
use diesel::sql_types::BigInt;
use shared::account::{Account, Penugasan, Peran};
use shared::id::AccountId;
use shared::wilayah::WilayahKode;
use tempfile::TempDir;

use self::database::TestDatabase;
pub use self::people::{Pelapor, Petugas, asal, session_cookie, try_login};
pub use self::reply::Reply;

pub const PASSWORD: &str = "sandi untuk uji";

pub struct TestApp {
    pub address: SocketAddr,
    pub db: Db,
    pub http: reqwest::Client,
    pub config: Config,
    pub files: Data<Files>,
    pub metrics: Data<Metrics>,
    /// What the server's workers share, for a test that asks without a network between.
    pub shared: Shared,
    ahead: Arc<Mutex<TimeDelta>>,
    server: ServerHandle,
    // Dropped after the server's handle: the folder and the database outlive what uses them.
    _data: TempDir,
    _database: TestDatabase,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// A server whose settings differ from the usual.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = TestDatabase::create(data.path());
        let mut config = Config::for_tests(data.path(), database.url()).unwrap();
        config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        config.database_connections = 4;
        change(&mut config);
        let db = serve::open_db(&config).unwrap();
        make_accounts(&db);
        let ahead = Arc::new(Mutex::new(TimeDelta::zero()));
        let mut shared = Shared::new(config.clone(), db.clone()).unwrap();
        shared.files = files_by(&ahead, &config);
        let (files, metrics) = (shared.files.clone(), shared.metrics.clone());
        let (server, address) = serve::bind(shared.clone()).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            address,
            db,
            http,
            config,
            files,
            metrics,
            shared,
            ahead,
            server: handle,
            _data: data,
            _database: database,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::of(self.http.get(self.url(path))).await
    }

    /// Somebody without an account, with a key of his own.
    pub fn pelapor(&self) -> Pelapor<'_> {
        Pelapor::new(self)
    }

    /// An officer of the whole district, logged in.
    pub async fn petugas(&self) -> Petugas<'_> {
        Petugas::login(self, "petugas").await
    }

    /// An officer of one sub-district alone.
    pub async fn petugas_lampihong(&self) -> Petugas<'_> {
        Petugas::login(self, "lampihong").await
    }

    /// Somebody with one role in one region, logged in; the user name is the role's and the region's.
    pub async fn sebagai(&self, peran: Peran, wilayah: &str) -> Petugas<'_> {
        let nama_pengguna = format!("{}.{wilayah}", peran.as_str());
        let wilayah = WilayahKode::parse(wilayah).unwrap();
        let held = vec![account::penugasan(peran, wilayah, clock::now())];
        make_account(&self.db, &nama_pengguna, held);
        Petugas::login(self, &nama_pengguna).await
    }

    /// Puts the clock of uploads forward.
    pub fn advance(&self, by: TimeDelta) {
        *self.ahead.lock().unwrap() += by;
    }

    /// Changes rows behind the server's back, as a crash or another process would.
    pub fn execute(&self, sql: &str) -> usize {
        self.db
            .write_blocking(|conn| Ok(diesel::sql_query(sql).execute(conn)?))
            .unwrap()
    }

    pub fn count(&self, table: &str) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            n: i64,
        }
        let query = format!("SELECT COUNT(*) AS n FROM {table}");
        self.db
            .run_blocking(|conn| Ok(diesel::sql_query(query).get_result::<Count>(conn)?.n))
            .unwrap()
    }
}

/// Uploads whose clock a test may put forward.
fn files_by(ahead: &Arc<Mutex<TimeDelta>>, config: &Config) -> Data<Files> {
    let ahead = ahead.clone();
    let now = Arc::new(move || clock::now() + *ahead.lock().unwrap());
    Data::new(Files::open(&config.data, &config.files, now).unwrap())
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The command is sent at once; nobody has to wait for its answer.
        drop(self.server.stop(false));
    }
}

fn make_accounts(db: &Db) {
    for (nama_pengguna, wilayah) in [("petugas", "63.11"), ("lampihong", "63.11.05")] {
        make_account(db, nama_pengguna, semua_pekerjaan(wilayah));
    }
}

/// An account with the usual password.
pub fn make_account(db: &Db, nama_pengguna: &str, penugasan: Vec<Penugasan>) {
    static HASH: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| password::hash(PASSWORD).unwrap());
    let new = Account {
        id: AccountId::mint(),
        nama_pengguna: nama_pengguna.to_owned(),
        nama: format!("Petugas {nama_pengguna}"),
        penugasan,
        totp: false,
        wajib: None,
    };
    db.write_blocking(|conn| account::queries::create_or_change(conn, &new, &HASH, clock::now()))
        .unwrap();
}

/// The assignments of an officer who does all the work on complaints in one region.
pub fn semua_pekerjaan(wilayah: &str) -> Vec<Penugasan> {
    [Peran::VerifikatorSkpd, Peran::PejabatPenghubung, Peran::TimTeknis]
        .into_iter()
        .map(|peran| account::penugasan(peran, WilayahKode::parse(wilayah).unwrap(), clock::now()))
        .collect()
}

/// A folder that looks like a built web app.
pub fn site(folder: &Path) {
    std::fs::write(folder.join("index.html"), "<!doctype html><title>app</title>").unwrap();
    std::fs::write(folder.join("sw.js"), "// worker").unwrap();
    std::fs::write(folder.join("app-0f3a9c2b7d.js"), "plain").unwrap();
    std::fs::write(folder.join("app-0f3a9c2b7d.js.br"), "as brotli").unwrap();
    std::fs::write(folder.join("app-0f3a9c2b7d.js.gz"), "as gzip").unwrap();
}
