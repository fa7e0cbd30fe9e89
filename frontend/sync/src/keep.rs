//! How long what was sent stays on the device as a second copy, and when what was not sent is a worry.

use crate::Millis;
use crate::kepala::{Kepala, State};

const DAY: Millis = 24 * 60 * 60 * 1_000;
/// Photos of what was sent stay this long after the receipt.
pub const PHOTO_KEPT: Millis = 7 * DAY;
/// The text of what was sent stays this long; afterwards only code, key and title remain.
pub const TEXT_KEPT: Millis = 30 * DAY;
/// What was done to a complaint stays this long, for whoever looks whether it arrived; then it is read there alone.
pub const SUSULAN_KEPT: Millis = DAY;
/// Some browsers empty the storage of sites that were not opened for seven days; this leaves time to act.
pub const OLD_AFTER: Millis = 3 * DAY;

pub fn photos_may_go(kepala: &Kepala, now: Millis) -> bool {
    sent_since(kepala, now, PHOTO_KEPT)
}

/// Whether nothing of it need stay: what was done to a complaint is read there.
pub fn all_may_go(kepala: &Kepala, now: Millis) -> bool {
    kepala.pada().is_some() && sent_since(kepala, now, SUSULAN_KEPT)
}

pub fn text_may_go(kepala: &Kepala, now: Millis) -> bool {
    sent_since(kepala, now, TEXT_KEPT)
}

/// Whether it has waited so long that the person should be told.
pub fn is_old(kepala: &Kepala, now: Millis) -> bool {
    kepala.state() != State::Terkirim && now.saturating_sub(kepala.saved_at) > OLD_AFTER
}

fn sent_since(kepala: &Kepala, now: Millis, kept: Millis) -> bool {
    kepala.state() == State::Terkirim && kepala.sent_at.is_some_and(|at| now.saturating_sub(at) > kept)
}
