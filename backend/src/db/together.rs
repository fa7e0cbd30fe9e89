//! Writes that wait for one another are committed together. SQLite lets one in at a time, and what a write costs is for
//! the most part its commit: the pages that it touched go to the disk, and the disk is waited for. Whoever has the turn
//! takes along all who stand behind him, each but the first in a savepoint of its own, and none is answered before the
//! common commit is on the disk. So the more come, the less each costs, and nobody waits on purpose.
//!
//! A write that is refused leaves nothing behind and disturbs nobody. Where anything else goes wrong, with one of them or
//! with the commit, the whole is taken back and each goes alone, as if there had been no company.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use diesel::QueryResult;
use diesel::connection::TransactionManager;
use diesel::r2d2::PooledConnection;
use tokio::sync::oneshot;

use super::connection::{Conn, Manager};
use super::{Transactions, begin_write, roll_back};
use crate::error::{AppError, Result};

/// Writes of one commit.
const AT_MOST: usize = 64;
/// Nobody more is let in once the first has been kept from his commit for so long. Whoever is inside by then is waited
/// for, so what may last goes by [`super::Db::write_alone`].
const NO_LONGER: Duration = Duration::from_millis(25);

/// What became of a write that was in company.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is on the disk, or was refused and left nothing.
    Done,
    /// Nothing of it was kept: it has to go by itself.
    Alone,
}

/// Those whose turn is still to come, in their order.
pub struct Company {
    row: Mutex<Row>,
    /// Kept from one commit to the next: what a connection has read of the tables holds until another one writes.
    conn: Mutex<Option<PooledConnection<Manager>>>,
    keeps: bool,
    /// [`NO_LONGER`], but for tests that must not hang on the clock.
    no_longer: Duration,
}

#[derive(Default)]
struct Row {
    waiting: VecDeque<Waiting>,
    /// The place of whoever came last.
    last: u64,
}

struct Waiting {
    place: u64,
    write: Arc<dyn Write>,
    told: oneshot::Sender<Fate>,
}

trait Write: Send + Sync {
    fn runs(&self, conn: &mut Conn) -> Came;
}

/// What a write came to, without what it answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Through,
    Refused,
    Failed,
}

/// What a write does on its connection.
pub type Work<T> = dyn Fn(&mut Conn) -> Result<T> + Send;

/// A write with what it answered.
pub struct Kept<T> {
    work: Mutex<Box<Work<T>>>,
    answer: Mutex<Option<Result<T>>>,
}

impl<T> Kept<T> {
    /// Runs it outside of any company.
    pub fn run(&self, conn: &mut Conn) -> Result<T> {
        open(&self.work)(conn)
    }

    pub fn answer(&self) -> Option<Result<T>> {
        open(&self.answer).take()
    }
}

impl<T: Send> Write for Kept<T> {
    fn runs(&self, conn: &mut Conn) -> Came {
        let answer = self.run(conn);
        let came = match &answer {
            Ok(_) => Came::Through,
            Err(AppError::Refused(_) | AppError::Wait(_)) => Came::Refused,
            Err(AppError::Contended | AppError::Busy(_) | AppError::Internal(_)) => Came::Failed,
        };
        *open(&self.answer) = Some(answer);
        came
    }
}

/// A place in the row. Whoever drops it before he was let in has left.
pub struct Ticket<'a> {
    company: &'a Company,
    place: u64,
    /// An error where whoever took him along came to grief.
    pub fate: oneshot::Receiver<Fate>,
}

impl Ticket<'_> {
    /// False where he was let in already, and has to hear what becomes of him.
    pub fn leaves(&self) -> bool {
        let mut row = open(&self.company.row);
        let before = row.waiting.len();
        row.waiting.retain(|one| one.place != self.place);
        row.waiting.len() < before
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.leaves();
    }
}

impl Company {
    /// `keeps` a connection of the pool for itself.
    pub fn new(keeps: bool) -> Self {
        Self {
            row: Mutex::default(),
            conn: Mutex::default(),
            keeps,
            no_longer: NO_LONGER,
        }
    }

