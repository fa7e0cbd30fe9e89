//! How accounts are spoken of: roles with where and how long, how a password should be.

use chrono::NaiveDate;
use shared::account::{Penugasan, Skpd};
use shared::words::tanggal;

use crate::portal::PortalContext;

pub const ATURAN_SANDI: &str = "Paling sedikit 8 karakter. Tiga kata yang tidak berhubungan mudah diingat dan sulit ditebak. Jangan memakai nama Anda, dan jangan memakai kata sandi dari tempat lain.";

/// `sejak 2 Januari 2026`, `2 Januari 2026 sampai 5 Maret 2026`.
pub fn masa(mulai: NaiveDate, sampai: Option<NaiveDate>) -> String {
    match sampai {
        None => format!("sejak {}", tanggal(mulai)),
        Some(sampai) => format!("{} sampai {}", tanggal(mulai), tanggal(sampai)),
    }
}

/// The office and the part of it by their names; by their codes until the table is here.
pub fn kantor(offices: &[Skpd], kode: &str, bidang: Option<&str>) -> String {
    let office = offices.iter().find(|office| office.kode == kode);
    let name = office.map_or(kode, |office| office.nama.as_str()).to_owned();
    let Some(bidang) = bidang else { return name };
    let part = office
        .and_then(|office| office.bidang.iter().find(|part| part.kode == bidang))
        .map_or(bidang, |part| part.nama.as_str());
    format!("{name}, {part}")
}

/// Where an assignment holds: the region, and the office where it belongs to one.
pub fn tempat(penugasan: &Penugasan, portal: PortalContext, offices: &[Skpd]) -> String {
    let region = portal.region_name(&penugasan.wilayah);
    match &penugasan.skpd {
        None => region,
        Some(skpd) => format!(
            "{region} · {}",
            kantor(offices, skpd, penugasan.bidang.as_deref())
        ),
    }
}

#[cfg(test)]
mod tests {
    use shared::account::Bidang;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_without_an_end_is_told_by_its_beginning() {
        assert_eq!(masa(day("2026-01-02"), None), "sejak 2 Januari 2026");
        assert_eq!(
            masa(day("2026-01-02"), Some(day("2026-03-05"))),
            "2 Januari 2026 sampai 5 Maret 2026"
        );
    }

    #[test]
    fn an_office_that_is_not_known_yet_is_called_by_its_code() {
        let offices = [Skpd {
            kode: "perkim".into(),
            nama: "Dinas Perkim".into(),
            aktif: true,
            bidang: vec![Bidang {
                kode: "jalan".into(),
                nama: "Bidang Jalan".into(),
                aktif: true,
            }],
        }];
        assert_eq!(
            kantor(&offices, "perkim", Some("jalan")),
            "Dinas Perkim, Bidang Jalan"
        );
        assert_eq!(kantor(&[], "perkim", Some("jalan")), "perkim, jalan");
    }
}
