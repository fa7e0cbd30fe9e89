//! The one door to the database: `run` to read, `write` to change.
//!
//! No handler blocks the reactor: the work runs on the blocking pool, on a connection from the pool. A write is one
//! transaction that is either whole or not there, on both databases alike. Never hold a connection while a request
//! body is still arriving: read first, then come through this door.

mod connection;
mod foreign;
mod hitung;
mod migrations;

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use anyhow::Context;
use diesel::RunQueryDsl;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::r2d2::{Pool, PooledConnection};
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::connection::Manager;
pub use self::connection::{Conn, DatabaseUrl, MultiBackend as Backend};
pub use self::foreign::{ForeignConn, ForeignFile};
pub use self::hitung::Hitung;
pub use self::migrations::schema_version;
use crate::error::{AppError, Result};

/// How often a write is begun again after the database itself asked for it.
const WRITE_TRIES: u32 = 5;
/// How long a caller waits for its turn to write, and then for a free connection.
const CHECKOUT_LIMIT: Duration = Duration::from_secs(10);
/// Connections that are kept for the short question of who asks.
const DOORS: u32 = 2;

#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
    /// Who writes at once. SQLite lets one in, and has the others try again after ever longer naps, in no order; so they
    /// queue here, and hold no connection that somebody could read on.
    turns: Arc<Semaphore>,
    /// As many as there are connections. Requests wait for theirs in the order in which they came, and take no thread
    /// before: the pool gives a free connection to whoever asks next, so that under load somebody waits for long.
    seats: Arc<Semaphore>,
    /// Those of them that are kept for finding out who asks, so that an officer does not wait his turn twice.
    doors: Arc<Semaphore>,
}

impl Db {
    /// Opens the pool, without touching the schema. `connections` is the largest number held at once.
    pub fn open(url: &DatabaseUrl, connections: u32) -> anyhow::Result<Self> {
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(CHECKOUT_LIMIT)
            .build(Manager::new(url.clone()))
            .context("basis data tidak dapat dibuka")?;
        let writers = match url {
            DatabaseUrl::Sqlite(_) => 1,
            DatabaseUrl::Postgres(_) => usize::try_from(connections)?,
        };
        Ok(Self {
            pool,
            turns: Arc::new(Semaphore::new(writers)),
            seats: Arc::new(Semaphore::new(usize::try_from(
                connections.saturating_sub(DOORS).max(1),
            )?)),
            doors: Arc::new(Semaphore::new(usize::try_from(DOORS)?)),
        })
    }

    /// Brings the schema up to date. Processes that start together wait for one another.
    pub fn migrate(&self) -> anyhow::Result<usize> {
        let mut conn = self.pool.get()?;
        migrations::run_pending(&mut conn)
    }

    /// Runs a read on the blocking pool.
    pub async fn run<T, F>(&self, read: F) -> Result<T>
    where
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.run_from(wait(&self.seats).await?, read).await
    }

    /// [`Db::run`] for a short read that comes before the request's own: it does not wait among those.
    pub async fn run_ahead<T, F>(&self, read: F) -> Result<T>
    where
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.run_from(wait(&self.doors).await?, read).await
    }

    async fn run_from<T, F>(&self, seat: OwnedSemaphorePermit, read: F) -> Result<T>
    where
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let db = self.clone();
        web::block(move || {
            // Until it is done, also when nobody waits for it any more.
            let _seat = seat;
            db.run_blocking(read)
        })
        .await?
    }

    /// Runs one write transaction on the blocking pool. The closure may run again when the database asks for it, so
    /// it must do nothing but talk to the connection it is given.
    pub async fn write<T, F>(&self, write: F) -> Result<T>
    where
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (db, turn) = (self.clone(), wait(&self.turns).await?);
        let seat = wait(&self.seats).await?;
        web::block(move || {
            let _held = (turn, seat);
            db.write_blocking(write)
        })
        .await?
    }

    /// [`Db::run`] for commands, which have no reactor to block.
    pub fn run_blocking<T>(&self, read: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.connection()?;
        read(&mut conn)
    }

    /// [`Db::write`] for commands, which have no reactor to block.
    pub fn write_blocking<T>(&self, write: impl Fn(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.connection()?;
        let mut tries = 1;
        loop {
            match transaction(&mut conn, &write) {
                Err(error) if tries < WRITE_TRIES && asks_for_another_try(&error) => tries += 1,
                outcome => return outcome,
            }
        }
    }

    /// Runs reads that all see the database as it stood at one moment, whatever is written meanwhile. For commands.
    pub fn snapshot_blocking<T>(&self, read: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.connection()?;
        begin_snapshot(&mut conn)?;
        let outcome = read(&mut conn);
        // Nothing was written: there is nothing to commit.
        <Conn as diesel::Connection>::TransactionManager::rollback_transaction(&mut *conn)?;
        outcome
    }

    /// Connections now open and those of them now idle.
    pub fn pool_state(&self) -> (u32, u32) {
        let state = self.pool.state();
        (state.connections, state.idle_connections)
    }

    fn connection(&self) -> Result<PooledConnection<Manager>> {
        self.pool
            .get()
            .map_err(|error| AppError::Busy(anyhow::Error::new(error)))
    }
}

