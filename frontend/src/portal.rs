//! What the installation tells of itself, and its regions: asked once when the app starts, again when the
//! network returns, shared by all pages. Until then pages show what needs neither.

use leptos::prelude::*;
use shared::paths;
use shared::portal::Portal;
use shared::wilayah::{Level, Wilayah};

use crate::api::{self, Caller};
use crate::ui::heading::PortalName;
use crate::ui::{Entry, Spot, Tiles};

#[derive(Clone, Copy)]
pub struct PortalContext {
    pub portal: RwSignal<Option<Portal>>,
    pub wilayah: RwSignal<Vec<Wilayah>>,
    /// GeoJSON text; empty where the district imported none.
    pub batas: RwSignal<String>,
}

pub fn provide_portal() {
    let context = PortalContext {
        portal: RwSignal::new(None),
        wilayah: RwSignal::new(Vec::new()),
        batas: RwSignal::new(String::new()),
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
    /// Asks for what is not here yet. What cannot be had now is asked for again when the network returns.
    fn fetch(self) {
        leptos::task::spawn_local(async move {
            if self.portal.with_untracked(Option::is_none)
                && let Ok(portal) = api::get(paths::PORTAL, &Caller::Anyone).await
            {
                self.portal.set(Some(portal));
            }
            if self.wilayah.with_untracked(Vec::is_empty)
                && let Ok(wilayah) = api::get(paths::WILAYAH, &Caller::Anyone).await
            {
                self.wilayah.set(wilayah);
            }
        });
    }

    /// Boundaries are heavy: only a page with a map asks for them.
    pub fn fetch_batas(self) {
        let wanted = self
            .portal
            .with_untracked(|portal| portal.as_ref().is_some_and(|p| p.peta.ada_batas));
        if !wanted || !self.batas.with_untracked(String::is_empty) {
            return;
        }
        leptos::task::spawn_local(async move {
            if let Ok(Some(text)) = api::get_text(paths::BATAS, &Caller::Anyone).await {
                self.batas.set(text);
            }
        });
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
