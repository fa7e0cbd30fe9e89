//! The shipped command itself in a process of its own, which a test may kill at any moment and start again.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use backend::db::DatabaseUrl;

/// A debug build on a busy machine starts slowly.
const START_LIMIT: Duration = Duration::from_secs(60);

pub struct Process {
    pub url: String,
    command: Command,
    child: Option<Child>,
}

impl Process {
    /// Not started yet; always at the same port, so that a client need not be told of a restart.
    pub fn new(data: &Path, database: &DatabaseUrl, settings: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let database = match database {
            DatabaseUrl::Sqlite(path) => path.to_string_lossy().into_owned(),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command
            .arg("serve")
            .current_dir(data)
            .env("PORTAL_DATA", data)
            .env("DATABASE_URL", database)
            .env("PORTAL_LISTEN", format!("127.0.0.1:{port}"))
            .env("RUST_LOG", "warn")
            .envs(settings.iter().copied())
            .stdin(Stdio::null());
        Self {
            url: format!("http://127.0.0.1:{port}"),
            command,
            child: None,
        }
    }

    /// With these in its environment too.
    pub fn with(mut self, settings: impl IntoIterator<Item = (&'static str, impl AsRef<OsStr>)>) -> Self {
        self.command.envs(settings);
        self
    }

    pub fn is_running(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|child| child.try_wait().unwrap().is_none())
    }

    /// Starts it and does not wait.
    pub fn spawn(&mut self) {
        self.child = Some(self.command.spawn().unwrap());
    }

    /// Starts it and waits until it answers.
    pub async fn start(&mut self) {
        self.spawn();
        let deadline = Instant::now() + START_LIMIT;
        let health = format!("{}/api/health", self.url);
        // A client of its own: a connection kept from before the kill would fail its first request.
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        while !http
            .get(&health)
            .send()
            .await
            .is_ok_and(|answer| answer.status() == 200)
        {
            assert!(Instant::now() < deadline, "the portal did not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// As a power cut would: no handler runs, nothing is flushed.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
