//! What the commands need beside Rust: the wasm target, npm packages, a few Debian packages. Installed when missing and
//! allowed (root, or sudo without a password), else named in one sentence.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    place::Place,
    stamp::Stamp,
    step::{Steps, expect_success, output_of},
};

const WASM: &str = "wasm32-unknown-unknown";
const NODE: u32 = 20;

/// A Debian package and how to see that it is there.
pub struct Package {
    name: &'static str,
    found: fn() -> bool,
}

pub const LIBPQ: Package = Package {
    name: "libpq-dev",
    found: libpq_found,
};
pub const POSTGRESQL: Package = Package {
    name: "postgresql",
    found: postgresql_found,
};
/// Reads the PDFs that the server makes as others do.
pub const POPPLER: Package = Package {
    name: "poppler-utils",
    found: poppler_found,
};
pub const CHROMIUM: Package = Package {
    name: "chromium",
    found: chromium_found,
};
/// Debian's Python has no pip of its own; this package brings the one that each environment gets.
pub const VENV: Package = Package {
    name: "python3-venv",
    found: venv_found,
};

/// Installs by apt what is missing, or says what to install.
pub fn packages(steps: &mut Steps, wanted: &[&Package]) -> Result<()> {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|package| !(package.found)())
        .map(|package| package.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    let Some(mut apt) = apt() else {
        bail!("missing: {names}. Please install: sudo apt-get install {names} (or the like of your system)");
    };
    steps.time(&format!("install {names}"), || {
        expect_success(apt.arg("update"))?;
        let mut install = self::apt().context("apt-get went away")?;
        expect_success(
            install
                .args(["install", "--yes", "--no-install-recommends"])
                .args(&missing),
        )
    })?;
    for package in wanted {
        ensure!(
            (package.found)(),
            "{} was installed but is not found",
            package.name
        );
    }
    Ok(())
}

/// apt-get with the rights to install, when we have them.
fn apt() -> Option<Command> {
    output_of("apt-get", &["--version"]).ok()?;
    let mut command = if is_root() {
        Command::new("apt-get")
    } else {
        output_of("sudo", &["-n", "true"]).ok()?;
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Some(command)
}

pub fn is_root() -> bool {
    output_of("id", &["-u"]).is_ok_and(|id| id == "0")
}

fn libpq_found() -> bool {
    output_of("pg_config", &["--libdir"]).is_ok() || output_of("pkg-config", &["--exists", "libpq"]).is_ok()
}

fn postgresql_found() -> bool {
    postgresql_programs().is_some()
}

fn poppler_found() -> bool {
    ["pdftotext", "pdffonts", "pdfinfo", "pdftoppm"]
        .into_iter()
        .all(|program| on_path(program).is_some())
}

fn chromium_found() -> bool {
    chromium().is_some()
}

fn venv_found() -> bool {
    output_of("python3", &["-c", "import ensurepip, venv"]).is_ok()
}

/// A Python environment with the pinned packages of a file, made anew when the file changed. Gives its `python`.
pub fn python(place: &Place, steps: &mut Steps, requirements: &Path) -> Result<PathBuf> {
    packages(steps, &[&VENV])?;
    let folder = place.target.join("venv-open311");
    let python = folder.join("bin/python");
    let stamp = Stamp::at(place.target.join("stamps/venv-open311")).input(requirements)?;
    if stamp.is_fresh() && python.exists() {
        return Ok(python);
    }
    stamp.forget()?;
    steps.time("Python packages", || {
        expect_success(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        expect_success(pip.args(["--no-deps", "--requirement"]).arg(requirements))
    })?;
    stamp.keep()?;
    Ok(python)
}

/// The folder of initdb and postgres; Debian keeps it out of the path, one folder a version.
pub fn postgresql_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok();
    let installed = versions
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"));
    let mut known: Vec<PathBuf> = installed.filter(|bin| bin.join("initdb").exists()).collect();
    known.sort();
    known
        .pop()
        .or_else(|| Some(on_path("initdb")?.canonicalize().ok()?.parent()?.to_path_buf()))
}

pub fn chromium() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .filter(|path| path.exists());
    named.or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| on_path(name))
    })
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

/// rust-toolchain.toml names the target, so rustup has it; other ways of having Rust are told.
pub fn wasm_target(steps: &mut Steps) -> Result<()> {
    let sysroot = output_of("rustc", &["--print", "sysroot"])?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).exists() {
        return Ok(());
    }
    if output_of("rustup", &["--version"]).is_err() {
        bail!("Rust lacks the target {WASM}. Please install it, most simply with rustup (https://rustup.rs)");
    }
    steps.run(
        "add the wasm target",
        Command::new("rustup").args(["target", "add", WASM]),
    )
}

/// `npm ci` in a folder, when its lock file changed since the last time.
pub fn npm(place: &Place, steps: &mut Steps, folder: &Path) -> Result<()> {
    let node = output_of("node", &["--version"]).unwrap_or_default();
    let major = node
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE) {
        bail!("Node {NODE} or newer is needed, found: {node:?}. Please install Node {NODE} with npm");
    }
    let name = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let stamp = Stamp::at(place.target.join(format!("stamps/npm-{name}")))
        .input(&folder.join("package-lock.json"))?;
    if stamp.is_fresh() && folder.join("node_modules").exists() {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["ci", "--no-audit", "--no-fund"]);
    // Chromium comes from the system; esbuild's program comes as a package, its install script is not needed.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .arg("--ignore-scripts");
    steps.run(&format!("npm packages of {name}"), &mut npm)?;
    stamp.keep()
}
