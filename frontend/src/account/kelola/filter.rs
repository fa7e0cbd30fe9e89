//! What the list of accounts shows stands in the address; the same names serve the page and the request.

use shared::account::{AkunFilter, Peran};
use shared::wilayah::WilayahKode;

const CARI: &str = "cari";
const PERAN: &str = "peran";
const WILAYAH: &str = "wilayah";
const AKTIF: &str = "aktif";

/// Reads an address; what is unknown in it counts as not said.
pub fn from_query(get: impl Fn(&str) -> Option<String>) -> AkunFilter {
    AkunFilter {
        cari: get(CARI)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty()),
        peran: get(PERAN).and_then(|text| Peran::parse(&text)),
        wilayah: get(WILAYAH).and_then(|text| WilayahKode::parse(&text)),
        aktif: get(AKTIF).and_then(|text| text.parse().ok()),
        cursor: None,
        limit: None,
    }
}

/// `?peran=…&…`, or nothing where nothing is asked.
pub fn to_query(filter: &AkunFilter, encode: impl Fn(&str) -> String) -> String {
    let parts = [
        (CARI, filter.cari.clone()),
        (PERAN, filter.peran.map(|peran| peran.as_str().to_owned())),
        (WILAYAH, filter.wilayah.as_ref().map(ToString::to_string)),
        (AKTIF, filter.aktif.map(|aktif| aktif.to_string())),
        ("cursor", filter.cursor.clone()),
        ("limit", filter.limit.map(|limit| limit.to_string())),
    ];
    let mut query = String::new();
    for (name, value) in parts {
        let Some(value) = value else { continue };
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        query.push_str(&encode(&value));
    }
    query
}

pub fn is_narrowed(filter: &AkunFilter) -> bool {
    *filter != AkunFilter::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_the_address() {
        let filter = AkunFilter {
            cari: Some("siti".into()),
            peran: Some(Peran::OperatorDesa),
            wilayah: WilayahKode::parse("63.11.05"),
            aktif: Some(false),
            cursor: None,
            limit: None,
        };
        let query = to_query(&filter, str::to_owned);
        let read = from_query(|name| {
            query.trim_start_matches('?').split('&').find_map(|part| {
                let (key, value) = part.split_once('=')?;
                (key == name).then(|| value.to_owned())
            })
        });
        assert_eq!(read, filter);
        assert!(is_narrowed(&read));
    }

    #[test]
    fn what_is_not_known_counts_as_not_said() {
        let read = from_query(|_| Some("???".into()));
        assert_eq!((read.peran, read.aktif), (None, None));
        assert_eq!(to_query(&AkunFilter::default(), str::to_owned), "");
    }
}
