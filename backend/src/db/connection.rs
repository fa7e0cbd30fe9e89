//! One connection type over two databases, chosen by the scheme of the address and by nothing else.

use std::path::PathBuf;
use std::str::FromStr;

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

/// Durable before fast: an answer "tersimpan" must survive a power cut, so SQLite syncs on every commit.
const SQLITE_PRAGMAS: &str = "
    PRAGMA busy_timeout = 15000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;";

/// A transaction that its process forgot must not hold its locks for ever.
const POSTGRES_SETTINGS: &str = "
    SET TIME ZONE 'UTC';
    SET idle_in_transaction_session_timeout = '30s';";

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
    type Connection = Conn;
    type Error = PoolError;

    fn connect(&self) -> Result<Conn, PoolError> {
        self.establish().map_err(PoolError::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), PoolError> {
        conn.ping().map_err(PoolError::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
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
