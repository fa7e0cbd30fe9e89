//! The service worker's list: all that a citizen needs without a network. What only the staff opens is fetched after
//! login into a cache of its own.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{pekerja::Pekerja, site::Site, tool};

pub fn write(
    site: &Site,
    later: &BTreeSet<String>,
    sender: &Pekerja,
    frontend: &Path,
    work: &Path,
) -> Result<()> {
    let precache: Vec<String> = site
        .files()?
        .into_iter()
        // What the worker's script loads the browser keeps with it.
        .filter(|name| !later.contains(name) && *name != sender.script)
        .collect();
    let rules = work.join("precache.json");
    fs::write(
        &rules,
        json!({ "precache": precache, "script": format!("/{}", sender.script) }).to_string(),
    )?;
    let program = frontend.join("service-worker.mjs");
    let said = tool::node(&program, &[site.root().as_os_str(), rules.as_os_str()])?;
    let counted: Value =
        serde_json::from_str(&said).context("the service worker's generator said no count")?;
    let count = counted["count"].as_u64().unwrap_or_default();
    ensure!(
        count == precache.len() as u64,
        "the precache holds {count} files, {} were asked for",
        precache.len()
    );
    Ok(())
}
