//! A second matter that a complaint tells of becomes a complaint of its own.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::{Kategori, PecahanBaru, URAIAN_MAX};
use shared::id::AduanId;
use shared::kode::{self, Kode};
use shared::paths;
use web_sys::SubmitEvent;

use super::draf::random;
use super::tindakan_form::Steps;
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::ui::{Button, ButtonKind, Choice, SelectField, TextField, TextKind};

const KATEGORI: &str = "pecahan-kategori";
const URAIAN: &str = "pecahan-uraian";
const CONTROLS: Controls = &[("kategori", KATEGORI), ("uraian", URAIAN)];

#[component]
pub fn PecahanSection(steps: Steps) -> impl IntoView {
    let may =
        Memo::new(move |_| steps.may(Hak::KelolaAduan) && steps.aduan.with(|aduan| !aduan.status.berakhir()));
    view! {
        <Show when=move || may.get()>
            <details>
                <summary>"Memuat lebih dari satu hal?"</summary>
                <PecahanForm steps=steps />
            </details>
        </Show>
    }
}

#[component]
fn PecahanForm(steps: Steps) -> impl IntoView {
    let kategori = RwSignal::new(String::new());
    let uraian = RwSignal::new(String::new());
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<PecahanBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let Some(chosen) = Kategori::parse(&kategori.get_untracked()) else {
            return judged.fault(KATEGORI, "Pilih kategori hal yang kedua.");
        };
        let Some(minted) = random() else {
            return judged.fault(URAIAN, "Peramban ini tidak dapat membuat kode aduan baru.");
        };
        leptos::task::spawn_local(async move {
            let (path, versi) = steps
                .aduan
                .with_untracked(|aduan| (format!("{}/{}/pecah", paths::ADUAN, aduan.id), aduan.versi));
            let words = uraian.get_untracked();
            let said = format!("{versi} {} {words}", chosen.as_str());
            let make = || PecahanBaru {
                versi,
                id: AduanId::mint(),
                kode: Kode::from_random(kode::Jenis::Aduan, minted),
                kategori: chosen,
                uraian: words,
                asal: device::asal(),
            };
            let outcome = attempt.send(&path, said, make, &steps.caller()).await;
            if steps.settle_sent(outcome, judged) {
                kategori.try_set(String::new());
                uraian.try_set(String::new());
            }
        });
    };
    let options = std::iter::once(Choice::new("", "Pilih kategori", ""))
        .chain(Kategori::ALL.map(|one| Choice::new(one.as_str(), one.label(), "")))
        .collect::<Vec<_>>();
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p class="small">"Hal kedua menjadi aduan tersendiri dengan kode, batas waktu, dan jawabannya sendiri. Pelapor memakai kunci yang sama dan diberi tahu di percakapan. Foto tetap di aduan ini."</p>
            <JudgedSummary judged=judged />
            <SelectField
                id=KATEGORI
                label="Kategori hal yang kedua"
                options=Signal::stored(options)
                value=kategori
                on_choose=Callback::new(move |text| kategori.set(text))
                error=judged.at(KATEGORI)
            />
            <TextField
                id=URAIAN
                label="Uraian hal yang kedua"
                hint="Salin kata-kata pelapor yang menyangkut hal itu."
                value=uraian
                kind=TextKind::Area
                limit=URAIAN_MAX
                error=judged.at(URAIAN)
            />
            <Button submit=true kind=ButtonKind::Quiet busy=attempt.busy>"Jadikan aduan tersendiri"</Button>
        </form>
    }
}
