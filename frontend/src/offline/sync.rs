//! When an open page sends what waits: at the first quiet moment, when the network or the person comes back, when
//! a wait is over and when somebody presses the button; all doors lead to [`Syncer::kick`]. How, is the crate `kirim`.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use ::sync::{Kepala, Kiriman, Link, Outcome, State};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use kirim::reseal;
use kirim::round::{Officer, STORE_PAUSE_MS, Sender, Sending, SendingPhoto};
use leptos::prelude::*;
use shared::id::{AduanId, AksiId};
use wasm_bindgen::prelude::*;

use super::live::Antrean;
use super::sekaligus::{SEKALI, open_together};
use super::{StoreError, antrean};
use crate::account::session::Session;
use crate::chunk_door;
use crate::idle::when_idle;
use crate::susulan::{open_foto, open_kirim};
use crate::ui::chunk::{Chunk, ChunkMissing, ready};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = portalBackground)]
    async fn ask() -> JsValue;
}

/// One round: the milliseconds until the next, if there is one.
type Round = Pin<Box<dyn Future<Output = Option<u32>>>>;

// What sends is not needed to show the first page.
chunk_door!(isian, fn open_round(inner: Rc<Inner>) -> Round = round);

async fn begin(inner: &Rc<Inner>) -> Result<Round, ChunkMissing> {
    ready(Chunk::Isian).await?;
    open_round(Rc::clone(inner)).await
}

fn round(inner: Rc<Inner>) -> Round {
    Box::pin(async move {
        if !inner.tidied.replace(true) {
            // What cannot be tidied now is tidied at the next start.
            let _ = antrean::tidy().await;
            leptos::task::spawn_local(settle());
        }
        inner.round().await
    })
}

/// Brings under the device's own key what is not yet. What is cut off goes on at the next start.
async fn settle() {
    if reseal::is_needed().await == Ok(true)
        && let Ok(run) = open_reseal().await
    {
        let _ = run.await;
    }
}

type Resealing = Pin<Box<dyn Future<Output = Result<(), StoreError>>>>;

// Once after the version that brought it, and where a PIN was set.
chunk_door!(milik, fn open_reseal() -> Resealing = reseal_all);

fn reseal_all() -> Resealing {
    Box::pin(reseal::run())
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
    /// Somebody came, went or stored something: the browser is asked to wake the service worker. Not before each try, or
    /// it would be woken without end while the server is gone.
    ask: Cell<bool>,
    /// The network or the person is back: what waits for its turn waits no longer.
    woken: Cell<bool>,
    /// Somebody logged in: what waits for that waits no longer.
    entered: Cell<bool>,
    tidied: Cell<bool>,
    /// Most records that go together just now.
    most: Rc<Cell<usize>>,
    timer: RefCell<Option<Timeout>>,
}

