//! The portal with a million complaints: how long a lookup, a page of the inbox and the public map take while fifty
//! clients load the server, and whether any of their queries reads a whole table. `cargo xtask bench` calls it step by
//! step on each database.

mod beban;
mod isi;
mod rencana;
mod tanya;

use std::env;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use backend::config::Config;
use backend::db::{DatabaseUrl, Db};
use backend::error::AppError;
use backend::serve;

fn main() -> Result<()> {
    let Ok(step) = env::var("BENCH_STEP") else {
        println!("BENCH_STEP says what to do; `cargo xtask bench` sets it");
        return Ok(());
    };
    let config = Config::load(None)?;
    match step.as_str() {
        "isi" => {
            let rows = env::var("BENCH_ROWS").context("BENCH_ROWS")?;
            isi::isi(&config, rows.parse().context("BENCH_ROWS")?)
        }
        "rencana" => check_plans(&config),
        "beban" => {
            let server = env::var("BENCH_SERVER").context("BENCH_SERVER")?;
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(beban::beban(&serve::open_db(&config)?, &server))
        }
        other => bail!("BENCH_STEP {other} is none"),
    }
}

/// Prints how large everything is, and fails where a statement reads a whole table of over [`rencana::KECIL`] rows.
fn check_plans(config: &Config) -> Result<()> {
    let db = serve::open_db(config)?;
    let sizes = db
        .run_blocking(|conn| Ok(rencana::sizes(conn)?))
        .map_err(AppError::into_cause)?;
    for (table, rows) in sizes.tables.iter().filter(|(_, rows)| *rows > rencana::KECIL) {
        println!("  {table:<16} {rows:>12} rows");
    }
    println!("  database {:>14} MiB", bytes(&db, &config.database)? / (1 << 20));
    let questions = tanya::all(&db, config)?;
    let mut whole = Vec::new();
    for question in &questions {
        let statements = db
            .run_blocking(|conn| Ok(rencana::statements(conn, &question.ask)?))
            .map_err(AppError::into_cause)?;
        for statement in &statements {
            let plan = db
                .run_blocking(|conn| Ok(rencana::explain(conn, statement)?))
                .map_err(AppError::into_cause)?;
            let found = rencana::whole_tables(&plan, statement, &sizes);
            if !found.is_empty() {
                whole.push(format!(
                    "{}: {}\n{statement}\n{}",
                    question.name,
                    found.join(", "),
                    plan.join("\n")
                ));
            }
        }
        println!(
            "  {:<44} {:>8.1} ms alone, {} statements read by EXPLAIN",
            question.name,
            best_of_three(&db, question)?,
            statements.len()
        );
    }
    ensure!(whole.is_empty(), "whole tables are read:\n{}", whole.join("\n\n"));
    Ok(())
}

/// Milliseconds that a question takes when nobody else asks.
fn best_of_three(db: &Db, question: &tanya::Question) -> Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let start = Instant::now();
        db.run_blocking(|conn| Ok((question.ask)(conn)?))
            .map_err(AppError::into_cause)?;
        best = best.min(start.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(best)
}

fn bytes(db: &Db, url: &DatabaseUrl) -> Result<u64> {
    match url {
        DatabaseUrl::Sqlite(path) => Ok(std::fs::metadata(path)?.len()),
        DatabaseUrl::Postgres(_) => {
            let size = db
                .run_blocking(|conn| {
                    Ok(rencana::texts(
                        conn,
                        "SELECT pg_database_size(current_database())::text AS isi",
                    )?)
                })
                .map_err(AppError::into_cause)?;
            size.first()
                .context("size of the database")?
                .parse()
                .map_err(Into::into)
        }
    }
}
