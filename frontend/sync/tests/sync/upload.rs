//! A photo's way through a link that cuts, lies and forgets: what the server ends up with is the photo, byte for
//! byte, and the device never calls it whole before that.

use crate::support::refused;
use proptest::prelude::*;
use shared::error::ErrorCode;
use sync::{Outcome, Refusal, Reply, Turn, Upload, Verdict};

/// What goes wrong on one exchange.
#[derive(Clone, Copy, Debug)]
enum Fault {
    None,
    /// The request never arrives.
    LostRequest,
    /// The server acts, its answer is lost.
    LostAnswer,
    /// The part arrives garbled and does not count.
    Garbled,
    /// The upload expired in between.
    Expired,
}

fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::None),
        1 => Just(Fault::LostRequest),
        1 => Just(Fault::LostAnswer),
        1 => Just(Fault::Garbled),
        1 => Just(Fault::Expired),
    ]
}

/// A tus server that keeps what arrived.
#[derive(Default)]
struct Server {
    uploads: Vec<Option<Vec<u8>>>,
    kept: Option<Vec<u8>>,
    most_sent: usize,
}

impl Server {
    fn act(&mut self, turn: &Turn, photo: &[u8]) -> Reply {
        match turn {
            Turn::Create if self.kept.is_some() => Reply::NotWanted(Refusal::default()),
            Turn::Create => {
                self.uploads.push(Some(Vec::new()));
                Reply::Created((self.uploads.len() - 1).to_string())
            }
            Turn::Ask(address) => match self.upload(address) {
                Some(bytes) => Reply::At(bytes.len() as u64),
                None => Reply::Gone,
            },
            Turn::Part { address, from, to } => {
                let (from, to) = (*from as usize, *to as usize);
                self.most_sent = self.most_sent.max(to - from);
                let Some(bytes) = self.upload(address) else {
                    return Reply::Gone;
                };
                if bytes.len() != from {
                    return Reply::NotCounted;
                }
                bytes.extend_from_slice(&photo[from..to]);
                let whole = bytes.len() == photo.len();
                if whole {
                    self.kept = self.upload(address).cloned();
                }
                Reply::At(to as u64)
            }
            Turn::AskRecord => Reply::Arrived(self.kept.is_some()),
            Turn::End(_) => panic!("nothing is asked after the end"),
        }
    }

    fn upload(&mut self, address: &str) -> Option<&mut Vec<u8>> {
        self.uploads.get_mut(address.parse::<usize>().ok()?)?.as_mut()
    }

    fn forget_uploads(&mut self) {
        self.uploads.iter_mut().for_each(|upload| *upload = None);
    }
}

