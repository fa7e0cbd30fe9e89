//! Sends what one person stands for: an entry for somebody else, or what was done to a complaint.

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
        let mut sender = match Pengirim::of(session, kepala.titipan).await {
            Ok(sender) => sender,
            Err(outcome) => return Ok(outcome),
        };
        let send = async |sender: &Pengirim| {
            let Some(authorization) = sender.authorization() else {
                return Ok(Outcome::Unreachable);
            };
            send_photo(&kiriman, &sha256, &Holder { aduan, authorization }).await
        };
        let first = send(&sender).await?;
        // A token that was withdrawn before its time is exchanged once; what arrived by then is not sent again.
        if first.code() == Some(ErrorCode::PerluMasuk) && sender.renew().await {
            return send(&sender).await;
        }
        Ok(first)
    })
}
