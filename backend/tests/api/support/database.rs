//! A database for one test: a file of its own, or on PostgreSQL a database of its own that goes when the test ends.

use std::path::Path;

use backend::db::DatabaseUrl;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use uuid::Uuid;

pub enum TestDatabase {
    Sqlite(DatabaseUrl),
    Postgres { server: String, name: String },
}

impl TestDatabase {
    pub fn create(data: &Path) -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Err(_) => Self::sqlite(data),
            Ok(server) => {
                let name = format!("test_{}", Uuid::now_v7().simple());
                execute(&server, &format!("CREATE DATABASE {name}"));
                Self::Postgres { server, name }
            }
        }
    }

    pub fn sqlite(data: &Path) -> Self {
        Self::Sqlite(DatabaseUrl::Sqlite(data.join("portal.db")))
    }

    pub fn url(&self) -> DatabaseUrl {
        match self {
            Self::Sqlite(url) => url.clone(),
            Self::Postgres { server, name } => {
                let (address, options) = server
                    .split_once('?')
                    .map_or((server.as_str(), None), |(a, o)| (a, Some(o)));
                let (host, _) = address.rsplit_once('/').unwrap();
                let options = options.map(|options| format!("?{options}")).unwrap_or_default();
                DatabaseUrl::Postgres(format!("{host}/{name}{options}"))
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        match self {
            Self::Sqlite(_) => {}
            Self::Postgres { server, name } => execute(server, &format!("DROP DATABASE {name} WITH (FORCE)")),
        }
    }
}

fn execute(server: &str, sql: &str) {
    PgConnection::establish(server)
        .unwrap()
        .batch_execute(sql)
        .unwrap();
}
