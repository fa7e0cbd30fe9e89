//! The two programs that npm brings: esbuild (bundles and minifies) and binaryen (merges and shrinks). Their versions are pinned
//! by frontend/package-lock.json; nothing is taken from the machine's path but Node itself.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

/// The oldest browsers that run the app; what they lack is rewritten.
const BROWSERS: &str = "--target=chrome94,firefox93,safari15.4";

/// What our modules use beyond the first WebAssembly, as binaryen's commands call it; shrink.mjs names the same.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-call-indirect-overlong",
];

pub struct Tools {
    bin: PathBuf,
    shrink: PathBuf,
    merge: PathBuf,
}

impl Tools {
    pub fn of(frontend: &Path) -> Result<Self> {
        let bin = frontend.join("node_modules/.bin").canonicalize();
        let bin = bin.with_context(|| format!("{}: run `npm ci` there first", frontend.display()))?;
        Ok(Self {
            bin,
            shrink: frontend.join("shrink.mjs"),
            merge: frontend.join("node_modules/binaryen/bin/wasm-merge"),
        })
    }

    /// Minifies `input`, bundled with what it imports, into `output`.
    pub fn bundle(&self, input: &Path, output: &Path) -> Result<()> {
        let out = format!("--outfile={}", output.display());
        let mut esbuild = self.esbuild();
        esbuild
            .arg(input)
            .args(["--bundle", "--format=esm", "--loader:.svg=dataurl"])
            .arg(out);
        run(&mut esbuild)
    }

    /// Minifies one file for itself; what it refers to stays as it is.
    pub fn minify(&self, input: &Path, output: &Path) -> Result<()> {
        run(self
            .esbuild()
            .arg(input)
            .arg(format!("--outfile={}", output.display())))
    }

    /// Rewrites modules smaller, in place.
    pub fn shrink(&self, modules: &[PathBuf]) -> Result<()> {
        let modules: Vec<&OsStr> = modules.iter().map(|module| module.as_os_str()).collect();
        node(&self.shrink, &modules).map(drop)
    }

    /// Makes one module of several, each with the name under which the others import from it.
    pub fn merge(&self, modules: &[(PathBuf, String)], output: &Path) -> Result<()> {
        let mut args: Vec<&OsStr> = Vec::new();
        for (file, name) in modules {
            args.extend([file.as_os_str(), OsStr::new(name)]);
        }
        args.extend([OsStr::new("-o"), output.as_os_str()]);
        args.extend(FEATURES.map(OsStr::new));
        node(&self.merge, &args).map(drop)
    }

    fn esbuild(&self) -> Command {
        let mut command = Command::new(self.bin.join("esbuild"));
        command.args([
            "--minify",
            "--charset=utf8",
            "--legal-comments=inline",
            "--log-level=warning",
            BROWSERS,
        ]);
        // Bindgen lists the split's loader once for each of its two kinds of import; both are the same module.
        command.arg("--log-override:duplicate-object-key=silent");
        command
    }
}

/// Runs a Node program and gives what it printed.
pub fn node(program: &Path, args: &[&OsStr]) -> Result<String> {
    let output = Command::new("node")
        .arg(program)
        .args(args)
        .output()
        .context("cannot start node")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{} failed:\n{said}", program.display());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot start {name}"))?;
    ensure!(
        output.status.success(),
        "{name} failed:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
