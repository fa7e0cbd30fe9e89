//! Histories of the outbox: whatever the server, the link and the person do, in whatever order, nothing is lost,
//! nothing is sent twice, and nobody waits for somebody else's mistake.

use crate::support::{NOW, any_refusal, kiriman, receipt, refused};
use proptest::prelude::*;
use shared::error::ErrorCode;
use sync::{
    FotoState, Kiriman, Outcome, Plan, RETRY_AFTER_MAX, Refusal, Repair, State, Task, plan, progress,
};

/// One thing that happens to the queue.
#[derive(Clone, Debug)]
enum Event {
    Time(u64),
    Receipt,
    /// A receipt for somebody else's record: a confused proxy, a bug.
    ForeignReceipt,
    Refused(Refusal),
    Cut,
    Offset(u64),
    Wake,
    SendAgain,
    LogIn,
    LetPhotosGo,
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        1 => (0..2_000_000_u64).prop_map(Event::Time),
        3 => Just(Event::Receipt),
        1 => Just(Event::ForeignReceipt),
        2 => any_refusal().prop_map(Event::Refused),
        2 => Just(Event::Cut),
        1 => (0..400_000_u64).prop_map(Event::Offset),
        1 => Just(Event::Wake),
        1 => Just(Event::SendAgain),
        1 => Just(Event::LogIn),
        1 => Just(Event::LetPhotosGo),
    ]
}

/// What the model knows of one kiriman: the server's side of the story.
struct Seen {
    frozen: (String, String, usize),
    record: bool,
    photos: Vec<bool>,
    let_go: Vec<bool>,
}

impl Seen {
    fn of(kiriman: &Kiriman) -> Self {
        let photos = kiriman.foto.len();
        Self {
            frozen: (kiriman.aksi.to_string(), kiriman.isi.clone(), photos),
            record: false,
            photos: vec![false; photos],
            let_go: vec![false; photos],
        }
    }
}

fn frozen(kiriman: &Kiriman) -> (String, String, usize) {
    (kiriman.aksi.to_string(), kiriman.isi.clone(), kiriman.foto.len())
}

/// Plays one event on what the plan would send now.
fn play(queue: &mut [Kiriman], seen: &mut [Seen], now: u64, event: &Event, random: f64) {
    match event {
        Event::Time(_) => {}
        Event::Wake => queue.iter_mut().for_each(Kiriman::wake),
        Event::SendAgain => queue.iter_mut().for_each(Kiriman::send_again),
        Event::LogIn => queue.iter_mut().for_each(Kiriman::logged_in),
        Event::LetPhotosGo => {
            for (kiriman, seen) in queue.iter_mut().zip(seen) {
                kiriman.let_photos_go(now);
                for (foto, gone) in kiriman.foto.iter().zip(&mut seen.let_go) {
                    *gone = foto.state == FotoState::Dilepas;
                }
            }
        }
        Event::Receipt | Event::ForeignReceipt | Event::Refused(_) | Event::Cut | Event::Offset(_) => {
            let Plan::Do(task) = plan(queue, now) else { return };
            answer(queue, seen, now, &task, event, random);
        }
    }
}

