//! How long a service worker goes on when the browser woke it. An event that takes too long is ended by the browser
//! (Chromium: after three minutes), in the middle of whatever is on its way.

use crate::Millis;

/// No round is begun anew after this much of an event; one that has begun goes on until the browser ends it.
pub const EVENT: Millis = 150_000;

/// The wait before the next try, if it ends while the event still lasts. Anything later is left to the browser, which
/// wakes the worker again.
pub fn pause(wait: u32, began: Millis, now: Millis) -> Option<u32> {
    // A clock that was set back tells nothing of how long it has been.
    let spent = now.checked_sub(began)?;
    (spent.saturating_add(wait.into()) < EVENT).then_some(wait)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_due_soon_is_waited_for_and_what_is_not_is_left_to_the_browser() {
        assert_eq!(pause(2_000, 1_000, 1_000), Some(2_000));
        assert_eq!(pause(2_000, 1_000, 1_000 + EVENT - 2_001), Some(2_000));
        assert_eq!(pause(2_000, 1_000, 1_000 + EVENT - 2_000), None);
        assert_eq!(pause(15 * 60 * 1_000, 1_000, 1_000), None);
    }

    #[test]
    fn a_clock_that_was_set_back_ends_the_event() {
        assert_eq!(pause(1, 2_000, 1_000), None);
    }

    proptest! {
        #[test]
        fn no_event_outlasts_its_time(wait: u32, began: u64, now: u64) {
            if let Some(wait) = pause(wait, began, now) {
                prop_assert!(now - began + u64::from(wait) < EVENT);
            }
        }
    }
}
