//! The split leaves a module for each set of parts that share code: a hundred, most of them smaller than a kilobyte. Each
//! costs a slow phone milliseconds to fetch and milliseconds to compile, however small it is, so those with the same audience
//! are made one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{Parser, Payload, RefType, TypeRef, ValType};

use crate::{
    chunk::{CAPTURE, Parts, STAFF_NAME, audience, plain_name},
    tool::Tools,
};

/// What the split calls the modules that several parts share, and those that only one needs.
const SHARED: &str = "chunk_";
const OWN: &str = "split_";

/// Where the split's modules import from.
const SPLIT: &str = "__wasm_split";

/// Where those that were merged do.
const APP: &str = "app";

/// Audiences of less than this join, in bytes before they are made small.
const SMALL: u64 = 16 * 1024;

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

/// The shared modules of each audience.
fn audiences(parts: &Parts) -> BTreeMap<String, Vec<String>> {
    let mut needed_by = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (part, stems) in parts {
        for stem in stems.iter().filter(|stem| stem.starts_with(SHARED)) {
            needed_by.entry(stem).or_default().insert(plain_name(part));
        }
    }
    let mut all = BTreeMap::<String, Vec<String>>::new();
    for (stem, parts) in needed_by {
        all.entry(audience(&parts)).or_default().push(stem.to_owned());
    }
    all
}

/// Joins those whose modules weigh so little that a file of their own costs a reader more than what others need beside them.
/// What the capture needs stays apart: each first visit fetches it.
fn join_small(
    all: BTreeMap<String, Vec<String>>,
    bytes: impl Fn(&str) -> u64,
) -> BTreeMap<String, Vec<String>> {
    let is_small = |audience: &str, stems: &[String]| {
        let names_staff_or_capture = audience
            .split('-')
            .any(|part| part == CAPTURE || part == STAFF_NAME);
        !names_staff_or_capture && stems.iter().map(|stem| bytes(stem)).sum::<u64>() < SMALL
    };
    let (small, mut joined): (BTreeMap<_, _>, BTreeMap<_, _>) = all
        .into_iter()
        .partition(|(audience, stems)| is_small(audience, stems));
    let parts: BTreeSet<&str> = small.keys().flat_map(|audience| audience.split('-')).collect();
    let name = audience(&parts);
    for stems in small.into_values().collect::<Vec<_>>() {
        joined.entry(name.clone()).or_default().extend(stems);
    }
    joined
}

/// Makes the shared modules in `work` one for each audience, named after it, and gives the parts that stand on these.
pub fn merge(parts: &Parts, work: &Path, tools: &Tools) -> Result<Parts> {
    let bytes =
        |stem: &str| fs::metadata(work.join(stem).with_extension("wasm")).map_or(0, |file| file.len());
    let all = join_small(audiences(parts), bytes);
    let (mut one, mut other): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
    for (place, audience) in all.iter().enumerate() {
        if place % 2 == 0 { &mut one } else { &mut other }.push(audience);
    }
    let merge = |some: &[(&String, &Vec<String>)]| {
        some.iter()
            .try_for_each(|(audience, stems)| merge_one(audience, stems, work, tools))
    };
    thread::scope(|scope| {
        let beside = scope.spawn(|| merge(&other));
        merge(&one)?;
        beside
            .join()
            .map_err(|_| anyhow::anyhow!("the thread that merges ended early"))?
    })?;
    let becomes: BTreeMap<&str, &str> = all
        .iter()
        .flat_map(|(audience, stems)| stems.iter().map(|stem| (stem.as_str(), audience.as_str())))
        .collect();
    let name = |stem: &String| (*becomes.get(stem.as_str()).unwrap_or(&stem.as_str())).to_owned();
    Ok(parts
        .iter()
        .map(|(part, stems)| {
            let stems: BTreeSet<String> = stems.iter().map(name).collect();
            (part.clone(), stems.into_iter().collect())
        })
        .collect())
}

fn merge_one(audience: &str, stems: &[String], work: &Path, tools: &Tools) -> Result<()> {
    let file = |stem: &str| work.join(stem).with_extension("wasm");
    let frame = work.join(audience).with_extension("wat");
    let mut imports = BTreeMap::<String, String>::new();
    for stem in stems {
        let module = fs::read(file(stem)).with_context(|| format!("cannot read {stem}"))?;
        for (name, kind) in imported(&module).with_context(|| stem.clone())? {
            let known = imports.entry(name).or_insert_with(|| kind.clone());
            ensure!(*known == kind, "{stem} stands on a {kind}, others on a {known}");
        }
    }
    fs::write(&frame, frame_of(&imports)?)?;
    let mut modules: Vec<(PathBuf, String)> = vec![(frame, SPLIT.to_owned())];
    modules.extend(stems.iter().map(|stem| (file(stem), stem.clone())));
    tools.merge(&modules, &file(audience))
}

