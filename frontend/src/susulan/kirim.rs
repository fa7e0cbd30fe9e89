//! Sends what one person stands for: an entry for somebody else, or what was done to a complaint.

use ::sync::{Kiriman, Outcome, Receipt};
use kirim::round::Sending;

use crate::account::session::Session;
use crate::chunk_door;
use crate::offline::sekaligus::{Hasil, Pengirim, body, note_left};

// Most people only report, and few of those who do more do it without a network.
chunk_door!(milik, pub fn open_kirim(session: Session, kiriman: Kiriman) -> Sending = kirim);

fn kirim(session: Session, kiriman: Kiriman) -> Sending {
    Box::pin(async move {
        let sender = match Pengirim::of(session, kiriman.kepala.titipan).await {
            Ok(sender) => sender,
            Err(outcome) => return outcome,
        };
        if !note_left(&[&kiriman.kepala]).await {
            return Outcome::Unreachable;
        }
        match sender.send(&body(&[&kiriman])).await {
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
