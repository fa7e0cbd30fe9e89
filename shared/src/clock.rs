//! Working time. Service clocks count working days of WITA (UTC+8, no daylight saving) by a calendar of holidays
//! that the district keeps; a year that the calendar does not hold yet gives deadlines that are *sementara*.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// Offset of WITA from UTC in seconds.
const WITA_SECONDS: i32 = 8 * 3_600;

/// Wall-clock time in WITA.
pub fn to_wita(moment: DateTime<Utc>) -> NaiveDateTime {
    // +08:00 is within what an offset may be; UTC is the answer that can be given otherwise.
    FixedOffset::east_opt(WITA_SECONDS).map_or_else(
        || moment.naive_utc(),
        |wita| moment.with_timezone(&wita).naive_local(),
    )
}

/// The day in WITA on which a moment falls.
pub fn wita_day(moment: DateTime<Utc>) -> NaiveDate {
    to_wita(moment).date()
}

/// Why nobody works on a day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JenisLibur {
    /// Public holiday.
    Libur,
    /// Joint leave: offices are closed all the same.
    CutiBersama,
}

/// The days on which nobody works besides Saturdays and Sundays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Kalender {
    libur: BTreeSet<NaiveDate>,
    years: BTreeMap<i32, usize>,
}

impl FromIterator<NaiveDate> for Kalender {
    fn from_iter<I: IntoIterator<Item = NaiveDate>>(days: I) -> Self {
        let mut kalender = Self::default();
        for day in days {
            if kalender.libur.insert(day) {
                *kalender.years.entry(day.year()).or_default() += 1;
            }
        }
        kalender
    }
}

/// The last day of a clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tenggat {
    /// The last day, in WITA, on which the thing is still in time.
    pub hari: NaiveDate,
    /// The calendar of a year that the clock runs through is not known yet, so the day may move.
    pub sementara: bool,
}

impl Kalender {
    /// Whether the district has told the holidays of this year.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.libur.contains(&day)
    }

    /// The day that lies `count` working days (*hari kerja*) after the day of `start`, which itself is not counted.
    pub fn tenggat(&self, start: DateTime<Utc>, count: u32) -> Tenggat {
        let mut day = wita_day(start);
        let mut sementara = !self.knows(day.year());
        let mut left = count;
        while left > 0 {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            sementara |= !self.knows(day.year());
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        Tenggat { hari: day, sementara }
    }

    /// Working days from `now` to a deadline: 0 on the last day itself, negative once it is over.
    pub fn sisa(&self, tenggat: Tenggat, now: DateTime<Utc>) -> i32 {
        let today = wita_day(now);
        if today <= tenggat.hari {
            self.working_days_between(today, tenggat.hari)
        } else {
            // A deadline missed over a weekend is late by one day, not by none.
            -self.working_days_between(tenggat.hari, today).max(1)
        }
    }

    /// Working days after `from` up to and with `to`.
    fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        let count = from
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= to)
            .filter(|day| self.is_working_day(*day));
        i32::try_from(count.count()).unwrap_or(i32::MAX)
    }
}

/// What is left of a deadline, in words: never by colour alone.
pub fn sisa_words(sisa: i32) -> String {
    match sisa {
        0 => "Hari terakhir".into(),
        left if left > 0 => format!("Sisa {left} hari kerja"),
        late => format!("Lewat {} hari kerja", -late),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn noon(text: &str) -> DateTime<Utc> {
        day(text).and_hms_opt(4, 0, 0).unwrap().and_utc()
    }

    /// The joint leave and holidays around Lebaran and Christmas 2026.
    fn kalender() -> Kalender {
        [
            "2026-03-18",
            "2026-03-19",
            "2026-03-20",
            "2026-03-21",
            "2026-03-22",
            "2026-03-23",
            "2026-03-24",
            "2026-12-24",
            "2026-12-25",
        ]
        .into_iter()
        .map(day)
        .collect()
    }

    #[test]
    fn deadlines_skip_weekends_holidays_and_joint_leave() {
        for (start, count, end) in [
            ("2026-11-23", 3, "2026-11-26"),
            ("2026-11-20", 3, "2026-11-25"),
            ("2026-11-21", 3, "2026-11-25"),
            ("2026-03-16", 3, "2026-03-26"),
            ("2026-12-22", 3, "2026-12-29"),
            ("2026-11-23", 0, "2026-11-23"),
        ] {
            let tenggat = kalender().tenggat(noon(start), count);
            assert_eq!(
                tenggat,
                Tenggat {
                    hari: day(end),
                    sementara: false
                },
                "{start} + {count}"
            );
        }
    }

    #[test]
    fn a_deadline_in_a_year_without_a_calendar_is_provisional() {
        assert!(kalender().tenggat(noon("2026-12-30"), 5).sementara);
        assert!(!kalender().tenggat(noon("2026-12-28"), 2).sementara);
    }

    #[test]
    fn late_in_the_evening_in_utc_is_already_tomorrow_in_wita() {
        let evening = day("2026-11-22").and_hms_opt(16, 30, 0).unwrap().and_utc();
        assert_eq!(wita_day(evening), day("2026-11-23"));
    }

    #[test]
    fn what_is_left_is_told_in_working_days() {
        let tenggat = Tenggat {
            hari: day("2026-11-27"),
            sementara: false,
        };
        for (now, sisa) in [
            ("2026-11-25", 2),
            ("2026-11-27", 0),
            ("2026-11-28", -1),
            ("2026-12-01", -2),
        ] {
            assert_eq!(kalender().sisa(tenggat, noon(now)), sisa, "{now}");
        }
        assert_eq!(sisa_words(2), "Sisa 2 hari kerja");
        assert_eq!(sisa_words(0), "Hari terakhir");
        assert_eq!(sisa_words(-1), "Lewat 1 hari kerja");
    }

    proptest! {
        #[test]
        fn a_deadline_is_a_working_day_and_more_days_end_later(offset in 0..3_000_u64, count in 1..80_u32) {
            let start = noon("2025-01-01") + chrono::Duration::days(i64::try_from(offset).unwrap());
            let first = kalender().tenggat(start, count);
            prop_assert!(kalender().is_working_day(first.hari));
            prop_assert!(kalender().tenggat(start, count + 1).hari > first.hari);
            prop_assert_eq!(kalender().sisa(first, start), i32::try_from(count).unwrap());
        }
    }
}
