//! The project's commands: `cargo xtask run | test | check | build | bench`. On a fresh Debian with git,
//! build-essential, rustup's Rust and Node 20 they install what else is missing, or say in a sentence what to install.
//! A step whose inputs did not change is skipped. Few dependencies: this compiles before anything else may start.

mod bench;
mod build;
mod check;
mod need;
mod open311;
mod place;
mod postgres;
mod run;
mod server;
mod stamp;
mod step;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{place::Place, step::Steps};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The project's commands"
)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build and serve the portal with sample data; prints the address and the sample logins
    Run(run::Args),
    /// Run the tests: units, the API on SQLite and on PostgreSQL, a foreign Open311 client, the shipped build in Chromium
    Test(test::Args),
    /// Check form, lints and documentation
    Check,
    /// Leave the server at target/release/portal and the web app in target/site
    Build(build::Args),
    /// Measure: weights, and what the server answers against its own health check
    Bench(bench::Args),
}

fn main() -> Result<()> {
    let args = Args::parse();
    let place = Place::find()?;
    let mut steps = Steps::default();
    let outcome = match args.command {
        Command::Run(args) => run::run(&place, &mut steps, &args),
        Command::Test(args) => test::run(&place, &mut steps, &args),
        Command::Check => check::run(&place, &mut steps),
        Command::Build(args) => build::run(&place, &mut steps, &args),
        Command::Bench(args) => bench::run(&place, &mut steps, &args),
    };
    steps.print();
    outcome
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Args;

    #[test]
    fn every_command_can_be_called() {
        Args::command().debug_assert();
        for command in ["run", "test", "check", "build", "bench"] {
            assert!(
                Args::command().try_get_matches_from(["xtask", command]).is_ok(),
                "{command}"
            );
        }
    }
}