    /// Whether it keeps a connection over which nobody writes just now.
    pub fn rests(&self) -> bool {
        open(&self.conn).is_some()
    }

    /// The connection that it keeps, for somebody who has the turn and goes alone: there is none beyond it for him.
    pub fn give(&self) -> Option<PooledConnection<Manager>> {
        open(&self.conn).take()
    }

    pub fn join<T: Send + 'static>(&self, work: Box<Work<T>>) -> (Ticket<'_>, Arc<Kept<T>>) {
        let kept = Arc::new(Kept {
            work: Mutex::new(work),
            answer: Mutex::new(None),
        });
        let (told, fate) = oneshot::channel();
        let mut row = open(&self.row);
        row.last += 1;
        let place = row.last;
        row.waiting.push_back(Waiting {
            place,
            write: Arc::<Kept<T>>::clone(&kept),
            told,
        });
        drop(row);
        let company = self;
        (Ticket { company, place, fate }, kept)
    }

    /// Writes for all who wait, or for as many as may go together. An error says that the way to the database is closed,
    /// and that nobody was let in.
    pub fn write(&self, connect: impl FnOnce() -> Result<PooledConnection<Manager>>) -> Result<()> {
        if open(&self.row).waiting.is_empty() {
            return Ok(());
        }
        let mut conn = self.give().map_or_else(connect, Ok)?;
        conn.doubt();
        begin_write(&mut conn)?;
        let (inside, fate) = self.let_in(&mut conn);
        // Before anybody is told: whoever comes back with more then finds it.
        if fate == Fate::Done {
            conn.went_well();
            *open(&self.conn) = self.keeps.then_some(conn);
        }
        // Whoever does not listen any more has gone; what he brought is kept or not kept like all else.
        for one in inside {
            let _ = one.send(fate);
        }
        Ok(())
    }

    /// Those who were let in, and what became of them.
    fn let_in(&self, conn: &mut Conn) -> (Vec<oneshot::Sender<Fate>>, Fate) {
        let (began, mut inside) = (Instant::now(), Vec::new());
        while inside.len() < AT_MOST && (inside.is_empty() || began.elapsed() < self.no_longer) {
            let Some(next) = open(&self.row).waiting.pop_front() else {
                break;
            };
            let came = if inside.is_empty() {
                by_itself(conn, &*next.write)
            } else {
                in_savepoint(conn, &*next.write)
            };
            inside.push(next.told);
            match came {
                Ok(Came::Through) => {}
                // Taken back with the whole transaction, which was his alone.
                Ok(Came::Refused) if inside.len() == 1 => return (inside, Fate::Done),
                Ok(Came::Refused) => {}
                // What it came to by itself is told to whoever brought it.
                Ok(Came::Failed) => {
                    let company = inside.len();
                    tracing::warn!(company, "a write failed in company; each of them goes alone");
                    roll_back(conn);
                    return (inside, Fate::Alone);
                }
                Err(cause) => {
                    tracing::warn!(%cause, "a company of writes was parted; each of them goes alone");
                    roll_back(conn);
                    return (inside, Fate::Alone);
                }
            }
        }
        match Transactions::commit_transaction(conn) {
            Ok(()) => (inside, Fate::Done),
            Err(cause) => {
                tracing::warn!(%cause, "a common commit failed; each of them goes alone");
                (inside, Fate::Alone)
            }
        }
    }
}

/// The first needs no savepoint: nobody is there yet who would lose by his being taken back.
fn by_itself(conn: &mut Conn, write: &dyn Write) -> QueryResult<Came> {
    let came = write.runs(conn);
    if came == Came::Refused {
        Transactions::rollback_transaction(conn)?;
    }
    Ok(came)
}

