//! What the server's filter lets through, asked of the lines that the device keeps. Words are looked for in title, place
//! and code alone: the rest of the text stays at the office.

use std::cmp::Reverse;

use shared::aduan::{AduanFilter, AduanRingkas, Urut};

/// The lines that the filter lets through, in its order.
pub fn saring<'a>(
    lines: impl Iterator<Item = &'a AduanRingkas>,
    filter: &AduanFilter,
) -> Vec<&'a AduanRingkas> {
    let cari = filter.cari.as_deref().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = cari.split_whitespace().collect();
    let mut found: Vec<_> = lines
        .filter(|one| cocok(one, filter) && words.iter().all(|word| has_word(one, word)))
        .collect();
    match filter.urut {
        Urut::Terbaru => found.sort_by_key(|one| Reverse((one.diterima_pada, one.id.0))),
        Urut::Terlama => found.sort_by_key(|one| (one.diterima_pada, one.id.0)),
        // Those without a deadline come last.
        Urut::Tenggat => found.sort_by_key(|one| {
            let hari = one.tenggat.map(|tenggat| tenggat.hari);
            (hari.is_none(), hari, one.id.0)
        }),
    }
    found
}

fn cocok(one: &AduanRingkas, filter: &AduanFilter) -> bool {
    let marked = one.mungkin_sama && !one.status.berakhir();
    filter.status.is_none_or(|status| one.status == status)
        && filter.kategori.is_none_or(|kategori| one.kategori == kategori)
        && filter
            .skpd
            .as_ref()
            .is_none_or(|skpd| one.skpd.as_ref() == Some(skpd))
        && filter.mungkin_sama.is_none_or(|wanted| wanted == marked)
        && filter.eskalasi.is_none_or(|least| {
            one.eskalasi
                .is_some_and(|tingkat| tingkat.nomor() >= least.nomor())
        })
        && filter
            .wilayah
            .as_ref()
            .is_none_or(|wilayah| one.wilayah_kode.as_ref().is_some_and(|kode| wilayah.covers(kode)))
}

/// Whether a word of the line begins so, as the server looks for it; a code may be given in part.
fn has_word(one: &AduanRingkas, word: &str) -> bool {
    let begins = |text: &str| {
        text.to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|part| part.starts_with(word))
    };
    begins(&one.judul) || begins(&one.wilayah) || one.kode.as_str().to_lowercase().contains(word)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use serde_json::json;
    use shared::aduan::{Kategori, Status, Tingkat};
    use shared::id::AduanId;
    use shared::wilayah::WilayahKode;

    use super::*;

    fn line(place: i64, change: impl FnOnce(&mut serde_json::Value)) -> AduanRingkas {
        let pada = DateTime::<Utc>::from_timestamp(1_763_700_000 + place, 0).unwrap();
        let mut json = json!({
            "id": AduanId::mint(), "kode": "ADU-2P9G8-2Z5V1-BNS1H", "versi": 1, "status": "diterima",
            "jenis": "pengaduan", "kategori": "drainase", "judul": "Got depan langgar tersumbat",
            "wilayah": "Lampihong Kiri, Kec. Lampihong", "wilayah_kode": "63.11.05.2001", "rahasia": false,
            "foto": 0, "foto_kurang": 0, "diterima_pada": pada, "tenggat": null, "sisa_hari_kerja": null,
        });
        change(&mut json);
        serde_json::from_value(json).unwrap()
    }

    fn found(lines: &[AduanRingkas], filter: &AduanFilter) -> Vec<usize> {
        saring(lines.iter(), filter)
            .into_iter()
            .map(|one| lines.iter().position(|line| line.id == one.id).unwrap())
            .collect()
    }

    #[test]
    fn each_part_of_the_filter_narrows() {
        let lines = [
            line(0, |_| {}),
            line(1, |json| json["status"] = json!("diproses")),
            line(2, |json| json["kategori"] = json!("lainnya")),
            line(3, |json| json["skpd"] = json!("perkim")),
            line(4, |json| json["eskalasi"] = json!("kepala_skpd")),
            line(5, |json| json["wilayah_kode"] = json!("63.11.01.2003")),
            line(6, |json| json["mungkin_sama"] = json!(true)),
        ];
        let all = AduanFilter::default();
        assert_eq!(found(&lines, &all), [6, 5, 4, 3, 2, 1, 0]);
        let with = |change: fn(&mut AduanFilter)| {
            let mut filter = AduanFilter::default();
            change(&mut filter);
            found(&lines, &filter)
        };
        assert_eq!(with(|filter| filter.status = Some(Status::Diproses)), [1]);
        assert_eq!(with(|filter| filter.kategori = Some(Kategori::Lainnya)), [2]);
        assert_eq!(with(|filter| filter.skpd = Some("perkim".into())), [3]);
        assert_eq!(with(|filter| filter.eskalasi = Some(Tingkat::Penghubung)), [4]);
        assert!(with(|filter| filter.eskalasi = Some(Tingkat::Inspektorat)).is_empty());
        assert_eq!(
            with(|filter| filter.wilayah = WilayahKode::parse("63.11.01")),
            [5]
        );
        assert_eq!(with(|filter| filter.mungkin_sama = Some(true)), [6]);
        assert_eq!(with(|filter| filter.urut = Urut::Terlama), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn words_are_found_by_their_beginning_and_all_of_them_must_be() {
        let lines = [
            line(0, |_| {}),
            line(1, |json| json["judul"] = json!("Lampu jalan mati")),
        ];
        let with = |cari: &str| {
            let cari = Some(cari.to_owned());
            found(
                &lines,
                &AduanFilter {
                    cari,
                    ..AduanFilter::default()
                },
            )
        };
        assert_eq!(with("lang"), [0]);
        assert_eq!(with("LAMPIHONG got"), [0]);
        assert_eq!(with("lampi"), [1, 0]);
        assert!(with("anggar").is_empty(), "not the middle of a word");
        assert_eq!(with("2p9g8"), [1, 0]);
    }

    #[test]
    fn the_nearest_deadline_comes_first_and_none_comes_last() {
        let until = |day: u32| {
            let hari = NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
            json!({"hari": hari, "sementara": false})
        };
        let lines = [
            line(0, |_| {}),
            line(1, |json| json["tenggat"] = until(9)),
            line(2, |json| json["tenggat"] = until(2)),
        ];
        let urut = Urut::Tenggat;
        assert_eq!(
            found(
                &lines,
                &AduanFilter {
                    urut,
                    ..AduanFilter::default()
                }
            ),
            [2, 1, 0]
        );
    }
}
