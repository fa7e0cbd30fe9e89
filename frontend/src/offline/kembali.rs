//! What could not be had without the server is asked for again, unasked, when it answers again.

use ::sync::LinkState;
use leptos::prelude::*;

use super::Antrean;
use super::sync::Syncer;

/// What is known of a loss.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lost {
    No,
    /// Nobody has found the server gone yet: it may have been this one question.
    Unproven,
    Proven,
}

/// Runs `again` when the server answers again that was not to be reached while `lost` holds. Where the server is there all the
/// time it is left to the person, or what fails for another reason would be asked without end.
pub fn when_back(lost: Signal<bool>, again: impl Fn() + 'static) {
    let (antrean, syncer) = (expect_context::<Antrean>(), expect_context::<Syncer>());
    let lost = Memo::new(move |_| lost.get());
    Effect::new(move |before: Option<Lost>| {
        let link = antrean.link.get().state;
        let before = before.unwrap_or(Lost::No);
        match (lost.get(), link) {
            (false, _) => Lost::No,
            (true, LinkState::Down) => Lost::Proven,
            (true, LinkState::Up) if before == Lost::Proven => {
                untrack(&again);
                Lost::Unproven
            }
            (true, LinkState::Up | LinkState::Unknown) => {
                if before == Lost::No {
                    // A browser does not always notice that its network went.
                    syncer.kick();
                    return Lost::Unproven;
                }
                before
            }
        }
    });
}
