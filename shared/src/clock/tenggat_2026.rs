//! Worked cases of 2026 by the calendar that the portal brings along, each found by a second way of counting that
//! shares no code with [`super::kalender`]: days as texts, weekdays counted on from a Thursday.

use super::{Hitungan, Jeda, Kalender};

const LIBUR: &str = include_str!("../../../backend/data/libur.csv");

/// From when, how many *hari kerja*, the last day, and whether it is *sementara*.
const CASES: [(&str, u32, &str, bool); 53] = [
    // Thu → Tue: received on New Year.
    ("2026-01-01T02:00:00Z", 3, "2026-01-06", false),
    // Fri → Wed: a Friday.
    ("2026-01-02T02:00:00Z", 3, "2026-01-07", false),
    // Mon → Thu: a plain week.
    ("2026-01-05T00:30:00Z", 3, "2026-01-08", false),
    // Wed → Tue: Isra Mikraj on the Friday.
    ("2026-01-14T05:00:00Z", 3, "2026-01-20", false),
    // Thu → Thu: Isra Mikraj is the next day.
    ("2026-01-15T05:00:00Z", 14, "2026-02-05", false),
    // Thu → Thu: Imlek with joint leave on the Monday.
    ("2026-02-12T03:00:00Z", 3, "2026-02-19", false),
    // Fri → Tue: Imlek after the weekend.
    ("2026-02-13T03:00:00Z", 5, "2026-02-24", false),
    // Mon → Fri: received on joint leave.
    ("2026-02-16T03:00:00Z", 3, "2026-02-20", false),
    // Wed → Wed: four days before Nyepi leave, the fifth after Lebaran.
    ("2026-03-11T03:00:00Z", 5, "2026-03-25", false),
    // Mon → Thu: Nyepi and Lebaran lie between.
    ("2026-03-16T03:00:00Z", 3, "2026-03-26", false),
    // Tue → Wed: one day, yet over the whole of Lebaran.
    ("2026-03-17T03:00:00Z", 1, "2026-03-25", false),
    // Tue → Fri: the last second of 17 March in WITA.
    ("2026-03-17T15:59:59Z", 3, "2026-03-27", false),
    // Wed → Fri: midnight in WITA: already Nyepi leave.
    ("2026-03-17T16:00:00Z", 3, "2026-03-27", false),
    // Wed → Fri: received on Nyepi leave.
    ("2026-03-18T03:00:00Z", 3, "2026-03-27", false),
    // Thu → Tue: received on Nyepi.
    ("2026-03-19T03:00:00Z", 5, "2026-03-31", false),
    // Sat → Fri: received on Lebaran.
    ("2026-03-21T03:00:00Z", 3, "2026-03-27", false),
    // Tue → Tue: last joint leave; Good Friday follows.
    ("2026-03-24T03:00:00Z", 14, "2026-04-14", false),
    // Tue → Tue: 14 days over Nyepi and Lebaran.
    ("2026-03-10T03:00:00Z", 14, "2026-04-07", false),
    // Mon → Wed: 60 days over Lebaran, Good Friday, May.
    ("2026-03-02T03:00:00Z", 60, "2026-06-10", false),
    // Wed → Tue: Good Friday.
    ("2026-04-01T03:00:00Z", 3, "2026-04-07", false),
    // Thu → Mon: Good Friday and Easter.
    ("2026-04-02T03:00:00Z", 1, "2026-04-06", false),
    // Wed → Tue: Labour Day.
    ("2026-04-29T03:00:00Z", 3, "2026-05-05", false),
    // Fri → Fri: evening in UTC, 1 May in WITA.
    ("2026-04-30T17:00:00Z", 5, "2026-05-08", false),
    // Tue → Tue: Ascension and its joint leave.
    ("2026-05-12T03:00:00Z", 3, "2026-05-19", false),
    // Wed → Mon: Ascension, leave, weekend.
    ("2026-05-13T03:00:00Z", 1, "2026-05-18", false),
    // Mon → Tue: Idul Adha with leave, Waisak, Pancasila.
    ("2026-05-25T03:00:00Z", 3, "2026-06-02", false),
    // Tue → Fri: the eve of Idul Adha.
    ("2026-05-26T03:00:00Z", 1, "2026-05-29", false),
    // Wed → Fri: received on Idul Adha; Waisak on Sunday, Pancasila on Monday.
    ("2026-05-27T03:00:00Z", 5, "2026-06-05", false),
    // Mon → Fri: 14 days over Ascension and Idul Adha.
    ("2026-05-11T03:00:00Z", 14, "2026-06-05", false),
    // Fri → Thu: Waisak and Pancasila.
    ("2026-05-29T03:00:00Z", 3, "2026-06-04", false),
    // Fri → Thu: Islamic New Year on Tuesday.
    ("2026-06-12T03:00:00Z", 3, "2026-06-18", false),
    // Mon → Mon: 14 days from the eve of it.
    ("2026-06-15T03:00:00Z", 14, "2026-07-06", false),
    // Wed → Fri: 60 days over August.
    ("2026-07-01T03:00:00Z", 60, "2026-09-25", false),
    // Fri → Thu: Independence Day on Monday.
    ("2026-08-14T03:00:00Z", 3, "2026-08-20", false),
    // Mon → Mon: received on Independence Day; Maulid is further.
    ("2026-08-17T03:00:00Z", 5, "2026-08-24", false),
    // Tue → Wed: Maulid is the fifth day.
    ("2026-08-18T03:00:00Z", 5, "2026-08-26", false),
    // Wed → Thu: both August holidays.
    ("2026-08-12T03:00:00Z", 14, "2026-09-03", false),
    // Thu → Mon: 60 days over Christmas.
    ("2026-10-01T03:00:00Z", 60, "2026-12-28", false),
    // Mon → Wed: 60 days up to the year end.
    ("2026-10-05T03:00:00Z", 60, "2026-12-30", false),
    // Wed → Fri: 60 days and one too many for 2026.
    ("2026-10-07T03:00:00Z", 60, "2027-01-01", true),
    // Fri → Wed: the eve of Christmas leave.
    ("2026-12-18T03:00:00Z", 3, "2026-12-23", false),
    // Mon → Mon: Christmas with joint leave.
    ("2026-12-21T03:00:00Z", 3, "2026-12-28", false),
    // Wed → Mon: over Christmas.
    ("2026-12-23T03:00:00Z", 1, "2026-12-28", false),
    // Thu → Wed: received on joint leave.
    ("2026-12-24T03:00:00Z", 3, "2026-12-30", false),
    // Fri → Mon: 14 days into 2027.
    ("2026-12-11T03:00:00Z", 14, "2027-01-04", true),
    // Thu → Fri: the fourteenth is New Year, unless its calendar says otherwise.
    ("2026-12-10T03:00:00Z", 14, "2027-01-01", true),
    // Wed → Thu: the fourteenth is the last day that is known.
    ("2026-12-09T03:00:00Z", 14, "2026-12-31", false),
    // Mon → Thu: the last day of the year.
    ("2026-12-28T03:00:00Z", 3, "2026-12-31", false),
    // Tue → Fri: one day into 2027.
    ("2026-12-29T03:00:00Z", 3, "2027-01-01", true),
    // Thu → Fri: New Year's Eve.
    ("2026-12-31T03:00:00Z", 1, "2027-01-01", true),
    // Fri → Wed: midnight in WITA: 2027 already.
    ("2026-12-31T16:00:00Z", 3, "2027-01-06", true),
    // Mon → Wed: far into 2027.
    ("2026-11-02T03:00:00Z", 60, "2027-01-27", true),
    // Wed → Wed: five days, two years.
    ("2026-12-30T03:00:00Z", 5, "2027-01-06", true),
];