impl Syncer {
    pub fn start(antrean: Antrean, session: Session) -> Self {
        let syncer = Self(StoredValue::new_local(Rc::new(Inner {
            antrean,
            session,
            running: Cell::new(false),
            again: Cell::new(false),
            ask: Cell::new(true),
            woken: Cell::new(false),
            entered: Cell::new(false),
            tidied: Cell::new(false),
            most: Rc::new(Cell::new(SEKALI)),
            timer: RefCell::new(None),
        })));
        // For as long as the app runs.
        for event in ["online", "offline"] {
            EventListener::new(&window(), event, move |_| syncer.wake()).forget();
        }
        EventListener::new(&document(), "visibilitychange", move |_| {
            if document().hidden() {
                syncer.hand_over();
            } else {
                syncer.wake();
            }
        })
        .forget();
        when_idle(move || {
            // Who logged in may have left that page before what waited for him was told.
            syncer.0.get_value().entered.set(session.owner().is_some());
            syncer.kick();
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
                let rest = match begin(&inner).await {
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

    /// The person leaves.
    fn hand_over(self) {
        self.0.get_value().ask.set(true);
        self.kick();
    }

    /// The network or the person is back: nobody waits out his turn any longer.
    pub fn wake(self) {
        let inner = self.0.get_value();
        inner.antrean.link.update(Link::wake);
        inner.woken.set(true);
        inner.ask.set(true);
        self.kick();
    }

    /// The person asks for it to go now, as it is.
    pub fn send_again(self, id: AduanId, aksi: AksiId) {
        leptos::task::spawn_local(async move {
            // The page shows what the database says; a failure shows as nothing having changed.
            let _ = antrean::change(id, aksi, &Kepala::send_again).await;
            self.wake();
        });
    }

    /// Somebody logged in: what waited for that goes on.
    pub fn logged_in(self) {
        self.0.get_value().entered.set(true);
        self.wake();
    }

    fn sleep(self, inner: &Inner, rest: Option<u32>) {
        *inner.timer.borrow_mut() = rest.map(|wait| Timeout::new(wait, move || self.kick()));
    }
}

impl Inner {
    async fn round(&self) -> Option<u32> {
        let link = || self.antrean.link.get_untracked();
        if self.entered.take() {
            self.let_in().await;
        }
        if self.woken.take() {
            self.wake_all().await;
        }
        if self.ask.take() {
            self.hand_over().await;
        }
        let waits = |kepala: &&Kepala| kepala.state() == State::Tersimpan;
        let several = self
            .antrean
            .kepala
            .with_untracked(|all| all.iter().filter(waits).count() > 1);
        let sender = Sender {
            link: &link,
            officer: Some(&self.session),
        };
        if several {
            // Asked before, or what waits together would go one by one where the network comes back in between.
            if !sender.reaches().await {
                return sender.rest(None);
            }
            // Where the part cannot be fetched, each goes by itself.
            if let Ok(together) = open_together(Rc::clone(&self.most), self.session).await {
                together.await;
            }
        }
        sender.round().await
    }

    /// Leaves what waits to the service worker as well, should this page be closed before it is sent.
    async fn hand_over(&self) {
        let worker = Sender {
            link: &Link::default,
            officer: None,
        };
        let by_itself = self.antrean.by_itself;
        if worker.has_left().await != Ok(true) {
            by_itself.set(false);
            return;
        }
        // Where no worker is there yet the answer waits for it, and nothing here waits for the answer.
        leptos::task::spawn_local(async move {
            by_itself.set(ask().await.is_truthy());
        });
    }

    async fn let_in(&self) {
        // From the database: the pages may not have read it yet.
        for kepala in antrean::kepala().await.unwrap_or_default() {
            if kepala.state() == State::MenungguMasuk {
                let _ = antrean::change(kepala.id, kepala.aksi, &Kepala::logged_in).await;
            }
        }
    }

    async fn wake_all(&self) {
        for kepala in antrean::kepala().await.unwrap_or_default() {
            if kepala.next_try.is_some() {
                // One that could not be woken goes when its wait is over.
                let _ = antrean::change(kepala.id, kepala.aksi, &Kepala::wake).await;
            }
        }
    }
}

impl Officer for Session {
    fn send(&self, kiriman: &Kiriman) -> Sending {
        let (session, kiriman) = (*self, kiriman.clone());
        Box::pin(async move {
            match open_kirim(session, kiriman).await {
                Ok(sending) => sending.await,
                // The part that sends it is not on the device yet.
                Err(ChunkMissing) => Outcome::Unreachable,
            }
        })
    }

    fn send_photo(&self, kiriman: &Kiriman, sha256: &str) -> SendingPhoto {
        let (session, kiriman, sha256) = (*self, kiriman.clone(), sha256.to_owned());
        Box::pin(async move {
            match open_foto(session, kiriman, sha256).await {
                Ok(sending) => sending.await,
                Err(ChunkMissing) => Ok(Outcome::Unreachable),
            }
        })
    }
}
