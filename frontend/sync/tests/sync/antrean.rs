//! Histories of the outbox: whatever the server, the link and the person do, in whatever order, nothing is lost,
//! nothing is sent twice, and nobody waits for somebody else's mistake.

use crate::support::{NOW, any_refusal, kepala, receipt, refused};
use proptest::prelude::*;
use shared::error::ErrorCode;
use shared::id::{AccountId, AduanId};
use sync::{
    Answered, FotoState, Kepala, Outcome, Plan, RETRY_AFTER_MAX, Refusal, Repair, Rupa, State, Task,
    is_behind, is_left, plan, progress, together,
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
    frozen: (String, u64, usize),
    record: bool,
    photos: Vec<bool>,
    let_go: Vec<bool>,
}

impl Seen {
    fn of(kepala: &Kepala) -> Self {
        let photos = kepala.foto.len();
        Self {
            frozen: frozen(kepala),
            record: false,
            photos: vec![false; photos],
            let_go: vec![false; photos],
        }
    }
}

fn frozen(kepala: &Kepala) -> (String, u64, usize) {
    (kepala.aksi.to_string(), kepala.bytes, kepala.foto.len())
}

/// Plays one event on what the plan would send now.
fn play(queue: &mut [Kepala], seen: &mut [Seen], now: u64, event: &Event, random: f64) {
    match event {
        Event::Time(_) => {}
        Event::Wake => queue.iter_mut().for_each(Kepala::wake),
        Event::SendAgain => queue.iter_mut().for_each(Kepala::send_again),
        Event::LogIn => queue.iter_mut().for_each(Kepala::logged_in),
        Event::LetPhotosGo => {
            for (kepala, seen) in queue.iter_mut().zip(seen) {
                kepala.let_photos_go(now);
                for (foto, gone) in kepala.foto.iter().zip(&mut seen.let_go) {
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

fn answer(queue: &mut [Kepala], seen: &mut [Seen], now: u64, task: &Task, event: &Event, random: f64) {
    let stranger = receipt(&kepala(99, 0));
    let (Task::Record(id) | Task::Photo(id, _)) = task;
    let Some(place) = queue.iter().position(|kepala| kepala.id == *id) else {
        panic!("the plan names what is not in the queue");
    };
    let (kepala, seen) = (&mut queue[place], &mut seen[place]);
    match task {
        Task::Record(_) => {
            let outcome = match event {
                Event::Receipt => Outcome::Done(receipt(kepala)),
                Event::ForeignReceipt => Outcome::Done(stranger),
                Event::Refused(refusal) => Outcome::Refused(refusal.clone()),
                _ => Outcome::Unreachable,
            };
            seen.record |= matches!(event, Event::Receipt);
            kepala.hear_record(&outcome, now, random);
        }
        Task::Photo(_, sha256) => {
            let Some(at) = kepala.foto.iter().position(|foto| foto.foto.sha256 == *sha256) else {
                panic!("the plan names a photo that is not there");
            };
            if let Event::Offset(bytes) = event {
                kepala.note_upload(sha256, Some("/api/files/1".into()), *bytes);
                return;
            }
            let outcome = match event {
                Event::Receipt => Outcome::Done(()),
                Event::Refused(refusal) => Outcome::Refused(refusal.clone()),
                _ => Outcome::Unreachable,
            };
            seen.photos[at] |= matches!(event, Event::Receipt);
            kepala.hear_photo(sha256, &outcome, now, random);
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
        let mut queue: Vec<Kepala> = photos.iter().zip(1..).map(|(count, n)| kepala(n, *count)).collect();
        let mut seen: Vec<Seen> = queue.iter().map(Seen::of).collect();
        let mut now = NOW;
        for (event, random) in &events {
            if let Event::Time(passed) = event {
                now += passed;
            }
            let done: Vec<bool> = queue.iter().map(|k| k.state() == State::Terkirim).collect();
            if let Plan::Do(Task::Record(id) | Task::Photo(id, _)) = plan(&queue, now) {
                let place = queue.iter().position(|kepala| kepala.id == id).unwrap();
                prop_assert!(!done[place], "sent after terkirim");
            }
            play(&mut queue, &mut seen, now, event, *random);
            for ((kepala, seen), was_done) in queue.iter().zip(&seen).zip(done) {
                prop_assert!(frozen(kepala) == seen.frozen, "a frozen body, aksi or photo changed");
                prop_assert!(kepala.receipt.is_none() || seen.record, "a receipt out of nowhere");
                for ((foto, arrived), gone) in kepala.foto.iter().zip(&seen.photos).zip(&seen.let_go) {
                    prop_assert!(foto.state != FotoState::Terkirim || *arrived, "a photo counted that never arrived");
                    prop_assert!(foto.state != FotoState::Dilepas || *gone, "a photo let go by nobody");
                }
                prop_assert!(!was_done || kepala.state() == State::Terkirim, "terkirim was taken back");
                prop_assert!(kepala.next_try.is_none_or(|at| at <= now + RETRY_AFTER_MAX), "an unbounded wait");
                let shown = progress(kepala);
                prop_assert!(shown.sent <= shown.total);
                prop_assert_eq!(shown.percent == 100, kepala.state() == State::Terkirim);
            }
        }
    }

    #[test]
    fn once_the_server_answers_everything_that_may_go_has_gone(
        photos in proptest::collection::vec(0..4_usize, 1..5),
        before in proptest::collection::vec((any_event(), 0.0..1.0_f64), 0..40),
    ) {
        let mut queue: Vec<Kepala> = photos.iter().zip(1..).map(|(count, n)| kepala(n, *count)).collect();
        let mut seen: Vec<Seen> = queue.iter().map(Seen::of).collect();
        for (event, random) in &before {
            play(&mut queue, &mut seen, NOW, event, *random);
        }
        queue.iter_mut().for_each(Kepala::wake);
        let most = queue.iter().map(|kepala| 1 + kepala.foto.len()).sum::<usize>();
        for _ in 0..most {
            play(&mut queue, &mut seen, NOW, &Event::Receipt, 0.5);
        }
        prop_assert_eq!(plan(&queue, NOW), Plan::Nothing);
        for kepala in &queue {
            let waits = matches!(kepala.state(), State::Tersimpan | State::MenungguFoto);
            prop_assert!(!waits, "something was left behind");
        }
    }
}

#[test]
fn the_record_goes_before_its_photos_and_records_before_all_photos() {
    let mut queue = vec![kepala(1, 1), kepala(2, 1)];
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
    let mut queue: Vec<Kepala> = (1..=100).map(|n| kepala(n, 0)).collect();
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
    let count = |state| queue.iter().filter(|kepala| kepala.state() == state).count();
    assert_eq!((count(State::Terkirim), count(State::PerluDiperbaiki)), (99, 1));
    assert_eq!(queue[41].repair(), Some(Repair::SameRecord));
    assert_eq!(queue[41].refusals().count(), 1);
}

#[test]
fn a_login_that_is_asked_for_pauses_and_never_throws_away() {
    let mut one = kepala(1, 1);
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

/// The browser is asked to wake the worker as long as this holds, so it must end.
#[test]
fn nothing_is_left_once_it_is_sent_or_waits_for_a_person() {
    let mut one = kepala(1, 1);
    assert!(is_left(std::slice::from_ref(&one)));
    one.hear_record(&Outcome::Unreachable, NOW, 0.5);
    assert!(is_left(std::slice::from_ref(&one)));
    let mut paused = kepala(2, 0);
    paused.hear_record(&refused(ErrorCode::PerluMasuk), NOW, 0.5);
    let mut refusing = kepala(3, 0);
    refusing.hear_record(&refused(ErrorCode::IsianSalah), NOW, 0.5);
    one.hear_record(&Outcome::Done(receipt(&one)), NOW, 0.5);
    assert!(is_left(std::slice::from_ref(&one)));
    let sha256 = one.foto[0].foto.sha256.clone();
    one.hear_photo(&sha256, &Outcome::Done(()), NOW, 0.5);
    assert!(!is_left(&[one, paused, refusing]));
}

#[test]
fn what_was_entered_for_somebody_else_needs_its_officer_for_the_record_alone() {
    let mut one = kepala(1, 1);
    assert!(!one.needs_page());
    one.titipan = Some(AccountId::mint());
    assert!(one.needs_page());
    one.hear_record(&Outcome::Done(receipt(&one)), NOW, 0.5);
    assert_eq!(one.state(), State::MenungguFoto);
    assert!(!one.needs_page());
}

#[test]
fn a_resend_that_is_answered_again_counts_the_photos_that_arrived_meanwhile() {
    let mut one = kepala(1, 3);
    let mut again = receipt(&one);
    again.foto_kurang.as_mut().unwrap().truncate(1);
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
    let mut one = kepala(1, 2);
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
    let mut one = kepala(1, 2);
    one.hear_record(&Outcome::Done(receipt(&one)), NOW, 0.5);
    let sha256 = one.foto[0].foto.sha256.clone();
    one.note_upload(&sha256, Some("/api/files/1".into()), 1_000);
    one.hear_photo(&sha256, &refused(ErrorCode::FotoSalah), NOW, 0.5);
    let again: Kepala = serde_json::from_str(&serde_json::to_string(&one).unwrap()).unwrap();
    assert!(again == one);
}

/// Or an upload that stops at the same place each time would be tried again and again without a pause.
#[test]
fn only_what_goes_further_than_ever_is_progress() {
    let mut one = kepala(1, 1);
    one.hear_record(&Outcome::Done(receipt(&one)), NOW, 0.5);
    let sha256 = one.foto[0].foto.sha256.clone();
    let mut tries = Vec::new();
    for furthest in [10, 10, 10, 11] {
        for bytes in [0, furthest / 2, furthest] {
            one.note_upload(&sha256, Some("/api/files/1".into()), bytes);
        }
        one.hear_photo(&sha256, &Outcome::Unreachable, NOW, 0.5);
        tries.push(one.failures);
    }
    assert_eq!(tries, [1, 2, 3, 1]);
}

/// What somebody follows goes like a complaint, but holds nothing of his own that could be mended or lost.
#[test]
fn a_following_that_is_refused_is_sent_again_or_let_go() {
    let mut ikut = Kepala {
        rupa: Rupa::Ikut,
        ..kepala(1, 0)
    };
    assert_eq!(
        plan(std::slice::from_ref(&ikut), NOW),
        Plan::Do(Task::Record(ikut.id))
    );
    ikut.hear_record(&refused(ErrorCode::TidakDitemukan), NOW, 0.5);
    assert_eq!(ikut.state(), State::PerluDiperbaiki);
    assert_eq!(ikut.repair(), None);
    assert!(ikut.may_be_deleted());
    ikut.send_again();
    let receipt = receipt(&ikut);
    ikut.hear_record(&Outcome::Done(receipt), NOW, 0.5);
    assert_eq!(ikut.state(), State::Terkirim);

    // A complaint that is refused stays until it was mended.
    let mut aduan = kepala(2, 0);
    aduan.hear_record(&refused(ErrorCode::IsianSalah), NOW, 0.5);
    assert!(!aduan.may_be_deleted());
    // What an older version of the app stored is a complaint.
    let mut stored = serde_json::to_value(&aduan).unwrap();
    assert!(stored.get("rupa").is_none());
    stored["rupa"] = "ikut".into();
    assert_eq!(serde_json::from_value::<Kepala>(stored).unwrap().rupa, Rupa::Ikut);
}

#[test]
fn what_waits_goes_together_up_to_what_a_request_may_hold() {
    let queue: Vec<Kepala> = (1..=120).rev().map(|n| kepala(n, 0)).collect();
    assert_eq!(groups(&queue), [(1..=50).collect::<Vec<_>>()]);

    let mut heavy: Vec<Kepala> = (1..=9).map(|n| kepala(n, 0)).collect();
    for one in &mut heavy {
        one.bytes = 60 * 1024 + 2;
    }
    assert_eq!(
        groups(&heavy)[0].len(),
        3,
        "less than 256 KiB with what stands around them"
    );
}

/// What goes together, by its place in the order.
fn groups(queue: &[Kepala]) -> Vec<Vec<u64>> {
    let numbers = |group: Vec<&Kepala>| group.iter().map(|one| one.urutan).collect();
    together(queue, NOW).into_iter().map(numbers).collect()
}

#[test]
fn what_has_failed_or_does_not_wait_goes_with_nothing_else() {
    let mut queue: Vec<Kepala> = (1..=6).map(|n| kepala(n, 1)).collect();
    queue[0].hear_record(&Outcome::Unreachable, NOW - 20 * RETRY_AFTER_MAX, 0.5);
    queue[2].hear_record(&refused(ErrorCode::IsianSalah), NOW, 0.5);
    let of_fourth = receipt(&queue[3]);
    queue[3].hear_record(&Outcome::Done(of_fourth), NOW, 0.5);
    assert_eq!(groups(&queue), [[2, 5, 6]]);
    assert_eq!(groups(&queue[..5]), [[2, 5]]);
    assert_eq!(groups(&queue[..2]), Vec::<Vec<u64>>::new());
}

#[test]
fn what_goes_together_is_one_persons_and_of_one_complaint_only_the_first() {
    let (lina, anang) = (Some(AccountId::mint()), Some(AccountId::mint()));
    let complaint = AduanId::mint();
    let of = |kepala: Kepala, titipan| Kepala { titipan, ..kepala };
    let queue = [
        kepala(1, 0),
        susulan(2, complaint, lina),
        susulan(3, complaint, lina),
        of(kepala(4, 0), lina),
        susulan(5, AduanId::mint(), lina),
        of(kepala(6, 0), anang),
        kepala(7, 0),
    ];
    assert_eq!(groups(&queue), [vec![1, 7], vec![2, 4, 5]]);
}

#[test]
fn one_of_several_answers_is_read_as_it_would_be_alone() {
    let id = shared::id::AduanId::mint();
    let read = |json: String, status| {
        serde_json::from_str::<Answered>(&json)
            .unwrap()
            .outcome(status, Some(7))
    };
    let receipt =
        format!(r#"{{"id":"{id}","kode":"x","diterima_pada":"2026-11-29T10:00:00Z","foto_kurang":["a"]}}"#);
    let Outcome::Done(told) = read(receipt.clone(), 201) else {
        panic!("no receipt");
    };
    assert_eq!(
        (told.id, told.foto_kurang.as_deref()),
        (id, Some(&["a".to_owned()][..]))
    );
    let problem = r#"{"code":"isian_salah","detail":"Wajib diisi.","fields":[{"field":"uraian","message":"Wajib diisi."}]}"#;
    let Outcome::Refused(refusal) = read(problem.to_owned(), 422) else {
        panic!("not refused");
    };
    let error = refusal.error.unwrap();
    assert_eq!(
        (error.code, error.fields[0].field.as_str()),
        (ErrorCode::IsianSalah, "uraian")
    );
    assert_eq!(refusal.retry_after, Some(7));
    // A status alone proves nothing.
    assert_eq!(read("{}".to_owned(), 201), Outcome::Unreachable);
    assert_eq!(
        read("{}".to_owned(), 502),
        Outcome::Refused(Refusal {
            error: None,
            retry_after: Some(7)
        })
    );
}

/// What `who` did to the complaint `to`, as the `nth` thing on the device.
fn susulan(nth: u64, to: AduanId, who: Option<AccountId>) -> Kepala {
    Kepala {
        rupa: Rupa::Susulan(to),
        titipan: who,
        ..kepala(nth, 0)
    }
}

#[test]
fn what_one_person_did_to_a_complaint_goes_in_its_order_and_holds_nobody_else_up() {
    let (lina, anang) = (Some(AccountId::mint()), Some(AccountId::mint()));
    let (one, other) = (AduanId::mint(), AduanId::mint());
    let mut all = [
        susulan(11, one, lina),
        susulan(12, one, lina),
        susulan(13, one, anang),
        susulan(14, other, lina),
    ];
    let next = |all: &[Kepala]| match plan(all, NOW) {
        Plan::Do(Task::Record(id)) => all.iter().position(|one| one.id == id),
        _ => None,
    };
    assert_eq!(next(&all), Some(0));
    // Refused: what follows rests on it and waits, what does not goes on.
    all[0].hear_record(&refused(ErrorCode::VersiUsang), NOW, 0.5);
    assert!(is_behind(&all[1], &all) && !is_behind(&all[2], &all) && !is_behind(&all[3], &all));
    assert_eq!(next(&all), Some(2));
    for done in [2, 3] {
        let receipt = receipt(&all[done]);
        all[done].hear_record(&Outcome::Done(receipt), NOW, 0.5);
    }
    assert_eq!(plan(&all, NOW), Plan::Nothing);
    // Settled by the person, the next one goes.
    all[0].send_again();
    let receipt = receipt(&all[0]);
    all[0].hear_record(&Outcome::Done(receipt), NOW, 0.5);
    assert_eq!(next(&all), Some(1));
}

#[test]
fn a_photo_of_what_was_done_waits_behind_the_records_and_holds_none_of_them_up() {
    let (lina, aduan) = (Some(AccountId::mint()), AduanId::mint());
    let photo = Kepala {
        foto: kepala(1, 1).foto,
        ..susulan(1, aduan, lina)
    };
    let sha256 = photo.foto[0].foto.sha256.clone();
    let mut all = [photo, susulan(2, aduan, lina)];
    assert_eq!(plan(&all, NOW), Plan::Do(Task::Record(all[0].id)));
    let done = receipt(&all[0]);
    all[0].hear_record(
        &Outcome::Done(sync::Receipt {
            foto_kurang: None,
            ..done
        }),
        NOW,
        0.5,
    );
    assert_eq!(all[0].state(), State::MenungguFoto);
    // Its bytes go in the officer's name, so no worker sends them.
    assert!(all[0].needs_page());
    assert!(!is_behind(&all[1], &all));
    assert_eq!(plan(&all, NOW), Plan::Do(Task::Record(all[1].id)));
    let done = receipt(&all[1]);
    all[1].hear_record(&Outcome::Done(done), NOW, 0.5);
    assert_eq!(plan(&all, NOW), Plan::Do(Task::Photo(all[0].id, sha256.clone())));
    // Asked to log in, it waits; let in again it goes on; refused, the person may drop it.
    all[0].hear_photo(&sha256, &refused(ErrorCode::PerluMasuk), NOW, 0.5);
    assert_eq!(all[0].state(), State::MenungguMasuk);
    all[0].logged_in();
    all[0].left = true;
    assert!(!all[0].may_be_deleted());
    // The complaint is in his reach no longer: the record stays with the office.
    all[0].hear_photo(&sha256, &refused(ErrorCode::TidakDitemukan), NOW, 0.5);
    assert_eq!(all[0].state(), State::PerluDiperbaiki);
    assert!(all[0].is_settled());
    all[0].send_again();
    assert_eq!(plan(&all, NOW), Plan::Do(Task::Photo(all[0].id, sha256.clone())));
    all[0].hear_photo(&sha256, &refused(ErrorCode::FotoSalah), NOW, 0.5);
    assert_eq!(all[0].state(), State::PerluDiperbaiki);
    assert!(all[0].may_be_deleted() && !is_behind(&susulan(3, aduan, lina), &all));
}

/// Its record went with the network, and its upload broke off while something earlier waited for the person.
#[test]
fn bytes_of_what_the_office_has_are_behind_nothing() {
    let (lina, aduan) = (Some(AccountId::mint()), AduanId::mint());
    let mut step = susulan(1, aduan, lina);
    step.hear_record(&refused(ErrorCode::VersiUsang), NOW, 0.5);
    let mut photo = Kepala {
        foto: kepala(2, 1).foto,
        ..susulan(2, aduan, lina)
    };
    let sha256 = photo.foto[0].foto.sha256.clone();
    photo.receipt = Some(sync::Sent {
        diterima_pada: chrono::DateTime::UNIX_EPOCH,
    });
    let all = [step, photo];
    assert!(!is_behind(&all[1], &all));
    assert_eq!(plan(&all, NOW), Plan::Do(Task::Photo(all[1].id, sha256)));
}

#[test]
fn what_was_done_is_taken_back_only_where_the_office_cannot_have_it() {
    let mut one = susulan(1, AduanId::mint(), Some(AccountId::mint()));
    assert!(one.may_be_deleted() && one.needs_page());
    // Asked to log in first, it was not sent.
    one.hear_record(&refused(ErrorCode::PerluMasuk), NOW, 0.5);
    assert!(one.may_be_deleted());
    one.left = true;
    one.send_again();
    assert!(!one.may_be_deleted());
    one.hear_record(&refused(ErrorCode::VersiUsang), NOW, 0.5);
    assert_eq!((one.state(), one.repair()), (State::PerluDiperbaiki, None));
    assert!(one.may_be_deleted());
}

#[test]
fn an_answer_to_what_was_done_is_judged_by_its_status_alone() {
    let one = susulan(1, AduanId::mint(), None);
    let answered = |text: &str| serde_json::from_str::<Answered>(text).unwrap();
    let now = chrono::DateTime::UNIX_EPOCH;
    let done = answered("{}").done(one.id, 200, None, now);
    assert!(matches!(done, Outcome::Done(receipt) if receipt.id == one.id));
    let stale =
        answered(r#"{"code": "versi_usang", "detail": "Sudah berubah."}"#).done(one.id, 409, None, now);
    assert!(
        matches!(stale, Outcome::Refused(Refusal { error: Some(error), .. }) if error.code == ErrorCode::VersiUsang)
    );
}
