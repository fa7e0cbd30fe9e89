//! The one door to the database: `run` to read, `write` to change, `run_ahead` to find out who asks.
//!
//! No handler blocks the reactor: the work runs on the blocking pool, on a connection from the pool. A write is one
//! transaction that is either whole or not there, on both databases alike. Never hold a connection while a request
//! body is still arriving: read first, then come through this door.

mod connection;
mod foreign;
mod hitung;
mod migrations;
mod together;

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use anyhow::Context;
use diesel::RunQueryDsl;
use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::r2d2::{Pool, PooledConnection};
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::connection::Manager;
pub use self::connection::{Conn, DatabaseUrl, MultiBackend as Backend};
pub use self::foreign::{ForeignConn, ForeignFile};
pub use self::hitung::Hitung;
pub use self::migrations::schema_version;
use self::together::{Company, Fate, Kept, Work};
use crate::error::{AppError, Result};

/// How often a write is begun again after the database itself asked for it.
const WRITE_TRIES: u32 = 5;
/// How long a caller waits for its turn, and then for a free connection.
const CHECKOUT_LIMIT: Duration = Duration::from_secs(10);
/// Connections that are kept for the short question of who asks.
const DOORS: u32 = 2;

#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
    /// Whose turn it is, in the order in which they came; nobody takes a thread before. The pool itself gives a free
    /// connection to whoever asks next, so that under load somebody would wait for long.
    seats: Arc<Semaphore>,
    /// Kept for the short question of who asks, so that an officer does not wait his turn twice.
    doors: Arc<Semaphore>,
    /// Who writes at once. SQLite lets one in, and has the others try again after ever longer naps, in no order; so they
    /// queue here, for a seat of their own that no reader takes. On PostgreSQL they are the seats.
    turns: Arc<Semaphore>,
    /// On SQLite alone: PostgreSQL lets many write at once, and makes their commits one by itself.
    company: Option<Arc<Company>>,
}

type Transactions = <Conn as Connection>::TransactionManager;

impl Db {
    /// Opens the pool, without touching the schema. `connections` is the largest number held at once.
    pub fn open(url: &DatabaseUrl, connections: u32) -> anyhow::Result<Self> {
        let pool = Pool::builder()
            .max_size(connections)
            // None is opened before it is asked for: a command that ends while a thread of the pool still opens one for
            // PostgreSQL is torn down under that thread's hands, and ends as if it had failed.
            .min_idle(Some(0))
            .connection_timeout(CHECKOUT_LIMIT)
            .build(Manager::new(url.clone()))
            .context("basis data tidak dapat dibuka")?;
        drop(pool.get().context("basis data tidak dapat dibuka")?);
        // At least one of each, also where there are not so many connections: those wait for one another then.
        let seats = |kept: u32| -> anyhow::Result<_> {
            let seats = connections.saturating_sub(kept).max(1);
            Ok(Arc::new(Semaphore::new(usize::try_from(seats)?)))
        };
        let (seats, turns, company) = match url {
            DatabaseUrl::Sqlite(_) => {
                let company = Company::new(connections > DOORS + 1);
                (
                    seats(DOORS + 1)?,
                    Arc::new(Semaphore::new(1)),
                    Some(Arc::new(company)),
                )
            }
            DatabaseUrl::Postgres(_) => {
                let seats = seats(DOORS)?;
                (Arc::clone(&seats), seats, None)
            }
        };
        Ok(Self {
            pool,
            seats,
            doors: Arc::new(Semaphore::new(usize::try_from(DOORS)?)),
            turns,
            company,
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

    /// Runs one write on the blocking pool: it is done whole or not at all. The closure may run again, when the database
    /// asks for it or because another one that shared its transaction failed; so it must do nothing but talk to the
    /// connection it is given, and hand on every error of the database, which may have ended that transaction.
    pub async fn write<T, F>(&self, write: F) -> Result<T>
    where
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        match &self.company {
            Some(company) => self.write_in_company(company, Box::new(write)).await,
            None => self.write_alone(write).await,
        }
    }

    /// [`Db::write`] together with whoever waits too; by itself where that comes to grief.
    async fn write_in_company<T: Send + 'static>(
        &self,
        company: &Arc<Company>,
        write: Box<Work<T>>,
    ) -> Result<T> {
        let (mut ticket, kept) = company.join(write);
        let fate = loop {
            let turn = tokio::select! {
                biased;
                fate = &mut ticket.fate => break fate,
                turn = wait(&self.turns) => turn,
            };
            let led = match turn {
                Ok(turn) => self.lead(company, turn).await,
                Err(busy) => Err(busy),
            };
            if let Err(error) = led
                && ticket.leaves()
            {
                return Err(error);
            }
        };
        drop(ticket);
        if fate == Ok(Fate::Done)
            && let Some(answer) = kept.answer()
        {
            return answer;
        }
        self.write_alone(move |conn| Kept::run(&kept, conn)).await
    }

    /// Writes for all who wait now.
    async fn lead(&self, company: &Arc<Company>, turn: OwnedSemaphorePermit) -> Result<()> {
        let (db, company) = (self.clone(), Arc::clone(company));
        web::block(move || {
            // Until it is done, also when nobody waits for it any more.
            let _turn = turn;
            company.write(|| db.connection())
        })
        .await
        // Somebody's write panicked, perhaps another's: whoever was inside hears so by his ticket.
        .unwrap_or(Ok(()))
    }

    /// [`Db::write`] for what may last: nobody who is quick waits for its commit.
    pub async fn write_alone<T, F>(&self, write: F) -> Result<T>
    where
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (db, turn) = (self.clone(), wait(&self.turns).await?);
        web::block(move || {
            // Until it is done, also when nobody waits for it any more.
            let _turn = turn;
            let kept = db.company.as_ref().and_then(|company| company.give());
            Self::write_over(kept.map_or_else(|| db.connection(), Ok)?, write)
        })
        .await?
    }

