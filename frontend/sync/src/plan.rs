//! Which kiriman goes next. They are independent of one another: one that waits, is refused or paused is passed
//! over. Records go before photos, since a record is small and is what the office acts on.

use shared::id::AduanId;

use crate::delay::is_due;
use crate::kiriman::{FotoState, Kiriman, State};
use crate::{Millis, RETRY_AFTER_MAX};

/// One thing to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Task {
    Record(AduanId),
    /// The photo with this SHA-256.
    Photo(AduanId, String),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Plan {
    Do(Task),
    /// Something waits for its next try.
    WaitFor(Millis),
    /// Nothing that could go by itself.
    Nothing,
}

/// The next thing to do with all that lies in the outbox.
pub fn plan(antrean: &[Kiriman], now: Millis) -> Plan {
    let due = |wanted: State| {
        antrean
            .iter()
            .filter(|kiriman| kiriman.state() == wanted && is_due(kiriman.next_try, now))
            .min_by_key(|kiriman| kiriman.urutan)
    };
    if let Some(kiriman) = due(State::Tersimpan) {
        return Plan::Do(Task::Record(kiriman.id));
    }
    let photo = due(State::MenungguFoto).and_then(|kiriman| Some((kiriman.id, next_photo(kiriman)?)));
    if let Some((id, sha256)) = photo {
        return Plan::Do(Task::Photo(id, sha256));
    }
    antrean
        .iter()
        .filter(|kiriman| goes_by_itself(kiriman))
        .filter_map(|kiriman| kiriman.next_try)
        .map(|at| at.saturating_sub(now).min(RETRY_AFTER_MAX))
        .min()
        .map_or(Plan::Nothing, Plan::WaitFor)
}

/// Whether a kiriman is on its way without anybody's help.
fn goes_by_itself(kiriman: &Kiriman) -> bool {
    match kiriman.state() {
        State::Tersimpan | State::MenungguFoto => true,
        State::Terkirim | State::PerluDiperbaiki | State::MenungguMasuk => false,
    }
}

fn next_photo(kiriman: &Kiriman) -> Option<String> {
    kiriman
        .foto
        .iter()
        .find(|foto| matches!(foto.state, FotoState::Menunggu { .. }))
        .map(|foto| foto.foto.sha256.clone())
}
