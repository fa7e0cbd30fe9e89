//! The split leaves a module for each set of parts that share code: a hundred, most of them smaller than a kilobyte. Each
//! fetched for itself costs a slow phone ten milliseconds and compresses badly, so those with the same audience lie in one
//! file. The loader cuts them out of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    ops::Range,
};

use anyhow::{Context, Result};

use crate::chunk::{Parts, audience, plain_name};

/// What the split calls the modules that several parts share.
const SHARED: &str = "chunk_";

/// What the loader does, without what it loads.
const LOADER: &str = include_str!("loader.js");

/// Modules of one audience, one behind the other.
#[derive(Default)]
pub struct Pack {
    pub bytes: Vec<u8>,
    pub places: BTreeMap<String, Range<usize>>,
}

/// Where a module lies: a file beside the loader, or a part of one.
pub enum Place {
    Whole(String),
    Cut(String, Range<usize>),
}

/// The shared modules by audience; what only one part needs stays by itself.
pub fn pack(parts: &Parts, read: impl Fn(&str) -> Result<Vec<u8>>) -> Result<BTreeMap<String, Pack>> {
    let mut needed_by = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (part, stems) in parts {
        for stem in stems.iter().filter(|stem| stem.starts_with(SHARED)) {
            needed_by.entry(stem).or_default().insert(plain_name(part));
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

/// The loader of `parts`, whose modules lie at `places`, in the names under which the main module imports it.
///
/// # Errors
/// A module without a place.
pub fn loader(parts: &Parts, places: &BTreeMap<String, Place>) -> Result<String> {
    let mut text = LOADER.to_owned();
    let place = |stem: &str| places.get(stem).with_context(|| format!("{stem} lies nowhere"));
    let shared: BTreeSet<&str> = parts
        .values()
        .flatten()
        .map(String::as_str)
        .filter(|stem| stem.starts_with(SHARED))
        .collect();
    for stem in shared {
        writeln!(
            text,
            "const {stem} = piece(() => {}, []);",
            place(stem)?.fetched()
        )?;
    }
    for (name, stems) in parts {
        let (below, own): (Vec<&str>, Vec<&str>) = stems
            .iter()
            .map(String::as_str)
            .partition(|stem| stem.starts_with(SHARED));
        let [own] = own[..] else {
            anyhow::bail!("{name} has {} modules of its own", own.len());
        };
        writeln!(
            text,
            "parts[{part:?}] = piece(() => {fetched}, [{below}]);\nexport const __wasm_split_load_{name} = asked(parts[{part:?}]);",
            part = plain_name(name),
            fetched = place(own)?.fetched(),
            below = below.join(", "),
        )?;
    }
    Ok(text)
}

impl Place {
    /// The call that gives the module.
    fn fetched(&self) -> String {
        match self {
            Self::Whole(file) => format!("whole(\"./{file}\")"),
            Self::Cut(file, Range { start, end }) => format!("cut(\"./{file}\", {start}, {end})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        let stems = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Parts::from([
            (
                "isian".to_owned(),
                stems(&["chunk_9", "chunk_10", "chunk_11", "split_isian"]),
            ),
            ("lacak".to_owned(), stems(&["chunk_9", "chunk_11", "split_lacak"])),
            ("kantor".to_owned(), stems(&["chunk_10", "split_kantor"])),
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

    fn places() -> BTreeMap<String, Place> {
        let cut = |stem: &str, range| (stem.to_owned(), Place::Cut("a-1.bin".to_owned(), range));
        let whole = |stem: &str| (stem.to_owned(), Place::Whole(format!("{stem}-2.wasm")));
        BTreeMap::from([
            cut("chunk_9", 0..7),
            cut("chunk_10", 7..15),
            cut("chunk_11", 15..23),
            whole("split_isian"),
            whole("split_lacak"),
            whole("split_kantor"),
        ])
    }

    #[test]
    fn a_part_stands_on_the_modules_it_shares_each_cut_out_once() {
        let text = loader(&parts(), &places()).unwrap();
        assert_eq!(text.matches("cut(\"./a-1.bin\", 7, 15)").count(), 1);
        assert!(text.contains(
            "parts[\"lacak\"] = piece(() => whole(\"./split_lacak-2.wasm\"), [chunk_9, chunk_11]);"
        ));
        assert!(text.contains("export const __wasm_split_load_lacak = asked(parts[\"lacak\"]);"));
    }

    #[test]
    fn a_module_without_a_place_and_a_part_without_its_own_are_refused() {
        let mut places = places();
        places.remove("chunk_10");
        assert!(loader(&parts(), &places).is_err());
        let mut parts = parts();
        parts.insert("peta".to_owned(), vec!["chunk_9".to_owned()]);
        assert!(loader(&parts, &self::places()).is_err());
    }
}