fn kalender() -> Kalender {
    let days = LIBUR.lines().skip(1).filter_map(|line| line.split(',').next());
    days.map(|day| day.parse().unwrap()).collect()
}

/// The days of 2026 and 2027 as texts, with the number of their weekday: 1 January 2026 is a Thursday, the fourth.
fn almanac() -> Vec<(String, u32)> {
    let mut weekday = 4;
    let mut days = Vec::new();
    for year in [2026, 2027] {
        for (month, length) in (1..).zip([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
            for day in 1..=length {
                days.push((format!("{year}-{month:02}-{day:02}"), weekday));
                weekday = weekday % 7 + 1;
            }
        }
    }
    days
}

/// The day in WITA of a moment in UTC: eight hours later, so from 16:00 on the day after.
fn naive_place(days: &[(String, u32)], moment: &str) -> usize {
    let (day, time) = moment.split_once('T').unwrap();
    let place = days.iter().position(|(text, _)| text == day).unwrap();
    place + usize::from(time >= "16:00:00Z")
}

/// Takes away one day after another until none is left.
fn naive(moment: &str, count: u32) -> (String, bool) {
    let days = almanac();
    let mut place = naive_place(&days, moment);
    let mut left = count;
    while left > 0 {
        place += 1;
        let (day, weekday) = &days[place];
        if *weekday < 6 && !LIBUR.contains(day.as_str()) {
            left -= 1;
        }
    }
    let day = days[place].0.clone();
    let is_unknown = day.starts_with("2027");
    (day, is_unknown)
}

#[test]
fn worked_cases_of_a_year() {
    let kalender = kalender();
    for (start, count, end, sementara) in CASES {
        assert_eq!(
            naive(start, count),
            (end.to_owned(), sementara),
            "{start} + {count}"
        );
        let found = kalender.tenggat(start.parse().unwrap(), count);
        assert_eq!(
            (found.hari.to_string().as_str(), found.sementara),
            (end, sementara),
            "{start} + {count}"
        );
    }
}

/// Both ways of counting agree from every day of the year, for every clock.
#[test]
fn every_day_of_the_year_is_counted_alike() {
    let kalender = kalender();
    for (day, _) in almanac().iter().take(365) {
        for count in [1, 3, 5, 14, 60] {
            let start = format!("{day}T02:00:00Z");
            let found = kalender.tenggat(start.parse().unwrap(), count);
            let (end, sementara) = naive(&start, count);
            assert_eq!(
                (found.hari.to_string(), found.sementara),
                (end, sementara),
                "{start} + {count}"
            );
        }
    }
}

/// A clock of five days that began on Monday 2 November, with pauses; each counted by hand.
#[test]
fn worked_cases_of_pauses() {
    let of = |jeda: &[(&str, Option<&str>)]| {
        let jeda: Vec<Jeda> = jeda
            .iter()
            .map(|(dari, sampai)| Jeda {
                dari: dari.parse().unwrap(),
                sampai: sampai.map(|sampai| sampai.parse().unwrap()),
            })
            .collect();
        match kalender().hitung("2026-11-02T02:00:00Z".parse().unwrap(), 5, &jeda) {
            Hitungan::Berjalan(tenggat) => tenggat.hari.to_string(),
            Hitungan::Berhenti { sisa } => format!("sisa {sisa}"),
        }
    };
    // 3, 4, 5, 6, 9.
    assert_eq!(of(&[]), "2026-11-09");
    // Stopped from Wednesday to Thursday: 3, 5, 6, 9, 10.
    assert_eq!(
        of(&[("2026-11-04T01:00:00Z", Some("2026-11-05T01:00:00Z"))]),
        "2026-11-10"
    );
    // An hour of one day is no day.
    assert_eq!(
        of(&[("2026-11-04T01:00:00Z", Some("2026-11-04T02:00:00Z"))]),
        "2026-11-09"
    );
    // An hour over midnight in WITA: the first of the two days did not end with a running clock.
    assert_eq!(
        of(&[("2026-11-04T15:30:00Z", Some("2026-11-04T16:30:00Z"))]),
        "2026-11-10"
    );
    // Saturday to Sunday: nothing is lost.
    assert_eq!(
        of(&[("2026-11-07T02:00:00Z", Some("2026-11-08T02:00:00Z"))]),
        "2026-11-09"
    );
    // Two pauses that overlap, and are told out of order, are one from the 4th to the 10th: 3, 10, 11, 12, 13.
    assert_eq!(
        of(&[
            ("2026-11-06T02:00:00Z", Some("2026-11-10T02:00:00Z")),
            ("2026-11-04T02:00:00Z", Some("2026-11-09T02:00:00Z")),
        ]),
        "2026-11-13"
    );
    // On the last day itself: 3, 4, 5, 6, then 11.
    assert_eq!(
        of(&[("2026-11-09T02:00:00Z", Some("2026-11-11T02:00:00Z"))]),
        "2026-11-11"
    );
    // After the last day a pause comes too late to help.
    assert_eq!(of(&[("2026-11-10T02:00:00Z", None)]), "2026-11-09");
    // Open since the 5th: 3 and 4 are gone.
    assert_eq!(of(&[("2026-11-05T02:00:00Z", None)]), "sisa 3");
    // Open since the day it began.
    assert_eq!(of(&[("2026-11-02T03:00:00Z", None)]), "sisa 5");
    // A pause that ends before it begins is none.
    assert_eq!(
        of(&[("2026-11-05T02:00:00Z", Some("2026-11-03T02:00:00Z"))]),
        "2026-11-09"
    );
}

#[test]
fn what_is_left_of_a_tenggat_is_counted_in_working_days() {
    let kalender = kalender();
    let tenggat = kalender.tenggat("2026-11-20T02:00:00Z".parse().unwrap(), 5);
    assert_eq!(tenggat.hari.to_string(), "2026-11-27");
    for (now, sisa) in [
        ("2026-11-25T02:00:00Z", 2),
        ("2026-11-27T15:59:59Z", 0),
        ("2026-11-27T16:00:00Z", -1),
        ("2026-12-01T02:00:00Z", -2),
    ] {
        assert_eq!(kalender.sisa(tenggat, now.parse().unwrap()), sisa, "{now}");
    }
    let jeda = Jeda {
        dari: "2026-11-26T02:00:00Z".parse().unwrap(),
        sampai: Some("2026-11-27T02:00:00Z".parse().unwrap()),
    };
    let now = "2026-11-25T02:00:00Z".parse().unwrap();
    assert_eq!(kalender.sisa_berjeda(tenggat, now, &[jeda]), 1);
}
