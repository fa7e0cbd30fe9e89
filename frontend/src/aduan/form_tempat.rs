//! Step 2: where it is. The receiver, a pin on the map and the list of villages are three ways to the same answer;
//! none of them is needed once another has given it.

use leptos::prelude::*;
use shared::aduan::CATATAN_MAX;
use shared::place::{Posisi, SumberPosisi};
use shared::wilayah::nearest_village;

use super::form::Form;
use super::form_frame::StepFrame;
use super::form_steps::FormStep;
use crate::portal::PortalContext;
use crate::ui::place::{Fix, PlaceFault, Watch, watch};
use crate::ui::{
    Button, ButtonKind, Chip, Combobox, Fault, Icon, IconName, Map, MapView, Notice, Spot, TextField, Tone,
};

/// Metres at which a fix is good enough to stop the receiver.
const GOOD_M: f64 = 10.0;
/// Metres from the nearest village beyond which a point is likely a mistake.
const FAR_M: f64 = 25_000.0;
/// The receiver is followed this long at most.
const FOLLOW_MS: u32 = 30_000;

#[component]
pub fn TempatStep() -> impl IntoView {
    let form = expect_context::<Form>();
    let portal = expect_context::<PortalContext>();
    portal.follow_batas();
    let faults = RwSignal::new(Vec::<Fault>::new());
    let far = suggest_village(form, portal);
    view! {
        <StepFrame step=FormStep::DiMana faults=faults>
            <Receiver />
            <PinMap />
            <Show when=move || far.get()>
                <Notice tone=Tone::Gold>
                    <p>"Titik ini jauh dari wilayah kabupaten. Periksa lagi letak pin, atau pilih desanya."</p>
                </Notice>
            </Show>
            <Combobox
                id="desa"
                label="Desa atau kelurahan"
                hint="Disarankan dari letak pin. Ganti bila kurang tepat."
                entries=portal.villages()
                value=form.wilayah
                error=Fault::of(faults.into(), "desa")
            />
            <TextField
                id="catatan"
                label="Patokan"
                optional=true
                hint="Misalnya: seberang langgar, dekat jembatan kayu."
                value=form.catatan
                limit=CATATAN_MAX
                error=Fault::of(faults.into(), "catatan")
            />
        </StepFrame>
    }
}

/// Fills in the village nearest to the point, as long as the person has not chosen another. Gives whether the point
/// lies far from every village.
fn suggest_village(form: Form, portal: PortalContext) -> Signal<bool> {
    let suggested = StoredValue::new(String::new());
    let nearest = Memo::new(move |_| {
        let posisi = form.posisi.get()?;
        portal.wilayah.with(|table| {
            nearest_village(table, posisi.lat, posisi.lng)
                .map(|(village, distance)| (village.kode.to_string(), distance > FAR_M))
        })
    });
    Effect::new(move |before: Option<Option<(String, bool)>>| {
        let now = nearest.get();
        let chosen = form.wilayah.get_untracked();
        // On coming back to this step the point has not moved, and the choice stands.
        let moved = before.is_some() || chosen.is_empty();
        if let Some((kode, _)) = now.as_ref().filter(|(kode, _)| !moved && *kode == chosen) {
            suggested.set_value(kode.clone());
        }
        let own = chosen.is_empty()
            || chosen == suggested.get_value()
            || before.flatten().is_some_and(|(kode, _)| kode == chosen);
        if let Some((kode, false)) = now.clone().filter(|_| moved && own) {
            suggested.set_value(kode.clone());
            form.wilayah.set(kode);
        }
        now
    });
    Signal::derive(move || nearest.get().is_some_and(|(_, far)| far))
}

/// The button that asks the phone, and what it answered.
#[component]
fn Receiver() -> impl IntoView {
    let form = expect_context::<Form>();
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
            let better = form
                .posisi
                .get_untracked()
                .is_none_or(|known| first || is_better(&known, &fix));
            if better {
                form.posisi.set(Some(of_fix(&fix)));
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
        if form
            .posisi
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
                {move || form.posisi.get().map(|posisi| view! { <Source posisi=posisi /> })}
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
fn Source(posisi: Posisi) -> impl IntoView {
    let form = expect_context::<Form>();
    view! {
        <div class="row between">
            <Chip tone=Tone::Sky>{source_words(&posisi)}</Chip>
            <Button kind=ButtonKind::Plain on_press=move |_| form.posisi.set(None)>"Hapus titik"</Button>
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

#[component]
fn PinMap() -> impl IntoView {
    let form = expect_context::<Form>();
    let portal = expect_context::<PortalContext>();
    let set_pin = Callback::new(move |spot: Spot| {
        form.posisi.set(Some(Posisi {
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
            form.posisi.get().map(|posisi| Spot {
                lat: posisi.lat,
                lng: posisi.lng,
            })
        }),
        on_pin: Some(set_pin),
        accuracy: Signal::derive(move || form.posisi.get().and_then(|posisi| posisi.akurasi_m)),
        ..MapView::new("Peta tempat aduan", portal.centre(), portal.zoom())
    };
    view! {
        <div class="stack tight">
            <Map view=view />
            <p class="small muted">"Ketuk peta untuk menaruh pin, atau geser pin bila kurang tepat."</p>
        </div>
    }
}
