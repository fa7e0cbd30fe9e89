//! What could not be had without the server is asked for again, unasked, when it answers again.

use std::cell::Cell;

use ::sync::{LinkState, Millis};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::Antrean;
use super::sync::Syncer;

/// Where the server was there all the time, something else is wrong, which is asked at this pace.
const PAUSE_MS: u32 = 30_000;

thread_local! {
    /// The contact at which something was last asked again though nobody had found the server gone.
    static ASKED: Cell<Millis> = const { Cell::new(0) };
}

/// What is known of a loss.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lost {
    No,
    /// The server was last heard to be there.
    Unproven,
    /// It is not there.
    Proven,
}

/// Runs `again` when the server answers that was not to be reached while `lost` holds.
pub fn when_back(lost: Signal<bool>, again: impl Fn() + 'static) {
    let (antrean, syncer) = (expect_context::<Antrean>(), expect_context::<Syncer>());
    let lost = Memo::new(move |_| lost.get());
    let timer = StoredValue::new_local(None::<Timeout>);
    on_cleanup(move || timer.dispose());
    Effect::new(move |before: Option<Lost>| {
        let link = antrean.link.get();
        let before = before.unwrap_or(Lost::No);
        if !lost.get() {
            timer.set_value(None);
            return Lost::No;
        }
        if before == Lost::No && link.state != LinkState::Down {
            // A browser does not always notice that its network went.
            syncer.kick();
        }
        match link.state {
            LinkState::Down | LinkState::Unknown => Lost::Proven,
            LinkState::Up => {
                let heard = link.last_contact.unwrap_or_default();
                if before == Lost::Proven || (before == Lost::Unproven && may_ask(heard)) {
                    untrack(&again);
                }
                timer.set_value(Some(Timeout::new(PAUSE_MS, move || syncer.kick())));
                Lost::Unproven
            }
        }
    });
}

/// All that was lost is asked for at the same contact, and at the next one after the pause.
fn may_ask(heard: Millis) -> bool {
    let asked = ASKED.get();
    let may = heard == asked || heard.saturating_sub(asked) >= Millis::from(PAUSE_MS);
    if may {
        ASKED.set(heard);
    }
    may
}
