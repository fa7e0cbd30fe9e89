//! The outbox as pages see it, the same in every tab: whichever tab changes something tells all the others.

use std::cell::RefCell;
use std::pin::Pin;

use ::sync::{Kiriman, Link, State};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::id::AduanId;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::{StoreError, antrean};
use crate::chunk_door;
use crate::idle::when_idle;
use crate::ui::chunk::ChunkMissing;

const CHANNEL: &str = "portal-antrean";

type All = Pin<Box<dyn Future<Output = Result<Vec<Kiriman>, StoreError>>>>;

// Reading the outbox is not needed to show the first page.
chunk_door!(isian, fn open_all() -> All = all);

fn all() -> All {
    Box::pin(antrean::all())
}

/// What one tab tells all tabs, itself among them.
#[derive(Serialize, Deserialize)]
enum News {
    /// The database holds something else than before.
    Changed,
    /// This kiriman is on its way just now, or none is.
    Moving(Option<AduanId>),
    Link(Link),
}

/// This tab's own view, and its door to the others (not every browser has one).
struct Tab {
    antrean: Antrean,
    others: Option<BroadcastChannel>,
}

thread_local! {
    static TAB: RefCell<Option<Tab>> = const { RefCell::new(None) };
}

/// Given in the app's context.
#[derive(Clone, Copy)]
pub struct Antrean {
    /// The latest first.
    pub all: RwSignal<Vec<Kiriman>>,
    /// The database was read at least once.
    pub loaded: RwSignal<bool>,
    /// Why it could not be read.
    pub trouble: RwSignal<Option<StoreError>>,
    pub moving: RwSignal<Option<AduanId>>,
    pub link: RwSignal<Link>,
}

impl Antrean {
    /// Starts to follow the outbox, for as long as the app runs. It is read once the first page is painted; a page that
    /// shows it does not wait for that, see [`Self::read_now`].
    pub fn follow() -> Self {
        let antrean = Self {
            all: RwSignal::new(Vec::new()),
            loaded: RwSignal::new(false),
            trouble: RwSignal::new(None),
            moving: RwSignal::new(None),
            link: RwSignal::new(Link::default()),
        };
        let others = BroadcastChannel::new(CHANNEL).ok();
        if let Some(others) = &others {
            let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                let news = event
                    .data()
                    .as_string()
                    .and_then(|text| serde_json::from_str(&text).ok());
                if let Some(news) = news {
                    antrean.hear(&news);
                }
            });
            others.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            heard.forget();
        }
        TAB.set(Some(Tab { antrean, others }));
        when_idle(move || antrean.read_now());
        antrean
    }

    /// Reads the outbox, unless that is done.
    pub fn read_now(self) {
        if !self.loaded.get_untracked() {
            self.reload();
        }
    }

    pub fn reload(self) {
        leptos::task::spawn_local(async move {
            let all = match open_all().await {
                Ok(all) => all.await,
                Err(ChunkMissing) => Err(StoreError::Unavailable),
            };
            match all {
                Ok(all) => {
                    self.all.set(all);
                    self.trouble.set(None);
                }
                Err(error) => self.trouble.set(Some(error)),
            }
            self.loaded.set(true);
        });
    }

    fn hear(self, news: &News) {
        match news {
            News::Changed => self.reload(),
            News::Moving(id) => self.moving.set(*id),
            News::Link(link) => self.link.set(*link),
        }
    }

    /// The kiriman of this record, as it stands.
    pub fn of(self, id: AduanId) -> Option<Kiriman> {
        self.all
            .with(|all| all.iter().find(|kiriman| kiriman.id == id).cloned())
    }

    /// Those that the office does not have whole yet.
    pub fn waiting(self) -> usize {
        self.all.with(|all| {
            all.iter()
                .filter(|kiriman| kiriman.state() != State::Terkirim)
                .count()
        })
    }
}

/// Tells all tabs that the database has changed.
pub(super) fn announce() {
    post(&News::Changed);
}

pub(super) fn tell_moving(id: Option<AduanId>) {
    post(&News::Moving(id));
}

pub(super) fn tell_link(link: Link) {
    post(&News::Link(link));
}

fn post(news: &News) {
    TAB.with_borrow(|tab| {
        let Some(tab) = tab else { return };
        // A channel does not hear itself.
        tab.antrean.hear(news);
        if let (Some(others), Ok(text)) = (&tab.others, serde_json::to_string(news)) {
            // A closed channel belongs to a page that is going away.
            let _ = others.post_message(&text.into());
        }
    });
}
