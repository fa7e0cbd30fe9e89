//! A PostgreSQL of one test's own, which may be stopped and started as the test likes. It syncs as in earnest.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use backend::db::DatabaseUrl;
use diesel::{Connection, PgConnection};
use tempfile::TempDir;

/// PostgreSQL refuses to run as root; called by root it runs as the user that its package made.
const OWN_USER: &str = "postgres";
const START_LIMIT: Duration = Duration::from_secs(60);

pub struct Postgres {
    programs: PathBuf,
    port: u16,
    server: Option<Child>,
    folder: TempDir,
}

impl Postgres {
    /// Made and started; `None` where PostgreSQL is not installed.
    pub async fn start_own() -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::tempdir().unwrap();
        if is_root() {
            run(Command::new("chown").arg(OWN_USER).arg(folder.path()));
        }
        let mut initdb = as_own_user(&programs.join("initdb"), folder.path());
        initdb.args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        run(initdb.arg("--username=postgres").arg("--pgdata").arg("cluster"));
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut postgres = Self {
            programs,
            port,
            server: None,
            folder,
        };
        postgres.start().await;
        Some(postgres)
    }

    pub fn url(&self) -> DatabaseUrl {
        // Without what OpenSSL tidies up at the end of a process, under a thread that still connects.
        let options = "sslmode=disable&gssencmode=disable";
        DatabaseUrl::Postgres(format!(
            "postgres://postgres@127.0.0.1:{}/postgres?{options}",
            self.port
        ))
    }

    /// Starts it and waits until it answers.
    pub async fn start(&mut self) {
        let mut server = as_own_user(&self.programs.join("postgres"), self.folder.path());
        server.args(["-D", "cluster", "-k"]).arg(self.folder.path());
        server.arg("-p").arg(self.port.to_string());
        for setting in ["listen_addresses=127.0.0.1", "log_min_messages=panic", "fsync=on"] {
            server.args(["-c", setting]);
        }
        self.server = Some(
            server
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap(),
        );
        let DatabaseUrl::Postgres(url) = self.url() else {
            unreachable!("it is a PostgreSQL")
        };
        let deadline = Instant::now() + START_LIMIT;
        while PgConnection::establish(&url).is_err() {
            assert!(Instant::now() < deadline, "PostgreSQL did not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// `fast` lets it write its last page; `immediate` is a crash, after which it recovers.
    pub fn stop(&mut self, mode: &str) {
        if let Some(mut server) = self.server.take() {
            let mut pg_ctl = as_own_user(&self.programs.join("pg_ctl"), self.folder.path());
            run(pg_ctl.args(["stop", "--silent", "--pgdata", "cluster", "--mode", mode]));
            server.wait().unwrap();
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop("immediate");
    }
}

fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let installed = versions.map(|version| version.path().join("bin"));
    installed.filter(|bin| bin.join("initdb").exists()).max()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

fn as_own_user(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(if is_root() { Path::new("setpriv") } else { program });
    if is_root() {
        command
            .arg(format!("--reuid={OWN_USER}"))
            .arg(format!("--regid={OWN_USER}"))
            .arg("--init-groups")
            .arg(program);
    }
    command.current_dir(folder);
    command
}

fn run(command: &mut Command) {
    let ended = command.stdout(Stdio::null()).status().unwrap();
    assert!(ended.success(), "{command:?}: {ended}");
}
