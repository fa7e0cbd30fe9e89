//! Sends what waits, one thing after another, in one tab at a time. It starts when the first page is painted, when the network or the
//! person comes back, when a wait is over and when somebody presses the button; all doors lead to [`Syncer::kick`].

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use ::sync::{Kiriman, LinkState, Millis, Plan, State, Task, plan};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use shared::id::{AduanId, AksiId};

use super::live::{Antrean, tell_link, tell_moving};
use super::{StoreError, antrean, now, tus, wire};
use crate::account::session::Session;
use crate::chunk_door;
use crate::idle::when_idle;
use crate::lock::lock;
use crate::ui::chunk::ChunkMissing;

const LOCK: &str = "portal-kirim";
/// A database that does not answer is asked again after this.
const STORE_PAUSE_MS: u32 = 30_000;

/// One round: the milliseconds until the next, if there is one.
type Round = Pin<Box<dyn Future<Output = Option<u32>>>>;

// What sends is not needed to show the first page.
chunk_door!(isian, fn open_round(inner: Rc<Inner>) -> Round = round);

fn round(inner: Rc<Inner>) -> Round {
    Box::pin(async move { inner.round().await })
}

/// Given in the app's context.
#[derive(Clone, Copy)]
pub struct Syncer(StoredValue<Rc<Inner>, LocalStorage>);

struct Inner {
    antrean: Antrean,
    /// What an officer entered for somebody else goes in his name.
    session: Session,
    running: Cell<bool>,
    /// Somebody kicked while it ran: look once more before resting.
    again: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
}

impl Syncer {
    pub fn start(antrean: Antrean, session: Session) -> Self {
        let syncer = Self(StoredValue::new_local(Rc::new(Inner {
            antrean,
            session,
            running: Cell::new(false),
            again: Cell::new(false),
            timer: RefCell::new(None),
        })));
        // For as long as the app runs.
        for event in ["online", "offline"] {
            EventListener::new(&window(), event, move |_| syncer.wake()).forget();
        }
        EventListener::new(&document(), "visibilitychange", move |_| {
            if !document().hidden() {
                syncer.wake();
            }
        })
        .forget();
        when_idle(move || {
            leptos::task::spawn_local(async {
                // What cannot be tidied now is tidied at the next start.
                let _ = antrean::tidy().await;
            });
            leptos::task::spawn_local(async move {
                // Who logged in may have left that page before what waited for him was told.
                if session.owner().is_some() {
                    syncer.let_in().await;
                }
                syncer.kick();
            });
        });
        syncer
    }

    /// Looks whether something may go, now.
    pub fn kick(self) {
        let inner = self.0.get_value();
        if inner.running.replace(true) {
            inner.again.set(true);
            return;
        }
        leptos::task::spawn_local(async move {
            loop {
                inner.again.set(false);
                let rest = match open_round(Rc::clone(&inner)).await {
                    Ok(round) => round.await,
                    Err(ChunkMissing) => Some(STORE_PAUSE_MS),
                };
                if !inner.again.get() {
                    inner.running.set(false);
                    self.sleep(&inner, rest);
                    return;
                }
            }
        });
    }

    /// The network or the person is back: nobody waits out his turn any longer.
    pub fn wake(self) {
        let inner = self.0.get_value();
        leptos::task::spawn_local(async move {
            inner.antrean.link.update(::sync::Link::wake);
            inner.wake_all().await;
            self.kick();
        });
    }

    /// The person asks for it to go now, as it is.
    pub fn send_again(self, id: AduanId, aksi: AksiId) {
        leptos::task::spawn_local(async move {
            // The page shows what the database says; a failure shows as nothing having changed.
            let _ = antrean::change(id, aksi, &Kiriman::send_again).await;
            self.wake();
        });
    }

    /// Somebody logged in: what waited for that goes on.
    pub fn logged_in(self) {
        leptos::task::spawn_local(async move {
            self.let_in().await;
            self.wake();
        });
    }

