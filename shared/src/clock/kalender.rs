//! Counting of working days. All of it goes day by day through one question, [`Kalender::is_working_day`], and through
//! whether the clock stood still at the end of that day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::wita_day;

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

/// A time during which a clock stands still; without an end it has not gone on yet.
///
/// A day counts if the clock ran at its end: whoever pauses on a day wins that day, whoever goes on on a day works on
/// it. So a pause that begins and ends on one day changes nothing, and no day is ever given twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Jeda {
    pub dari: DateTime<Utc>,
    pub sampai: Option<DateTime<Utc>>,
}

impl Jeda {
    fn covers_end_of(self, day: NaiveDate) -> bool {
        wita_day(self.dari) <= day && self.sampai.is_none_or(|sampai| wita_day(sampai) > day)
    }

    /// Whether the clock has stopped by the end of this day and nobody knows until when.
    fn is_open_on(self, day: NaiveDate) -> bool {
        self.sampai.is_none() && self.covers_end_of(day)
    }
}

/// How a clock stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hitungan {
    Berjalan(Tenggat),
    /// An open pause came before the deadline: there is none until the clock goes on.
    Berhenti {
        /// Working days that are left for then.
        sisa: u32,
    },
}

impl Hitungan {
    /// The deadline, where the clock runs towards one.
    pub const fn tenggat(self) -> Option<Tenggat> {
        match self {
            Self::Berjalan(tenggat) => Some(tenggat),
            Self::Berhenti { .. } => None,
        }
    }
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
        let (tenggat, _) = self.walk(start, count, &[]);
        tenggat
    }

    /// [`Kalender::tenggat`] of a clock that stood still at times. The pauses may come in any order and overlap.
    pub fn hitung(&self, start: DateTime<Utc>, count: u32, jeda: &[Jeda]) -> Hitungan {
        match self.walk(start, count, jeda) {
            (tenggat, 0) => Hitungan::Berjalan(tenggat),
            (_, sisa) => Hitungan::Berhenti { sisa },
        }
    }

    /// Goes from day to day until all are counted or the clock has stopped; where it came to, and how many are left.
    fn walk(&self, start: DateTime<Utc>, count: u32, jeda: &[Jeda]) -> (Tenggat, u32) {
        let mut day = wita_day(start);
        let mut sementara = !self.knows(day.year());
        let mut left = count;
        while left > 0 && !jeda.iter().any(|jeda| jeda.is_open_on(day)) {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            sementara |= !self.knows(day.year());
            left -= u32::from(self.counts(day, jeda));
        }
        (Tenggat { hari: day, sementara }, left)
    }

    /// Working days from `now` to a deadline: 0 on the last day itself, negative once it is over.
    pub fn sisa(&self, tenggat: Tenggat, now: DateTime<Utc>) -> i32 {
        self.sisa_berjeda(tenggat, now, &[])
    }

    /// [`Kalender::sisa`] where the clock will stand still, or has stood, on some of the days between.
    pub fn sisa_berjeda(&self, tenggat: Tenggat, now: DateTime<Utc>, jeda: &[Jeda]) -> i32 {
        let today = wita_day(now);
        if today <= tenggat.hari {
            self.days_between(today, tenggat.hari, jeda)
        } else {
            // A deadline missed over a weekend is late by one day, not by none.
            -self.days_between(tenggat.hari, today, jeda).max(1)
        }
    }

    fn counts(&self, day: NaiveDate, jeda: &[Jeda]) -> bool {
        self.is_working_day(day) && !jeda.iter().any(|jeda| jeda.covers_end_of(day))
    }

    /// Days that count after `from`, up to and with `to`.
    fn days_between(&self, from: NaiveDate, to: NaiveDate, jeda: &[Jeda]) -> i32 {
        let count = from
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= to)
            .filter(|day| self.counts(*day, jeda));
        i32::try_from(count.count()).unwrap_or(i32::MAX)
    }
}
