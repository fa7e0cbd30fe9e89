//! What the installation tells of itself, and its regions: kept on the device, asked for when the app starts and
//! when the network returns, shared by all pages. Until then pages show what needs neither.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::paths;
use shared::portal::Portal;
use shared::wilayah::{Level, Wilayah, WilayahKode, full_name};

use crate::api::{self, Caller};
use crate::idle::quiet;
use crate::offline::cache;
use crate::ui::heading::PortalName;
use crate::ui::{Choice, Entry, Spot, Tiles};

/// Shows most of a district, until it is known which.
const DISTRICT_ZOOM: f64 = 10.0;

#[derive(Clone, Copy)]
pub struct PortalContext {
    pub portal: RwSignal<Option<Portal>>,
    pub wilayah: RwSignal<Vec<Wilayah>>,
    /// GeoJSON text; empty where the district imported none.
    pub batas: RwSignal<String>,
    fresh: StoredValue<Fresh>,
}

/// What the server itself has told since the app started; the rest is at best what the device kept.
#[derive(Clone, Copy, Default)]
struct Fresh {
    portal: bool,
    wilayah: bool,
    batas: bool,
}

pub fn provide_portal() {
    let context = PortalContext {
        portal: RwSignal::new(None),
        wilayah: RwSignal::new(Vec::new()),
        batas: RwSignal::new(String::new()),
        fresh: StoredValue::new(Fresh::default()),
    };
    let name = Signal::derive(move || {
        context.portal.with(|portal| {
            portal
                .as_ref()
                .map_or_else(|| "Portal layanan".to_owned(), |p| p.nama.clone())
        })
    });
    provide_context(context);
    provide_context(PortalName(name));
    context.fetch();
    let online = window_event_listener_untyped("online", move |_| context.fetch());
    on_cleanup(move || online.remove());
}

impl PortalContext {
    /// What the device kept from an earlier visit first, then what the server says now. What cannot be had is asked
    /// for again when the network returns. On the first visit nothing waits: whoever leaves for the hills a moment later has
    /// it all. Afterwards what a page can do without waits for a quiet moment, see [`Self::follow_wilayah`].
    fn fetch(self) {
        leptos::task::spawn_local(async move {
            if self.portal.with_untracked(Option::is_none) {
                kept("portal", |portal| self.portal.set(Some(portal))).await;
            }
            if self.portal.with_untracked(Option::is_some) {
                quiet().await;
            }
            self.keep_wilayah().await;
            if !self.fresh.with_value(|fresh| fresh.portal) {
                let told = fresh("portal", paths::PORTAL, |portal| self.portal.set(Some(portal))).await;
                self.fresh.update_value(|fresh| fresh.portal |= told);
            }
            if !self.fresh.with_value(|fresh| fresh.wilayah) {
                let told = fresh("wilayah", paths::WILAYAH, |wilayah| self.wilayah.set(wilayah)).await;
                self.fresh.update_value(|fresh| fresh.wilayah |= told);
            }
        });
    }

    async fn keep_wilayah(self) {
        if self.wilayah.with_untracked(Vec::is_empty) {
            kept("wilayah", |wilayah| self.wilayah.set(wilayah)).await;
        }
    }

    /// A page that shows regions does not wait for what this device knows of them.
    pub fn follow_wilayah(self) {
        leptos::task::spawn_local(self.keep_wilayah());
    }

    /// Boundaries are heavy: only a page with a map asks for them, as soon as it is known that the district has some.
    pub fn follow_batas(self) {
        let exist = Memo::new(move |_| {
            self.portal
                .with(|portal| portal.as_ref().is_some_and(|p| p.peta.ada_batas))
        });
        Effect::new(move |_| {
            if exist.get() {
                self.fetch_batas();
            }
        });
        let online = window_event_listener_untyped("online", move |_| {
            if exist.get_untracked() {
                self.fetch_batas();
            }
        });
        on_cleanup(move || online.remove());
    }

    fn fetch_batas(self) {
        leptos::task::spawn_local(async move {
            if self.batas.with_untracked(String::is_empty) {
                kept("batas", |text| self.batas.set(text)).await;
            }
            if self.fresh.with_value(|fresh| fresh.batas) {
                return;
            }
            if let Ok(Some(text)) = api::get_text(paths::BATAS, &Caller::Anyone).await {
                cache::put("batas", &text).await;
                self.batas.set(text);
                self.fresh.update_value(|fresh| fresh.batas = true);
            }
        });
    }

