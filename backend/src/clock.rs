//! The server's clock, in milliseconds: as fine as both databases keep it, so that what is answered is what is stored.

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};

pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(3)
}

/// A device's time as it is stored.
pub fn stored(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.trunc_subsecs(3).naive_utc()
}
