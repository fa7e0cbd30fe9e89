//! What a phone must fetch, in bytes of brotli, and how much of that is allowed.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use crate::{
    chunk::{CAPTURE, KEEPER, MAP},
    page::Page,
    site::Site,
};

/// Page, style, script and main module together, in bytes.
const FIRST_LOAD: usize = 250 * 1024;
/// What comes on top right after the first paint, whether or not the person captures anything, in bytes.
const AFTER_PAINT: usize = 225 * 1024;
/// What the map adds when it is opened, in bytes.
const MAP_CHUNK: usize = 100 * 1024;
/// What the pages of who keeps accounts add when they are opened, in bytes.
const KEEPER_CHUNK: usize = 180 * 1024;

pub struct Sizes {
    first_load: Vec<(String, usize)>,
    parts: BTreeMap<String, Vec<(String, usize)>>,
}

pub fn measure(site: &Site, page: &Page, style: &str, script: &str, main: &str) -> Result<Sizes> {
    let sized = |name: &str| Ok::<_, anyhow::Error>((name.to_owned(), fetched(site, name)?));
    let first_load = ["index.html", style, script, main]
        .into_iter()
        .map(sized)
        .collect::<Result<_>>()?;
    let mut parts = BTreeMap::<String, Vec<(String, usize)>>::new();
    for (part, file) in page.chunk_files() {
        parts.entry(part).or_default().push(sized(&file)?);
    }
    Ok(Sizes { first_load, parts })
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

    fn sizes(first: usize, after: usize, map: usize, keeper: usize) -> Sizes {
        let part = |name: &str, bytes| (name.to_owned(), vec![(format!("{name}.wasm"), bytes)]);
        let parts = BTreeMap::from([part(CAPTURE, after), part(MAP, map), part(KEEPER, keeper)]);
        Sizes {
            first_load: vec![("main.wasm".to_owned(), first)],
            parts,
        }
    }

    #[test]
    fn the_budget_is_kept_to_the_byte() {
        assert!(
            sizes(FIRST_LOAD, AFTER_PAINT, MAP_CHUNK, KEEPER_CHUNK)
                .judge()
                .is_ok()
        );
        assert!(sizes(FIRST_LOAD + 1, 0, 0, 0).judge().is_err());
        assert!(sizes(0, AFTER_PAINT + 1, 0, 0).judge().is_err());
        assert!(sizes(0, 0, MAP_CHUNK + 1, 0).judge().is_err());
        assert!(sizes(0, 0, 0, KEEPER_CHUNK + 1).judge().is_err());
    }
}