/// A place in the order in which they were asked for.
async fn wait(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit> {
    match tokio::time::timeout(CHECKOUT_LIMIT, Arc::clone(places).acquire_owned()).await {
        Ok(place) => Ok(place.map_err(anyhow::Error::new)?),
        Err(late) => Err(AppError::Busy(anyhow::Error::new(late))),
    }
}

fn transaction<T>(conn: &mut Conn, work: impl Fn(&mut Conn) -> Result<T>) -> Result<T> {
    begin_write(conn)?;
    match work(conn) {
        Ok(value) => {
            <Conn as diesel::Connection>::TransactionManager::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            // The error that ended the work says more than a rollback that failed on a broken connection.
            if let Err(rollback) =
                <Conn as diesel::Connection>::TransactionManager::rollback_transaction(conn)
            {
                tracing::warn!(%rollback, "a transaction could not be rolled back");
            }
            Err(error)
        }
    }
}

/// SQLite takes the write lock at once: a transaction that reads first and writes later would otherwise fail without
/// waiting when another process wrote in between.
fn begin_write(conn: &mut Conn) -> std::result::Result<(), QueryError> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
        Conn::Postgres(postgres) => AnsiTransactionManager::begin_transaction(postgres),
    }
}

/// SQLite's snapshot begins with the first read and holds in WAL mode; PostgreSQL's must be asked for.
fn begin_snapshot(conn: &mut Conn) -> std::result::Result<(), QueryError> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN DEFERRED"),
        Conn::Postgres(postgres) => AnsiTransactionManager::begin_transaction_sql(
            postgres,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
    }
}

/// Keeps others from [`claim`]ing the table until the transaction ends. On SQLite nobody else writes anyway.
pub fn hold(conn: &mut Conn, table: &'static str) -> std::result::Result<(), QueryError> {
    lock(conn, table, "ROW SHARE")
}

/// Waits for all who [`hold`] the table, and keeps others from holding or writing it until the transaction ends. Who
/// only reads does not wait.
pub fn claim(conn: &mut Conn, table: &'static str) -> std::result::Result<(), QueryError> {
    lock(conn, table, "EXCLUSIVE")
}

/// Lets nobody else who asks for the same name go on until the transaction ends; whoever waited then sees all that
/// this one wrote. Another name may fall on the same number: its owner waits without need, no more. On SQLite nobody
/// else writes anyway.
pub fn one_at_a_time(conn: &mut Conn, name: &str) -> std::result::Result<(), QueryError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(postgres) => {
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind::<diesel::sql_types::Text, _>(name)
                .execute(postgres)
                .map(drop)
        }
    }
}

fn lock(conn: &mut Conn, table: &'static str, mode: &'static str) -> std::result::Result<(), QueryError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(postgres) => diesel::connection::SimpleConnection::batch_execute(
            postgres,
            &format!("LOCK TABLE {table} IN {mode} MODE"),
        ),
    }
}

fn asks_for_another_try(error: &AppError) -> bool {
    let cause = match error {
        AppError::Contended => return true,
        AppError::Internal(cause) => cause,
        AppError::Refused(_) | AppError::Wait(_) | AppError::Busy(_) => return false,
    };
    match cause.downcast_ref::<QueryError>() {
        Some(QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
        // A row that another connection put in first is no fault either: begun again, the transaction finds that row
        // and decides by it. What may already be taken is looked up before it is written, so this ends.
        Some(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => true,
        // diesel has no kind of its own for a deadlock.
        Some(QueryError::DatabaseError(_, detail)) => detail.message().contains("deadlock detected"),
        Some(_) | None => false,
    }
}
