//! A point, set by the phone's receiver or by a pin on the map.

use leptos::prelude::*;
use shared::place::{Posisi, SumberPosisi};

use crate::portal::PortalContext;
use crate::ui::place::{Fix, PlaceFault, Watch, watch};
use crate::ui::{Button, ButtonKind, Chip, Icon, IconName, Map, MapView, Notice, Spot, Tone};

/// Metres at which a fix is good enough to stop the receiver.
const GOOD_M: f64 = 10.0;
/// The receiver is followed this long at most.
const FOLLOW_MS: u32 = 30_000;

/// The button that asks the phone, and what it answered.
#[component]
pub fn Receiver(posisi: RwSignal<Option<Posisi>>) -> impl IntoView {
    let fault = RwSignal::new(None::<PlaceFault>);
    let following = StoredValue::new_local(None::<Watch>);
    let busy = RwSignal::new(false);
    let stop = move || {
        following.try_set_value(None);
        busy.try_set(false);
    };
    // The first fix takes the place of whatever was there; a later one only of a worse one.
    let first = StoredValue::new(true);
    let heard = move |answer: Result<Fix, PlaceFault>| match answer {
        Ok(fix) => {
            fault.try_set(None);
            let first = first.try_update_value(|first| std::mem::replace(first, false)) == Some(true);
            let better = posisi
                .get_untracked()
                .is_none_or(|known| first || is_better(&known, &fix));
            if better {
                posisi.set(Some(of_fix(&fix)));
            }
            if fix.accuracy_m <= GOOD_M {
                // Not from within the receiver's own callback, which stopping drops.
                set_timeout(stop, std::time::Duration::ZERO);
            } else {
                busy.try_set(false);
            }
        }
        Err(error) => {
            fault.try_set(Some(error));
            set_timeout(stop, std::time::Duration::ZERO);
        }
    };
    let start = move |_| {
        fault.set(None);
        first.set_value(true);
        busy.set(true);
        match watch(heard) {
            Ok(watch) => {
                following.set_value(Some(watch));
                set_timeout(stop, std::time::Duration::from_millis(FOLLOW_MS.into()));
            }
            Err(error) => {
                fault.set(Some(error));
                busy.set(false);
            }
        }
    };
    // Whoever sets the pin by hand knows better than the receiver.
    Effect::new(move |_| {
        if posisi
            .get()
            .is_some_and(|posisi| posisi.sumber != SumberPosisi::Gps)
        {
            following.set_value(None);
        }
    });
    view! {
        <div class="stack tight">
            <Button kind=ButtonKind::Quiet wide=true busy=busy on_press=start>
                <Icon name=IconName::Pin />
                {move || if busy.get() { "Mencari lokasi Anda…" } else { "Pakai lokasi saya sekarang" }}
            </Button>
            <div role="status">
                {move || fault.get().map(|fault| view! { <Notice tone=Tone::Gold><p>{fault.words()}</p></Notice> })}
                {move || posisi.get().map(|point| view! { <Source point=point on_clear=move |()| posisi.set(None) /> })}
            </div>
        </div>
    }
}

fn is_better(known: &Posisi, fix: &Fix) -> bool {
    known.sumber == SumberPosisi::Gps && known.akurasi_m.is_none_or(|metres| fix.accuracy_m <= metres)
}

fn of_fix(fix: &Fix) -> Posisi {
    Posisi {
        lat: fix.lat,
        lng: fix.lng,
        // A receiver that knows nothing says so with a radius of half the earth.
        akurasi_m: (fix.accuracy_m <= 100_000.0).then_some(fix.accuracy_m),
        sumber: SumberPosisi::Gps,
    }
}

#[component]
fn Source(point: Posisi, #[prop(into)] on_clear: Callback<()>) -> impl IntoView {
    view! {
        <div class="row between">
            <Chip tone=Tone::Sky>{source_words(&point)}</Chip>
            <Button kind=ButtonKind::Plain on_press=move |_| on_clear.run(())>"Hapus titik"</Button>
        </div>
    }
}

/// Where a point comes from, with its accuracy in metres.
pub fn source_words(posisi: &Posisi) -> String {
    let source = match posisi.sumber {
        SumberPosisi::Gps => "GPS",
        SumberPosisi::Peta => return "Ditunjuk di peta".to_owned(),
        SumberPosisi::Foto => return "Dari foto".to_owned(),
    };
    match posisi.akurasi_m {
        Some(metres) => format!("{source} ± {} meter", metres.ceil() as u64),
        None => source.to_owned(),
    }
}

/// `zoom` is where it begins: Leaflet's steps.
#[component]
pub fn PinMap(posisi: RwSignal<Option<Posisi>>, zoom: Signal<f64>) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let set_pin = Callback::new(move |spot: Spot| {
        posisi.set(Some(Posisi {
            lat: spot.lat,
            lng: spot.lng,
            akurasi_m: None,
            sumber: SumberPosisi::Peta,
        }));
    });
    let view = MapView {
        tiles: portal.tiles(),
        boundaries: portal.batas.into(),
        pin: Signal::derive(move || {
            posisi.get().map(|posisi| Spot {
                lat: posisi.lat,
                lng: posisi.lng,
            })
        }),
        on_pin: Some(set_pin),
        accuracy: Signal::derive(move || posisi.get().and_then(|posisi| posisi.akurasi_m)),
        ..MapView::new("Peta tempat aduan", portal.centre(), zoom)
    };
    view! {
        <div class="stack tight">
            <Map view=view />
            <p class="small muted">"Ketuk peta untuk menaruh pin, atau geser pin bila kurang tepat."</p>
        </div>
    }
}
