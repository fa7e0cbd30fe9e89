//! Sends what one person stands for: an entry for somebody else, or what was done to a complaint.

use std::cell::Cell;

use ::sync::{Kiriman, Outcome, Receipt};
use kirim::round::{Sending, SendingPhoto};
use kirim::tus::send_photo;
use kirim::wire::Holder;
use shared::error::ErrorCode;

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

chunk_door!(milik, pub fn open_foto(session: Session, kiriman: Kiriman, sha256: String) -> SendingPhoto = foto);

fn foto(session: Session, kiriman: Kiriman, sha256: String) -> SendingPhoto {
    Box::pin(async move {
        let kepala = &kiriman.kepala;
        let Some(aduan) = kepala.pada() else {
            return Ok(Outcome::Unreachable);
        };
        let sender = match Pengirim::of(session, kepala.titipan).await {
            Ok(sender) => sender,
            Err(outcome) => return Ok(outcome),
        };
        // What the device could not give ends the sending, whatever the office would say.
        let trouble = Cell::new(None);
        let send = async |token: Option<&str>| {
            let authorization = format!("Bearer {}", token.unwrap_or_default());
            match send_photo(&kiriman, &sha256, &Holder { aduan, authorization }).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    trouble.set(Some(error));
                    Outcome::Unreachable
                }
            }
        };
        // What arrived by then is not sent again.
        let withdrawn = |outcome: &Outcome<()>| outcome.code() == Some(ErrorCode::PerluMasuk);
        let outcome = sender.once_more(send, withdrawn).await;
        trouble.take().map_or(Ok(outcome), Err)
    })
}
