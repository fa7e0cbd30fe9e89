//! The split leaves a module for each set of parts that share code: a hundred, most of them smaller than a kilobyte. Each
//! fetched for itself costs a slow phone ten milliseconds and compresses badly, so those with the same audience lie in one
//! file. The loader cuts them out of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    ops::Range,
};

use anyhow::{Context, Result, ensure};

use crate::chunk::{Parts, audience, plain_name};

/// What the split calls the modules that several parts share.
const SHARED: &str = "chunk_";

/// What the loader does, without what it loads.
const LOADER: &str = include_str!("loader.js");

/// What the main module imports for each part.
const EXPORT: &str = "export const __wasm_split_load_";

/// What ours has to do as the splitter's own does: where a module's imports come from, and how the main module is told.
const KNOWN: [&str; 3] = [
    "{ __wasm_split: {",
    "initSync(undefined, undefined)",
    "__indirect_function_table.get(callbackIndex)(callbackData, success)",
];

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

/// The loader of `parts`, whose modules lie at `places`, in the names under which the main module imports it. It takes the
/// place of `splits`, the splitter's own.
///
/// # Errors
/// A module without a place; a loader of the splitter's that does other than ours.
pub fn loader(splits: &str, parts: &Parts, places: &BTreeMap<String, Place>) -> Result<String> {
    let own = |name: &str| splits.contains(&format!("{EXPORT}{name} = "));
    ensure!(
        splits.matches(EXPORT).count() == parts.len()
            && parts.keys().all(|name| own(name))
            && KNOWN.iter().all(|known| splits.contains(known)),
        "the splitter's loader is of another form than the one that is replaced"
    );
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
            "parts[{part:?}] = piece(() => {fetched}, [{below}]);\n{EXPORT}{name} = asked(parts[{part:?}]);",
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

    fn splits() -> String {
        let exports = ["isian", "kantor", "lacak"].map(|name| format!("{EXPORT}{name} = wrapAsyncCb();"));
        format!("{}\n{}", KNOWN.join("\n"), exports.join("\n"))
    }

    #[test]
    fn a_part_stands_on_the_modules_it_shares_each_cut_out_once() {
        let text = loader(&splits(), &parts(), &places()).unwrap();
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
        assert!(loader(&splits(), &parts(), &places).is_err());
        let mut bare = parts();
        bare.insert("kantor".to_owned(), vec!["chunk_9".to_owned()]);
        assert!(loader(&splits(), &bare, &self::places()).is_err());
    }

    #[test]
    fn a_splitter_that_does_otherwise_is_refused() {
        let tried = |splits: String| loader(&splits, &parts(), &places());
        assert!(tried(splits()).is_ok());
        assert!(tried(splits().replace("callbackData", "data")).is_err());
        assert!(tried(splits().replace("load_lacak", "begin_lacak")).is_err());
        assert!(tried(splits() + EXPORT + "peta = wrapAsyncCb();").is_err());
    }
}
