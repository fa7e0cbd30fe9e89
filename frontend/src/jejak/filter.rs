//! What the trail shows stands in the address; the same names serve the page and the request.

use shared::jejak::{JejakFilter, Objek, Perbuatan};

/// Reads an address; what is unknown in it counts as not said.
pub fn from_query(get: impl Fn(&str) -> Option<String>) -> JejakFilter {
    let text = |name: &str| {
        get(name)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let day = |name: &str| text(name).and_then(|text| text.parse().ok());
    JejakFilter {
        perbuatan: text("perbuatan").and_then(|text| Perbuatan::parse(&text)),
        objek: text("objek").and_then(|text| Objek::parse(&text)),
        catatan: text("catatan"),
        oleh: text("oleh"),
        dari: day("dari"),
        sampai: day("sampai"),
        cursor: None,
        limit: None,
    }
}

/// `?perbuatan=…&…`, or nothing where nothing is asked.
pub fn to_query(filter: &JejakFilter, encode: impl Fn(&str) -> String) -> String {
    let parts = [
        (
            "perbuatan",
            filter.perbuatan.map(|perbuatan| perbuatan.as_str().to_owned()),
        ),
        ("objek", filter.objek.map(|objek| objek.as_str().to_owned())),
        ("catatan", filter.catatan.clone()),
        ("oleh", filter.oleh.clone()),
        ("dari", filter.dari.map(|day| day.to_string())),
        ("sampai", filter.sampai.map(|day| day.to_string())),
        ("cursor", filter.cursor.clone()),
        ("limit", filter.limit.map(|limit| limit.to_string())),
    ];
    let said = parts
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", encode(&value?))));
    let said = said.collect::<Vec<_>>().join("&");
    if said.is_empty() { said } else { format!("?{said}") }
}

pub fn is_narrowed(filter: &JejakFilter) -> bool {
    *filter != JejakFilter::default()
}

#[cfg(test)]
mod tests {
    use shared::aksi::JenisAksi;

    use super::*;

    #[test]
    fn a_filter_survives_the_address() {
        let filter = JejakFilter {
            perbuatan: Some(Perbuatan::Aksi(JenisAksi::AduanKunciBaru)),
            objek: Some(Objek::Aduan),
            catatan: Some("ADU-6B435-ZYV4Y-6WEM3".into()),
            oleh: Some("petugas".into()),
            dari: "2026-11-01".parse().ok(),
            sampai: "2026-11-30".parse().ok(),
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
        assert_eq!((read.perbuatan, read.objek, read.dari), (None, None, None));
        assert_eq!(to_query(&JejakFilter::default(), str::to_owned), "");
    }
}
