//! The outbox as pages see it, the same in every tab: whichever tab changes something tells all the others.

use std::pin::Pin;

use ::sync::{Kepala, Kiriman, Link, State};
use kirim::antrean::Isi;
use kirim::news::{self, News};
use leptos::prelude::*;
use shared::id::AduanId;

use super::{Sandi, StoreError, antrean};
use crate::chunk_door;
use crate::idle::when_idle;
use crate::ui::chunk::{Chunk, ChunkMissing, ready};

type All = Pin<Box<dyn Future<Output = Result<Isi, StoreError>>>>;

// Reading the outbox is not needed to show the first page.
chunk_door!(isian, fn open_all() -> All = all);

fn all() -> All {
    Box::pin(antrean::baca())
}

async fn open() -> Result<All, ChunkMissing> {
    ready(Chunk::Isian).await?;
    open_all().await
}

/// Given in the app's context.
#[derive(Clone, Copy)]
pub struct Antrean {
    /// What can be read here, the latest first.
    pub all: RwSignal<Vec<Kiriman>>,
    /// The heads of all, the latest first.
    pub kepala: RwSignal<Vec<Kepala>>,
    /// How many of them only a PIN opens that was not entered here.
    pub terkunci: RwSignal<usize>,
    pub sandi: RwSignal<Sandi>,
    /// The database was read at least once.
    pub loaded: RwSignal<bool>,
    /// Why it could not be read.
    pub trouble: RwSignal<Option<StoreError>>,
    pub moving: RwSignal<Option<AduanId>>,
    pub link: RwSignal<Link>,
    /// The browser took it over to send with the app closed.
    pub by_itself: RwSignal<bool>,
    /// How often something was taken in: what was read before that does not know it.
    taken: StoredValue<u32>,
    /// Readings that were begun, and which of them is shown: they need not end in the order in which they began.
    readings: StoredValue<(u32, u32)>,
}

impl Antrean {
    /// Starts to follow the outbox, for as long as the app runs. It is read at a quiet moment; a page that
    /// shows it does not wait for that, see [`Self::read_now`].
    pub fn follow() -> Self {
        let antrean = Self {
            all: RwSignal::new(Vec::new()),
            kepala: RwSignal::new(Vec::new()),
            terkunci: RwSignal::new(0),
            sandi: RwSignal::new(Sandi::default()),
            loaded: RwSignal::new(false),
            trouble: RwSignal::new(None),
            moving: RwSignal::new(None),
            link: RwSignal::new(Link::default()),
            by_itself: RwSignal::new(false),
            taken: StoredValue::new(0),
            readings: StoredValue::new((0, 0)),
        };
        news::follow(move |news| antrean.hear(news));
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
        leptos::task::spawn_local(self.fresh());
    }

    /// Reads the outbox as it is now.
    pub async fn fresh(self) {
        let (reading, all) = loop {
            let taken = self.taken.get_value();
            self.readings.update_value(|(begun, _)| *begun += 1);
            let (reading, _) = self.readings.get_value();
            let all = match open().await {
                Ok(all) => all.await,
                Err(ChunkMissing) => Err(StoreError::Unavailable),
            };
            if self.taken.get_value() == taken {
                break (reading, all);
            }
        };
        if reading < self.readings.get_value().1 {
            return;
        }
        self.readings.update_value(|(_, shown)| *shown = reading);
        match all {
            Ok(isi) => {
                self.sandi.set(isi.sandi);
                self.terkunci.set(isi.terkunci);
                self.kepala.set(isi.kepala);
                self.all.set(isi.terbaca);
                self.trouble.set(None);
            }
            Err(error) => self.trouble.set(Some(error)),
        }
        if !self.loaded.get_untracked() {
            self.loaded.set(true);
        }
    }

    /// Shows what was put down here just now, and no longer what it replaces, without waiting for the outbox to be read
    /// again.
    pub fn take_in(self, kiriman: Kiriman, replaces: Option<AduanId>) {
        let id = kiriman.kepala.id;
        let stays = |other: AduanId| other != id && Some(other) != replaces;
        self.taken.update_value(|taken| *taken += 1);
        self.kepala.update(|all| {
            all.retain(|one| stays(one.id));
            all.insert(0, kiriman.kepala.clone());
        });
        self.all.update(|all| {
            all.retain(|one| stays(one.kepala.id));
            all.insert(0, kiriman);
        });
    }

    fn hear(self, news: &News) {
        match news {
            News::Changed => self.reload(),
            News::Moving(id) => self.moving.set(*id),
            News::Link(link) => self.link.set(*link),
        }
    }

    /// The kiriman of this record, as it stands, if it can be read here.
    pub fn of(self, id: AduanId) -> Option<Kiriman> {
        self.all
            .with(|all| all.iter().find(|kiriman| kiriman.kepala.id == id).cloned())
    }

    /// Those that the office does not have whole yet.
    pub fn waiting(self) -> usize {
        self.kepala.with(|all| {
            all.iter()
                .filter(|kepala| kepala.state() != State::Terkirim)
                .count()
        })
    }
}
