//! Working time. Service clocks count working days of WITA (UTC+8, no daylight saving) by a calendar of holidays
//! that the district keeps; a year that the calendar does not hold yet gives deadlines that are *sementara*.

mod kalender;
#[cfg(test)]
mod tenggat_2026;
#[cfg(test)]
mod tenggat_sifat;

pub use kalender::{Hitungan, Jeda, Kalender, Tenggat};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};
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

/// The moment at which a clock on the wall in WITA shows this.
pub fn from_wita(local: NaiveDateTime) -> DateTime<Utc> {
    (local - TimeDelta::seconds(i64::from(WITA_SECONDS))).and_utc()
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

impl JenisLibur {
    pub const ALL: [Self; 2] = [Self::Libur, Self::CutiBersama];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Libur => "libur",
            Self::CutiBersama => "cuti_bersama",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|jenis| jenis.as_str() == text)
    }
}

/// What is left of a deadline, in words: never by colour alone.
pub fn sisa_words(sisa: i32) -> String {
    match sisa {
        0 => "Jatuh tempo hari ini".into(),
        left if left > 0 => format!("Sisa {left} hari kerja"),
        late => format!("Lewat {} hari kerja", late.unsigned_abs()),
    }
}

impl Tenggat {
    /// [`sisa_words`], with the word for a day that may still move.
    pub fn sisa_words(self, sisa: i32) -> String {
        let words = sisa_words(sisa);
        if self.sementara {
            format!("{words} (sementara)")
        } else {
            words
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_in_the_evening_in_utc_is_already_tomorrow_in_wita() {
        let evening = "2026-11-22T16:30:00Z".parse().unwrap();
        assert_eq!(wita_day(evening).to_string(), "2026-11-23");
    }

    #[test]
    fn what_is_left_of_a_tenggat_is_told_in_words() {
        let of = |sementara, sisa| {
            let hari = "2027-01-04".parse().unwrap();
            Tenggat { hari, sementara }.sisa_words(sisa)
        };
        assert_eq!(of(false, 2), "Sisa 2 hari kerja");
        assert_eq!(of(false, 0), "Jatuh tempo hari ini");
        assert_eq!(of(false, -1), "Lewat 1 hari kerja");
        assert_eq!(of(true, 2), "Sisa 2 hari kerja (sementara)");
        assert_eq!(sisa_words(i32::MIN), "Lewat 2147483648 hari kerja");
    }

    #[test]
    fn kinds_of_holidays_read_alike_in_json_and_in_the_database() {
        for jenis in JenisLibur::ALL {
            assert_eq!(serde_json::to_value(jenis).unwrap(), jenis.as_str());
            assert_eq!(JenisLibur::parse(jenis.as_str()), Some(jenis));
        }
    }
}