    /// [`Db::run`] for commands, which have no reactor to block.
    pub fn run_blocking<T>(&self, read: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.connection()?;
        let outcome = read(&mut conn);
        if is_sound(&outcome) {
            conn.went_well();
        }
        outcome
    }

    /// [`Db::write`] for commands, which have no reactor to block.
    pub fn write_blocking<T>(&self, write: impl Fn(&mut Conn) -> Result<T>) -> Result<T> {
        Self::write_over(self.connection()?, write)
    }

    fn write_over<T>(
        mut conn: PooledConnection<Manager>,
        write: impl Fn(&mut Conn) -> Result<T>,
    ) -> Result<T> {
        let mut tries = 1;
        loop {
            match transaction(&mut conn, &write) {
                Err(error) if tries < WRITE_TRIES && asks_for_another_try(&error) => tries += 1,
                outcome => {
                    if is_sound(&outcome) {
                        conn.went_well();
                    }
                    return outcome;
                }
            }
        }
    }

    /// Runs reads that all see the database as it stood at one moment, whatever is written meanwhile. For commands.
    pub fn snapshot_blocking<T>(&self, read: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.connection()?;
        begin_snapshot(&mut conn)?;
        let outcome = read(&mut conn);
        // Nothing was written: there is nothing to commit.
        Transactions::rollback_transaction(&mut *conn)?;
        outcome
    }

    /// Whether writes that come at once are committed as one, over one connection, on which each sees those before it.
    pub const fn shares_commits(&self) -> bool {
        self.company.is_some()
    }

    /// Connections now open and those of them now idle.
    pub fn pool_state(&self) -> (u32, u32) {
        let state = self.pool.state();
        let kept = self.company.as_ref().is_some_and(|company| company.rests());
        (state.connections, state.idle_connections + u32::from(kept))
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
            Transactions::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            roll_back(conn);
            Err(error)
        }
    }
}

