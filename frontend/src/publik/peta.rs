//! The map of all that are not secret, as numbers on squares. Whoever cannot use it has the list below it.

use leptos::prelude::*;
use shared::paths;
use shared::publik::{Kelompok, PublikFilter};

use crate::api::{self, Caller};
use crate::portal::PortalContext;
use crate::ui::{Cluster, Looked, Map, MapView, Spot};

/// Steps of zoom from the district to one of its sub-districts, of which a phone shows about one.
const KECAMATAN_NEARER: f64 = 2.0;

#[component]
pub fn PetaPublik(filter: Memo<PublikFilter>) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    portal.follow_batas();
    portal.follow_wilayah();
    let looked = RwSignal::new(None::<Looked>);
    let clusters = RwSignal::new(Vec::<Cluster>::new());
    let told = RwSignal::new(String::new());
    let kategori = Memo::new(move |_| filter.with(|filter| filter.kategori));
    let asked = Memo::new(move |_| looked.get().map(|looked| address(&looked, kategori.get())));
    Effect::new(move |_| {
        let Some(path) = asked.get() else { return };
        leptos::task::spawn_local(async move {
            let found = api::get::<Vec<Kelompok>>(&path, &Caller::Anyone).await;
            // The map may have moved on meanwhile.
            if asked.try_get_untracked().flatten() != Some(path) {
                return;
            }
            match found {
                Ok(found) => {
                    let sum: u32 = found.iter().map(|one| one.terbuka + one.berakhir).sum();
                    told.try_set(format!("{sum} aduan di bagian peta ini."));
                    clusters.try_set(found.into_iter().map(cluster).collect());
                }
                // What is shown stays; the list below tells of its own failure.
                Err(_) => drop(told.try_set("Angka di peta belum dapat diperbarui.".to_owned())),
            }
        });
    });
    let (district, whole) = (portal.centre(), portal.zoom());
    let chosen = Memo::new(move |_| {
        let kode = filter.with(|filter| filter.kecamatan.clone())?;
        portal.wilayah.with(|regions| {
            let region = regions.iter().find(|region| region.kode == kode)?;
            Some(Spot {
                lat: region.lat,
                lng: region.lng,
            })
        })
    });
    let centre = Signal::derive(move || chosen.get().unwrap_or_else(|| district.get()));
    let zoom = Signal::derive(move || match chosen.get() {
        Some(_) => whole.get() + KECAMATAN_NEARER,
        None => whole.get(),
    });
    let mut map = MapView::new("Peta aduan warga", centre, zoom);
    map.tiles = portal.tiles();
    map.boundaries = portal.batas.into();
    map.clusters = clusters.into();
    map.on_look = Some(Callback::new(move |seen| {
        looked.try_set(Some(seen));
    }));
    view! {
        <Map view=map />
        <p class="small muted" role="status">
            {told}
            " Tempatnya disamarkan ke petak sekitar 550 meter. Peta mengikuti pilihan kategori dan bergeser ke kecamatan yang dipilih; daftar di bawahnya mengikuti semua pilihan."
        </p>
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a map's zoom is a small number"
)]
fn address(looked: &Looked, kategori: Option<shared::aduan::Kategori>) -> String {
    let Looked {
        south_west,
        north_east,
        zoom,
    } = looked;
    let only = kategori.map(|kategori| format!("&kategori={}", kategori.as_str()));
    format!(
        "{}?bbox={:.4},{:.4},{:.4},{:.4}&zoom={}{}",
        paths::PUBLIK_PETA,
        south_west.lng.clamp(-180.0, 180.0),
        south_west.lat.clamp(-90.0, 90.0),
        north_east.lng.clamp(-180.0, 180.0),
        north_east.lat.clamp(-90.0, 90.0),
        zoom.clamp(0.0, 22.0) as u8,
        only.unwrap_or_default()
    )
}

fn cluster(one: Kelompok) -> Cluster {
    let count = one.terbuka + one.berakhir;
    Cluster {
        name: format!("{}/{}", one.tingkat, one.petak),
        spot: Spot {
            lat: one.lat,
            lng: one.lng,
        },
        count,
        label: format!("{count} aduan, {} di antaranya belum selesai", one.terbuka),
    }
}
