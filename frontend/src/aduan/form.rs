//! The form's state: what is on the page, kept on the device while it is typed. Whatever ends the page (reload, a
//! dead battery, a new version) costs at most the last half second.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use kirim::lock::Held;
use leptos::prelude::*;
use shared::account::Hak;
use shared::file::Foto;
use shared::place::Posisi;
use shared::wilayah::WilayahKode;

use super::draf::{Draf, Isian};
use super::form_steps::{FormStep, faults, in_order};
use crate::account::session::Session;
use crate::offline::{StoreError, draf, now};
use crate::page::Page;
use crate::ui::Fault;

/// How long after a change it is saved; what changes meanwhile goes along.
const SAVE_AFTER_MS: u32 = 500;
const AGAIN_AFTER_MS: u32 = 5_000;

/// What is known of the saving.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Saved {
    #[default]
    Nothing,
    At(u64),
    Failed(StoreError),
}

#[derive(Clone, Copy)]
pub struct Form {
    own: StoredValue<Draf>,
    session: Session,
    pub jenis: RwSignal<String>,
    pub kategori: RwSignal<String>,
    pub uraian: RwSignal<String>,
    pub wilayah: RwSignal<String>,
    pub posisi: RwSignal<Option<Posisi>>,
    pub catatan: RwSignal<String>,
    pub foto: RwSignal<Vec<Foto>>,
    pub nama: RwSignal<String>,
    pub hp: RwSignal<String>,
    pub tanpa_hp: RwSignal<bool>,
    pub email: RwSignal<String>,
    pub anonim: RwSignal<bool>,
    pub rahasia: RwSignal<bool>,
    pub setuju: RwSignal<bool>,
    setuju_pada: StoredValue<Option<u64>>,
    pub saved: RwSignal<Saved>,
    /// Sent or thrown away: nothing is saved any more.
    closed: StoredValue<bool>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
    /// No other tab opens this draft while it is held.
    _held: StoredValue<Option<Held>, LocalStorage>,
}

impl Form {
    pub fn open(draf: Draf, held: Option<Held>) -> Self {
        let isian = draf.isian.clone();
        let form = Self {
            jenis: RwSignal::new(isian.jenis),
            kategori: RwSignal::new(isian.kategori),
            uraian: RwSignal::new(isian.uraian),
            wilayah: RwSignal::new(isian.wilayah),
            posisi: RwSignal::new(isian.posisi),
            catatan: RwSignal::new(isian.catatan),
            foto: RwSignal::new(isian.foto),
            nama: RwSignal::new(isian.nama),
            hp: RwSignal::new(isian.hp),
            tanpa_hp: RwSignal::new(isian.tanpa_hp),
            email: RwSignal::new(isian.email),
            anonim: RwSignal::new(isian.anonim),
            rahasia: RwSignal::new(isian.rahasia),
            setuju: RwSignal::new(isian.setuju_pada.is_some()),
            setuju_pada: StoredValue::new(isian.setuju_pada),
            saved: RwSignal::new(Saved::Nothing),
            closed: StoredValue::new(false),
            timer: StoredValue::new_local(None),
            _held: StoredValue::new_local(held),
            session: expect_context::<Session>(),
            own: StoredValue::new(draf),
        };
        form.save_by_itself();
        form
    }

    /// Whether an officer fills it in for somebody else.
    pub fn is_titipan(self) -> bool {
        self.own.with_value(|draf| draf.titipan.is_some())
    }

    /// All that keeps it from being sent, with the step at which it is mended.
    pub fn faults(self, versi: &str) -> Vec<(FormStep, Fault)> {
        let draf = self.draf();
        let mut found = faults(&draf, versi);
        // Without a network it is not known where he may; then the server says it.
        let officer = untrack(|| self.session.account()).filter(|_| draf.titipan.is_some());
        if let (Some(officer), Some(village)) = (officer, WilayahKode::parse(&draf.isian.wilayah))
            && !officer.boleh_di(Hak::BantuEntri, &village)
        {
            let message = "Desa ini di luar wilayah tugas Anda. Pilih desa di wilayah Anda.";
            let fault = Fault {
                id: "desa".to_owned(),
                message: message.to_owned(),
            };
            found.push((FormStep::DiMana, fault));
        }
        in_order(found)
    }

