//! The complaint that is open: from the device at once, from the server as soon as it answers.

use ::sync::Millis;
use leptos::prelude::*;
use shared::aduan::Aduan;
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId};
use shared::paths;

use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::kabar::dibaca_bila_dibuka;
use crate::loaded::Loaded;
use crate::salinan::Salinan;

#[derive(Clone, Copy)]
pub struct Terbuka {
    pub state: RwSignal<Loaded<RwSignal<Aduan>>>,
    /// It was handed on to where he does not reach.
    pub gone: RwSignal<bool>,
    /// What is shown is what the device kept, since then.
    pub dari_perangkat: RwSignal<Option<Millis>>,
    /// He has done something on the page since it was shown.
    pub disentuh: StoredValue<bool>,
    /// Why the server has not said how it stands now.
    pub gagal: RwSignal<Option<ApiFailure>>,
    /// The note that it is read from the device.
    dibaca: StoredValue<Option<AksiId>>,
    /// The newest version that was heard of.
    latest: RwSignal<i64>,
    id: Option<AduanId>,
    path: StoredValue<String>,
    owner: StoredValue<Option<Owner>>,
    session: Session,
    salinan: Salinan,
}

impl Terbuka {
    pub fn open(id: String, salinan: Salinan) -> Self {
        let terbuka = Self {
            state: RwSignal::new(Loaded::Waiting),
            gone: RwSignal::new(false),
            dari_perangkat: RwSignal::new(None),
            disentuh: StoredValue::new(false),
            gagal: RwSignal::new(None),
            dibaca: StoredValue::new(None),
            latest: RwSignal::new(0),
            id: id.parse().ok(),
            path: StoredValue::new(format!("{}/{id}", paths::ADUAN)),
            owner: StoredValue::new(Owner::current()),
            session: expect_context::<Session>(),
            salinan,
        };
        if let Some(id) = terbuka.id {
            leptos::task::spawn_local(async move { terbuka.show_kept(id).await });
            Effect::new(move |_| {
                if salinan.berubah.get().contains(&id) {
                    terbuka.hear(id);
                }
            });
        }
        let usang = terbuka.usang();
        let terlihat = Memo::new(move |_| {
            let old = usang.get() || terbuka.gone.get() || terbuka.dari_perangkat.with(Option::is_some);
            let shown = terbuka.state.with(|state| match state {
                Loaded::Here(aduan) => Some(*aduan),
                Loaded::Waiting | Loaded::Failed(_) => None,
            });
            shown.filter(|_| !old).map(|aduan| aduan.with(|aduan| aduan.id))
        });
        dibaca_bila_dibuka(terbuka.session, terlihat.into());
        terbuka.load();
        terbuka
    }

    /// Asks the server how it stands.
    pub fn load(self) {
        leptos::task::spawn_local(async move {
            let Some(path) = self.path.try_get_value() else {
                return;
            };
            let outcome = api::get::<Aduan>(&path, &Caller::Petugas(self.session)).await;
            self.take(outcome).await;
        });
    }

    /// Whether it has moved on since it was shown. Its state is not exchanged under the hands of whoever decides on it.
    pub fn usang(self) -> Signal<bool> {
        Signal::derive(move || {
            let shown = self.state.with(|state| match state {
                Loaded::Here(aduan) => Some(*aduan),
                Loaded::Waiting | Loaded::Failed(_) => None,
            });
            shown.is_some_and(|aduan| aduan.with(|aduan| aduan.versi) < self.latest.get())
        })
    }

    async fn show_kept(self, id: AduanId) {
        let Some(kept) = self.salinan.rinci(id).await else {
            return;
        };
        let waits = self.state.try_with_untracked(|state| match state {
            Loaded::Waiting => true,
            Loaded::Failed(failure) => may_read_on(failure),
            Loaded::Here(_) => false,
        });
        // What the server said before is newer; that it is not there for him was said for good.
        if waits != Some(true) || self.gone.get_untracked() {
            return;
        }
        // Noted before it is seen, whatever comes then.
        self.dibaca.set_value(self.salinan.dibaca(id));
        self.dari_perangkat.set(Some(kept.pada));
        self.show(Ok(kept.aduan));
    }

    fn show(self, outcome: Result<Aduan, ApiFailure>) {
        let owner = self.owner.try_get_value().flatten();
        let fresh = outcome.map(|aduan| match owner {
            Some(owner) => owner.with(|| RwSignal::new(aduan)),
            None => RwSignal::new(aduan),
        });
        self.state.try_set(fresh.into());
    }

    fn shown(self) -> Option<RwSignal<Aduan>> {
        match self.state.try_get_untracked()? {
            Loaded::Here(aduan) => Some(aduan),
            Loaded::Waiting | Loaded::Failed(_) => None,
        }
    }

    async fn take(self, outcome: Result<Aduan, ApiFailure>) {
        let shown = self.shown();
        self.gagal.try_set(outcome.as_ref().err().cloned());
        match (outcome, shown) {
            (Ok(aduan), shown) => {
                let kept = self.dari_perangkat.try_update(Option::take).flatten().is_some();
                if let Some(noted) = self.dibaca.try_update_value(Option::take).flatten() {
                    self.salinan.batal_dibaca(noted);
                }
                let older = |present: RwSignal<Aduan>| {
                    present.try_with_untracked(|present| present.versi < aduan.versi) == Some(true)
                };
                match shown {
                    // He may be deciding on what the device kept: it is not exchanged under his hands.
                    Some(present)
                        if kept && older(present) && self.disentuh.try_get_value() == Some(true) =>
                    {
                        self.latest.try_set(aduan.versi);
                    }
                    // Only what is said about the complaint changes: what is being written stays.
                    Some(present) => drop(present.try_set(aduan.clone())),
                    None => self.show(Ok(aduan.clone())),
                }
                self.salinan.simpan_rinci(&aduan).await;
            }
            (Err(failure), shown) => {
                let gone = failure.code() == Some(ErrorCode::TidakDitemukan);
                if gone && let Some(id) = self.id {
                    self.salinan.lupakan_rinci(id).await;
                }
                let kept = self.dari_perangkat.try_get_untracked().flatten().is_some();
                match shown {
                    Some(_) if gone => drop(self.gone.try_set(true)),
                    // Who may not see it now is not shown it from the device.
                    Some(_) if kept && !may_read_on(&failure) => self.show(Err(failure)),
                    Some(_) => {}
                    None => self.show(Err(failure)),
                }
            }
        }
    }

    /// A change was told of: what does not touch a decision, such as a message, is shown at once.
    fn hear(self, id: AduanId) {
        let Some(present) = self.shown() else { return };
        let known = present.with_untracked(|aduan| aduan.versi);
        match self.salinan.baris(id) {
            Some(line) if line.versi > known => self.latest.set(line.versi),
            // Handed to where he does not reach: the next look will say so.
            None => self.latest.set(known + 1),
            Some(_) => leptos::task::spawn_local(async move {
                let Some(path) = self.path.try_get_value() else {
                    return;
                };
                if let Ok(aduan) = api::get::<Aduan>(&path, &Caller::Petugas(self.session)).await
                    && present.try_with_untracked(|present| present.versi) == Some(aduan.versi)
                {
                    present.try_set(aduan);
                }
            }),
        }
    }
}

/// Whether what the device keeps may stand in for what could not be had: not where the server refused it.
fn may_read_on(failure: &ApiFailure) -> bool {
    match failure {
        ApiFailure::Offline | ApiFailure::Broken => true,
        ApiFailure::Refused(error) => error.code.status() >= 500,
    }
}