fn exchange(server: &mut Server, turn: &Turn, photo: &[u8], fault: Fault) -> Reply {
    match (fault, turn) {
        (Fault::LostRequest, _) => Reply::Unreachable,
        (Fault::LostAnswer, _) => {
            server.act(turn, photo);
            Reply::Unreachable
        }
        (Fault::Garbled, Turn::Part { .. }) => Reply::NotCounted,
        (Fault::Expired, _) => {
            server.forget_uploads();
            server.act(turn, photo)
        }
        (Fault::None | Fault::Garbled, _) => server.act(turn, photo),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_photo_arrives_whole_over_any_link(
        size in 1..900_000_usize,
        faults in proptest::collection::vec((any_fault(), 1..60_000_u64), 0..60),
    ) {
        let photo: Vec<u8> = (0..size).map(|n| (n % 251) as u8).collect();
        let mut server = Server::default();
        let mut faults = faults.into_iter();
        let mut address = None;
        let mut turns = 0;
        loop {
            // Each round of this loop is a reload: only the address has been kept.
            let mut upload = Upload::new(size as u64, address.clone());
            let verdict = loop {
                turns += 1;
                prop_assert!(turns < 2_000, "it never ends");
                match upload.turn() {
                    Turn::End(verdict) => break verdict,
                    turn => {
                        let (fault, took) = faults.next().unwrap_or((Fault::None, 1));
                        let reply = exchange(&mut server, &turn, &photo, fault);
                        upload.hear(reply, took);
                    }
                }
                prop_assert!(upload.confirmed() <= size as u64);
            };
            address = upload.address().map(str::to_owned);
            match verdict {
                Verdict::Whole => break,
                Verdict::Later => {}
                Verdict::Refused(_) => prop_assert!(false, "nobody refused it"),
            }
        }
        prop_assert_eq!(server.kept.as_deref(), Some(&photo[..]));
        prop_assert!(server.most_sent <= 256 * 1024);
    }

    #[test]
    fn no_sequence_of_replies_panics_or_runs_on_for_ever(replies in proptest::collection::vec(any_reply(), 0..200)) {
        let mut upload = Upload::new(100_000, None);
        for reply in replies {
            if let Turn::Part { from, to, .. } = upload.turn() {
                prop_assert!(from < to && to <= 100_000);
            }
            upload.hear(reply, 5);
        }
    }
}

fn any_reply() -> impl Strategy<Value = Reply> {
    prop_oneof![
        "[a-z]{1,8}".prop_map(Reply::Created),
        (0..200_000_u64).prop_map(Reply::At),
        Just(Reply::Gone),
        Just(Reply::NotCounted),
        proptest::bool::ANY.prop_map(Reply::Arrived),
        crate::support::any_refusal().prop_map(Reply::NotWanted),
    ]
}

#[test]
fn a_slow_link_gets_small_parts_and_a_quick_one_large_ones() {
    let mut upload = Upload::new(2_000_000, Some("a".into()));
    upload.hear(Reply::At(0), 5);
    let size = |upload: &Upload| match upload.turn() {
        Turn::Part { from, to, .. } => to - from,
        other => panic!("{other:?}"),
    };
    assert_eq!(size(&upload), 256 * 1024);
    upload.hear(Reply::At(256 * 1024), 20_000);
    assert_eq!(size(&upload), 64 * 1024);
    upload.hear(Reply::At(320 * 1024), 300);
    assert_eq!(size(&upload), 256 * 1024);
}

#[test]
fn a_photo_that_the_server_will_not_have_is_refused_only_after_the_record_was_asked() {
    let Outcome::<()>::Refused(forbidden) = refused(ErrorCode::TidakBerhak) else {
        panic!("not a refusal");
    };
    let mut upload = Upload::new(1_000, None);
    upload.hear(Reply::NotWanted(forbidden.clone()), 5);
    assert_eq!(upload.turn(), Turn::AskRecord);
    let mut arrived = upload.clone();
    arrived.hear(Reply::Arrived(true), 5);
    assert_eq!(arrived.turn(), Turn::End(Verdict::Whole));
    upload.hear(Reply::Arrived(false), 5);
    assert_eq!(upload.turn(), Turn::End(Verdict::Refused(forbidden)));
}

/// A disk that gives back other bytes than it took: each upload is thrown away at its last check.
#[test]
fn a_photo_that_never_passes_the_last_check_is_sent_twice_at_most_and_then_left() {
    let total = 700_000;
    let mut upload = Upload::new(total, None);
    let (mut begun, mut parts, mut is_there) = (0, 0, false);
    loop {
        let reply = match upload.turn() {
            Turn::Create => {
                (begun, is_there) = (begun + 1, true);
                Reply::Created(begun.to_string())
            }
            Turn::Ask(_) if is_there => Reply::At(0),
            Turn::Ask(_) => Reply::Gone,
            Turn::Part { to, .. } => {
                (parts, is_there) = (parts + 1, to < total);
                if is_there {
                    Reply::At(to)
                } else {
                    Reply::NotCounted
                }
            }
            Turn::AskRecord => panic!("nobody called it complete"),
            Turn::End(verdict) => break assert_eq!(verdict, Verdict::Later),
        };
        upload.hear(reply, 5);
    }
    assert_eq!((begun, parts), (2, 6));
}
