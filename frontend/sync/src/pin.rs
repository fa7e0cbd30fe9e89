//! How often a wrong PIN may be tried. Whoever has the device's disk is held up by nothing of this, only by what the PIN is
//! stretched with; whoever has the device in hand is.

use crate::Millis;

/// Fewest characters of a PIN, digits or letters.
pub const PIN_MIN: usize = 6;
/// Slips that cost nothing.
const FREE: u32 = 3;
const FIRST: Millis = 5_000;
const MOST: Millis = 5 * 60 * 1_000;

/// The wait after so many wrong ones in a row: 5 s after the third, doubled with each up to five minutes.
pub fn wait_after(wrong: u32) -> Millis {
    match wrong.checked_sub(FREE) {
        None => 0,
        Some(more) => (FIRST << more.min(16)).min(MOST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_cost_nothing_and_guessing_ever_more() {
        for (wrong, wait) in [
            (0, 0),
            (2, 0),
            (3, 5_000),
            (4, 10_000),
            (8, 160_000),
            (9, MOST),
            (u32::MAX, MOST),
        ] {
            assert_eq!(wait_after(wrong), wait, "{wrong}");
        }
    }
}
