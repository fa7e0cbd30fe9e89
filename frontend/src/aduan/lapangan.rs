//! The places that an officer means to visit: his own list, on this device, where it opens without a network too. It holds
//! where each is and what it is about, never whose complaint it is, and is gone when he logs out.

use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::aduan::{Aduan, Kategori};
use shared::clock::Tenggat;
use shared::id::{AccountId, AduanId};
use shared::kode::Kode;
use shared::place::distance_m;

use crate::account::session::Session;
use crate::device;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, Icon, IconName, Toaster};

/// More than anybody visits in a week.
const PALING_BANYAK: usize = 50;

/// One place.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Tujuan {
    pub id: AduanId,
    pub kode: Kode,
    pub kategori: Kategori,
    pub judul: String,
    /// Village and sub-district in words.
    pub wilayah: String,
    pub patokan: String,
    /// Degrees, where the reporter gave a point.
    pub titik: Option<(f64, f64)>,
    pub tenggat: Option<Tenggat>,
    #[serde(default)]
    pub sudah: bool,
}

impl Tujuan {
    fn of(aduan: &Aduan) -> Self {
        Self {
            id: aduan.id,
            kode: aduan.kode.clone(),
            kategori: aduan.kategori,
            // The reporter's own words stay with the office.
            judul: aduan
                .rilis
                .as_ref()
                .map_or_else(|| aduan.kategori.label().to_owned(), |rilis| rilis.judul.clone()),
            wilayah: aduan.lokasi.nama.clone(),
            patokan: aduan.lokasi.catatan.clone(),
            titik: aduan.lokasi.posisi.map(|posisi| (posisi.lat, posisi.lng)),
            tenggat: aduan.tenggat,
            sudah: false,
        }
    }
}

/// The list of who is logged in.
#[derive(Clone, Copy)]
pub struct Lapangan {
    owner: Signal<Option<AccountId>>,
    pub tujuan: RwSignal<Vec<Tujuan>>,
}

impl Lapangan {
    pub fn open() -> Self {
        let session = expect_context::<Session>();
        let owner = Signal::derive(move || session.owner());
        let list = Self {
            owner,
            tujuan: RwSignal::new(Vec::new()),
        };
        Effect::new(move |_| list.tujuan.set(owner.get().map(read).unwrap_or_default()));
        list
    }

    pub fn has(self, id: AduanId) -> bool {
        self.tujuan.with(|all| all.iter().any(|one| one.id == id))
    }

    /// Changes the list as it stands on the device now, whatever another tab did to it. Answers whether it was kept.
    pub fn change(self, act: impl FnOnce(&mut Vec<Tujuan>)) -> bool {
        let Some(owner) = self.owner.get_untracked() else {
            return false;
        };
        let mut all = read(owner);
        act(&mut all);
        let kept = LocalStorage::set(device::lapangan(owner), &all).is_ok();
        if kept {
            self.tujuan.set(all);
        }
        kept
    }
}

fn read(owner: AccountId) -> Vec<Tujuan> {
    LocalStorage::get(device::lapangan(owner)).unwrap_or_default()
}

/// Those still to be visited, each with its distance in metres where it and one's own place are known: the nearest first,
/// then those without a point in the order in which they were put down.
pub fn berurut(all: &[Tujuan], sini: Option<(f64, f64)>) -> Vec<(Tujuan, Option<f64>)> {
    let away = |one: &Tujuan| Some(distance_m(sini?, one.titik?));
    let mut left: Vec<(Tujuan, Option<f64>)> = all
        .iter()
        .filter(|one| !one.sudah)
        .map(|one| (one.clone(), away(one)))
        .collect();
    left.sort_by(|(one, near), (other, far)| {
        let (near, far) = (near.unwrap_or(f64::MAX), far.unwrap_or(f64::MAX));
        one.titik
            .is_none()
            .cmp(&other.titik.is_none())
            .then(near.total_cmp(&far))
    });
    left
}

/// Puts a complaint on the list, or takes it off again.
#[component]
pub fn LapanganButton(aduan: RwSignal<Aduan>) -> impl IntoView {
    let list = Lapangan::open();
    let toaster = expect_context::<Toaster>();
    let id = aduan.with_untracked(|aduan| aduan.id);
    let on = Memo::new(move |_| list.has(id));
    let toggle = move |_| {
        let had = on.get_untracked();
        let full = !had && list.tujuan.with_untracked(|all| all.len() >= PALING_BANYAK);
        if full {
            toaster.say(format!(
                "Daftar lapangan penuh: paling banyak {PALING_BANYAK}. Hapus yang sudah dikunjungi."
            ));
            return;
        }
        let new = aduan.with_untracked(Tujuan::of);
        let kept = list.change(|all| {
            all.retain(|one| one.id != id);
            if !had {
                all.push(new);
            }
        });
        if !kept {
            toaster.say("Daftar lapangan tidak dapat disimpan di perangkat ini.");
        }
    };
    view! {
        <div class="actions">
            <Button kind=ButtonKind::Quiet on_press=toggle>
                <Icon name=IconName::Pin />
                {move || if on.get() { "Hapus dari daftar lapangan" } else { "Tambah ke daftar lapangan" }}
            </Button>
            <Show when=move || on.get()>
                <a class="btn plain" href=Page::Lapangan.url()>"Buka daftar"</a>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use shared::kode;

    use super::*;

    fn tujuan(n: u8, titik: Option<(f64, f64)>, sudah: bool) -> Tujuan {
        Tujuan {
            id: AduanId::mint(),
            kode: Kode::from_random(kode::Jenis::Aduan, [n; 12]),
            kategori: Kategori::Drainase,
            judul: n.to_string(),
            wilayah: String::new(),
            patokan: String::new(),
            titik,
            tenggat: None,
            sudah,
        }
    }

    #[test]
    fn the_nearest_comes_first_and_what_has_no_point_last() {
        let all = [
            tujuan(1, None, false),
            tujuan(2, Some((-2.40, 115.4)), false),
            tujuan(3, Some((-2.31, 115.4)), false),
            tujuan(4, Some((-2.30, 115.4)), true),
        ];
        let order = |sini| -> Vec<String> {
            berurut(&all, sini)
                .into_iter()
                .map(|(one, _)| one.judul)
                .collect()
        };
        assert_eq!(order(Some((-2.30, 115.4))), ["3", "2", "1"]);
        assert_eq!(order(Some((-2.45, 115.4))), ["2", "3", "1"]);
        // Without one's own place: as they were put down.
        assert_eq!(order(None), ["2", "3", "1"]);
    }
}
