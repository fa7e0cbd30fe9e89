//! Photos on their way in and out. They arrive by tus 1.0 in parts, wait in a folder until they are whole, are judged by
//! their content, and only then go to the object store and count for their record. What was refused, broken off
//! or forgotten leaves nothing behind.

pub mod finish;
mod headers;
pub mod image;
pub mod photo;
mod protocol;
pub mod queries;
pub mod receive;
pub mod routes;
mod row;
mod spool;
pub mod store;
pub mod sweep;
mod upload;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

use self::spool::Spool;
use self::store::Store;

/// Photos that are judged at once; each is held in memory whole meanwhile.
const JUDGED_AT_ONCE: usize = 4;
/// Folder below the data folder for what is still arriving.
const SPOOL: &str = "unggahan";

/// Tells the time; a test brings its own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What all workers share to receive and serve photos.
pub struct Files {
    spool: Spool,
    pub store: Store,
    judging: Semaphore,
    clock: Clock,
}

impl Files {
    /// `data` is the portal's data folder, `files` what `PORTAL_FILES` says.
    pub fn open(data: &Path, files: &str, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self {
            spool: Spool::open(data.join(SPOOL))?,
            store: Store::open(files)?,
            judging: Semaphore::new(JUDGED_AT_ONCE),
            clock,
        })
    }

    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }
}
