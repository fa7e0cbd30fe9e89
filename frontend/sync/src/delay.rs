//! How long to wait before the next try: 2 s, doubled with each try up to 15 minutes, drawn at random from nought
//! to that ("full jitter"), so that a village that gets its signal back does not knock all at once.

use crate::Millis;

const FIRST: Millis = 2_000;
/// Longest wait that we choose ourselves.
pub const DELAY_MAX: Millis = 15 * 60 * 1_000;
/// Longest wait that a server's `Retry-After` may impose.
pub const RETRY_AFTER_MAX: Millis = 60 * 60 * 1_000;
/// A draw near nought must not become a tight loop.
const DELAY_MIN: Millis = 250;

/// The wait after the `tries`-th failure (from 1); `random` lies in 0..1.
pub fn delay(tries: u32, random: f64) -> Millis {
    let doublings = tries.saturating_sub(1).min(20);
    let ceiling = (FIRST << doublings).min(DELAY_MAX);
    part_of(ceiling, random).max(DELAY_MIN)
}

/// The wait that a server asks for, lengthened a little at random, since it asks the same of everybody.
pub fn asked_delay(seconds: u64, random: f64) -> Millis {
    let asked = seconds.saturating_mul(1_000).min(RETRY_AFTER_MAX - FIRST);
    (asked + part_of(FIRST, random)).max(DELAY_MIN)
}

fn part_of(whole: Millis, random: f64) -> Millis {
    // Whole thousandths keep this in integers: no float can come out too large or NaN.
    let thousandths = (random.clamp(0.0, 1.0) * 1_000.0) as Millis;
    whole * thousandths / 1_000
}

/// Whether the moment of a next try has come. A wait longer than any we ever impose means that the clock was set
/// back, and then waiting for it would be waiting for ever.
pub fn is_due(next_try: Option<Millis>, now: Millis) -> bool {
    next_try.is_none_or(|at| at <= now || at - now > RETRY_AFTER_MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ceiling_doubles_from_two_seconds_to_fifteen_minutes() {
        for (tries, ceiling) in [
            (0, 2_000),
            (1, 2_000),
            (2, 4_000),
            (5, 32_000),
            (9, 512_000),
            (10, DELAY_MAX),
        ] {
            assert_eq!(delay(tries, 1.0), ceiling, "{tries}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_stop_the_queue() {
        let year = 365 * 24 * 60 * 60 * 1_000;
        assert!(is_due(Some(2 * year), year));
        assert!(!is_due(Some(year + 5_000), year));
        assert!(is_due(Some(year), year));
        assert!(is_due(None, 0));
    }

    proptest! {
        #[test]
        fn every_delay_is_bounded(tries: u32, random in proptest::num::f64::ANY, seconds: u64) {
            prop_assert!((DELAY_MIN..=DELAY_MAX).contains(&delay(tries, random)));
            prop_assert!((DELAY_MIN..=RETRY_AFTER_MAX).contains(&asked_delay(seconds, random)));
        }

        #[test]
        fn a_server_that_asks_for_time_gets_at_least_that(seconds in 0..3_000_u64, random in 0.0..1.0_f64) {
            prop_assert!(asked_delay(seconds, random) >= seconds * 1_000);
        }
    }
}
