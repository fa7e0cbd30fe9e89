//! An officer's copy of his inbox on the device: read from there first, brought up to date behind, open without a
//! network. Its lines hold no name and no phone number, those of what is *rahasia* no words of the reporter either; whole
//! complaints lie beside them, encrypted. All of it is at the office too and can be thrown away at any time.

mod aliran;
mod bekal;
mod gudang;
mod rinci;
pub mod sandi;
mod saring;
mod tampil;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ::sync::Millis;
use chrono::Utc;
use gloo::events::EventListener;
use kirim::lock::under_lock;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::aduan::{Aduan, AduanFilter, AduanRingkas};
use shared::clock::wita_day;
use shared::error::ErrorCode;
use shared::id::{AccountId, AduanId, AksiId};
use shared::jejak::Objek;
use shared::paths;
use shared::perubahan::{BEKAL, Perubahan, PerubahanPage};

pub use self::rinci::Rinci;
pub use self::tampil::{LinesLokal, Tersimpan};
use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::offline::net_state::moment;
use crate::offline::now;
use crate::page::encode;

/// A line as it was given, and when.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Baris {
    pub isi: AduanRingkas,
    pub pada: Millis,
}

impl Baris {
    /// As it lies on the device, unencrypted: of what is *rahasia* without the reporter's words.
    fn di_perangkat(&self) -> Self {
        let mut baris = self.clone();
        if baris.isi.rahasia {
            baris.isi.judul = baris.isi.kategori.label().to_owned();
        }
        baris
    }

    /// As it reads today: the days that are left were counted on the day on which the line was given.
    fn hari_ini(&self) -> AduanRingkas {
        let given = moment(self.pada).map(wita_day);
        let mut isi = self.isi.clone();
        if given != Some(wita_day(Utc::now())) {
            isi.sisa_hari_kerja = None;
        }
        isi
    }
}

/// How far the copy has come.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Keadaan {
    pub kursor: Option<String>,
    /// When it was last true.
    pub diperbarui: Option<Millis>,
}

type Semua = HashMap<AduanId, Baris>;

/// So many more than a copy begins with are put up with before the oldest go.
const SISIHAN: usize = 200;

/// Given in the inbox's context.
#[derive(Clone, Copy)]
pub struct Salinan {
    session: Session,
    /// None: not read yet, or this device keeps nothing.
    semua: RwSignal<Option<Arc<Semua>>>,
    /// Those that can be opened without a network.
    utuh: RwSignal<HashSet<AduanId>>,
    pub keadaan: RwSignal<Keadaan>,
    /// What the last page of changes was about; empty at the beginning.
    pub berubah: RwSignal<Arc<Vec<AduanId>>>,
    busy: StoredValue<bool>,
    again: StoredValue<bool>,
    /// Counts how often the copy was thrown away: what was being fetched for the former one is not kept.
    masa: StoredValue<u32>,
}

impl Salinan {
    /// Reads the copy and keeps it true, for as long as the page is open.
    pub fn follow(session: Session) -> Self {
        let salinan = Self {
            session,
            semua: RwSignal::new(None),
            utuh: RwSignal::new(HashSet::new()),
            keadaan: RwSignal::new(Keadaan::default()),
            berubah: RwSignal::new(Arc::default()),
            busy: StoredValue::new(false),
            again: StoredValue::new(false),
            masa: StoredValue::new(0),
        };
        leptos::task::spawn_local(async move {
            salinan.read().await;
            salinan.pull();
        });
        let online = EventListener::new(&window(), "online", move |_| salinan.pull());
        let online = StoredValue::new_local(online);
        on_cleanup(move || online.dispose());
        aliran::listen(session, Callback::new(move |()| salinan.pull()));
        salinan
    }

    /// There is a copy to show.
    pub fn ada(self) -> bool {
        self.semua.with(Option::is_some) && self.keadaan.with(|keadaan| keadaan.diperbarui.is_some())
    }

    pub fn banyak(self) -> usize {
        self.semua
            .with(|semua| semua.as_ref().map_or(0, |semua| semua.len()))
    }

