//! What a phone must fetch, in bytes of brotli, and how much of that is allowed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use crate::{
    chunk::{CAPTURE, KEEPER, MAP},
    page::Page,
    pekerja::Pekerja,
    site::Site,
};

/// Page, style, script and main module together, in bytes.
const FIRST_LOAD: usize = 240 * 1024;
/// What comes on top right after the first paint, whether or not the person captures anything, in bytes.
const AFTER_PAINT: usize = 224 * 1024;
/// What the map adds when it is opened to what was fetched by then, in bytes.
const MAP_CHUNK: usize = 100 * 1024;
/// What the pages of who keeps accounts add to it, in bytes.
const KEEPER_CHUNK: usize = 204 * 1024;
/// The service worker's own module, in bytes.
const WORKER: usize = 80 * 1024;

pub struct Sizes {
    first_load: Vec<(String, usize)>,
    /// What each part adds to what is fetched right after the first paint, which is listed under its own name.
    parts: BTreeMap<String, Vec<(String, usize)>>,
    worker: Vec<(String, usize)>,
}

/// `first` is what the first load holds beside the page itself.
pub fn measure(site: &Site, page: &Page, first: &[&str], worker: &Pekerja) -> Result<Sizes> {
    let sized = |name: &str| Ok::<_, anyhow::Error>((name.to_owned(), fetched(site, name)?));
    let first_load = std::iter::once("index.html")
        .chain(first.iter().copied())
        .map(sized)
        .collect::<Result<_>>()?;
    let worker = vec![sized(&worker.module)?];
    let files = page.chunk_files();
    let is_capture = |part: &str| part == CAPTURE;
    let soon: BTreeSet<&str> = files
        .iter()
        .filter(|(part, _)| is_capture(part))
        .map(|(_, file)| file.as_str())
        .collect();
    let mut parts = BTreeMap::<String, Vec<(String, usize)>>::new();
    for (part, file) in &files {
        if is_capture(part) || !soon.contains(file.as_str()) {
            parts.entry(part.clone()).or_default().push(sized(file)?);
        }
    }
    Ok(Sizes {
        first_load,
        parts,
        worker,
    })
}

/// Bytes on the wire: the brotli form where there is one.
fn fetched(site: &Site, name: &str) -> Result<usize> {
    let packed = format!("{name}.br");
    let path = if site.root().join(&packed).exists() {
        packed
    } else {
        name.to_owned()
    };
    Ok(site.read(&path)?.len())
}

fn total(files: &[(String, usize)]) -> usize {
    files.iter().map(|(_, bytes)| bytes).sum()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes of a web page are far below 2^52 bytes"
)]
fn kib(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}

impl Sizes {
    pub fn print(&self) {
        print_group("first load", &self.first_load, Some(FIRST_LOAD));
        for (part, files) in &self.parts {
            match part.as_str() {
                CAPTURE => print_group(
                    &format!("{part}, fetched right after the first paint"),
                    files,
                    Some(AFTER_PAINT),
                ),
                MAP => print_group(part, files, Some(MAP_CHUNK)),
                KEEPER => print_group(part, files, Some(KEEPER_CHUNK)),
                _ => print_group(part, files, None),
            }
        }
        print_group("the service worker's own module", &self.worker, Some(WORKER));
    }

    pub fn judge(&self) -> Result<()> {
        let first = total(&self.first_load);
        ensure!(
            first <= FIRST_LOAD,
            "the first load is {:.1} KiB, over its {:.0} KiB",
            kib(first),
            kib(FIRST_LOAD)
        );
        let after = self.parts.get(CAPTURE).map_or(0, |files| total(files));
        ensure!(
            after <= AFTER_PAINT,
            "what is fetched right after the first paint is {:.1} KiB, over its {:.0} KiB",
            kib(after),
            kib(AFTER_PAINT)
        );
        let map = self.parts.get(MAP).map_or(0, |files| total(files));
        ensure!(
            map <= MAP_CHUNK,
            "the map's part is {:.1} KiB, over its {:.0} KiB",
            kib(map),
            kib(MAP_CHUNK)
        );
        let keeper = self.parts.get(KEEPER).map_or(0, |files| total(files));
        ensure!(
            keeper <= KEEPER_CHUNK,
            "the part of who keeps accounts is {:.1} KiB, over its {:.0} KiB",
            kib(keeper),
            kib(KEEPER_CHUNK)
        );
        let worker = total(&self.worker);
        ensure!(
            worker <= WORKER,
            "the service worker's own module is {:.1} KiB, over its {:.0} KiB",
            kib(worker),
            kib(WORKER)
        );
        Ok(())
    }
}

fn print_group(title: &str, files: &[(String, usize)], limit: Option<usize>) {
    let limit = limit
        .map(|bytes| format!(" of {:.0}", kib(bytes)))
        .unwrap_or_default();
    println!("{title}: {:.1}{limit} KiB in brotli", kib(total(files)));
    for (name, bytes) in files {
        println!("  {:>8.1}  {name}", kib(*bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes([first, after, map, keeper, worker]: [usize; 5]) -> Sizes {
        let part = |name: &str, bytes| (name.to_owned(), vec![(format!("{name}.wasm"), bytes)]);
        let parts = BTreeMap::from([part(CAPTURE, after), part(MAP, map), part(KEEPER, keeper)]);
        Sizes {
            first_load: vec![("main.wasm".to_owned(), first)],
            parts,
            worker: vec![("pekerja.wasm".to_owned(), worker)],
        }
    }

    #[test]
    fn the_budget_is_kept_to_the_byte() {
        let whole = [FIRST_LOAD, AFTER_PAINT, MAP_CHUNK, KEEPER_CHUNK, WORKER];
        assert!(sizes(whole).judge().is_ok());
        for place in 0..whole.len() {
            let mut over = whole;
            over[place] += 1;
            assert!(sizes(over).judge().is_err());
        }
    }
}
