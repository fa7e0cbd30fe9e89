//! Which part of the app needs which files, and who gets it when.

use std::collections::{BTreeMap, BTreeSet};

use crate::page::Page;

/// Parts that only the staff opens: not in a citizen's precache, fetched after login.
const STAFF: &[&str] = &["kantor", KEEPER, "aturan"];

/// How all of these are called in an audience.
pub const STAFF_NAME: &str = "kantor";

/// The pages of who keeps accounts, fetched after his login.
pub const KEEPER: &str = "kelola";

/// Fetched when a map is first shown.
pub const MAP: &str = "peta";

/// Fetched right after the first paint: without it nothing that waits on the device is sent.
pub const CAPTURE: &str = "isian";

/// Part of the app -> its files or modules.
pub type Parts = BTreeMap<String, Vec<String>>;

/// Where the modules lie in the site.
pub struct Chunks {
    pub main: String,
    pub parts: Parts,
}

/// `#[lazy]` puts a number behind the name to keep it unique; the page knows the part without it.
pub fn plain_name(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((plain, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => plain,
        Some(_) | None => name,
    }
}

/// Who needs what all of `parts` need, as part of a file's name. What the capture needs each first visit fetches, so there
/// it matters little who else does; of the rest a reader is to fetch no more than his page takes.
pub fn audience(parts: &BTreeSet<&str>) -> String {
    let staff = parts
        .iter()
        .any(|part| STAFF.contains(part))
        .then_some(STAFF_NAME);
    let mut reads = parts
        .iter()
        .copied()
        .filter(|part| *part != CAPTURE && !STAFF.contains(part));
    let names: Vec<&str> = if parts.contains(CAPTURE) {
        let reads = reads.next().map(|_| "baca");
        [CAPTURE].into_iter().chain(reads).chain(staff).collect()
    } else if reads.clone().next().is_none() {
        staff.into_iter().collect()
    } else {
        reads.collect()
    };
    names.join("-")
}

/// The files that no citizen's part needs.
pub fn only_later(page: &Page) -> BTreeSet<String> {
    let (staff, citizen): (Vec<_>, Vec<_>) = page
        .chunk_files()
        .into_iter()
        .partition(|(part, _)| STAFF.contains(&part.as_str()));
    let citizen: BTreeSet<String> = citizen.into_iter().map(|(_, file)| file).collect();
    staff
        .into_iter()
        .map(|(_, file)| file)
        .filter(|file| !citizen.contains(file))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_that_keeps_a_name_unique_is_dropped() {
        assert_eq!(plain_name("peta_1234567890"), "peta");
        assert_eq!(plain_name("peta"), "peta");
        assert_eq!(plain_name("buku_tamu"), "buku_tamu");
    }

    #[test]
    fn whose_people_are_the_same_share_an_audience() {
        let of = |parts: &[&str]| audience(&parts.iter().copied().collect());
        assert_eq!(of(&["isian", "lacak", "milik"]), "isian-baca");
        assert_eq!(of(&["isian", "publik"]), "isian-baca");
        assert_eq!(of(&["kelola", "aturan"]), "kantor");
        assert_eq!(of(&["isian", "lacak", "kantor"]), "isian-baca-kantor");
        assert_eq!(of(&["lacak", "kantor"]), of(&["lacak"]));
        assert_eq!(of(&["lacak", "milik"]), "lacak-milik");
    }

    #[test]
    fn a_file_that_citizen_and_staff_share_is_not_left_for_later() {
        let page = Page::parse(
            "<link data-chunk=\"kantor\" href=\"/assets/a.wasm\">\
             <link data-chunk=\"kantor\" href=\"/assets/shared.wasm\">\
             <link data-chunk=\"peta\" href=\"/assets/shared.wasm\">",
        )
        .unwrap();
        assert_eq!(only_later(&page), BTreeSet::from(["assets/a.wasm".to_owned()]));
    }
}