    /// What the filter lets through, in its order.
    pub fn cari(self, filter: &AduanFilter) -> Vec<AduanRingkas> {
        self.semua.with(|semua| {
            let lines = semua.iter().flat_map(|semua| semua.values());
            saring::saring(lines.map(|baris| &baris.isi), filter)
                .into_iter()
                .filter_map(|isi| semua.as_ref()?.get(&isi.id).map(Baris::hari_ini))
                .collect()
        })
    }

    pub fn baris(self, id: AduanId) -> Option<AduanRingkas> {
        self.semua
            .with_untracked(|semua| semua.as_ref()?.get(&id).map(Baris::hari_ini))
    }

    /// Whether it can be opened without a network.
    pub fn utuh(self, id: AduanId) -> bool {
        self.utuh.with(|utuh| utuh.contains(&id))
    }

    /// A complaint as it was when it was opened last on this device.
    pub async fn rinci(self, id: AduanId) -> Option<Rinci> {
        rinci::baca(untrack(|| self.session.owner())?, id).await
    }

    /// Keeps a complaint that was opened with the network; whether it could.
    pub async fn simpan_rinci(self, aduan: &Aduan) -> bool {
        let Some(account) = untrack(|| self.session.account()) else {
            return false;
        };
        let kept = rinci::simpan(account.id, aduan).await;
        self.count(account.id).await;
        kept.is_some()
    }

    /// It is his no more.
    pub async fn lupakan_rinci(self, id: AduanId) {
        if let Some(owner) = untrack(|| self.session.owner()) {
            rinci::lupakan(owner, id).await;
            self.utuh.try_update(|utuh| utuh.remove(&id));
        }
    }

    /// It is read from the device: the office learns of it when there is a network.
    pub fn dibaca(self, id: AduanId) -> Option<AksiId> {
        Some(rinci::catat_dibaca(untrack(|| self.session.owner())?, id))
    }

    /// It was delivered by the office after all, and is written down there.
    pub fn batal_dibaca(self, aksi: AksiId) {
        if let Some(owner) = untrack(|| self.session.owner()) {
            rinci::batal_dibaca(owner, aksi);
        }
    }

    /// Throws the copy away; it is made anew when the inbox is opened again.
    pub async fn kosongkan(self) {
        self.masa.try_update_value(|masa| *masa += 1);
        if let Some(owner) = untrack(|| self.session.owner()) {
            under_lock(&gudang::nama(owner), gudang::hapus(owner)).await;
        }
        self.semua.try_set(None);
        self.utuh.try_set(HashSet::new());
        self.keadaan.try_set(Keadaan::default());
    }

    async fn read(self) {
        let Some(owner) = untrack(|| self.session.owner()) else {
            return;
        };
        if let Some((keadaan, semua)) = gudang::baca(owner).await {
            self.semua.try_set(Some(Arc::new(semua)));
            self.keadaan.try_set(keadaan);
        }
        self.count(owner).await;
    }

    /// Looks which can be opened without a network.
    async fn count(self, owner: AccountId) {
        self.utuh.try_set(rinci::utuh(owner).await);
    }

    /// Fetches what changed. Whoever asks while it is fetched has it looked at once more.
    pub fn pull(self) {
        if self.busy.try_get_value() != Some(false) {
            self.again.try_set_value(true);
            return;
        }
        self.busy.set_value(true);
        leptos::task::spawn_local(async move {
            loop {
                self.again.try_set_value(false);
                // What could not be fetched is fetched when the network or the next event comes.
                let _ = self.fetch().await;
                if self.again.try_get_value() != Some(true) {
                    break;
                }
            }
            self.busy.try_set_value(false);
        });
    }

    async fn fetch(self) -> Result<(), ApiFailure> {
        // Whose copy it is must be known for certain: the token says it.
        self.session.token().await?;
        let Some(owner) = untrack(|| self.session.account()).map(|account| account.id) else {
            return Ok(());
        };
        rinci::laporkan(owner, self.session).await;
        let masa = self.masa.try_get_value();
        under_lock(&gudang::nama(owner), async move {
            let stored = gudang::keadaan(owner).await;
            // Another tab was here meanwhile.
            if stored.kursor.is_some() && self.keadaan.try_get_untracked().as_ref() != Some(&stored) {
                let before = self.semua.try_get_untracked().flatten().unwrap_or_default();
                self.read().await;
                self.tell_difference(&before);
            }
            let mut kursor = stored.kursor;
            loop {
                let page = match self.page(kursor.as_deref()).await {
                    Err(failure) if kursor.is_some() && failure.code() == Some(ErrorCode::KursorUsang) => {
                        kursor = None;
                        continue;
                    }
                    outcome => outcome?,
                };
                let begins = kursor.is_none();
                let more = page.lagi;
                kursor = Some(page.kursor.clone());
                // Thrown away meanwhile, logged out meanwhile, or no room: the cursor stands where it stood.
                if self.masa.try_get_value() != masa || !self.take(owner, page, begins).await || !more {
                    break;
                }
            }
            // What was taken away may have been opened before.
            self.count(owner).await;
            Ok(())
        })
        .await
    }