/// What a module of the split stands on, as text.
fn imported(module: &[u8]) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::ImportSection(imports) = payload? else {
            continue;
        };
        for import in imports.into_imports() {
            let import = import?;
            ensure!(
                import.module == SPLIT,
                "imports {} from {}",
                import.name,
                import.module
            );
            let kind = match import.ty {
                TypeRef::Memory(memory) if memory.maximum.is_none() && !memory.memory64 && !memory.shared => {
                    format!("memory {}", memory.initial)
                }
                TypeRef::Table(table)
                    if table.maximum.is_none() && table.element_type == RefType::FUNCREF =>
                {
                    format!("table {} funcref", table.initial)
                }
                TypeRef::Global(global) if global.mutable && global.content_type == ValType::I32 => {
                    "global (mut i32)".to_owned()
                }
                other => bail!("imports {} as {other:?}", import.name),
            };
            found.insert(import.name.to_owned(), kind);
        }
    }
    Ok(found)
}

/// A module that hands on what all of them stand on, so that each of these is imported once: a browser knows one memory.
fn frame_of(imports: &BTreeMap<String, String>) -> Result<String> {
    let mut text = String::from("(module");
    for (name, kind) in imports {
        let (what, rest) = kind.split_once(' ').context("kind of an import")?;
        write!(text, "\n(import \"{APP}\" \"{name}\" ({what} ${name} {rest}))")?;
        write!(text, "\n(export \"{name}\" ({what} ${name}))")?;
    }
    text.push_str(")\n");
    Ok(text)
}