    /// The address of a step of this draft.
    pub fn url_of(self, step: FormStep) -> String {
        if self.is_titipan() {
            Page::TitipForm(step.number()).url()
        } else {
            Page::AduanForm(step.number()).url()
        }
    }

    /// Follows all that is filled in.
    pub fn track(&self) {
        drop(self.isian());
    }

    /// What is on the page now.
    fn isian(&self) -> Isian {
        let pada = match (self.setuju.get(), self.setuju_pada.get_value()) {
            (false, _) => None,
            (true, known) => Some(known.unwrap_or_else(now)),
        };
        self.setuju_pada.set_value(pada);
        Isian {
            jenis: self.jenis.get(),
            kategori: self.kategori.get(),
            uraian: self.uraian.get(),
            wilayah: self.wilayah.get(),
            posisi: self.posisi.get(),
            catatan: self.catatan.get(),
            foto: self.foto.get(),
            nama: self.nama.get(),
            hp: self.hp.get(),
            tanpa_hp: self.tanpa_hp.get(),
            email: self.email.get(),
            anonim: self.anonim.get(),
            rahasia: self.rahasia.get(),
            setuju_pada: pada,
        }
    }

    /// The draft with all that is on the page now.
    pub fn draf(&self) -> Draf {
        Draf {
            isian: untrack(|| self.isian()),
            changed_at: now(),
            ..self.own.get_value()
        }
    }

    fn save_by_itself(self) {
        Effect::new(move |before: Option<Isian>| {
            let isian = self.isian();
            let changed = before.is_some_and(|before| before != isian);
            // Not put off by the next key: somebody may type for minutes without a rest.
            if changed && self.timer.with_value(Option::is_none) {
                self.save_in(SAVE_AFTER_MS);
            }
            isian
        });
        // The last chance before the page sleeps or goes.
        let hidden = EventListener::new(&document(), "visibilitychange", move |_| {
            if document().hidden() {
                self.save_if_waiting();
            }
        });
        let gone = EventListener::new(&window(), "pagehide", move |_| self.save_if_waiting());
        let listeners = StoredValue::new_local(Some((hidden, gone)));
        on_cleanup(move || {
            drop(listeners.try_update_value(Option::take));
            self.save_if_waiting();
        });
    }

    fn save_in(self, wait: u32) {
        self.timer
            .set_value(Some(Timeout::new(wait, move || self.save_if_waiting())));
    }

    fn save_if_waiting(self) {
        let waiting = self.timer.try_update_value(Option::take).flatten().is_some();
        if waiting {
            self.save_now();
        }
    }

    fn save_now(self) {
        if self.closed.try_get_value() != Some(false) {
            return;
        }
        let draf = self.draf();
        leptos::task::spawn_local(async move {
            let outcome = draf::save(draf.id, draf.aksi, &draf).await;
            self.note(outcome);
        });
    }

    /// What came of a saving; one that failed is tried again by itself.
    pub fn note(self, outcome: Result<(), StoreError>) {
        if outcome.is_err() && self.closed.try_get_value() == Some(false) {
            self.save_in(AGAIN_AFTER_MS);
        }
        self.saved.try_set(match outcome {
            Ok(()) => Saved::At(now()),
            Err(error) => Saved::Failed(error),
        });
    }

    /// Nothing of this form is saved from here on.
    pub fn close(self) {
        self.closed.set_value(true);
        self.timer.set_value(None);
    }

    /// Saving goes on: what closed it did not succeed.
    pub fn open_again(self) {
        self.closed.set_value(false);
        self.save_now();
    }
}
