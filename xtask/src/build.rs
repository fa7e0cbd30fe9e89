//! The release: the server at target/release/portal, the web app in target/site.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};

use crate::{
    need::{self, LIBPQ},
    place::Place,
    stamp::Stamp,
    step::Steps,
};

/// What cargo calls the modules.
const APP: &str = "frontend.wasm";
const WORKER: &str = "pekerja.wasm";

#[derive(clap::Args, Clone, Copy, Default)]
#[group(id = "build")]
pub struct Args {
    /// Leave the web app's module whole instead of cutting it into chunks
    #[arg(long)]
    pub no_split: bool,
}

pub fn run(place: &Place, steps: &mut Steps, args: &Args) -> Result<()> {
    server(place, steps)?;
    web(place, steps, args)?;
    println!(
        "server:  {}\nweb app: {}",
        place.server().display(),
        place.site().display()
    );
    Ok(())
}

/// The API suite and, which cargo makes with it, the server without its optimisation. Asked for alone it would be compiled
/// anew, since the suite's own dependencies choose other features of what they share.
pub fn quick_server(place: &Place, steps: &mut Steps) -> Result<()> {
    need::packages(steps, &[&LIBPQ])?;
    let suite = [
        "test",
        "--quiet",
        "--package",
        "backend",
        "--test",
        "api",
        "--no-run",
    ];
    steps.run("compile the API suite and its server", &mut place.cargo(&suite))
}

/// The server alone.
pub fn server(place: &Place, steps: &mut Steps) -> Result<()> {
    need::packages(steps, &[&LIBPQ])?;
    steps.run(
        "build the server",
        &mut place.cargo(&["build", "--release", "--package", "backend"]),
    )
}

/// Compiles the web app to one module, and the service worker's own, which are still to be assembled. In one call, so
/// that what they share is compiled once and the smaller is linked beside the larger.
pub fn compile_web(place: &Place, args: &Args) -> Command {
    let mut compile = place.cargo(&["build", "--package", "frontend", "--package", "pekerja"]);
    compile.args(["--profile", "web", "--target", "wasm32-unknown-unknown"]);
    if !args.no_split {
        compile.args(["--features", "frontend/split"]);
    }
    compile
}

/// The web app alone.
pub fn web(place: &Place, steps: &mut Steps, args: &Args) -> Result<()> {
    need::wasm_target(steps)?;
    need::npm(place, steps, &place.frontend())?;
    steps.run("compile the web app", &mut compile_web(place, args))?;
    steps.run(
        "compile the assembler",
        &mut place.cargo(&["build", "--package", "assemble"]),
    )?;

    let compiled = place.target.join("wasm32-unknown-unknown/web");
    let stamp = inputs(place, &compiled, args)?;
    let printed = place.target.join("stamps/web-sizes");
    if stamp.is_fresh() && place.site().join("index.html").exists() {
        println!(
            "web app unchanged\n{}",
            fs::read_to_string(printed).unwrap_or_default()
        );
        return Ok(());
    }
    stamp.forget()?;
    let sizes = steps.time("assemble the web app", || assemble(place, &compiled, args))?;
    fs::create_dir_all(place.target.join("stamps"))?;
    fs::write(printed, sizes)?;
    stamp.keep()
}

fn inputs(place: &Place, compiled: &Path, args: &Args) -> Result<Stamp> {
    let frontend = place.frontend();
    let mut stamp = Stamp::at(place.target.join("stamps/web"));
    if args.no_split {
        stamp = stamp.word("whole");
    }
    for name in [
        "index.html",
        "js",
        "pekerja/pekerja.js",
        "public",
        "package-lock.json",
        "service-worker.mjs",
        "shrink.mjs",
    ] {
        stamp = stamp.input(&frontend.join(name))?;
    }
    let ours = [
        compiled.join(APP),
        compiled.join(WORKER),
        place.root.join("style"),
        place.root.join("assemble/src"),
        place.root.join("Cargo.lock"),
    ];
    ours.iter().try_fold(stamp, |stamp, path| stamp.input(path))
}

/// Runs the assembler and gives the sizes it printed; they are shown even when they are over the budget.
fn assemble(place: &Place, compiled: &Path, args: &Args) -> Result<String> {
    let mut assembler = Command::new(place.target.join("debug/assemble"));
    assembler
        .arg("--wasm")
        .arg(compiled.join(APP))
        .arg("--worker")
        .arg(compiled.join(WORKER))
        .arg("--frontend")
        .arg(place.frontend());
    assembler
        .arg("--site")
        .arg(place.site())
        .arg("--work")
        .arg(place.target.join("assemble"));
    if args.no_split {
        assembler.arg("--no-split");
    }
    let output = assembler.stderr(Stdio::inherit()).output()?;
    let sizes = String::from_utf8_lossy(&output.stdout).into_owned();
    print!("{sizes}");
    ensure!(output.status.success(), "the web app could not be assembled");
    Ok(sizes)
}