fn in_savepoint(conn: &mut Conn, write: &dyn Write) -> QueryResult<Came> {
    Transactions::begin_transaction(conn)?;
    let came = write.runs(conn);
    match came {
        Came::Through => Transactions::commit_transaction(conn)?,
        Came::Refused | Came::Failed => Transactions::rollback_transaction(conn)?,
    }
    Ok(came)
}

/// A write that panicked has left nothing half done behind these locks.
fn open<T: ?Sized>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use actix_web::web;
    use diesel::prelude::*;

    use super::*;
    use crate::db::Db;
    use crate::db::tests::db;

    diesel::table! {
        angka (n) {
            n -> Integer,
        }
    }

    /// A database with a table of numbers.
    fn numbered() -> (tempfile::TempDir, Db) {
        let (folder, mut db) = db(5);
        let company = db.company.as_mut().and_then(Arc::get_mut).unwrap();
        company.no_longer = Duration::from_mins(1);
        let create = "CREATE TABLE angka (n INTEGER PRIMARY KEY)";
        db.write_blocking(|conn| Ok(diesel::sql_query(create).execute(conn).map(drop)?))
            .unwrap();
        (folder, db)
    }

    fn put(conn: &mut Conn, n: i32) -> Result<()> {
        diesel::insert_into(angka::table)
            .values(angka::n.eq(n))
            .execute(conn)?;
        Ok(())
    }

    fn numbers(db: &Db) -> Vec<i32> {
        db.run_blocking(|conn| Ok(angka::table.order(angka::n).select(angka::n).load(conn)?))
            .unwrap()
    }

    /// Puts 0 to 4 while the turn is another's, each by a write of its own. Of number 2 it is then asked how it ends. Gives
    /// what each was answered, and how many numbers another connection saw while it was being put.
    async fn puts_five(db: &Db, second: fn() -> Result<()>) -> (Vec<Result<Result<()>, ()>>, Vec<usize>) {
        let ((end, ended), (begin, begun)) = (mpsc::channel::<()>(), mpsc::channel::<()>());
        let ended = Mutex::new(ended);
        let of_first = db.clone();
        let first = actix_web::rt::spawn(async move {
            let keeps_the_turn = move |_: &mut Conn| {
                let _ = begin.send(());
                let _ = ended.lock().unwrap().recv();
                Ok(())
            };
            of_first.write(keeps_the_turn).await
        });
        web::block(move || begun.recv()).await.unwrap().unwrap();
        let (seen, mut writes) = (Arc::new(Mutex::new(Vec::new())), Vec::new());
        for n in 0..5 {
            let (db, seen) = (db.clone(), Arc::clone(&seen));
            writes.push(actix_web::rt::spawn(async move {
                let other = db.clone();
                db.write(move |conn| {
                    put(conn, n)?;
                    seen.lock().unwrap().push(numbers(&other).len());
                    if n == 2 { second() } else { Ok(()) }
                })
                .await
            }));
            actix_web::rt::task::yield_now().await;
        }
        drop(end);
        first.await.unwrap().unwrap();
        let mut answers = Vec::new();
        for write in writes {
            answers.push(write.await.map_err(drop));
        }
        let seen = seen.lock().unwrap().clone();
        (answers, seen)
    }

    fn went_well(answers: &[Result<Result<()>, ()>]) -> Vec<bool> {
        answers
            .iter()
            .map(|answer| matches!(answer, Ok(Ok(()))))
            .collect()
    }

    #[actix_web::test]
    async fn those_who_wait_are_committed_together() {
        let (_folder, db) = numbered();
        let (answers, seen) = puts_five(&db, || Ok(())).await;
        assert_eq!(went_well(&answers), [true; 5]);
        assert_eq!(seen, [0; 5], "one was committed before the last was done");
        assert_eq!(numbers(&db), [0, 1, 2, 3, 4]);
    }

    #[actix_web::test]
    async fn one_who_is_refused_leaves_nothing_and_disturbs_nobody() {
        let (_folder, db) = numbered();
        let (answers, seen) = puts_five(&db, || Err(AppError::not_found())).await;
        assert_eq!(went_well(&answers), [true, true, false, true, true]);
        assert!(matches!(answers[2], Ok(Err(AppError::Refused(_)))));
        assert_eq!(seen, [0; 5]);
        assert_eq!(numbers(&db), [0, 1, 3, 4]);
    }

    #[actix_web::test]
    async fn one_who_fails_goes_alone_and_so_do_those_who_were_with_him() {
        let (_folder, db) = numbered();
        let fails = || Err(AppError::Internal(anyhow::anyhow!("on purpose")));
        let (answers, seen) = puts_five(&db, fails).await;
        assert_eq!(went_well(&answers), [true, true, false, true, true]);
        assert!(matches!(answers[2], Ok(Err(AppError::Internal(_)))));
        assert_eq!(seen[..3], [0; 3]);
        assert_eq!(numbers(&db), [0, 1, 3, 4]);
    }

    #[actix_web::test]
    async fn one_who_panics_takes_nobody_along() {
        let (_folder, db) = numbered();
        let (answers, _) = puts_five(&db, || panic!("on purpose")).await;
        assert_eq!(went_well(&answers), [true, true, false, true, true]);
        assert_eq!(numbers(&db), [0, 1, 3, 4]);
    }

    #[actix_web::test]
    async fn a_common_commit_that_fails_keeps_nothing_and_each_goes_alone() {
        let (_folder, db) = numbered();
        let child = "CREATE TABLE anak (n INTEGER REFERENCES angka DEFERRABLE INITIALLY DEFERRED)";
        db.write_blocking(|conn| Ok(diesel::sql_query(child).execute(conn).map(drop)?))
            .unwrap();
        let turn = Arc::clone(&db.turns).acquire_owned().await.unwrap();
        let mut writes = Vec::new();
        for n in 0..3 {
            let db = db.clone();
            writes.push(actix_web::rt::spawn(async move {
                db.write(move |conn| {
                    put(conn, n)?;
                    if n == 1 {
                        // Told at the commit alone.
                        diesel::sql_query("INSERT INTO anak (n) VALUES (99)").execute(conn)?;
                    }
                    Ok(())
                })
                .await
            }));
            actix_web::rt::task::yield_now().await;
        }
        drop(turn);
        let mut answers = Vec::new();
        for write in writes {
            answers.push(write.await.map_err(drop));
        }
        assert_eq!(went_well(&answers), [true, false, true]);
        assert_eq!(numbers(&db), [0, 2]);
        let (open, idle) = db.pool_state();
        assert_eq!(idle, open, "a connection is still held");
    }

    #[actix_web::test]
    async fn more_than_one_commit_holds_are_all_written_once() {
        let (_folder, db) = numbered();
        let turn = Arc::clone(&db.turns).acquire_owned().await.unwrap();
        let mut writes = Vec::new();
        for n in 0..200 {
            let db = db.clone();
            writes.push(actix_web::rt::spawn(async move {
                db.write(move |conn| put(conn, n)).await
            }));
        }
        actix_web::rt::task::yield_now().await;
        drop(turn);
        for write in writes {
            write.await.unwrap().unwrap();
        }
        assert_eq!(numbers(&db), (0..200).collect::<Vec<_>>());
    }

    #[actix_web::test]
    async fn one_who_left_before_his_turn_writes_nothing() {
        let (_folder, db) = numbered();
        let turn = Arc::clone(&db.turns).acquire_owned().await.unwrap();
        let mut writes = Vec::new();
        for n in 0..3 {
            let db = db.clone();
            writes.push(actix_web::rt::spawn(async move {
                db.write(move |conn| put(conn, n)).await
            }));
            actix_web::rt::task::yield_now().await;
        }
        writes.remove(1).abort();
        actix_web::rt::task::yield_now().await;
        drop(turn);
        for write in writes {
            write.await.unwrap().unwrap();
        }
        assert_eq!(numbers(&db), [0, 2]);
    }
}
