//! One table in a backup: read row by row in the order of its key, written row by row, never held whole in memory.

use crate::db::Conn;
use crate::error::Result;

/// Rows that are read at once.
pub const PAGE: i64 = 1_000;

/// Takes one row as a line of JSON.
pub type Take<'a> = &'a mut dyn FnMut(&[u8]) -> anyhow::Result<()>;

pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// Part of what every portal has from its first start, and so no sign that a database is in use.
    pub is_reference: bool,
    /// Gives all rows, in the order of the key.
    pub dump: fn(&mut Conn, Take<'_>) -> Result<()>,
    /// Writes one row.
    pub insert: fn(&mut Conn, &[u8]) -> Result<()>,
    pub clear: fn(&mut Conn) -> Result<()>,
    pub is_empty: fn(&mut Conn) -> Result<bool>,
}

/// The condition "after this row in the order of the key".
macro_rules! after {
    ($table:ident, $last:ident, $key:ident) => {
        $table::$key.gt($last.$key.clone())
    };
    ($table:ident, $last:ident, $first:ident, $second:ident) => {
        $table::$first.gt($last.$first.clone()).or($table::$first
            .eq($last.$first.clone())
            .and($table::$second.gt($last.$second.clone())))
    };
}

/// Lists tables with their keys and columns. A column that the schema has and the list has not does not compile; a
/// table that the list has not fails a test.
macro_rules! tables {
    ($( $(#[$reference:ident])? $table:ident ( $($key:ident),+ ) { $($column:ident: $kind:ty),+ $(,)? } )+) => {
        $(
            mod $table {
                use diesel::prelude::*;
                use serde::{Deserialize, Serialize};

                use crate::backup::table::{PAGE, Take, after};
                use crate::db::{Backend, Conn};
                use crate::error::Result;
                use crate::schema::$table;

                #[derive(Queryable, Insertable, Serialize, Deserialize)]
                #[diesel(table_name = $table)]
                #[serde(deny_unknown_fields)]
                struct Row {
                    $($column: $kind,)+
                }

                pub fn dump(conn: &mut Conn, take: Take<'_>) -> Result<()> {
                    let mut last: Option<Row> = None;
                    loop {
                        let mut query = $table::table
                            .order(($($table::$key,)+))
                            .limit(PAGE)
                            .into_boxed::<Backend>();
                        if let Some(last) = &last {
                            query = query.filter(after!($table, last, $($key),+));
                        }
                        let rows: Vec<Row> = query.load(conn)?;
                        for row in &rows {
                            take(&serde_json::to_vec(row)?)?;
                        }
                        last = rows.into_iter().last();
                        if last.is_none() {
                            return Ok(());
                        }
                    }
                }

                pub fn insert(conn: &mut Conn, line: &[u8]) -> Result<()> {
                    let row: Row = serde_json::from_slice(line)?;
                    diesel::insert_into($table::table).values(row).execute(conn)?;
                    Ok(())
                }

                pub fn clear(conn: &mut Conn) -> Result<()> {
                    diesel::delete($table::table).execute(conn)?;
                    Ok(())
                }

                pub fn is_empty(conn: &mut Conn) -> Result<bool> {
                    let rows: i64 = $table::table.count().get_result(conn)?;
                    Ok(rows == 0)
                }
            }
        )+

        /// All that a backup holds, in the order in which rows may be written: nothing comes before what it refers to.
        pub const TABLES: &[$crate::backup::Table] = &[
            $($crate::backup::Table {
                name: stringify!($table),
                columns: &[$(stringify!($column)),+],
                is_reference: tables!(@is_reference $($reference)?),
                dump: $table::dump,
                insert: $table::insert,
                clear: $table::clear,
                is_empty: $table::is_empty,
            },)+
        ];
    };
    (@is_reference reference) => { true };
    (@is_reference) => { false };
}

pub(super) use {after, tables};
