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
use std::mem;
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
use crate::idle::{Urgent, quiet};
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
    /// Only the first lines of the plain list were read yet.
    sebagian: RwSignal<bool>,
    /// Those that can be opened without a network.
    utuh: RwSignal<HashSet<AduanId>>,
    pub keadaan: RwSignal<Keadaan>,
    /// What the last page of changes was about; empty at the beginning.
    pub berubah: RwSignal<Arc<Vec<AduanId>>>,
    busy: StoredValue<bool>,
    /// The whole was read, is being read, or is not wanted any more.
    terbaca: StoredValue<bool>,
    again: StoredValue<bool>,
    /// Counts how often the copy was thrown away: what was being fetched for the former one is not kept.
    masa: StoredValue<u32>,
}

impl Salinan {
    /// Reads the copy and keeps it true, for as long as the page is open. Its first lines come first; the rest once they are
    /// shown, or as soon as it is asked for.
    pub fn follow(session: Session) -> Self {
        let salinan = Self {
            session,
            semua: RwSignal::new(None),
            sebagian: RwSignal::new(false),
            utuh: RwSignal::new(HashSet::new()),
            keadaan: RwSignal::new(Keadaan::default()),
            berubah: RwSignal::new(Arc::default()),
            // Nothing is fetched before all that is here was read.
            busy: StoredValue::new(true),
            again: StoredValue::new(false),
            terbaca: StoredValue::new(false),
            masa: StoredValue::new(0),
        };
        let held = Urgent::new();
        leptos::task::spawn_local(async move {
            salinan.read_first().await;
            drop(held);
            if salinan.sebagian.try_get_untracked() == Some(true) {
                quiet().await;
            }
            salinan.read_all().await;
        });
        let online = EventListener::new(&window(), "online", move |_| salinan.pull());
        let online = StoredValue::new_local(online);
        on_cleanup(move || online.dispose());
        aliran::listen(session, Callback::new(move |()| salinan.pull()));
        salinan
    }

    /// Reads what is not read yet, once.
    async fn read_all(self) {
        if self
            .terbaca
            .try_update_value(|terbaca| mem::replace(terbaca, true))
            == Some(false)
        {
            self.read().await;
            self.busy.try_set_value(false);
            self.pull();
        }
    }

    /// The rest is wanted now.
    pub fn butuh_semua(self) {
        leptos::task::spawn_local(self.read_all());
    }

    /// There is a copy to show.
    pub fn ada(self) -> bool {
        self.semua.with(Option::is_some) && self.keadaan.with(|keadaan| keadaan.diperbarui.is_some())
    }

    /// Enough of it was read to show what the filter lets through.
    pub fn siap(self, filter: &AduanFilter) -> bool {
        *filter == AduanFilter::default() || self.lengkap()
    }

    /// Not only its first lines were read.
    pub fn lengkap(self) -> bool {
        !self.sebagian.get()
    }

    pub fn banyak(self) -> usize {
        self.semua
            .with(|semua| semua.as_ref().map_or(0, |semua| semua.len()))
    }

    /// What the filter lets through, in its order.
    pub fn cari(self, filter: &AduanFilter) -> Vec<AduanId> {
        self.saring(filter, |lines| lines.iter().map(|isi| isi.id).collect())
    }

    /// Reads from the lines that the filter lets through, in its order.
    fn saring<T>(self, filter: &AduanFilter, read: impl FnOnce(&[&AduanRingkas]) -> T) -> T {
        self.semua.with(|semua| {
            let lines = semua.iter().flat_map(|semua| semua.values());
            read(&saring::saring(lines.map(|baris| &baris.isi), filter))
        })
    }

    /// As they read today, in this order.
    pub fn baris_semua(self, ids: &[AduanId]) -> Vec<AduanRingkas> {
        self.semua.with(|semua| {
            ids.iter()
                .filter_map(|id| semua.as_ref()?.get(id).map(Baris::hari_ini))
                .collect()
        })
    }

    pub fn baris(self, id: AduanId) -> Option<AduanRingkas> {
        untrack(|| self.baris_semua(&[id])).pop()
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
        self.terbaca.try_set_value(true);
        if let Some(owner) = untrack(|| self.session.owner()) {
            under_lock(&gudang::nama(owner), gudang::hapus(owner)).await;
        }
        self.semua.try_set(None);
        self.sebagian.try_set(false);
        self.utuh.try_set(HashSet::new());
        self.keadaan.try_set(Keadaan::default());
    }

