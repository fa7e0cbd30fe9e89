//! The service worker's own part: its module, bound as a plain script since a worker may import no module once it runs,
//! what it decrypts with, and the lines that wait for the browser's call, in one script that the worker loads when it starts.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{site::Site, tool::Tools};

/// The name by which the lines that wait know the module.
const GLOBAL: &str = "pekerja";

/// Where the two lie in the site.
pub struct Pekerja {
    pub script: String,
    pub module: String,
}

/// Binds the module that cargo built; gives the bound one, which is still to be shrunk.
pub fn bind(compiled: &Path, work: &Path) -> Result<PathBuf> {
    let content = fs::read(compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(GLOBAL, content).no_modules(true)?;
    bindgen
        .no_modules_global(GLOBAL)?
        .typescript(false)
        .omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(work).context("bindgen failed")?;
    Ok(work.join("pekerja_bg.wasm"))
}

/// Puts the shrunk module into the site, and beside it the script that knows its address.
pub fn publish(
    module: &Path,
    frontend: &Path,
    work: &Path,
    tools: &Tools,
    site: &mut Site,
) -> Result<Pekerja> {
    let module = site.write_hashed("assets/pekerja.wasm", &fs::read(module)?)?;
    let glue = fs::read_to_string(work.join("pekerja.js"))?;
    let waits = fs::read_to_string(frontend.join("pekerja/pekerja.js"))?;
    let sandi = fs::read_to_string(frontend.join("js/sandi.js"))?;
    let (input, output) = (work.join("pekerja.whole.js"), work.join("pekerja.min.js"));
    // In a block: the worker's scripts share one scope.
    fs::write(
        &input,
        format!("{{\nconst MODULE = \"/{module}\";\n{sandi}\n{glue}\n{waits}}}\n"),
    )?;
    tools.minify(&input, &output)?;
    let script = site.write_hashed("assets/pekerja.js", &fs::read(output)?)?;
    Ok(Pekerja { script, module })
}
