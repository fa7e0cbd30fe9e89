//! The server's clock, in milliseconds: as fine as both databases keep it, so that what is answered is what is stored.

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};

/// No capture is older than the devices' own count of time, and later years have more digits than are read back.
const EARLIEST: DateTime<Utc> = DateTime::UNIX_EPOCH;
/// The end of the year 9999.
const LATEST: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_799, 0) {
    Some(moment) => moment,
    None => EARLIEST,
};

pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(3)
}

/// A device's time as it is stored. A clock that is off is no reason to refuse what was captured by it; a year that the
/// databases cannot keep becomes the nearest that they can.
pub fn stored(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.clamp(EARLIEST, LATEST).trunc_subsecs(3).naive_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_kept_that_both_databases_can_keep() {
        for (told, kept) in [
            ("-5000-01-01T00:00:00Z", "1970-01-01T00:00:00"),
            ("2026-11-21T08:00:00.1239Z", "2026-11-21T08:00:00.123"),
            ("+200000-01-01T00:00:00Z", "9999-12-31T23:59:59"),
        ] {
            let stored = stored(told.parse().unwrap());
            assert_eq!(stored, kept.parse().unwrap(), "{told}");
        }
    }
}
