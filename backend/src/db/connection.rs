//! One connection type over two databases, chosen by the scheme of the address and by nothing else.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::r2d2::{Error as PoolError, ManageConnection, R2D2Connection};
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, ConnectionError, MultiConnection};

#[derive(MultiConnection)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// A database address that was understood; an unknown scheme never becomes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("postgres://") || lower.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = match text.split_once(':') {
            None => text,
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("sqlite") => {
                rest.strip_prefix("//").unwrap_or(rest)
            }
            Some((scheme, _)) => {
                return Err(format!(
                    "skema basis data \"{scheme}\" tidak dikenal; pakailah postgres://…, sqlite:BERKAS atau nama berkas"
                ));
            }
        };
        if path.is_empty() || path.starts_with(':') {
            return Err("nama berkas basis data SQLite kosong".to_owned());
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

/// Durable before fast: an answer "tersimpan" must survive a power cut, so SQLite syncs on every commit. The log of what
/// was written grows to 16 MiB before it is brought into the tables: a page that many records touch is written there once
/// for all of them. Each connection keeps 1 MiB of pages; what it reads again stands in the system's memory anyway.
const SQLITE_PRAGMAS: &str = "
    PRAGMA busy_timeout = 15000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA cache_size = -1024;
    PRAGMA foreign_keys = ON;";

/// A transaction that its process forgot must not hold its locks for ever. Whoever tuned his database not to wait for the
/// disk did not mean what is acknowledged here; stricter settings, which wait for a replica too, stay.
const POSTGRES_SETTINGS: &str = "
    SET TIME ZONE 'UTC';
    SET idle_in_transaction_session_timeout = '30s';
    SELECT set_config('synchronous_commit', 'on', FALSE) WHERE current_setting('synchronous_commit') = 'off';";

/// For so long a connection over which the database has answered is believed to stand. To ask it before each use is a way
/// there and back more, which half of all reads consist of. The price: a database that was restarted is found out by one
/// request for each connection that was used just before, which is told to come back.
const TRUSTED: Duration = Duration::from_secs(1);

/// A connection of the pool.
pub struct Pooled {
    conn: Conn,
    /// When it was last given back by somebody for whom all went well.
    answered: Option<Instant>,
}

impl Pooled {
    /// It has to be said anew that all went well.
    pub fn doubt(&mut self) {
        self.answered = None;
    }

    /// The database did all that it was asked over this connection. Not said, it is asked before the next use.
    pub fn went_well(&mut self) {
        self.answered = Some(Instant::now());
    }
}

impl Deref for Pooled {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

pub struct Manager {
    url: DatabaseUrl,
}

impl Manager {
    pub fn new(url: DatabaseUrl) -> Self {
        Self { url }
    }

    fn establish(&self) -> Result<Conn, ConnectionError> {
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                conn.batch_execute(SQLITE_PRAGMAS)
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Conn::Sqlite(conn))
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url)?;
                conn.batch_execute(POSTGRES_SETTINGS)
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Conn::Postgres(conn))
            }
        }
    }
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = PoolError;

    fn connect(&self) -> Result<Pooled, PoolError> {
        let conn = self.establish().map_err(PoolError::ConnectionError)?;
        let answered = Some(Instant::now());
        Ok(Pooled { conn, answered })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), PoolError> {
        let answered = pooled.answered;
        pooled.doubt();
        match answered {
            Some(at) if at.elapsed() < TRUSTED => Ok(()),
            Some(_) | None => pooled.conn.ping().map_err(PoolError::QueryError),
        }
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        std::thread::panicking() || pooled.conn.is_broken()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses_the_database() {
        for (text, expected) in [
            ("data/portal.db", DatabaseUrl::Sqlite("data/portal.db".into())),
            ("sqlite:portal.db", DatabaseUrl::Sqlite("portal.db".into())),
            (
                "sqlite:///var/lib/portal.db",
                DatabaseUrl::Sqlite("/var/lib/portal.db".into()),
            ),
            (
                "postgres://u@h/d",
                DatabaseUrl::Postgres("postgres://u@h/d".into()),
            ),
            (
                "PostgreSQL://u@h/d",
                DatabaseUrl::Postgres("PostgreSQL://u@h/d".into()),
            ),
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn an_unknown_scheme_is_refused_and_named() {
        for text in ["mysql://u@h/d", "postgress://u@h/d", "http:portal.db"] {
            let refusal = text.parse::<DatabaseUrl>().unwrap_err();
            assert!(refusal.contains(text.split(':').next().unwrap()), "{refusal}");
        }
        for text in ["", "sqlite:", "sqlite::memory:", ":memory:"] {
            assert!(text.parse::<DatabaseUrl>().is_err(), "{text}");
        }
    }
}
