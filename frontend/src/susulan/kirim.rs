//! Sends what was done to a complaint, in the name of who did it.

use ::sync::{Kiriman, Outcome, Receipt};
use kirim::round::{Officer, Sending};

use crate::account::session::Session;
use crate::chunk_door;
use crate::offline::sekaligus::{Hasil, body, note_left, send_as};

// Most people only report, and few of those who do more do it without a network.
chunk_door!(milik, pub fn open_kirim(session: Session, kiriman: Kiriman) -> Sending = kirim);

fn kirim(session: Session, kiriman: Kiriman) -> Sending {
    Box::pin(async move {
        let token = match kiriman.kepala.titipan {
            None => None,
            Some(owner) => match session.token_of(owner).await {
                Ok(token) => Some(token),
                Err(outcome) => return outcome,
            },
        };
        if !note_left(&[&kiriman.kepala]).await {
            return Outcome::Unreachable;
        }
        match send_as(&body(&[&kiriman]), token.as_deref()).await {
            Outcome::Done(hasil) => one(&kiriman, hasil.into_iter().next()),
            Outcome::Refused(refusal) => Outcome::Refused(refusal),
            Outcome::Unreachable => Outcome::Unreachable,
        }
    })
}

fn one(kiriman: &Kiriman, hasil: Option<Hasil>) -> Outcome<Receipt> {
    hasil
        .filter(|hasil| hasil.id == kiriman.kepala.aksi)
        .map_or(Outcome::Unreachable, |hasil| hasil.outcome(&kiriman.kepala))
}
