//! Turns the compiled web app into the folder that the server serves. Each file whose content may change under the
//! same name gets a hash into its name, lies there in brotli and gzip too, and the whole must stay within the budget
//! of a phone on a slow link. Nothing emitted needs inline script: the content security policy forbids it.

mod budget;
mod bundle;
mod chunk;
mod compress;
mod merge;
mod page;
mod pekerja;
mod site;
mod tool;
mod wasm;
mod worker;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;

use crate::{page::Page, site::Site, tool::Tools};

/// Assemble the web app's release.
#[derive(Parser)]
struct Args {
    /// The module that cargo built with profile `web`.
    #[arg(long)]
    wasm: PathBuf,
    /// The service worker's own module, built likewise.
    #[arg(long)]
    worker: PathBuf,
    /// The folder with index.html, package.json and node_modules.
    #[arg(long)]
    frontend: PathBuf,
    /// Where the site goes; emptied first.
    #[arg(long)]
    site: PathBuf,
    /// Where intermediate files go; emptied first.
    #[arg(long)]
    work: PathBuf,
    /// Leave the module whole: every part of the app is in the first load, so no budget is judged.
    #[arg(long)]
    no_split: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    for folder in [&args.site, &args.work] {
        if folder.exists() {
            std::fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        std::fs::create_dir_all(folder)?;
    }
    let tools = Tools::of(&args.frontend)?;
    let mut page = Page::read(&args.frontend.join("index.html"))?;
    let mut site = Site::at(&args.site);

    let sender = pekerja::bind(&args.worker, &args.work)?;
    let app = wasm::build(&args.wasm, &args.work, args.no_split, &sender, &tools)?;
    let chunks = app.publish(&mut site)?;
    bundle::assets(&page, &args.frontend, &tools, &mut site)?;
    let style = bundle::style(&page, &args.frontend, &args.work, &tools, &mut site)?;
    let script = bundle::script(
        &page,
        &args.frontend,
        &args.work,
        &app.entry(&chunks),
        &tools,
        &mut site,
    )?;

    page.release(&style, &script, &chunks, &site)?;
    site.write("index.html", page.html().as_bytes())?;
    let sender = pekerja::publish(&sender, &args.frontend, &args.work, &tools, &mut site)?;
    worker::write(
        &site,
        &chunk::only_later(&page),
        &sender,
        &args.frontend,
        &args.work,
    )?;
    compress::all(&site)?;

    let sizes = budget::measure(&site, &page, &[&style, &script, &chunks.main], &sender)?;
    sizes.print();
    if args.no_split { Ok(()) } else { sizes.judge() }
}
