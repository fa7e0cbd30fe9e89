//! *Betulkan data*: what an officer finds wrong about a complaint. Only what he changed is sent, each field with what he had
//! read there, so what others changed meanwhile is merged with it.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::{Aduan, CATATAN_MAX, Jenis, Kategori, PembetulanBaru, TEKS_MAX};
use web_sys::SubmitEvent;

use super::betulkan_isi::{Isi, kata_sampai};
use super::detail_page::NEIGHBOURHOOD;
use super::tindakan_form::Steps;
use super::titik::{PinMap, Receiver};
use crate::attempt::Attempt;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::portal::PortalContext;
use crate::susulan::{Nasib, Susulan};
use crate::ui::field::FieldError;
use crate::ui::{Button, ButtonKind, Choice, Combobox, Notice, SelectField, TextField, TextKind, Tone};

const JENIS: &str = "betul-jenis";
const KATEGORI: &str = "betul-kategori";
const DESA: &str = "betul-desa";
const PATOKAN: &str = "betul-patokan";
const POSISI: &str = "betul-posisi";
const ALASAN: &str = "betul-alasan";
const CONTROLS: Controls = &[
    ("jenis", JENIS),
    ("kategori", KATEGORI),
    ("wilayah", DESA),
    ("patokan", PATOKAN),
    ("posisi", POSISI),
    ("alasan", ALASAN),
];

#[component]
pub fn BetulkanSection(steps: Steps) -> impl IntoView {
    let open = RwSignal::new(false);
    let told = RwSignal::new(Vec::<String>::new());
    let may = move || steps.may(Hak::KelolaAduan) && steps.aduan.with(|aduan| aduan.dihapus_pada.is_none());
    view! {
        <Show when=may>
            <section class="stack tight">
                <Told told=told />
                <Show
                    when=move || open.get()
                    fallback=move || {
                        view! {
                            <Button kind=ButtonKind::Quiet on_press=move |_| open.set(true)>"Betulkan data"</Button>
                        }
                    }
                >
                    <BetulkanForm steps=steps open=open told=told />
                </Show>
            </section>
        </Show>
    }
}

/// What came of the last correction.
#[component]
fn Told(told: RwSignal<Vec<String>>) -> impl IntoView {
    view! {
        <div role="status">
            <Show when=move || !told.with(Vec::is_empty)>
                <Notice tone=Tone::Sky>
                    <p>{move || told.with(|told| told.join(" "))}</p>
                </Notice>
            </Show>
        </div>
    }
}

#[component]
fn BetulkanForm(steps: Steps, open: RwSignal<bool>, told: RwSignal<Vec<String>>) -> impl IntoView {
    let isi = Isi::of(steps.aduan.get_untracked());
    Effect::new(move |_| isi.follow(steps.aduan.get()));
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<PembetulanBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        told.set(Vec::new());
        let baru = isi.baru();
        if baru.ubahan().is_empty() {
            return judged.tell("Belum ada yang diubah.".to_owned());
        }
        leptos::task::spawn_local(async move {
            let said = format!("{:?} {}", baru.ubahan(), baru.alasan);
            let make = || baru.clone();
            let outcome = steps
                .send_for_or_keep::<_, Aduan>(attempt, Susulan::Pembetulan, said, make)
                .await;
            if let Ok(Nasib::Terkirim(kini)) = &outcome {
                told.try_set(kata_sampai(&baru.sampai(kini)));
                steps.aduan.try_set(kini.clone());
            }
            if steps.settle(outcome.map(Nasib::bare), judged) {
                open.try_set(false);
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <h2>"Betulkan data"</h2>
            <JudgedSummary judged=judged />
            <ApaFields isi=isi judged=judged />
            <TempatFields isi=isi judged=judged />
            <TextField
                id=ALASAN
                label="Alasan"
                hint="Dicatat untuk petugas; pelapor tidak membacanya."
                value=isi.alasan
                kind=TextKind::Area
                limit=TEKS_MAX
                optional=true
                error=judged.at(ALASAN)
            />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true busy=attempt.busy>"Simpan pembetulan"</Button>
            </div>
        </form>
    }
}

#[component]
fn ApaFields(isi: Isi, judged: Judged) -> impl IntoView {
    let jenis = Jenis::ALL.map(|one| Choice::new(one.as_str(), one.label(), ""));
    let kategori = Kategori::ALL.map(|one| Choice::new(one.as_str(), one.label(), ""));
    view! {
        <SelectField
            id=JENIS
            label="Jenis"
            options=Signal::stored(jenis.to_vec())
            value=isi.jenis
            on_choose=Callback::new(move |text| isi.jenis.set(text))
            error=judged.at(JENIS)
        />
        <SelectField
            id=KATEGORI
            label="Kategori"
            hint="Batas waktu dihitung ulang menurut jenis dan kategori."
            options=Signal::stored(kategori.to_vec())
            value=isi.kategori
            on_choose=Callback::new(move |text| isi.kategori.set(text))
            error=judged.at(KATEGORI)
        />
    }
}

#[component]
fn TempatFields(isi: Isi, judged: Judged) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    view! {
        <Combobox
            id=DESA
            label="Desa atau kelurahan"
            entries=portal.villages()
            value=isi.wilayah
            error=judged.at(DESA)
        />
        <TextField
            id=PATOKAN
            label="Patokan"
            hint="Misalnya: seberang langgar, dekat jembatan kayu."
            value=isi.patokan
            limit=CATATAN_MAX
            optional=true
            error=judged.at(PATOKAN)
        />
        <div class="stack tight" id=POSISI tabindex="-1">
            <h3>"Titik di peta"</h3>
            <Receiver posisi=isi.posisi />
            <PinMap posisi=isi.posisi zoom=Signal::stored(NEIGHBOURHOOD) />
            <FieldError id="betul-posisi-error" error=judged.at(POSISI) />
        </div>
    }
}
