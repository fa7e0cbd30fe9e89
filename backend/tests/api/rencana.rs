//! The benchmark's reading of plans, tried on statements of which it is known whether they read a whole table.

#[path = "../../benches/besar/rencana.rs"]
mod membaca;

use backend::db::Conn;
use backend::error::AppError;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::support::TestApp;

diesel::table! {
    besar (id) {
        id -> Text,
        jenis -> Text,
        nilai -> BigInt,
        pada -> Timestamp,
    }
}

/// A table of 5,000 rows with an index on all but `nilai`, of which its greatest alone have one.
fn fill(app: &TestApp) {
    let rows: Vec<String> = (0..5_000)
        .map(|n| {
            format!(
                "('{n:05}', 'jenis {}', {n}, '2026-01-01 00:00:{:02}')",
                n % 50,
                n % 60
            )
        })
        .collect();
    let fill = format!(
        "CREATE TABLE besar (id TEXT PRIMARY KEY, jenis TEXT NOT NULL, nilai BIGINT NOT NULL, pada TIMESTAMP NOT NULL);
         CREATE INDEX besar_pada ON besar (pada, id);
         CREATE INDEX besar_jenis ON besar (jenis, pada);
         CREATE INDEX besar_tinggi ON besar (pada DESC) WHERE nilai > 4990;
         INSERT INTO besar VALUES {};
         ANALYZE;",
        rows.join(",")
    );
    app.db
        .write_blocking(|conn| Ok(conn.batch_execute(&fill)?))
        .unwrap();
}

/// Tables that the statements of `ask` read whole.
fn whole(app: &TestApp, ask: impl Fn(&mut Conn) -> QueryResult<()>) -> Vec<String> {
    app.db
        .run_blocking(|conn| {
            let sizes = membaca::sizes(conn)?;
            assert!(
                sizes.tables.contains(&("besar".to_owned(), 5_000)),
                "{:?}",
                sizes.tables
            );
            let asked = membaca::statements(conn, &|conn| Ok(ask(conn)?))?;
            assert!(!asked.is_empty());
            let mut whole = Vec::new();
            for statement in asked {
                let plan = membaca::explain(conn, &statement)?;
                whole.extend(membaca::whole_tables(&plan, &statement, &sizes));
            }
            Ok(whole)
        })
        .map_err(AppError::into_cause)
        .unwrap()
}

#[actix_web::test]
async fn a_statement_without_an_index_is_found_and_one_with_an_index_is_not() {
    let app = TestApp::start().await;
    fill(&app);
    let found = whole(&app, |conn| {
        besar::table
            .filter(besar::nilai.eq(4_711_i64))
            .load::<(String, String, i64, chrono::NaiveDateTime)>(conn)
            .map(drop)
    });
    assert_eq!(found, ["besar"]);
    // Sorted by what has no index: the bound does not help.
    let found = whole(&app, |conn| {
        besar::table
            .order(besar::nilai)
            .select(besar::id)
            .limit(10)
            .load::<String>(conn)
            .map(drop)
    });
    assert_eq!(found, ["besar"]);
    // In the order of an index, but picked by what has none: the bound may never be reached.
    let found = whole(&app, |conn| {
        besar::table
            .filter(besar::nilai.eq(17_i64))
            .order(besar::pada.desc())
            .select(besar::id)
            .limit(5)
            .load::<String>(conn)
            .map(drop)
    });
    assert_eq!(found, ["besar"]);
    let found = whole(&app, |conn| {
        besar::table
            .filter(sql::<Bool>("nilai > 4990"))
            .order(besar::pada.desc())
            .select(besar::id)
            .limit(5)
            .load::<String>(conn)
            .map(drop)
    });
    assert_eq!(found, [] as [&str; 0]);
    let pada = "2026-01-01T00:00:30".parse::<chrono::NaiveDateTime>().unwrap();
    let found = whole(&app, |conn| {
        besar::table
            .find("00042")
            .select(besar::nilai)
            .first::<i64>(conn)?;
        besar::table
            .filter(besar::jenis.eq("jenis 7"))
            .filter(besar::pada.le(pada))
            .order(besar::pada.desc())
            .select(besar::nilai)
            .limit(5)
            .load::<i64>(conn)?;
        for some in [&["00001", "it's, [none]"][..], &[]] {
            besar::table
                .filter(besar::id.eq_any(some.to_vec()))
                .select(besar::nilai)
                .load::<i64>(conn)?;
        }
        besar::table
            .order((besar::pada.desc(), besar::id.desc()))
            .select(besar::nilai)
            .limit(5)
            .load::<i64>(conn)
            .map(drop)
    });
    assert_eq!(found, [] as [&str; 0]);
    // A small table may be read whole.
    let found = whole(&app, |conn| {
        let all = backend::schema::skpd::table.select(backend::schema::skpd::nama);
        all.load::<String>(conn).map(drop)
    });
    assert_eq!(found, [] as [&str; 0]);
}
