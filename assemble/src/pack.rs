//! The split leaves a module for each set of parts that share code: a hundred, most of them smaller than a kilobyte. Each
//! fetched for itself costs a slow phone ten milliseconds and compresses badly, so those with the same audience lie in one
//! file. The loader cuts them out of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use anyhow::{Result, ensure};

use crate::chunk::{Parts, audience};

/// What the split calls the modules that several parts share.
const SHARED: &str = "chunk_";

/// Goes behind the split's own text, which calls it once it has run.
const FROM_PACK: &str = r#"
const packs = new Map();
async function fetchPack(name) {
    const answer = await fetch(new URL(name, import.meta.url));
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.arrayBuffer();
}
function fromPack(name, from, to) {
    let pack = packs.get(name);
    if (!pack) {
        pack = fetchPack(name);
        packs.set(name, pack);
        // For those that are wanted together; later ones find it in the cache.
        const forget = () => packs.delete(name);
        pack.then(() => setTimeout(forget, 1000), forget);
    }
    return pack.then((bytes) => bytes.slice(from, to));
}
"#;

/// Modules of one audience, one behind the other.
#[derive(Default)]
pub struct Pack {
    pub bytes: Vec<u8>,
    pub places: BTreeMap<String, Range<usize>>,
}

/// The shared modules by audience; what only one part needs stays by itself.
pub fn pack(parts: &Parts, read: impl Fn(&str) -> Result<Vec<u8>>) -> Result<BTreeMap<String, Pack>> {
    let mut needed_by = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (part, stems) in parts {
        for stem in stems.iter().filter(|stem| stem.starts_with(SHARED)) {
            needed_by.entry(stem).or_default().insert(part);
        }
    }
    let mut packs = BTreeMap::<String, Pack>::new();
    for (stem, parts) in needed_by {
        let content = read(stem)?;
        let pack = packs.entry(audience(&parts)).or_default();
        let start = pack.bytes.len();
        pack.bytes.extend(content);
        pack.places.insert(stem.to_owned(), start..pack.bytes.len());
    }
    Ok(packs)
}

/// The loader, taking `pack` from the file `name` beside it.
///
/// # Errors
/// A module that the loader does not fetch in the form known here.
pub fn teach(loader: &str, pack: &Pack, name: &str) -> Result<String> {
    let mut taught = loader.to_owned();
    if !taught.contains(FROM_PACK) {
        taught.push_str(FROM_PACK);
    }
    for (stem, Range { start, end }) in &pack.places {
        let own = format!("fetch(new URL(\"./{stem}.wasm\", import.meta.url))");
        let Some(place) = taught.find(&own) else {
            anyhow::bail!("the loader does not fetch {stem}");
        };
        let (before, rest) = taught.split_at(place);
        let rest = rest[own.len()..].to_owned();
        let streams = "WebAssembly.instantiateStreaming(src, imports)";
        ensure!(
            rest.split("fetch(")
                .next()
                .is_some_and(|own| own.contains(streams)),
            "the loader does not instantiate {stem} in the form known here"
        );
        let rest = rest.replacen(streams, "WebAssembly.instantiate(await src, imports)", 1);
        taught = format!("{before}fromPack(\"./{name}\", {start}, {end}){rest}");
    }
    Ok(taught)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = r#"import { initSync } from "./main.js";
function makeLoad(fetcher, deps) {}
/* isian, lacak */
const __chunk_9 = makeLoad(() => {
    const src = fetch(new URL("./chunk_9.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}, []);
/* isian, kantor */
const __chunk_10 = makeLoad(() => {
    const src = fetch(new URL("./chunk_10.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}, []);
"#;

    fn parts() -> Parts {
        let stems = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Parts::from([
            (
                "isian".to_owned(),
                stems(&["chunk_9", "chunk_10", "chunk_11", "split_isian"]),
            ),
            ("lacak".to_owned(), stems(&["chunk_9", "chunk_11"])),
            ("kantor".to_owned(), stems(&["chunk_10"])),
        ])
    }

    #[test]
    fn those_with_one_audience_lie_in_one_file() {
        let packs = pack(&parts(), |stem| Ok(stem.as_bytes().to_vec())).unwrap();
        let held: Vec<_> = packs.values().map(|pack| pack.places.len()).collect();
        assert_eq!(held.iter().sum::<usize>(), 3);
        assert_eq!(packs.len(), 2);
        for pack in packs.values() {
            for (stem, place) in &pack.places {
                assert_eq!(&pack.bytes[place.clone()], stem.as_bytes());
            }
        }
    }

    #[test]
    fn the_loader_cuts_each_out_of_its_file() {
        let packs = pack(&parts(), |stem| Ok(stem.as_bytes().to_vec())).unwrap();
        let one = packs
            .values()
            .find(|pack| pack.places.contains_key("chunk_10"))
            .unwrap();
        let taught = teach(LOADER, one, "a-1.bin").unwrap();
        assert!(taught.contains("fromPack(\"./a-1.bin\", 0, 8)"));
        assert!(taught.contains("fetch(new URL(\"./chunk_9.wasm\", import.meta.url))"));
        assert_eq!(taught.matches("instantiateStreaming").count(), 1);
        assert_eq!(taught.matches("instantiate(await src").count(), 1);
        assert_eq!(taught.matches("function fromPack").count(), 1);
        let mut other = Pack::default();
        other.places.insert("chunk_9".to_owned(), 0..7);
        let both = teach(&taught, &other, "b-1.bin").unwrap();
        assert!(both.contains("fromPack(\"./b-1.bin\", 0, 7)"));
        assert_eq!(both.matches("function fromPack").count(), 1);
    }

    #[test]
    fn a_loader_of_another_form_is_refused() {
        let packs = pack(&parts(), |stem| Ok(stem.as_bytes().to_vec())).unwrap();
        let pack = packs.values().next().unwrap();
        assert!(teach("export {};", pack, "a-1.bin").is_err());
        let other = LOADER.replace("instantiateStreaming", "compileStreaming");
        assert!(teach(&other, pack, "a-1.bin").is_err());
    }
}
