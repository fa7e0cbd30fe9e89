//! `cargo xtask test`: units, the API suite on both databases, a foreign Open311 client, then the shipped build in a
//! real browser.

use std::{path::Path, process::Command};

use anyhow::Result;
use clap::ValueEnum;

use crate::{
    build,
    need::{self, CHROMIUM, LIBPQ, POPPLER, POSTGRESQL},
    open311,
    place::Place,
    postgres::{Durable, Postgres},
    step::Steps,
};

#[derive(clap::Args)]
pub struct Args {
    /// Run one part alone
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Run the browser tests on the web app as one module
    #[arg(long)]
    no_split: bool,
    /// Run the browser tests against the server without its optimisation, which the API suite has compiled already; the web
    /// app is the shipped one nevertheless
    #[arg(long)]
    quick_server: bool,
    /// Handed on to the test program of the part, such as a test's name
    #[arg(last = true)]
    rest: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Unit,
    Api,
    Open311,
    E2e,
}

pub fn run(place: &Place, steps: &mut Steps, args: &Args) -> Result<()> {
    match args.only {
        Some(Part::Unit) => unit(place, steps, &args.rest)?,
        Some(Part::Api) => api(place, steps, &args.rest)?,
        Some(Part::Open311) => open311::run(place, steps)?,
        Some(Part::E2e) => e2e(place, steps, args)?,
        None => all(place, steps, args)?,
    }
    println!("all tests passed");
    Ok(())
}

/// Most of the web app's compilation keeps one core busy; the API suite, which waits much, runs beside it.
fn all(place: &Place, steps: &mut Steps, args: &Args) -> Result<()> {
    unit(place, steps, &args.rest)?;
    need::wasm_target(steps)?;
    build::quick_server(place, steps)?;
    let log = place.target.join("web-compile.log");
    let web = Steps::beside(
        "compile the web app",
        &mut build::compile_web(place, &web_args(args)),
        &log,
    )?;
    api(place, steps, &args.rest)?;
    open311::run(place, steps)?;
    steps.join(web)?;
    e2e(place, steps, args)
}

fn web_args(args: &Args) -> build::Args {
    build::Args {
        no_split: args.no_split,
    }
}

/// One call for each group of crates that ship together. cargo chooses the features of what they share anew for each call,
/// so the server is compiled here as the API suite compiles it, and nothing is compiled twice.
fn unit(place: &Place, steps: &mut Steps, rest: &[String]) -> Result<()> {
    need::packages(steps, &[&LIBPQ])?;
    for (title, group) in [
        (
            "unit tests of the server",
            &["--lib", "--bins", "--package=backend"][..],
        ),
        (
            "unit tests of the rules and of the web app",
            &[
                "--lib",
                "--bins",
                "--package=shared",
                "--package=sync",
                "--package=kirim",
                "--package=frontend",
            ],
        ),
        ("unit tests of the assembler", &["--bins", "--package=assemble"]),
        ("unit tests of the commands", &["--bins", "--package=xtask"]),
    ] {
        let mut tests = place.cargo(&["test", "--quiet"]);
        steps.run(title, tests.args(group).arg("--").args(rest))?;
    }
    Ok(())
}

fn api(place: &Place, steps: &mut Steps, rest: &[String]) -> Result<()> {
    need::packages(steps, &[&LIBPQ, &POPPLER, &POSTGRESQL])?;
    let suite = || {
        let mut cargo = place.cargo(&["test", "--quiet", "--package", "backend", "--test", "api", "--"]);
        cargo
            .args(rest)
            .env_remove("DATABASE_URL")
            .env_remove("TEST_DATABASE_URL");
        cargo
    };
    steps.run("API on SQLite", &mut suite())?;
    let postgres = steps.time("start a private PostgreSQL", || Postgres::start(Durable::No))?;
    steps.run(
        "API on PostgreSQL",
        suite().env("TEST_DATABASE_URL", postgres.url()),
    )
}

fn e2e(place: &Place, steps: &mut Steps, args: &Args) -> Result<()> {
    let mut tests = if args.quick_server {
        build::quick_server(place, steps)?;
        build::web(place, steps, &web_args(args))?;
        playwright(place, steps, &place.quick_server())?
    } else {
        shipped(place, steps, &web_args(args))?
    };
    steps.run("the shipped build in Chromium", tests.args(&args.rest))
}

/// Builds what is shipped; gives the command that runs the browser's programs against it.
pub fn shipped(place: &Place, steps: &mut Steps, web: &build::Args) -> Result<Command> {
    build::run(place, steps, web)?;
    playwright(place, steps, &place.server())
}

fn playwright(place: &Place, steps: &mut Steps, server: &Path) -> Result<Command> {
    need::packages(steps, &[&CHROMIUM])?;
    need::npm(place, steps, &place.e2e())?;
    let mut playwright = Command::new("npx");
    playwright
        .current_dir(place.e2e())
        .args(["--no-install", "playwright", "test"])
        .env("PORTAL_BIN", server)
        .env("PORTAL_SITE", place.site());
    if let Some(chromium) = need::chromium() {
        playwright.env("CHROMIUM", chromium);
    }
    Ok(playwright)
}
