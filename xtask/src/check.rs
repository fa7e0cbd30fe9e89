//! Form, lints and documentation, for the machine itself and for the browser.

use std::process::Command;

use anyhow::Result;

use crate::{
    need::{self, LIBPQ},
    place::Place,
    step::Steps,
};

const WASM: [&str; 8] = [
    "--package",
    "frontend",
    "--package",
    "kirim",
    "--package",
    "pekerja",
    "--target",
    "wasm32-unknown-unknown",
];
const NATIVE: [&str; 10] = [
    "--package",
    "shared",
    "--package",
    "backend",
    "--package",
    "sync",
    "--package",
    "xtask",
    "--package",
    "assemble",
];

pub fn run(place: &Place, steps: &mut Steps) -> Result<()> {
    need::packages(steps, &[&LIBPQ])?;
    need::wasm_target(steps)?;
    steps.run("format", &mut place.cargo(&["fmt", "--all", "--check"]))?;
    steps.run(
        "lints",
        clippy(place, &NATIVE).args(["--all-targets", "--", "-D", "warnings"]),
    )?;
    // As it is shipped. As one module it is compiled by its unit tests and read by rustdoc.
    let split = ["--features", "frontend/split", "--", "-D", "warnings"];
    steps.run("lints of the web app", clippy(place, &WASM).args(split))?;
    steps.run("documentation", &mut doc(place, &NATIVE))?;
    steps.run(
        "documentation of the web app",
        doc(place, &WASM).arg("--document-private-items"),
    )?;
    need::npm(place, steps, &place.e2e())?;
    steps.run(
        "types of the browser tests",
        Command::new("npm")
            .current_dir(place.e2e())
            .args(["run", "check"]),
    )
}

fn clippy(place: &Place, what: &[&str]) -> Command {
    let mut cargo = place.cargo(&["clippy", "--quiet"]);
    cargo.args(what);
    cargo
}

fn doc(place: &Place, what: &[&str]) -> Command {
    let mut cargo = place.cargo(&["doc", "--quiet", "--no-deps"]);
    cargo.args(what).env("RUSTDOCFLAGS", "-D warnings");
    cargo
}
