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
    pub(super) no_longer: Duration,
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
