//! What could not be had without the server is asked for again, unasked, when it answers again.

use std::cell::Cell;

use ::sync::{LinkState, Millis};
use leptos::prelude::*;

use super::sync::Syncer;
use super::{Antrean, now};

/// Where the server was there all the time, something else is wrong, which must not be asked without end.
const PAUSE_MS: Millis = 30_000;

thread_local! {
    /// When something was last asked again though nobody had found the server gone.
    static ASKED: Cell<Millis> = const { Cell::new(0) };
}

/// What is known of a loss.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lost {
    No,
    /// The server was last heard to be there: it is being asked.
    Unproven,
    /// It is not there.
    Proven,
    /// It was asked again; the next step is the person's, unless the server goes.
    Asked,
}

/// Runs `again` when the server answers that was not to be reached while `lost` holds.
pub fn when_back(lost: Signal<bool>, again: impl Fn() + 'static) {
    let (antrean, syncer) = (expect_context::<Antrean>(), expect_context::<Syncer>());
    let lost = Memo::new(move |_| lost.get());
    Effect::new(move |before: Option<Lost>| {
        let link = antrean.link.get().state;
        let before = before.unwrap_or(Lost::No);
        let lost = lost.get();
        if lost && before == Lost::No && link != LinkState::Down {
            // A browser does not always notice that its network went.
            syncer.kick();
        }
        match (lost, link, before) {
            (false, _, _) => Lost::No,
            (true, LinkState::Down | LinkState::Unknown, _) => Lost::Proven,
            (true, LinkState::Up, Lost::No) => Lost::Unproven,
            (true, LinkState::Up, Lost::Unproven) if !may_ask() => Lost::Unproven,
            (true, LinkState::Up, Lost::Unproven | Lost::Proven) => {
                untrack(&again);
                Lost::Asked
            }
            (true, LinkState::Up, Lost::Asked) => Lost::Asked,
        }
    });
}

fn may_ask() -> bool {
    let now = now();
    let may = now.saturating_sub(ASKED.get()) >= PAUSE_MS;
    if may {
        ASKED.set(now);
    }
    may
}
