//! From cargo's module to what a browser runs: cut at the split points, bound to JavaScript, merged, made small.
//! The split must come before bindgen, since it needs the linker's relocations.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    chunk::{Chunks, Parts, plain_name},
    merge,
    site::Site,
    tool::Tools,
};

const LOADER: &str = "__wasm_split.js";

/// The app's modules, still under their working names.
pub struct App {
    work: PathBuf,
    /// The stems of the modules that each part needs, by the names that the split gave them.
    parts: Parts,
    split: bool,
}

/// `beside` is a bound module that only wants to be shrunk along with the app's.
pub fn build(module: &Path, work: &Path, no_split: bool, beside: &Path, tools: &Tools) -> Result<App> {
    let compiled = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let (main, parts) = if no_split {
        (compiled, Parts::new())
    } else {
        split(&compiled, work)?
    };
    bind(main, work, !no_split)?;
    let parts = merge::merge(&parts, work, tools)?;
    let app = App {
        work: work.to_path_buf(),
        parts,
        split: !no_split,
    };
    shrink_all(&app, beside, tools)?;
    Ok(app)
}

fn split(compiled: &[u8], work: &Path) -> Result<(Vec<u8>, Parts)> {
    let main = work.join("split.wasm");
    let mut options = wasm_split_cli_support::Options::new(compiled);
    options.output_dir = work;
    options.main_out_path = &main;
    options.link_name = "./__wasm_split.js";
    options.main_module = "./main.js";
    options.target.web();
    let done = wasm_split_cli_support::transform(options).map_err(|why| anyhow!("split failed: {why:?}"))?;
    let mut parts: Parts = done.prefetch_map.into_iter().collect();
    for stems in parts.values_mut() {
        stems.sort();
        stems.dedup();
    }
    Ok((fs::read(&main)?, parts))
}

fn bind(main: Vec<u8>, work: &Path, keep_lld_exports: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("main", main).web(true)?;
    bindgen
        .typescript(false)
        .omit_default_module_path(true)
        .keep_lld_exports(keep_lld_exports);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(work).context("bindgen failed")
}

/// In two processes, since each uses one core, with about as much to do.
fn shrink_all(app: &App, beside: &Path, tools: &Tools) -> Result<()> {
    let mut modules = Vec::new();
    let own = app.modules().map(|stem| app.file(stem));
    for path in own.chain([beside.to_path_buf()]) {
        let size = fs::metadata(&path)
            .with_context(|| format!("cannot read {}", path.display()))?
            .len();
        modules.push((size, path));
    }
    modules.sort_unstable_by(|a, b| b.cmp(a));
    let (mut one, mut other) = ((0, Vec::new()), (0, Vec::new()));
    for (size, path) in modules {
        let less = if one.0 <= other.0 { &mut one } else { &mut other };
        less.0 += size;
        less.1.push(path);
    }
    thread::scope(|scope| {
        let beside = scope.spawn(|| tools.shrink(&other.1));
        tools.shrink(&one.1)?;
        beside
            .join()
            .map_err(|_| anyhow!("the thread that shrinks ended early"))?
    })
}

impl App {
    /// The stems of all modules, the main one first and each once.
    fn modules(&self) -> impl Iterator<Item = &str> {
        let mut chunks: Vec<&str> = self.parts.values().flatten().map(String::as_str).collect();
        chunks.sort_unstable();
        chunks.dedup();
        std::iter::once("main_bg").chain(chunks)
    }

    fn file(&self, stem: &str) -> PathBuf {
        self.work.join(stem).with_extension("wasm")
    }

    /// Puts the modules into the site and writes their new names into the loader.
    pub fn publish(&self, site: &mut Site) -> Result<Chunks> {
        let (mut names, mut files) = (BTreeMap::new(), BTreeMap::new());
        for stem in self.modules() {
            let content = fs::read(self.file(stem))?;
            let asked = format!("assets/{}.wasm", stem.trim_end_matches("_bg"));
            let name = site.write_hashed(&asked, &content)?;
            files.insert(stem.to_owned(), beside(&name).to_owned());
            names.insert(stem.to_owned(), name);
        }
        if self.split {
            let path = self.work.join(LOADER);
            let splits = fs::read_to_string(&path).context("the split left no loader")?;
            fs::write(path, merge::loader(&splits, &self.parts, &files)?)?;
        }
        let main = names
            .get("main_bg")
            .cloned()
            .context("the main module has no name")?;
        let of_part = |stems: &Vec<String>| {
            let files: BTreeSet<String> = stems.iter().filter_map(|stem| names.get(stem).cloned()).collect();
            files.into_iter().collect()
        };
        let mut parts = Parts::new();
        for (name, stems) in &self.parts {
            parts
                .entry(plain_name(name).to_owned())
                .or_default()
                .extend::<Vec<String>>(of_part(stems));
        }
        Ok(Chunks { main, parts })
    }

    /// The script that starts the app; it lies beside the modules.
    pub fn entry(&self, chunks: &Chunks) -> String {
        let main = beside(&chunks.main);
        format!(
            "import init from \"./main.js\";\n\
             init({{ module_or_path: new URL(\"./{main}\", import.meta.url) }})\n\
             .then(() => portalStart.running(), (error) => portalStart.failed(error));\n\
             portalChunk.ahead(location.pathname);\n"
        )
    }
}

/// How scripts, which lie in the same folder, name a file of the site.
fn beside(name: &str) -> &str {
    name.trim_start_matches("assets/")
}
