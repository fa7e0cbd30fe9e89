//! A private PostgreSQL cluster in a temporary folder, for tests and benchmarks: it listens on this machine only, and is
//! stopped and removed at the end, also when a test fails.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    need::{is_root, postgresql_programs},
    step::{expect_success, output_of},
};

/// PostgreSQL refuses to run as root; called by root it runs as the user that its package made.
const OWN_USER: &str = "postgres";
const START_LIMIT: Duration = Duration::from_secs(60);
const SETTINGS: [&str; 3] = [
    "max_connections=300",
    "listen_addresses=127.0.0.1",
    "log_min_messages=panic",
];

/// What is promised of a commit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durable {
    /// Nothing: tests need no disk.
    No,
    /// What the portal asks of a database that serves people.
    Yes,
}

impl Durable {
    const fn settings(self) -> &'static [&'static str] {
        match self {
            Self::No => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Self::Yes => &[],
        }
    }
}

pub struct Postgres {
    server: Child,
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    pub fn start(durable: Durable) -> Result<Self> {
        let programs = postgresql_programs().context("PostgreSQL is not installed")?;
        let folder = env::temp_dir().join(format!("portal-postgres-{}", process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let started = Self::start_in(&programs, &folder, durable);
        if started.is_err() {
            fs::remove_dir_all(&folder)?;
        }
        started
    }

    fn start_in(programs: &Path, folder: &Path, durable: Durable) -> Result<Self> {
        if is_root() {
            expect_success(Command::new("chown").arg(OWN_USER).arg(folder))?;
        }
        let cluster = folder.join("cluster");
        let mut initdb = as_own_user(&programs.join("initdb"));
        initdb.args([
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--username=postgres",
        ]);
        expect_success(
            initdb
                .arg("--pgdata")
                .arg(&cluster)
                .current_dir(folder)
                .stdout(Stdio::null()),
        )?;

        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut server = as_own_user(&programs.join("postgres"));
        server
            .arg("-D")
            .arg(&cluster)
            .arg("-k")
            .arg(folder)
            .arg("-p")
            .arg(port.to_string());
        for setting in SETTINGS.iter().chain(durable.settings()) {
            server.args(["-c", setting]);
        }
        let server = server
            .current_dir(folder)
            .spawn()
            .context("cannot start PostgreSQL")?;
        let mut postgres = Self {
            server,
            programs: programs.to_path_buf(),
            folder: folder.to_path_buf(),
            port,
        };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// The address of its first database, with the right to create others. Without encryption, which nobody needs on one machine:
    /// OpenSSL tidies up when a process ends, under the hands of a thread that is still connecting.
    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@127.0.0.1:{}/postgres?sslmode=disable&gssencmode=disable",
            self.port
        )
    }

    /// The parent of all its processes.
    pub fn pid(&self) -> u32 {
        self.server.id()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let ready = self.programs.join("pg_isready");
        let (ready, port) = (ready.to_string_lossy().into_owned(), self.port.to_string());
        let deadline = Instant::now() + START_LIMIT;
        while output_of(&ready, &["-h", "127.0.0.1", "-p", &port, "-U", "postgres"]).is_err() {
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL ended at its start with {status}");
            }
            ensure!(
                Instant::now() < deadline,
                "PostgreSQL was not ready within {START_LIMIT:?}"
            );
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        let mut pg_ctl = as_own_user(&self.programs.join("pg_ctl"));
        pg_ctl
            .args(["stop", "--mode=immediate", "--silent", "--pgdata"])
            .arg(self.folder.join("cluster"));
        expect_success(pg_ctl.current_dir(&self.folder))?;
        self.server.wait()?;
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stopped = self.stop().and_then(|()| Ok(fs::remove_dir_all(&self.folder)?));
        if let Err(why) = stopped {
            eprintln!(
                "PostgreSQL in {} could not be stopped and removed: {why:#}",
                self.folder.display()
            );
        }
    }
}

fn as_own_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .arg(format!("--reuid={OWN_USER}"))
        .arg(format!("--regid={OWN_USER}"))
        .arg("--init-groups")
        .arg(program);
    command
}
