//! The index of words by which an officer finds a complaint: portable, and searched by the beginning of a word. Names
//! and numbers of reporters are never in it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::Error as QueryError;
use diesel::sql_types::Text;

use crate::aduan::row::AduanRow;
use crate::db::{Backend, Conn, RowsOfList, rows_of_list};
use crate::schema::aduan_kata;

/// Shorter words say nothing, longer ones are cut.
const SHORTEST: usize = 2;
const LONGEST: usize = 32;
/// Words of one query that are looked for.
const ASKED_AT_MOST: usize = 8;

/// The words of a text, in small letters.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .map(|word| word.to_lowercase().chars().take(LONGEST).collect::<String>())
        .filter(|word| word.chars().count() >= SHORTEST)
}

/// The words that somebody looks for.
pub fn asked(text: &str) -> Vec<String> {
    let unique: BTreeSet<String> = words(text).collect();
    unique.into_iter().take(ASKED_AT_MOST).collect()
}

/// Indexes a complaint anew.
pub fn replace(conn: &mut Conn, row: &AduanRow, tempat: &str) -> QueryResult<()> {
    diesel::delete(aduan_kata::table.filter(aduan_kata::aduan_id.eq(&row.id))).execute(conn)?;
    insert(conn, row, tempat)
}

/// Indexes a complaint that is not in the index.
pub fn insert(conn: &mut Conn, row: &AduanRow, tempat: &str) -> QueryResult<()> {
    let texts = [
        row.kode.as_str(),
        &row.uraian,
        &row.lokasi_catatan,
        tempat,
        row.rilis_judul.as_deref().unwrap_or_default(),
    ];
    let found: BTreeSet<String> = texts.into_iter().flat_map(words).collect();
    let words =
        serde_json::to_string(&found).map_err(|error| QueryError::SerializationError(error.into()))?;
    Sisipkan {
        rows: rows_of_list(conn),
        words,
        aduan_id: &row.id,
    }
    .execute(conn)
    .map(drop)
}

/// The words of one complaint, dozens of them, in one statement: each statement is a way to PostgreSQL and back. Its text is
/// the same for every complaint, so that it is parsed once. Diesel does not make it for two databases.
struct Sisipkan<'a> {
    rows: RowsOfList,
    /// A list in JSON.
    words: String,
    aduan_id: &'a str,
}

impl QueryId for Sisipkan<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<Conn> for Sisipkan<'_> {}

impl QueryFragment<Backend> for Sisipkan<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("INSERT INTO aduan_kata (aduan_id, kata) SELECT ");
        out.push_bind_param::<Text, _>(self.aduan_id)?;
        out.push_sql(", value FROM ");
        out.push_sql(self.rows.before);
        out.push_bind_param::<Text, _>(&self.words)?;
        out.push_sql(self.rows.behind);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_stands_between_them() {
        let found: Vec<String> = words("Ju'uh, ADU-7K3MX: jalan\nRUSAK di RT.4").collect();
        assert_eq!(found, ["ju", "uh", "adu", "7k3mx", "jalan", "rusak", "di", "rt"]);
    }

    #[test]
    fn a_query_is_bounded() {
        let long: String = (10..60).map(|n| format!("kata{n} ")).collect();
        assert_eq!(asked(&long).len(), ASKED_AT_MOST);
        assert!(asked(" - ").is_empty());
    }
}
