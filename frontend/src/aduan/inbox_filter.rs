//! What the inbox shows stands in the address, so that a view can be kept, shared and gone back to.
//! The same names serve the page's own address and the request to the server.

use shared::aduan::{AduanFilter, Kategori, Status, Tingkat, Urut};
use shared::wilayah::WilayahKode;

pub const STATUS: &str = "status";
pub const KATEGORI: &str = "kategori";
pub const WILAYAH: &str = "wilayah";
pub const SKPD: &str = "skpd";
pub const ESKALASI: &str = "eskalasi";
pub const MUNGKIN_SAMA: &str = "mungkin_sama";
pub const CARI: &str = "cari";
pub const URUT: &str = "urut";

/// Reads an address; what is unknown in it counts as not said.
pub fn from_query(get: impl Fn(&str) -> Option<String>) -> AduanFilter {
    AduanFilter {
        status: get(STATUS).and_then(|text| Status::parse(&text)),
        kategori: get(KATEGORI).and_then(|text| Kategori::parse(&text)),
        wilayah: get(WILAYAH).and_then(|text| WilayahKode::parse(&text)),
        skpd: get(SKPD).filter(|text| !text.is_empty()),
        eskalasi: get(ESKALASI).and_then(|text| Tingkat::parse(&text)),
        mungkin_sama: get(MUNGKIN_SAMA).and_then(|text| text.parse().ok()),
        cari: get(CARI)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty()),
        urut: get(URUT).and_then(|text| Urut::parse(&text)).unwrap_or_default(),
        cursor: None,
        limit: None,
    }
}

/// `?status=…&…`, or nothing where nothing is asked.
pub fn to_query(filter: &AduanFilter, encode: impl Fn(&str) -> String) -> String {
    let urut = (filter.urut != Urut::default()).then(|| filter.urut.as_str().to_owned());
    let parts = [
        (STATUS, filter.status.map(|status| status.as_str().to_owned())),
        (
            KATEGORI,
            filter.kategori.map(|kategori| kategori.as_str().to_owned()),
        ),
        (WILAYAH, filter.wilayah.as_ref().map(ToString::to_string)),
        (SKPD, filter.skpd.clone()),
        (
            ESKALASI,
            filter.eskalasi.map(|tingkat| tingkat.as_str().to_owned()),
        ),
        (MUNGKIN_SAMA, filter.mungkin_sama.map(|wanted| wanted.to_string())),
        (CARI, filter.cari.clone()),
        (URUT, urut),
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

/// Whether anything but the order is asked for.
pub fn is_narrowed(filter: &AduanFilter) -> bool {
    filter.status.is_some() || filter.kategori.is_some() || filter.cari.is_some() || is_narrowed_more(filter)
}

/// Whether one of the filters is set that stand behind *Saringan lain*.
pub fn is_narrowed_more(filter: &AduanFilter) -> bool {
    filter.wilayah.is_some()
        || filter.skpd.is_some()
        || filter.eskalasi.is_some()
        || filter.mungkin_sama.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_the_address() {
        let filter = AduanFilter {
            status: Some(Status::BukanWewenang),
            kategori: Some(Kategori::Drainase),
            wilayah: WilayahKode::parse("63.11.05"),
            skpd: Some("puprperkim".into()),
            eskalasi: Some(Tingkat::KepalaSkpd),
            mungkin_sama: Some(true),
            cari: Some("got".into()),
            urut: Urut::Tenggat,
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
        assert_eq!(read.status, None);
        assert_eq!(read.urut, Urut::Terbaru);
        assert_eq!(to_query(&AduanFilter::default(), str::to_owned), "");
    }
}
