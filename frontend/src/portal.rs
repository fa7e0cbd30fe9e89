//! What the installation tells of itself, and its regions: kept on the device, asked for when the app starts and
//! when the network returns, shared by all pages. Until then pages show what needs neither.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::paths;
use shared::portal::Portal;
use shared::wilayah::{Level, Wilayah};

use crate::api::{self, Caller};
use crate::offline::cache;
use crate::ui::heading::PortalName;
use crate::ui::{Entry, Spot, Tiles};

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
    /// for again when the network returns.
    fn fetch(self) {
        leptos::task::spawn_local(async move {
            if self.portal.with_untracked(Option::is_none) {
                kept("portal", |portal| self.portal.set(Some(portal))).await;
            }
            if !self.fresh.with_value(|fresh| fresh.portal) {
                let told = fresh("portal", paths::PORTAL, |portal| self.portal.set(Some(portal))).await;
                self.fresh.update_value(|fresh| fresh.portal |= told);
            }
            if self.wilayah.with_untracked(Vec::is_empty) {
                kept("wilayah", |wilayah| self.wilayah.set(wilayah)).await;
            }
            if !self.fresh.with_value(|fresh| fresh.wilayah) {
                let told = fresh("wilayah", paths::WILAYAH, |wilayah| self.wilayah.set(wilayah)).await;
                self.fresh.update_value(|fresh| fresh.wilayah |= told);
            }
        });
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

fn village_entries(table: &[Wilayah]) -> Vec<Entry> {
    let name_of = |village: &Wilayah| match village.level {
        Level::Kelurahan => format!("Kel. {}", village.nama),
        Level::Kabupaten | Level::Kecamatan | Level::Desa => village.nama.clone(),
    };
    let mut entries: Vec<Entry> = table
        .iter()
        .filter(|own| own.level.is_village())
        .map(|own| {
            let above = table.iter().find(|other| own.induk.as_ref() == Some(&other.kode));
            Entry {
                value: own.kode.to_string(),
                label: name_of(own),
                group: above
                    .map(|above| format!("Kec. {}", above.nama))
                    .unwrap_or_default(),
            }
        })
        .collect();
    entries.sort_by(|a, b| (&a.group, &a.label).cmp(&(&b.group, &b.label)));
    entries
}