    async fn page(self, since: Option<&str>) -> Result<PerubahanPage, ApiFailure> {
        let query = since.map(|since| format!("?since={}", encode(since)));
        let path = format!("{}{}", paths::CHANGES, query.unwrap_or_default());
        api::get(&path, &Caller::Petugas(self.session)).await
    }

    /// Another tab kept what changed: those lines are told of here too.
    fn tell_difference(self, before: &Semua) {
        let now = self.semua.try_get_untracked().flatten().unwrap_or_default();
        let other = |id: &&AduanId| before.get(*id) != now.get(*id);
        let mut ids: Vec<AduanId> = now.keys().chain(before.keys()).filter(other).copied().collect();
        ids.sort_unstable_by_key(|id| id.0);
        ids.dedup();
        if !before.is_empty() && !ids.is_empty() {
            self.berubah.try_set(Arc::new(ids));
        }
    }

    /// Keeps a page, and shows it. False where it was not kept.
    async fn take(self, owner: AccountId, page: PerubahanPage, begins: bool) -> bool {
        let (mut put, mut gone) = (Vec::new(), Vec::new());
        for one in page.perubahan {
            match one {
                Perubahan::Aduan { isi } => put.push(Baris {
                    isi: *isi,
                    pada: now(),
                }),
                Perubahan::Lepas { objek, id } => {
                    if objek == Objek::Aduan
                        && let Ok(id) = id.parse::<AduanId>()
                    {
                        gone.push(id);
                    }
                }
                // No page reads templates from here yet.
                Perubahan::Templat { .. } | Perubahan::Lain => {}
            }
        }
        let keadaan = Keadaan {
            kursor: Some(page.kursor),
            // As long as there is more to come it is no better than it was.
            diperbarui: if page.lagi {
                self.keadaan
                    .try_get_untracked()
                    .and_then(|known| known.diperbarui)
            } else {
                Some(now())
            },
        };
        // Who logged out meanwhile left nothing behind, and gets nothing more.
        if untrack(|| self.session.account()).is_none_or(|account| account.id != owner) {
            return false;
        }
        if !begins && !page.lagi {
            gone.extend(self.too_old(put.len()));
        }
        if !gudang::simpan(owner, (&put, &gone), &keadaan, begins).await {
            return false;
        }
        let changed: Vec<AduanId> = put
            .iter()
            .map(|one| one.isi.id)
            .chain(gone.iter().copied())
            .collect();
        self.semua.try_update(|semua| {
            let known = semua.take().filter(|_| !begins);
            let mut all = known.map_or_else(Semua::new, Arc::unwrap_or_clone);
            for id in gone {
                all.remove(&id);
            }
            all.extend(put.into_iter().map(|one| (one.isi.id, one)));
            *semua = Some(Arc::new(all));
        });
        self.keadaan.try_set(keadaan);
        if !page.awal {
            self.berubah.try_set(Arc::new(changed));
        }
        true
    }

    /// The oldest of those that have ended, where the copy has grown beyond what one begins with.
    fn too_old(self, more: usize) -> Vec<AduanId> {
        let Some(Some(semua)) = self.semua.try_get_untracked() else {
            return Vec::new();
        };
        let excess = (semua.len() + more).saturating_sub(BEKAL + SISIHAN);
        if excess == 0 {
            return Vec::new();
        }
        let mut ended: Vec<&AduanRingkas> = semua
            .values()
            .map(|baris| &baris.isi)
            .filter(|isi| isi.status.berakhir())
            .collect();
        ended.sort_by_key(|isi| isi.diterima_pada);
        ended.iter().take(excess + SISIHAN).map(|isi| isi.id).collect()
    }
}
