//! Open complaints of like kategori near the place that is being filled in: whoever means the same thing follows one of
//! them instead of filing it once more. Only what anyone may see is offered, so the place of each is a square of the map.
//! Without a network it comes from what the device keeps.

use std::collections::HashSet;

use ::sync::{Millis, Rupa};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::aduan::Kategori;
use shared::kode::Kode;
use shared::paths;
use shared::place::Posisi;
use shared::publik::{Petak, PublikRingkas};
use shared::words::{tanggal, waktu};

use crate::api::{self, Caller};
use crate::offline::net_state::moment;
use crate::offline::{cache, now};
use crate::page::cek_url;
use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, Chip, Notice, Tone};

const KEPT: &str = "terbuka";
/// What the device keeps is fetched again after this.
const FRESH_MS: Millis = 6 * 60 * 60 * 1_000;
/// Most that are offered: a person reads three, not twenty.
const OFFERED: usize = 3;

/// What a device keeps of the district's open complaints.
#[derive(Serialize, Deserialize)]
struct Kept {
    pada: Millis,
    items: Vec<PublikRingkas>,
}

/// What the place step tells, and what it is told. Storing is its own matter, so that the code for it is not loaded twice.
#[derive(Clone)]
pub struct Sekitar {
    pub kategori: Signal<String>,
    pub posisi: Signal<Option<Posisi>>,
    /// Codes that this device holds, and what each of them is here.
    pub punya: Signal<Vec<(Kode, Rupa)>>,
    /// Absent where it is filled in for somebody else.
    pub on_ikut: Option<Callback<PublikRingkas>>,
}

/// What is offered, and since when it is known where it is not fresh.
#[derive(Clone, PartialEq, Default)]
struct Offer {
    items: Vec<PublikRingkas>,
    kept_at: Option<Millis>,
}

pub fn serupa(props: Sekitar) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let Sekitar {
        kategori,
        posisi,
        punya,
        on_ikut,
    } = props;
    let closed = RwSignal::new(false);
    let offer = RwSignal::new(Offer::default());
    // Changes when another square is reached, not with each metre that the receiver wavers.
    let near = Memo::new(move |_| {
        let metres = portal
            .portal
            .with(|portal| portal.as_ref().map_or(0, |p| p.mungkin_sama_m));
        let kategori = Kategori::parse(&kategori.get())?;
        let posisi = posisi.get().filter(|_| metres > 0)?;
        let squares = Petak::sekitar((posisi.lat, posisi.lng), f64::from(metres));
        let squares: Vec<String> = squares.into_iter().map(Petak::nama).collect();
        Some((kategori, squares))
    });
    Effect::new(move |_| {
        let asked = near.get();
        offer.set(Offer::default());
        let Some((kategori, squares)) = asked.clone() else {
            return;
        };
        leptos::task::spawn_local(async move {
            let found = find(kategori, &squares).await;
            // The pin may have been moved on meanwhile.
            if near.try_get_untracked() == Some(asked) {
                offer.try_set(found);
            }
        });
    });
    let shown = move || !closed.get() && offer.with(|offer| !offer.items.is_empty());
    view! {
        <div role="status">
            <Show when=shown>
                <Notice tone=Tone::Sky>
                    <h2>"Sudah dilaporkan warga lain?"</h2>
                    <p class="small">
                        "Ada aduan sejenis di sekitar titik ini yang belum selesai. Bila yang Anda maksud sama, ikuti saja: kabarnya sampai juga kepada Anda, tanpa mengisi lagi."
                    </p>
                    <ul class="rows">
                        <For
                            each=move || offer.with(|offer| offer.items.clone())
                            key=|one| one.kode.clone()
                            let:one
                        >
                            <Line one=one punya=punya on_ikut=on_ikut />
                        </For>
                    </ul>
                    {move || {
                        offer.with(|offer| offer.kept_at).and_then(moment).map(|at| {
                            let words = format!("Dari daftar yang tersimpan di perangkat ini, {}.", waktu(at));
                            view! { <p class="small muted">{words}</p> }
                        })
                    }}
                    <div class="row end">
                        <Button kind=ButtonKind::Plain on_press=move |_| closed.set(true)>
                            "Bukan, aduan saya lain"
                        </Button>
                    </div>
                </Notice>
            </Show>
        </div>
    }
}