    /// Address of the district's logo.
    pub fn logo(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.portal.with(|portal| {
                let path = portal.as_ref()?.logo.as_ref()?;
                Some(format!("/{}", path.trim_start_matches('/')))
            })
        })
    }

    /// Leaflet's step at which a map of the district opens.
    pub fn zoom(self) -> Signal<f64> {
        Signal::derive(move || {
            self.portal
                .with(|portal| portal.as_ref().map_or(DISTRICT_ZOOM, |p| f64::from(p.peta.zoom)))
        })
    }

    pub fn centre(self) -> Signal<Spot> {
        Signal::derive(move || {
            self.portal.with(|portal| {
                portal
                    .as_ref()
                    .map(|p| Spot {
                        lat: p.peta.lat,
                        lng: p.peta.lng,
                    })
                    .unwrap_or_default()
            })
        })
    }

    pub fn tiles(self) -> Signal<Tiles> {
        Signal::derive(move || {
            self.portal.with(|portal| {
                portal
                    .as_ref()
                    .map(|p| Tiles {
                        url: p.peta.ubin.clone(),
                        attribution: p.peta.atribusi.clone(),
                        attribution_url: p.peta.atribusi_url.clone(),
                        max_zoom: p.peta.zoom_maks,
                    })
                    .unwrap_or_default()
            })
        })
    }

    /// The villages for a [`crate::ui::Combobox`], under the names of their sub-districts.
    pub fn villages(self) -> Signal<Vec<Entry>> {
        Signal::derive(move || self.wilayah.with(|table| village_entries(table)))
    }

    /// All regions to narrow a list by: sub-districts, each followed by its villages.
    pub fn region_filter(self) -> Signal<Vec<Choice>> {
        Signal::derive(move || self.wilayah.with(|table| region_choices(table)))
    }

    /// The regions that somebody may be given work in, from the whole district down, as far as `within` allows.
    pub fn regions(self, within: Signal<Vec<WilayahKode>>) -> Signal<Vec<Entry>> {
        Signal::derive(move || {
            let within = within.get();
            self.wilayah.with(|table| {
                let mut entries = region_entries(table);
                entries.retain(|entry| {
                    WilayahKode::parse(&entry.value)
                        .is_some_and(|kode| within.iter().any(|own| own.covers(&kode)))
                });
                entries
            })
        })
    }

    /// A region as people say it; its code until the table is here.
    pub fn region_name(self, kode: &WilayahKode) -> String {
        self.wilayah
            .with(|table| full_name(table, kode))
            .unwrap_or_else(|| kode.to_string())
    }
}

async fn kept<T: DeserializeOwned>(name: &str, show: impl FnOnce(T)) {
    if let Some(value) = cache::get(name).await {
        show(value);
    }
}

/// Whether the server has told it.
async fn fresh<T: DeserializeOwned + Serialize>(name: &str, path: &str, show: impl FnOnce(T)) -> bool {
    let Ok(value) = api::get(path, &Caller::Anyone).await else {
        return false;
    };
    cache::put(name, &value).await;
    show(value);
    true
}

fn village_name(village: &Wilayah) -> String {
    match village.level {
        Level::Kelurahan => format!("Kel. {}", village.nama),
        Level::Kabupaten | Level::Kecamatan | Level::Desa => village.nama.clone(),
    }
}

fn village_entries(table: &[Wilayah]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .filter(|own| own.level.is_village())
        .map(|own| {
            let above = table.iter().find(|other| own.induk.as_ref() == Some(&other.kode));
            Entry {
                value: own.kode.to_string(),
                label: village_name(own),
                group: above
                    .map(|above| format!("Kec. {}", above.nama))
                    .unwrap_or_default(),
            }
        })
        .collect();
    entries.sort_by(|a, b| (&a.group, &a.label).cmp(&(&b.group, &b.label)));
    entries
}

/// Sub-districts, each followed by its villages.
fn region_choices(table: &[Wilayah]) -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Semua", "")];
    for kecamatan in table.iter().filter(|own| own.level == Level::Kecamatan) {
        list.push(Choice::new(
            kecamatan.kode.as_str(),
            format!("Kec. {}", kecamatan.nama),
            "",
        ));
        let villages = table
            .iter()
            .filter(|own| own.induk.as_ref() == Some(&kecamatan.kode));
        list.extend(villages.map(|own| {
            let label = format!("\u{2003}{}", village_name(own));
            Choice::new(own.kode.as_str(), label, "")
        }));
    }
    list
}

/// The district, then each sub-district as a whole and by its villages.
fn region_entries(table: &[Wilayah]) -> Vec<Entry> {
    let whole = |own: &Wilayah, label: &str, group: String| Entry {
        value: own.kode.to_string(),
        label: label.to_owned(),
        group,
    };
    let of_level = |level: Level| table.iter().filter(move |own| own.level == level);
    let mut entries: Vec<Entry> = of_level(Level::Kabupaten)
        .map(|own| whole(own, "Seluruh daerah", own.nama.clone()))
        .collect();
    for kecamatan in of_level(Level::Kecamatan) {
        let group = format!("Kec. {}", kecamatan.nama);
        entries.push(whole(kecamatan, "Seluruh kecamatan", group.clone()));
        let villages = table
            .iter()
            .filter(|own| own.induk.as_ref() == Some(&kecamatan.kode));
        entries.extend(villages.map(|own| whole(own, &village_name(own), group.clone())));
    }
    entries
}
