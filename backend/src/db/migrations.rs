//! The schema's history, embedded for each database. Both folders hold the same names and mean the same tables, but for
//! one constraint that PostgreSQL does without (ADR 26).

use anyhow::anyhow;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::Conn;
use crate::error::{AppError, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any fixed number will do; it only has to be the same in every process of the portal.
const POSTGRES_LOCK: &str = "SELECT pg_advisory_xact_lock(6311)";

/// All pending migrations in one transaction, which a second process waits for. Answers how many ran.
pub fn run_pending(conn: &mut Conn) -> anyhow::Result<usize> {
    super::transaction(conn, |conn| match conn {
        Conn::Sqlite(sqlite) => {
            let done = sqlite.run_pending_migrations(SQLITE).map_err(failed)?;
            Ok(done.len())
        }
        Conn::Postgres(postgres) => {
            postgres.batch_execute(POSTGRES_LOCK)?;
            let done = postgres.run_pending_migrations(POSTGRES).map_err(failed)?;
            Ok(done.len())
        }
    })
    .map_err(AppError::into_cause)
}

fn failed(cause: Box<dyn std::error::Error + Send + Sync>) -> AppError {
    AppError::Internal(anyhow!(cause).context("skema basis data tidak dapat diperbarui"))
}

#[derive(QueryableByName)]
struct Newest {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The newest migration that has run; the same name on both databases.
pub fn schema_version(conn: &mut Conn) -> Result<String> {
    let newest = diesel::sql_query("SELECT max(version) AS version FROM __diesel_schema_migrations");
    Ok(newest.get_result::<Newest>(conn)?.version)
}