    /// What waits for a login waits for it no longer.
    async fn let_in(self) {
        // From the database: the pages may not have read it yet.
        for kiriman in antrean::all().await.unwrap_or_default() {
            if kiriman.state() == State::MenungguMasuk {
                let _ = antrean::change(kiriman.id, kiriman.aksi, &Kiriman::logged_in).await;
            }
        }
    }

    fn sleep(self, inner: &Inner, rest: Option<u32>) {
        *inner.timer.borrow_mut() = rest.map(|wait| Timeout::new(wait, move || self.kick()));
    }
}

impl Inner {
    /// Sends until nothing may go; gives the milliseconds until the next try, if there is one.
    async fn round(&self) -> Option<u32> {
        let _held = lock(LOCK).await;
        let rest = match self.send_all().await {
            Ok(rest) => rest,
            Err(StoreError::Full | StoreError::Unavailable | StoreError::Missing | StoreError::Broken) => {
                Some(u64::from(STORE_PAUSE_MS))
            }
        };
        tell_moving(None);
        let link = self.antrean.link.get_untracked().wait(now());
        let next = rest.into_iter().chain(link).min();
        // A little late rather than a little early, which would find nothing due.
        next.map(|wait| u32::try_from(wait + 50).unwrap_or(u32::MAX))
    }

    async fn send_all(&self) -> Result<Option<u64>, StoreError> {
        if !self.may_send().await {
            return Ok(None);
        }
        loop {
            match plan(&antrean::all().await?, now()) {
                Plan::Nothing => return Ok(None),
                Plan::WaitFor(wait) => return Ok(Some(wait)),
                Plan::Do(task) => {
                    if !self.send(&task).await? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Whether the server is there. Asked at the start of each round, since a round may begin for any reason.
    async fn may_send(&self) -> bool {
        if self.antrean.link.get_untracked().may_probe(now()) {
            self.probe().await;
        }
        self.antrean.link.get_untracked().state == LinkState::Up
    }

    async fn probe(&self) {
        let answered = wire::probe().await;
        self.hear_link(answered);
    }

    fn hear_link(&self, answered: bool) {
        let mut link = self.antrean.link.get_untracked();
        link.hear(answered, now(), js_sys::Math::random());
        tell_link(link);
    }

    /// Sends one thing; false when the link turned out to be dead, which is nobody's fault and counts for nobody.
    async fn send(&self, task: &Task) -> Result<bool, StoreError> {
        let (Task::Record(id) | Task::Photo(id, _)) = task;
        let Some(kiriman) = antrean::all()
            .await?
            .into_iter()
            .find(|kiriman| kiriman.id == *id)
        else {
            return Ok(true);
        };
        tell_moving(Some(*id));
        match task {
            Task::Record(_) => {
                let outcome = wire::send_record(&kiriman, self.session).await;
                let hear = |kiriman: &mut Kiriman, now, random| kiriman.hear_record(&outcome, now, random);
                self.settle(&kiriman, outcome.is_answer(), &hear).await
            }
            Task::Photo(_, sha256) => {
                let outcome = tus::send_photo(&kiriman, sha256).await?;
                let hear =
                    |kiriman: &mut Kiriman, now, random| kiriman.hear_photo(sha256, &outcome, now, random);
                self.settle(&kiriman, outcome.is_answer(), &hear).await
            }
        }
    }

    async fn settle(
        &self,
        kiriman: &Kiriman,
        answered: bool,
        hear: &dyn Fn(&mut Kiriman, Millis, f64),
    ) -> Result<bool, StoreError> {
        let reached = answered || wire::probe().await;
        self.hear_link(reached);
        if reached {
            let random = js_sys::Math::random();
            antrean::change(kiriman.id, kiriman.aksi, &|kiriman| hear(kiriman, now(), random)).await?;
        }
        Ok(reached)
    }

    async fn wake_all(&self) {
        for kiriman in antrean::all().await.unwrap_or_default() {
            if kiriman.next_try.is_some() {
                // One that could not be woken goes when its wait is over.
                let _ = antrean::change(kiriman.id, kiriman.aksi, &Kiriman::wake).await;
            }
        }
    }
}
