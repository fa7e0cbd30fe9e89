//! Another kategori in place of the one that the reporter chose.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::{Kategori, KategoriBaru, TEKS_MAX};
use shared::paths;
use web_sys::SubmitEvent;

use super::tindakan_form::Steps;
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::ui::{Button, ButtonKind, Choice, SelectField, TextField, TextKind};

const KATEGORI: &str = "kategori-baru";
const ALASAN: &str = "kategori-alasan";
const CONTROLS: Controls = &[("kategori", KATEGORI), ("alasan", ALASAN)];

#[component]
pub fn KategoriSection(steps: Steps) -> impl IntoView {
    view! {
        <Show when=move || steps.may(Hak::KelolaAduan)>
            <details>
                <summary>"Kategorinya keliru?"</summary>
                <KategoriForm steps=steps />
            </details>
        </Show>
    }
}

#[component]
fn KategoriForm(steps: Steps) -> impl IntoView {
    let kategori = RwSignal::new(String::new());
    let alasan = RwSignal::new(String::new());
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<KategoriBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let Some(chosen) = Kategori::parse(&kategori.get_untracked()) else {
            return judged.fault(KATEGORI, "Pilih kategori yang benar.");
        };
        leptos::task::spawn_local(async move {
            let (path, versi) = steps
                .aduan
                .with_untracked(|aduan| (format!("{}/{}/kategori", paths::ADUAN, aduan.id), aduan.versi));
            let alasan_now = alasan.get_untracked();
            let said = format!("{versi} {} {alasan_now}", chosen.as_str());
            let make = || KategoriBaru {
                versi,
                kategori: chosen,
                alasan: alasan_now,
                asal: device::asal(),
            };
            let outcome = attempt.send(&path, said, make, &steps.caller()).await;
            if steps.settle(outcome, judged) {
                kategori.try_set(String::new());
                alasan.try_set(String::new());
            }
        });
    };
    let options = Signal::derive(move || {
        let now = steps.aduan.with(|aduan| aduan.kategori);
        let others = Kategori::ALL.into_iter().filter(|one| *one != now);
        std::iter::once(Choice::new("", "Pilih kategori", ""))
            .chain(others.map(|one| Choice::new(one.as_str(), one.label(), "")))
            .collect::<Vec<_>>()
    });
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <SelectField
                id=KATEGORI
                label="Kategori yang benar"
                hint="Batas waktu dihitung ulang menurut kategori ini."
                options=options
                value=kategori
                on_choose=Callback::new(move |text| kategori.set(text))
                error=judged.at(KATEGORI)
            />
            <TextField
                id=ALASAN
                label="Alasan"
                hint="Dicatat untuk petugas; pelapor tidak membacanya."
                value=alasan
                kind=TextKind::Area
                limit=TEKS_MAX
                error=judged.at(ALASAN)
            />
            <Button submit=true kind=ButtonKind::Quiet busy=attempt.busy>"Ganti kategori"</Button>
        </form>
    }
}