    /// Reads what the plain list begins with, so that it stands there while the rest is read.
    async fn read_first(self) {
        let Some(owner) = untrack(|| self.session.owner()) else {
            return;
        };
        let masa = self.masa.try_get_value();
        if let Some((keadaan, lines)) = gudang::baca_muka(owner).await
            && self.masa.try_get_value() == masa
            // Whoever asked for the whole meanwhile has it, or waits for no less.
            && self.terbaca.try_get_value() == Some(false)
        {
            self.sebagian.try_set(true);
            self.semua.try_set(Some(Arc::new(lines)));
            self.keadaan.try_set(keadaan);
        }
    }

    async fn read(self) {
        let Some(owner) = untrack(|| self.session.owner()) else {
            return;
        };
        let masa = self.masa.try_get_value();
        let found = gudang::baca(owner).await;
        if self.masa.try_get_value() != masa {
            return;
        }
        match found {
            Some((keadaan, semua)) => {
                self.semua.try_set(Some(Arc::new(semua)));
                self.keadaan.try_set(keadaan);
            }
            // Without all of it the rest would be missing for good: it begins anew.
            None => {
                self.semua.try_set(None);
                self.keadaan.try_set(Keadaan::default());
            }
        }
        self.sebagian.try_set(false);
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
            let held = self.semua.try_with_untracked(Option::is_some) == Some(true);
            let mut kursor = stored.kursor.filter(|_| held);
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
        let known = self.semua.try_get_untracked().flatten().filter(|_| !begins);
        let first = muka(known.as_deref(), (&put, &gone));
        if !gudang::simpan(owner, (&put, &gone), &first, &keadaan, begins).await {
            return false;
        }
        drop(known);
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

/// What the plain list begins with once these were put and those have gone.
fn muka<'a>(known: Option<&'a Semua>, (put, gone): (&'a [Baris], &[AduanId])) -> Vec<&'a Baris> {
    let mut lines: HashMap<AduanId, &Baris> = HashMap::new();
    lines.extend(known.into_iter().flatten().map(|(id, baris)| (*id, baris)));
    for id in gone {
        lines.remove(id);
    }
    lines.extend(put.iter().map(|baris| (baris.isi.id, baris)));
    saring::saring(lines.values().map(|baris| &baris.isi), &AduanFilter::default())
        .into_iter()
        .take(tampil::SEKALI)
        .filter_map(|isi| lines.get(&isi.id).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn baris(second: i64, judul: &str) -> Baris {
        let pada = chrono::DateTime::<Utc>::from_timestamp(1_763_700_000 + second, 0).unwrap();
        let isi = json!({
            "id": AduanId::mint(), "kode": "ADU-2P9G8-2Z5V1-BNS1H", "versi": 1, "status": "diterima",
            "jenis": "pengaduan", "kategori": "drainase", "judul": judul, "wilayah": "Lampihong Kiri",
            "wilayah_kode": "63.11.05.2001", "rahasia": false, "foto": 0, "foto_kurang": 0,
            "diterima_pada": pada, "tenggat": null, "sisa_hari_kerja": null,
        });
        Baris {
            isi: serde_json::from_value(isi).unwrap(),
            pada: 0,
        }
    }

    #[test]
    fn the_first_lines_are_those_of_the_whole_list_after_a_page_of_changes() {
        let all: Vec<Baris> = (0..60).map(|second| baris(second, "lama")).collect();
        let known: Semua = all.iter().map(|one| (one.isi.id, one.clone())).collect();
        let mut changed = all[50].clone();
        changed.isi.judul = "baru".to_owned();
        let put = [baris(100, "datang"), changed];
        let gone = [all[59].isi.id, all[0].isi.id];
        let first = muka(Some(&known), (&put, &gone));
        let seen: Vec<&str> = first.iter().map(|one| one.isi.judul.as_str()).collect();
        assert_eq!(first.len(), tampil::SEKALI);
        assert_eq!(first[0].isi.id, put[0].isi.id, "the latest first");
        assert_eq!(first[1].isi.id, all[58].isi.id, "what has gone is not there");
        assert_eq!(seen.iter().filter(|judul| **judul == "baru").count(), 1);
        assert_eq!(first.last().unwrap().isi.id, all[35].isi.id);
        assert_eq!(
            muka(None, (&put, &gone)).len(),
            2,
            "a copy that begins knows only what came"
        );
    }
}
