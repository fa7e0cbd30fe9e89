//! How a complaint is spoken of: its title, its deadline, its state, its stations.

use chrono::{DateTime, NaiveDate, Utc};
use shared::aduan::{Aduan, AduanRingkas, Langkah, Status, judul_uraian};
use shared::clock::{Tenggat, wita_day};
use shared::words::{tanggal, waktu};

use crate::ui::{Moment, Tone};

/// From this many working days left a deadline is near.
const NEAR: i32 = 2;

/// The stations of a complaint that goes its whole way.
const WAY: [Status; 5] = [
    Status::Diterima,
    Status::Diverifikasi,
    Status::Diproses,
    Status::Ditanggapi,
    Status::Selesai,
];

/// The station of the usual way at which a complaint stands, or to which it goes back.
const fn station(status: Status) -> Status {
    match status {
        Status::Didisposisikan | Status::DibukaKembali => Status::Diverifikasi,
        Status::Ditunda => Status::Diproses,
        Status::Diterima
        | Status::Diverifikasi
        | Status::Diproses
        | Status::Ditanggapi
        | Status::Selesai
        | Status::Ditolak
        | Status::BukanWewenang
        | Status::Digabung
        | Status::Diarsipkan => status,
    }
}

/// The released title, else the beginning of the *uraian*.
pub fn judul(aduan: &Aduan) -> String {
    match &aduan.rilis {
        Some(rilis) => rilis.judul.clone(),
        None => judul_uraian(&aduan.uraian),
    }
}

pub const fn status_tone(status: Status) -> Tone {
    match status {
        Status::Diterima => Tone::Sky,
        Status::Diverifikasi
        | Status::Didisposisikan
        | Status::Diproses
        | Status::Ditunda
        | Status::DibukaKembali => Tone::Gold,
        Status::Ditanggapi | Status::Selesai => Tone::Leaf,
        Status::Ditolak | Status::BukanWewenang | Status::Digabung | Status::Diarsipkan => Tone::Clay,
    }
}

/// The working days left of a deadline in words, with the tone that goes with them.
pub fn sisa(tenggat: Tenggat, days: i32) -> (String, Tone) {
    let tone = match days {
        late if late < 0 => Tone::Clay,
        near if near <= NEAR => Tone::Gold,
        _ => Tone::Leaf,
    };
    (tenggat.sisa_words(days), tone)
}

/// `hari ini`, `kemarin`, `3 hari lalu`, then the date.
pub fn lalu(moment: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let day: NaiveDate = wita_day(moment);
    match (wita_day(now) - day).num_days() {
        ..=0 => "hari ini".into(),
        1 => "kemarin".into(),
        days @ 2..=6 => format!("{days} hari lalu"),
        7.. => tanggal(day),
    }
}

/// What stands under a title in the inbox.
pub fn ringkas(aduan: &AduanRingkas, now: DateTime<Utc>) -> String {
    let mut parts = vec![aduan.wilayah.clone(), aduan.kategori.label().to_owned()];
    match (aduan.foto, aduan.foto_kurang) {
        (0, _) => {}
        (all, 0) => parts.push(format!("{all} foto")),
        (all, missing) => parts.push(format!("{all} foto, {missing} belum sampai")),
    }
    parts.push(lalu(aduan.diterima_pada, now));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// The steps taken: for the reporter told in a sentence each, with those that usually follow.
pub fn moments(aduan: &Aduan, for_pelapor: bool) -> Vec<Moment> {
    let mut moments: Vec<Moment> = aduan
        .langkah
        .iter()
        .map(|langkah| Moment {
            title: langkah.status.label().to_owned(),
            when: Some(match &langkah.oleh {
                Some(oleh) => format!("{} · {oleh}", waktu(langkah.pada)),
                None => waktu(langkah.pada),
            }),
            note: if for_pelapor {
                Some(told(langkah, aduan))
            } else {
                langkah.catatan.clone()
            },
        })
        .collect();
    if for_pelapor && !aduan.status.berakhir() {
        let ahead = WAY
            .into_iter()
            .skip_while(|status| *status != station(aduan.status))
            .skip(1);
        moments.extend(ahead.map(|status| Moment {
            title: match status {
                Status::Selesai => "Selesai, dan Anda menilai".to_owned(),
                other => other.label().to_owned(),
            },
            when: None,
            note: None,
        }));
    }
    moments
}

/// A step as its reporter reads it: what was done, and the officer's own words.
fn told(langkah: &Langkah, aduan: &Aduan) -> String {
    let what = match (langkah.status, &aduan.disposisi) {
        (Status::Didisposisikan, Some(given)) if given.pada == langkah.pada => {
            format!("Aduan diteruskan kepada {}.", given.nama_skpd)
        }
        (status, _) => status.kabar().to_owned(),
    };
    match &langkah.catatan {
        Some(note) => format!("{what}\n{note}"),
        None => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_by_the_calendar_of_wita() {
        // 23.30 UTC is already the next morning in WITA.
        let now = moment("2026-11-21T23:30:00Z");
        assert_eq!(lalu(moment("2026-11-21T16:30:00Z"), now), "hari ini");
        assert_eq!(lalu(moment("2026-11-21T15:30:00Z"), now), "kemarin");
        assert_eq!(lalu(moment("2026-11-18T15:30:00Z"), now), "4 hari lalu");
        assert_eq!(lalu(moment("2026-11-01T00:00:00Z"), now), "1 November 2026");
    }

    #[test]
    fn a_deadline_is_told_in_words_and_tone() {
        let of = |days| {
            let hari = NaiveDate::default();
            sisa(
                Tenggat {
                    hari,
                    sementara: false,
                },
                days,
            )
        };
        assert!(of(-1) == ("Lewat 1 hari kerja".to_owned(), Tone::Clay));
        assert!(of(0) == ("Jatuh tempo hari ini".to_owned(), Tone::Gold));
        assert!(of(2).1 == Tone::Gold);
        assert!(of(3) == ("Sisa 3 hari kerja".to_owned(), Tone::Leaf));
    }
}