/// The loader of `parts`, whose modules are the `files` beside it, in the names under which the main module imports it. It
/// takes the place of `splits`, the splitter's own.
///
/// # Errors
/// A module without a file; a loader of the splitter's that does other than ours.
pub fn loader(splits: &str, parts: &Parts, files: &BTreeMap<String, String>) -> Result<String> {
    let own = |name: &str| splits.contains(&format!("{EXPORT}{name} = "));
    ensure!(
        splits.matches(EXPORT).count() == parts.len()
            && parts.keys().all(|name| own(name))
            && KNOWN.iter().all(|known| splits.contains(known)),
        "the splitter's loader is of another form than the one that is replaced"
    );
    let mut text = LOADER.to_owned();
    let file = |stem: &str| files.get(stem).with_context(|| format!("{stem} lies nowhere"));
    let shared: BTreeSet<&String> = parts
        .values()
        .flatten()
        .filter(|stem| !stem.starts_with(OWN))
        .collect();
    for stem in shared {
        writeln!(text, "shared[{stem:?}] = piece(\"./{}\", []);", file(stem)?)?;
    }
    for (name, stems) in parts {
        let (own, below): (Vec<&String>, Vec<&String>) = stems.iter().partition(|stem| stem.starts_with(OWN));
        let [own] = own[..] else {
            bail!("{name} has {} modules of its own", own.len());
        };
        let below: Vec<String> = below.iter().map(|stem| format!("shared[{stem:?}]")).collect();
        writeln!(
            text,
            "parts[{part:?}] = piece(\"./{file}\", [{below}]);\n{EXPORT}{name} = asked(parts[{part:?}]);",
            part = plain_name(name),
            file = file(own)?,
            below = below.join(", "),
        )?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        let stems = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Parts::from([
            (
                "isian".to_owned(),
                stems(&["isian-baca", "isian-kantor", "split_isian"]),
            ),
            ("lacak".to_owned(), stems(&["isian-baca", "split_lacak"])),
            ("kantor".to_owned(), stems(&["isian-kantor", "split_kantor"])),
        ])
    }

    #[test]
    fn those_with_one_audience_become_one() {
        let stems = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let parts = Parts::from([
            (
                "isian_12".to_owned(),
                stems(&["chunk_9", "chunk_10", "chunk_11", "split_isian_12"]),
            ),
            (
                "lacak_7".to_owned(),
                stems(&["chunk_9", "chunk_11", "split_lacak_7"]),
            ),
            ("kantor_3".to_owned(), stems(&["chunk_10", "split_kantor_3"])),
        ]);
        let all = audiences(&parts);
        assert_eq!(all["isian-baca"], ["chunk_11", "chunk_9"]);
        assert_eq!(all["isian-kantor"], ["chunk_10"]);
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn small_audiences_join_but_for_the_captures_and_the_staffs() {
        let all = BTreeMap::from(
            ["isian-baca", "kantor", "lacak-milik", "lacak-peta", "peta-publik"]
                .map(|name| (name.to_owned(), vec![format!("chunk_{name}")])),
        );
        let bytes = |stem: &str| {
            if stem == "chunk_lacak-milik" {
                SMALL
            } else {
                SMALL - 1
            }
        };
        let joined = join_small(all, bytes);
        let names: Vec<&str> = joined.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["isian-baca", "kantor", "lacak-milik", "lacak-peta-publik"]
        );
        assert_eq!(
            joined["lacak-peta-publik"],
            ["chunk_lacak-peta", "chunk_peta-publik"]
        );
    }

    #[test]
    fn what_several_import_stands_in_the_frame_once() {
        let imports = BTreeMap::from([
            ("memory".to_owned(), "memory 20".to_owned()),
            (
                "__indirect_function_table".to_owned(),
                "table 9 funcref".to_owned(),
            ),
        ]);
        let frame = frame_of(&imports).unwrap();
        assert!(frame.contains("(import \"app\" \"memory\" (memory $memory 20))"));
        assert!(frame.contains("(export \"__indirect_function_table\" (table $__indirect_function_table))"));
    }

    #[test]
    fn what_a_module_imports_is_read_and_what_is_unknown_refused() {
        // The header, a type section with one function without arguments, and an import section.
        let module = |module: &str, kind: &[u8]| {
            let mut import = vec![1, u8::try_from(module.len()).unwrap()];
            import.extend(module.bytes());
            import.extend([1, b'm']);
            import.extend(kind);
            let mut bytes = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
            bytes.extend([2, u8::try_from(import.len()).unwrap()]);
            bytes.extend(import);
            bytes
        };
        let memory = [2, 0, 20];
        let found = imported(&module(SPLIT, &memory)).unwrap();
        assert_eq!(found["m"], "memory 20");
        assert!(imported(&module("env", &memory)).is_err());
        let function = [0, 0];
        assert!(imported(&module(SPLIT, &function)).is_err());
    }

    fn files() -> BTreeMap<String, String> {
        [
            "isian-baca",
            "isian-kantor",
            "split_isian",
            "split_lacak",
            "split_kantor",
        ]
        .map(|stem| (stem.to_owned(), format!("{stem}-2.wasm")))
        .into()
    }

    fn splits() -> String {
        let exports = ["isian", "kantor", "lacak"].map(|name| format!("{EXPORT}{name} = wrapAsyncCb();"));
        format!("{}\n{}", KNOWN.join("\n"), exports.join("\n"))
    }

    #[test]
    fn a_part_stands_on_the_modules_it_shares_each_named_once() {
        let text = loader(&splits(), &parts(), &files()).unwrap();
        assert_eq!(text.matches("piece(\"./isian-baca-2.wasm\", [])").count(), 1);
        assert!(
            text.contains("parts[\"lacak\"] = piece(\"./split_lacak-2.wasm\", [shared[\"isian-baca\"]]);")
        );
        assert!(text.contains("export const __wasm_split_load_lacak = asked(parts[\"lacak\"]);"));
    }

    #[test]
    fn a_module_without_a_file_and_a_part_without_its_own_are_refused() {
        let mut files = files();
        files.remove("isian-kantor");
        assert!(loader(&splits(), &parts(), &files).is_err());
        let mut bare = parts();
        bare.insert("kantor".to_owned(), vec!["isian-kantor".to_owned()]);
        assert!(loader(&splits(), &bare, &self::files()).is_err());
    }

    #[test]
    fn a_splitter_that_does_otherwise_is_refused() {
        let tried = |splits: String| loader(&splits, &parts(), &files());
        assert!(tried(splits()).is_ok());
        assert!(tried(splits().replace("callbackData", "data")).is_err());
        assert!(tried(splits().replace("load_lacak", "begin_lacak")).is_err());
        assert!(tried(splits() + EXPORT + "peta = wrapAsyncCb();").is_err());
    }
}