fn answer(queue: &mut [Kiriman], seen: &mut [Seen], now: u64, task: &Task, event: &Event, random: f64) {
    let stranger = receipt(&kiriman(99, 0));
    let (Task::Record(id) | Task::Photo(id, _)) = task;
    let Some(place) = queue.iter().position(|kiriman| kiriman.id == *id) else {
        panic!("the plan names what is not in the queue");
    };
    let (kiriman, seen) = (&mut queue[place], &mut seen[place]);
    match task {
        Task::Record(_) => {
            let outcome = match event {
                Event::Receipt => Outcome::Done(receipt(kiriman)),
                Event::ForeignReceipt => Outcome::Done(stranger),
                Event::Refused(refusal) => Outcome::Refused(refusal.clone()),
                _ => Outcome::Unreachable,
            };
            seen.record |= matches!(event, Event::Receipt);
            kiriman.hear_record(&outcome, now, random);
        }
        Task::Photo(_, sha256) => {
            let Some(at) = kiriman.foto.iter().position(|foto| foto.foto.sha256 == *sha256) else {
                panic!("the plan names a photo that is not there");
            };
            if let Event::Offset(bytes) = event {
                kiriman.note_upload(sha256, Some("/api/files/1".into()), *bytes);
                return;
            }
            let outcome = match event {
                Event::Receipt => Outcome::Done(()),
                Event::Refused(refusal) => Outcome::Refused(refusal.clone()),
                _ => Outcome::Unreachable,
            };
            seen.photos[at] |= matches!(event, Event::Receipt);
            kiriman.hear_photo(sha256, &outcome, now, random);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_history_loses_or_repeats_anything(
        photos in proptest::collection::vec(0..4_usize, 1..4),
        events in proptest::collection::vec((any_event(), 0.0..1.0_f64), 0..120),
    ) {
        let mut queue: Vec<Kiriman> = photos.iter().zip(1..).map(|(count, n)| kiriman(n, *count)).collect();
        let mut seen: Vec<Seen> = queue.iter().map(Seen::of).collect();
        let mut now = NOW;
        for (event, random) in &events {
            if let Event::Time(passed) = event {
                now += passed;
            }
            let done: Vec<bool> = queue.iter().map(|k| k.state() == State::Terkirim).collect();
            if let Plan::Do(Task::Record(id) | Task::Photo(id, _)) = plan(&queue, now) {
                let place = queue.iter().position(|kiriman| kiriman.id == id).unwrap();
                prop_assert!(!done[place], "sent after terkirim");
            }
            play(&mut queue, &mut seen, now, event, *random);
            for ((kiriman, seen), was_done) in queue.iter().zip(&seen).zip(done) {
                prop_assert!(frozen(kiriman) == seen.frozen, "a frozen body, aksi or photo changed");
                prop_assert!(kiriman.receipt.is_none() || seen.record, "a receipt out of nowhere");
                for ((foto, arrived), gone) in kiriman.foto.iter().zip(&seen.photos).zip(&seen.let_go) {
                    prop_assert!(foto.state != FotoState::Terkirim || *arrived, "a photo counted that never arrived");
                    prop_assert!(foto.state != FotoState::Dilepas || *gone, "a photo let go by nobody");
                }
                prop_assert!(!was_done || kiriman.state() == State::Terkirim, "terkirim was taken back");
                prop_assert!(kiriman.next_try.is_none_or(|at| at <= now + RETRY_AFTER_MAX), "an unbounded wait");
                let shown = progress(kiriman);
                prop_assert!(shown.sent <= shown.total);
                prop_assert_eq!(shown.percent == 100, kiriman.state() == State::Terkirim);
            }
        }
    }

    #[test]
    fn once_the_server_answers_everything_that_may_go_has_gone(
        photos in proptest::collection::vec(0..4_usize, 1..5),
        before in proptest::collection::vec((any_event(), 0.0..1.0_f64), 0..40),
    ) {
        let mut queue: Vec<Kiriman> = photos.iter().zip(1..).map(|(count, n)| kiriman(n, *count)).collect();
        let mut seen: Vec<Seen> = queue.iter().map(Seen::of).collect();
        for (event, random) in &before {
            play(&mut queue, &mut seen, NOW, event, *random);
        }
        queue.iter_mut().for_each(Kiriman::wake);
        let most = queue.iter().map(|kiriman| 1 + kiriman.foto.len()).sum::<usize>();
        for _ in 0..most {
            play(&mut queue, &mut seen, NOW, &Event::Receipt, 0.5);
        }
        prop_assert_eq!(plan(&queue, NOW), Plan::Nothing);
        for kiriman in &queue {
            let waits = matches!(kiriman.state(), State::Tersimpan | State::MenungguFoto);
            prop_assert!(!waits, "something was left behind");
        }
    }
}

#[test]
fn the_record_goes_before_its_photos_and_records_before_all_photos() {
    let mut queue = vec![kiriman(1, 1), kiriman(2, 1)];
    let mut sent = Vec::new();
    let mut seen: Vec<Seen> = queue.iter().map(Seen::of).collect();
    while let Plan::Do(task) = plan(&queue, NOW) {
        sent.push(match &task {
            Task::Record(_) => "record",
            Task::Photo(_, _) => "photo",
        });
        answer(&mut queue, &mut seen, NOW, &task, &Event::Receipt, 0.5);
    }
    assert_eq!(sent, ["record", "record", "photo", "photo"]);
}

#[test]
fn one_refused_among_a_hundred_holds_up_none_of_the_others() {
    let mut queue: Vec<Kiriman> = (1..=100).map(|n| kiriman(n, 0)).collect();
    let bad = queue[41].id;
    let mut seen: Vec<Seen> = queue.iter().map(Seen::of).collect();
    while let Plan::Do(task) = plan(&queue, NOW) {
        let event = match task {
            Task::Record(id) if id == bad => Event::Refused(Refusal {
                error: Some(shared::error::ApiError::field(
                    ErrorCode::IsianSalah,
                    "uraian",
                    "Wajib diisi.",
                )),
                retry_after: None,
            }),
            Task::Record(_) | Task::Photo(..) => Event::Receipt,
        };
        answer(&mut queue, &mut seen, NOW, &task, &event, 0.5);
    }
    let count = |state| queue.iter().filter(|kiriman| kiriman.state() == state).count();
    assert_eq!((count(State::Terkirim), count(State::PerluDiperbaiki)), (99, 1));
    assert_eq!(queue[41].repair(), Some(Repair::SameRecord));
    assert_eq!(queue[41].refusals().count(), 1);
}

#[test]
fn a_login_that_is_asked_for_pauses_and_never_throws_away() {
    let mut one = kiriman(1, 1);
    one.hear_record(&refused(ErrorCode::PerluMasuk), NOW, 0.5);
    assert_eq!(one.state(), State::MenungguMasuk);
    assert_eq!(
        plan(std::slice::from_ref(&one), NOW + 10 * RETRY_AFTER_MAX),
        Plan::Nothing
    );
    one.logged_in();
    assert_eq!(
        plan(std::slice::from_ref(&one), NOW),
        Plan::Do(Task::Record(one.id))
    );
}

#[test]
fn a_resend_that_is_answered_again_counts_the_photos_that_arrived_meanwhile() {
    let mut one = kiriman(1, 3);
    let mut again = receipt(&one);
    again.foto_kurang.truncate(1);
    one.hear_record(&Outcome::Done(again), NOW, 0.5);
    let waiting = one
        .foto
        .iter()
        .filter(|foto| foto.state != FotoState::Terkirim)
        .count();
    assert_eq!((one.state(), waiting), (State::MenungguFoto, 1));
}

#[test]
fn a_refused_photo_leaves_the_others_going_and_can_be_let_go() {
    let mut one = kiriman(1, 2);
    one.hear_record(&Outcome::Done(receipt(&one)), NOW, 0.5);
    let (first, second) = (one.foto[0].foto.sha256.clone(), one.foto[1].foto.sha256.clone());
    one.hear_photo(&first, &refused(ErrorCode::FotoSalah), NOW, 0.5);
    assert_eq!(one.state(), State::MenungguFoto);
    one.hear_photo(&second, &Outcome::Done(()), NOW, 0.5);
    assert_eq!(
        (one.state(), one.repair()),
        (State::PerluDiperbaiki, Some(Repair::PhotosOnly))
    );
    one.let_photos_go(NOW + 5);
    assert_eq!((one.state(), one.sent_at), (State::Terkirim, Some(NOW + 5)));
}

#[test]
fn a_kiriman_survives_being_stored_and_read_again() {
    let mut one = kiriman(1, 2);
    one.hear_record(&Outcome::Done(receipt(&one)), NOW, 0.5);
    let sha256 = one.foto[0].foto.sha256.clone();
    one.note_upload(&sha256, Some("/api/files/1".into()), 1_000);
    one.hear_photo(&sha256, &refused(ErrorCode::FotoSalah), NOW, 0.5);
    let again: Kiriman = serde_json::from_str(&serde_json::to_string(&one).unwrap()).unwrap();
    assert!(again == one);
}