#[component]
fn Line(
    one: PublikRingkas,
    punya: Signal<Vec<(Kode, Rupa)>>,
    on_ikut: Option<Callback<PublikRingkas>>,
) -> impl IntoView {
    let about = format!(
        "{} · {} · sejak {}",
        one.wilayah,
        one.status.label(),
        tanggal(shared::clock::wita_day(one.diterima_pada))
    );
    let href = cek_url(one.kode.as_str());
    let title = title(&one);
    let kode = one.kode.clone();
    let words = format!(" aduan {kode}");
    let own = Memo::new(move |_| {
        punya.with(|own| own.iter().find(|(held, _)| *held == kode).map(|(_, rupa)| *rupa))
    });
    let one = StoredValue::new(one);
    let action = move || match (own.get(), on_ikut) {
        (Some(Rupa::Aduan), _) => view! { <Chip tone=Tone::Leaf>"Aduan Anda"</Chip> }.into_any(),
        (Some(Rupa::Susulan(_)), _) => ().into_any(),
        (Some(Rupa::Ikut), _) => view! { <Chip tone=Tone::Leaf>"Anda ikuti"</Chip> }.into_any(),
        (None, None) => ().into_any(),
        (None, Some(on_ikut)) => {
            let words = words.clone();
            view! {
                <Button kind=ButtonKind::Quiet on_press=move |_| on_ikut.run(one.get_value())>
                    "Ikuti" <span class="unseen">{words}</span>
                </Button>
            }
            .into_any()
        }
    };
    view! {
        <li>
            <div class="grow">
                // In a window of its own: the form stays where it is.
                <p><a href=href target="_blank" rel="external noopener">{title}</a></p>
                <p class="small num">{about}</p>
            </div>
            {action}
        </li>
    }
}

/// In an officer's words where there are some, else what it is about.
pub fn title(one: &PublikRingkas) -> String {
    one.judul
        .clone()
        .unwrap_or_else(|| one.kategori.label().to_owned())
}

async fn find(kategori: Kategori, squares: &[String]) -> Offer {
    let path = format!(
        "{}?petak={}&kategori={}",
        paths::PUBLIK_TERBUKA,
        squares.join(","),
        kategori.as_str()
    );
    let mut offer = match api::get::<Vec<PublikRingkas>>(&path, &Caller::Anyone).await {
        Ok(items) => Offer { items, kept_at: None },
        Err(_) => match cache::get::<Kept>(KEPT).await {
            Some(kept) => Offer {
                items: near(kept.items, kategori, squares),
                kept_at: Some(kept.pada),
            },
            None => Offer::default(),
        },
    };
    offer.items.truncate(OFFERED);
    offer
}

/// Those of the kategori that lie in one of the squares.
fn near(items: Vec<PublikRingkas>, kategori: Kategori, squares: &[String]) -> Vec<PublikRingkas> {
    let squares: HashSet<&str> = squares.iter().map(String::as_str).collect();
    let mut items = items;
    items.retain(|one| {
        one.kategori == kategori && squares.contains(Petak::of(one.lat, one.lng).nama().as_str())
    });
    items
}

/// Nothing to see: while a form is open, the device comes to keep what is open in the district, for when the place is
/// filled in without a network.
pub fn bekal() -> impl IntoView {
    leptos::task::spawn_local(async {
        let kept = cache::get::<Kept>(KEPT).await;
        if kept.is_some_and(|kept| now().saturating_sub(kept.pada) < FRESH_MS) {
            return;
        }
        if let Ok(items) = api::get::<Vec<PublikRingkas>>(paths::PUBLIK_TERBUKA, &Caller::Anyone).await {
            cache::put(KEPT, &Kept { pada: now(), items }).await;
        }
    });
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::aduan::{Jenis, Status};
    use shared::kode;
    use shared::wilayah::WilayahKode;

    use super::*;

    fn one(n: u8, kategori: Kategori, (lat, lng): (f64, f64)) -> PublikRingkas {
        let (lat, lng) = Petak::of(lat, lng).tengah();
        PublikRingkas {
            kode: Kode::from_random(kode::Jenis::Aduan, [n; 12]),
            jenis: Jenis::Pengaduan,
            kategori,
            status: Status::Diterima,
            wilayah: "Lampihong Kiri".into(),
            kecamatan: WilayahKode::parse("63.11.05").unwrap(),
            judul: None,
            ringkasan: None,
            lat,
            lng,
            diterima_pada: DateTime::UNIX_EPOCH,
            diubah_pada: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn without_a_network_the_like_ones_near_by_are_found_in_what_is_kept() {
        let here = (-2.3175, 115.6225);
        let squares: Vec<String> = Petak::sekitar(here, 250.0).into_iter().map(Petak::nama).collect();
        let kept = vec![
            one(1, Kategori::Drainase, here),
            one(2, Kategori::Lainnya, here),
            one(3, Kategori::Drainase, (here.0 + 0.02, here.1)),
        ];
        let found = near(kept, Kategori::Drainase, &squares);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kode, Kode::from_random(kode::Jenis::Aduan, [1; 12]));
    }
}
