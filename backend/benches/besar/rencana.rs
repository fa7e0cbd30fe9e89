//! Reads the plans of the statements that a question runs, as the database itself explains them.

use std::sync::{Arc, Mutex};

use backend::db::Conn;
use diesel::connection::{Connection, Instrumentation, InstrumentationEvent, SimpleConnection};
use diesel::result::QueryResult;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};

/// Reading a table of this many rows from end to end costs less than looking for a way around it.
pub const KECIL: i64 = 1_000;

#[derive(QueryableByName)]
struct Teks {
    #[diesel(sql_type = Text)]
    isi: String,
}

/// The column `isi` of each row.
pub fn texts(conn: &mut Conn, sql: &str) -> QueryResult<Vec<String>> {
    let rows: Vec<Teks> = sql_query(sql).load(conn)?;
    Ok(rows.into_iter().map(|row| row.isi).collect())
}

/// What of the database decides whether a plan is a good one.
pub struct Ukuran {
    /// Each table with the number of its rows.
    pub tables: Vec<(String, i64)>,
    /// SQLite's indexes of some rows alone: to read one from end to end is not to read its table.
    partial: Vec<String>,
}

pub fn sizes(conn: &mut Conn) -> QueryResult<Ukuran> {
    let partial = match conn {
        Conn::Sqlite(_) => texts(
            conn,
            "SELECT name AS isi FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'",
        )?,
        // There the estimate of rows, which knows the condition, makes the choice.
        Conn::Postgres(_) => Vec::new(),
    };
    let names = match conn {
        Conn::Sqlite(_) => {
            "SELECT name AS isi FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
        Conn::Postgres(_) => {
            "SELECT tablename::text AS isi FROM pg_tables WHERE schemaname = current_schema()"
        }
    };
    let mut tables = Vec::new();
    for name in texts(conn, names)? {
        let count = texts(conn, &format!("SELECT CAST(COUNT(*) AS TEXT) AS isi FROM {name}"))?;
        let rows = count
            .first()
            .and_then(|text| text.parse().ok())
            .unwrap_or_default();
        tables.push((name, rows));
    }
    Ok(Ukuran { tables, partial })
}

/// The statements that `ask` runs, each once, with their values.
pub fn statements(
    conn: &mut Conn,
    ask: &dyn Fn(&mut Conn) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<String>> {
    let seen = Arc::new(Mutex::new(Vec::<String>::new()));
    let log = seen.clone();
    watch(conn, move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event
            && let Ok(mut log) = log.lock()
        {
            let text = query.to_string();
            if text.starts_with("SELECT") && !log.contains(&text) {
                log.push(text);
            }
        }
    });
    let asked = ask(conn);
    watch(conn, |_: InstrumentationEvent<'_>| {});
    asked?;
    let seen = seen.lock().map_err(|_| anyhow::anyhow!("a question broke off"))?;
    Ok(seen.clone())
}

fn watch(conn: &mut Conn, by: impl Instrumentation) {
    match conn {
        Conn::Sqlite(sqlite) => sqlite.set_instrumentation(by),
        Conn::Postgres(postgres) => postgres.set_instrumentation(by),
    }
}

/// The plan, line by line. SQLite makes it without the values; PostgreSQL is given them.
pub fn explain(conn: &mut Conn, statement: &str) -> QueryResult<Vec<String>> {
    let (sql, values) = parts(statement);
    match conn {
        Conn::Sqlite(_) => {
            #[derive(QueryableByName)]
            struct Step {
                #[diesel(sql_type = Text)]
                detail: String,
            }
            let steps: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(conn)?;
            Ok(steps.into_iter().map(|step| step.detail).collect())
        }
        Conn::Postgres(postgres) => {
            #[derive(QueryableByName)]
            struct Line {
                #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
                line: String,
            }
            postgres.batch_execute(&format!("DEALLOCATE ALL; PREPARE tanya AS {sql}"))?;
            let values = if values.is_empty() {
                String::new()
            } else {
                format!("({})", values.join(", "))
            };
            let lines: Vec<Line> = sql_query(format!("EXPLAIN EXECUTE tanya{values}")).load(postgres)?;
            Ok(lines.into_iter().map(|line| line.line).collect())
        }
    }
}

/// Tables of over [`KECIL`] rows that the plan reads from end to end: without an index, or through one with nothing that
/// ends it early.
pub fn whole_tables(plan: &[String], statement: &str, sizes: &Ukuran) -> Vec<String> {
    let (sql, _) = parts(statement);
    if is_never(sql) {
        return Vec::new();
    }
    let bounded =
        sql.contains(" LIMIT ") && !plan.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY"));
    let is_large = |name: &str| {
        let known = sizes.tables.iter().find(|(table, _)| table == name);
        known.is_some_and(|(_, rows)| *rows > KECIL)
    };
    plan.iter()
        .enumerate()
        .filter_map(|(place, line)| {
            let line = line.trim_start_matches([' ', '-', '>']);
            let name = if let Some((_, rest)) = line.split_once("Seq Scan on ") {
                if ends_early(plan, place) {
                    return None;
                }
                rest.split_whitespace().next()?
            } else {
                let rest = line.strip_prefix("SCAN ")?;
                let index = rest.split_once(" INDEX ").map(|(_, index)| index.trim());
                // Where rows are passed over, nobody knows how many of them stand before the last one asked for.
                let picks = sql.contains(" WHERE ");
                if bounded
                    && index.is_some_and(|index| !picks || sizes.partial.iter().any(|one| one == index))
                {
                    return None;
                }
                rest.split_whitespace().next()?
            };
            is_large(name).then(|| name.to_owned())
        })
        .collect()
}

/// Whether PostgreSQL stops as soon as it has as many rows as are asked for: nothing stands between the bound and the
/// table that has to see all rows, and none is passed over.
fn ends_early(plan: &[String], place: usize) -> bool {
    let above = place.checked_sub(1).and_then(|above| plan.get(above));
    let below = plan.get(place + 1);
    above.is_some_and(|line| line.trim_start_matches([' ', '-', '>']).starts_with("Limit "))
        && !below.is_some_and(|line| line.trim_start().starts_with("Filter:"))
}

/// Whether no row can hold what is asked: diesel writes `1=0` for one of an empty list, and SQLite's plan, made without the
/// values, shows a table all the same that is then never opened.
fn is_never(sql: &str) -> bool {
    sql.split_once(" WHERE ")
        .is_some_and(|(_, terms)| terms.contains("1=0") && !terms.contains(" OR "))
}

/// A statement as diesel shows it, as its SQL and its values in the words of SQL.
fn parts(statement: &str) -> (&str, Vec<String>) {
    let Some((sql, binds)) = statement.rsplit_once(" -- binds: ") else {
        return (statement, Vec::new());
    };
    let binds = binds.trim();
    let inner = binds.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let inner = inner.unwrap_or_default();
    (sql, split(inner).iter().map(|value| literal(value)).collect())
}

/// At the commas that stand neither in a text nor in a list.
fn split(list: &str) -> Vec<String> {
    let (mut values, mut value) = (Vec::new(), String::new());
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for c in list.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                values.push(std::mem::take(&mut value).trim().to_owned());
                continue;
            }
            _ => {}
        }
        value.push(c);
    }
    if !value.trim().is_empty() {
        values.push(value.trim().to_owned());
    }
    values
}

fn literal(value: &str) -> String {
    if let Some(list) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let items: Vec<String> = split(list).iter().map(|item| literal(item)).collect();
        if items.is_empty() {
            // Of which type it is, is known where it is handed over.
            return "'{}'".to_owned();
        }
        return format!("ARRAY[{}]", items.join(", "));
    }
    if let Some(text) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let text = text
            .replace("\\\"", "\"")
            .replace("\\\\", "\\")
            .replace('\'', "''");
        return format!("'{text}'");
    }
    match value {
        "None" => "NULL".to_owned(),
        "true" | "false" => value.to_owned(),
        number if number.parse::<f64>().is_ok() => number.to_owned(),
        other => format!("'{other}'"),
    }
}
