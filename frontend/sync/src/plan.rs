//! Which kiriman goes next. They are independent of one another: one that waits, is refused or paused is passed over. Only
//! what the same person did to the same complaint goes in its order. Records go before photos, since a record is small and is what the office acts on.

use shared::id::AduanId;

use crate::delay::is_due;
use crate::kepala::{FotoState, Kepala, State};
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
pub fn plan(antrean: &[Kepala], now: Millis) -> Plan {
    let due = |wanted: State| {
        antrean
            .iter()
            .filter(|kepala| kepala.state() == wanted && is_due(kepala.next_try, now))
            .filter(|kepala| !is_behind(kepala, antrean))
            .min_by_key(|kepala| kepala.urutan)
    };
    if let Some(kepala) = due(State::Tersimpan) {
        return Plan::Do(Task::Record(kepala.id));
    }
    let photo = due(State::MenungguFoto).and_then(|kepala| Some((kepala.id, next_photo(kepala)?)));
    if let Some((id, sha256)) = photo {
        return Plan::Do(Task::Photo(id, sha256));
    }
    antrean
        .iter()
        .filter(|kepala| goes_by_itself(kepala))
        .filter_map(|kepala| kepala.next_try)
        .map(|at| at.saturating_sub(now).min(RETRY_AFTER_MAX))
        .min()
        .map_or(Plan::Nothing, Plan::WaitFor)
}

/// Most records of one request, and most bytes of their bodies: what the server takes, with room for what stands around
/// them.
const SEKALI: usize = 50;
const SEKALI_BYTES: u64 = 240 * 1024;

/// The records that go together in one request each, in the order of their capture: those of one person, or of nobody who
/// logs in, and of what was done to one complaint only the first. One that has failed before goes alone, so that it is its own
/// answer that is heard.
pub fn together(antrean: &[Kepala], now: Millis) -> Vec<Vec<&Kepala>> {
    let may = |kepala: &&Kepala| {
        kepala.state() == State::Tersimpan
            && is_due(kepala.next_try, now)
            && kepala.failures == 0
            && !is_behind(kepala, antrean)
    };
    let mut due: Vec<&Kepala> = antrean.iter().filter(may).collect();
    due.sort_by_key(|kepala| kepala.urutan);
    let mut all: Vec<Vec<&Kepala>> = Vec::new();
    for kepala in due {
        match all.iter_mut().find(|one| one[0].titipan == kepala.titipan) {
            Some(one) => {
                let bytes: u64 = one.iter().map(|kepala| kepala.bytes).sum();
                if one.len() < SEKALI && bytes + kepala.bytes <= SEKALI_BYTES {
                    one.push(kepala);
                }
            }
            None => all.push(vec![kepala]),
        }
    }
    all.retain(|one| one.len() > 1);
    all
}

/// Whether something that the same person did to the same complaint before is still to be settled. Its photos hold up
/// nothing.
pub fn is_behind(kepala: &Kepala, antrean: &[Kepala]) -> bool {
    let comes_first = |other: &Kepala| {
        other.urutan < kepala.urutan
            && other.pada() == kepala.pada()
            && other.titipan == kepala.titipan
            && !other.is_settled()
    };
    kepala.pada().is_some() && !kepala.is_settled() && antrean.iter().any(comes_first)
}

/// Whether something of this goes without anybody's help, now or later.
pub fn is_left(antrean: &[Kepala]) -> bool {
    antrean.iter().any(goes_by_itself)
}

/// Whether a kiriman is on its way without anybody's help.
fn goes_by_itself(kepala: &Kepala) -> bool {
    match kepala.state() {
        State::Tersimpan | State::MenungguFoto => true,
        State::Terkirim | State::PerluDiperbaiki | State::MenungguMasuk => false,
    }
}

fn next_photo(kepala: &Kepala) -> Option<String> {
    kepala
        .foto
        .iter()
        .find(|foto| matches!(foto.state, FotoState::Menunggu { .. }))
        .map(|foto| foto.foto.sha256.clone())
}