/// What ended the work says more than a rollback that failed on a broken connection.
fn roll_back(conn: &mut Conn) {
    if let Err(rollback) = Transactions::rollback_transaction(conn) {
        tracing::warn!(%rollback, "a transaction could not be rolled back");
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

/// Whether a power cut leaves what was committed. A connection cannot bring it about where the database itself was told not
/// to wait for its disk.
pub fn keeps_what_it_commits(conn: &mut Conn) -> Result<bool> {
    match conn {
        Conn::Sqlite(_) => Ok(true),
        Conn::Postgres(_) => {
            let asked = diesel::dsl::sql::<diesel::sql_types::Text>("SELECT current_setting('fsync')");
            Ok(asked.get_result::<String>(conn)? == "on")
        }
    }
}

/// What stands before and behind a text that is a list in JSON, to make rows of it with a column `value`.
pub struct RowsOfList {
    pub before: &'static str,
    pub behind: &'static str,
}

pub const fn rows_of_list(conn: &Conn) -> RowsOfList {
    let (before, behind) = match conn {
        Conn::Sqlite(_) => ("json_each(", ")"),
        // Bound as text, since that is what both databases know.
        Conn::Postgres(_) => ("json_array_elements_text(CAST(", " AS json))"),
    };
    RowsOfList { before, behind }
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

/// Whether the database did all that it was asked.
const fn is_sound<T>(outcome: &Result<T>) -> bool {
    match outcome {
        Ok(_) | Err(AppError::Refused(_) | AppError::Wait(_) | AppError::Contended) => true,
        Err(AppError::Busy(_) | AppError::Internal(_)) => false,
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

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, mpsc};

    use super::*;

    /// SQLite with so many connections, in a folder that lives as long as the first.
    pub(super) fn db(connections: u32) -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("portal.db"));
        let db = Db::open(&url, connections).unwrap();
        (folder, db)
    }

    /// A read that lasts until what is given back is dropped.
    fn long_read(db: &Db) -> (mpsc::Sender<()>, impl Future<Output = Result<()>> + use<>) {
        let (end, ended) = mpsc::channel::<()>();
        let db = db.clone();
        let read = async move {
            db.run(move |_| {
                let _ = ended.recv();
                Ok(())
            })
            .await
        };
        (end, read)
    }

    #[actix_web::test]
    async fn who_asks_is_found_out_and_written_while_every_reader_is_busy() {
        // One connection for reading, two for finding out, one for writing.
        let (_folder, db) = db(4);
        let (end, read) = long_read(&db);
        let read = actix_web::rt::spawn(read);
        db.run_ahead(|_| Ok(())).await.unwrap();
        db.write(|_| Ok(())).await.unwrap();
        drop(end);
        read.await.unwrap().unwrap();
    }

    #[actix_web::test]
    async fn readers_come_in_their_order_and_one_who_left_keeps_nobody() {
        let (_folder, db) = db(4);
        let (end, first) = long_read(&db);
        let first = actix_web::rt::spawn(first);
        let came = Arc::new(Mutex::new(Vec::new()));
        let mut others = Vec::new();
        for number in 0..5 {
            let (db, came) = (db.clone(), Arc::clone(&came));
            others.push(actix_web::rt::spawn(async move {
                db.run(move |_| {
                    came.lock().unwrap().push(number);
                    Ok(())
                })
                .await
            }));
            // Begun, and waiting, before the next.
            actix_web::rt::task::yield_now().await;
        }
        others.remove(2).abort();
        drop(end);
        first.await.unwrap().unwrap();
        for other in others {
            other.await.unwrap().unwrap();
        }
        assert_eq!(*came.lock().unwrap(), [0, 1, 3, 4]);
    }

    /// By other flags than those of `.cargo/config.toml` it works as well, and several times as slowly.
    #[test]
    fn sqlite_is_compiled_as_the_server_needs_it() {
        use diesel::dsl::sql;
        use diesel::sql_types::Bool;

        let (_folder, db) = db(1);
        let has = |option: &str| -> bool {
            let asked = format!("sqlite_compileoption_used('{option}')");
            db.run_blocking(|conn| Ok(diesel::select(sql::<Bool>(&asked)).get_result(conn)?))
                .unwrap()
        };
        for option in ["ENABLE_QPSG", "THREADSAFE=2", "STMTJRNL_SPILL=1048576"] {
            assert!(has(option), "{option}");
        }
        for option in ["ENABLE_MEMORY_MANAGEMENT", "ENABLE_STAT4", "ENABLE_API_ARMOR"] {
            assert!(!has(option), "{option}");
        }
    }

    #[actix_web::test]
    async fn one_connection_serves_all() {
        let (_folder, db) = db(1);
        db.write(|_| Ok(())).await.unwrap();
        db.run_ahead(|_| Ok(())).await.unwrap();
        db.run(|_| Ok(())).await.unwrap();
    }
}
