//! A SQLite file that others made and that is only read, such as a file of map tiles.

use std::path::Path;

use anyhow::Context;
use diesel::Connection;
use diesel::r2d2::{ConnectionManager, Pool};
use diesel::result::QueryResult;
use diesel::sqlite::SqliteConnection;

use crate::error::{AppError, Result};

/// What its queries run on.
pub type ForeignConn = SqliteConnection;

#[derive(Clone)]
pub struct ForeignFile {
    pool: Pool<ConnectionManager<SqliteConnection>>,
}

impl ForeignFile {
    /// Opens the file so that nothing can be written to it. `connections` is the largest number held at once.
    pub fn open(path: &Path, connections: u32) -> anyhow::Result<Self> {
        let uri = read_only(path);
        // Tried once by hand: the pool would go on trying for a while before it told why.
        SqliteConnection::establish(&uri)
            .with_context(|| format!("{} tidak dapat dibuka", path.display()))?;
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            // A file does not hang up; one that is no database at all is to be told by the first query.
            .test_on_check_out(false)
            .build(ConnectionManager::new(uri))?;
        Ok(Self { pool })
    }

    /// Runs a read. Blocks: call it on the blocking pool.
    pub fn read<T>(&self, read: impl FnOnce(&mut ForeignConn) -> QueryResult<T>) -> Result<T> {
        let mut conn = self
            .pool
            .get()
            .map_err(|error| AppError::Busy(anyhow::Error::new(error)))?;
        Ok(read(&mut conn)?)
    }
}

/// The file's name as a URI, in which the characters that mean something there are written in hex.
fn read_only(path: &Path) -> String {
    let mut uri = String::from("file:");
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            other => uri.push(other),
        }
    }
    uri + "?mode=ro"
}

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::{RunQueryDsl, sql_query};

    use super::*;

    #[test]
    fn a_foreign_file_is_read_and_never_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("peta 100% #1?.mbtiles");
        assert!(ForeignFile::open(&path, 1).is_err());
        assert!(!path.exists());
        SqliteConnection::establish(path.to_str().unwrap())
            .unwrap()
            .batch_execute("CREATE TABLE t (n INTEGER)")
            .unwrap();
        let file = ForeignFile::open(&path, 1).unwrap();
        assert_eq!(
            file.read(|conn| sql_query("SELECT * FROM t").execute(conn))
                .unwrap(),
            0
        );
        assert!(
            file.read(|conn| sql_query("INSERT INTO t VALUES (1)").execute(conn))
                .is_err()
        );
    }
}
