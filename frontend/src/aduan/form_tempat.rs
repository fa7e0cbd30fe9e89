//! Step 2: where it is. The receiver, a pin on the map and the list of villages are three ways to the same answer;
//! none of them is needed once another has given it.

use leptos::prelude::*;
use shared::aduan::CATATAN_MAX;
use shared::wilayah::nearest_village;

use super::form::Form;
use super::form_frame::StepFrame;
use super::form_steps::FormStep;
use super::ikut::Serupa;
use super::titik::{PinMap, Receiver};
use crate::portal::PortalContext;
use crate::ui::{Combobox, Fault, Notice, TextField, Tone};

/// Metres from the nearest village beyond which a point is likely a mistake.
const FAR_M: f64 = 25_000.0;

#[component]
pub fn TempatStep() -> impl IntoView {
    let form = expect_context::<Form>();
    let portal = expect_context::<PortalContext>();
    portal.follow_batas();
    portal.follow_wilayah();
    let faults = RwSignal::new(Vec::<Fault>::new());
    let far = suggest_village(form, portal);
    view! {
        <StepFrame step=FormStep::DiMana faults=faults>
            <Receiver posisi=form.posisi />
            <PinMap posisi=form.posisi zoom=portal.zoom() />
            <Serupa
                kategori=form.kategori.into()
                posisi=form.posisi.into()
                may_follow=!form.is_titipan()
            />
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
