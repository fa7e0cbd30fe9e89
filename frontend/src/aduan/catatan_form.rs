//! Notes among officers. They stand in a section of their own that says who reads them: never the reporter.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::{Catatan, PesanBaru, TEKS_MAX};
use shared::id::PesanId;
use shared::words::waktu;
use web_sys::SubmitEvent;

use super::tindakan_form::Steps;
use crate::attempt::Attempt;
use crate::device;
use crate::susulan::Susulan;
use crate::ui::{Button, ButtonKind, Card, Chip, Icon, IconName, TextField, TextKind, Tone};

#[component]
pub fn CatatanSection(steps: Steps) -> impl IntoView {
    let notes = Memo::new(move |_| steps.aduan.with(|aduan| aduan.catatan.clone()));
    view! {
        <Card>
            <div class="row between">
                <h2>"Catatan petugas"</h2>
                <Chip tone=Tone::Gold>
                    <Icon name=IconName::Lock />
                    "Tidak dilihat pelapor"
                </Chip>
            </div>
            {move || notes.with(Vec::is_empty).then(|| view! { <p class="muted">"Belum ada catatan."</p> })}
            <ul class="stack bare">
                {move || notes.get().into_iter().map(|note| view! { <Note note=note /> }).collect_view()}
            </ul>
            <Show when=move || steps.may(Hak::CatatAduan)>
                <CatatanForm steps=steps />
            </Show>
        </Card>
    }
}

#[component]
fn Note(note: Catatan) -> impl IntoView {
    view! {
        <li class="message">
            <p class="row small">
                <strong>{note.oleh}</strong>
                <span class="muted num">{waktu(note.pada)}</span>
            </p>
            <p class="prose">{note.isi}</p>
        </li>
    }
}

#[component]
fn CatatanForm(steps: Steps) -> impl IntoView {
    let isi = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let attempt = Attempt::<PesanBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            let text = isi.get_untracked();
            let make = || PesanBaru {
                id: PesanId::mint(),
                isi: text.clone(),
                asal: device::asal(),
            };
            let outcome = steps
                .send_or_keep(attempt, Susulan::Catatan, text.clone(), make)
                .await;
            match steps.judge(outcome) {
                Ok(()) => drop(isi.try_set(String::new())),
                Err(words) => drop(error.try_set(Some(words))),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TextField
                id="catatan-petugas"
                label="Tambah catatan"
                hint="Hanya untuk petugas lain yang menangani aduan ini."
                value=isi
                kind=TextKind::Area
                limit=TEKS_MAX
                error=error
            />
            <Button submit=true kind=ButtonKind::Quiet busy=attempt.busy>
                {move || if attempt.busy.get() { "Menyimpan…" } else { "Simpan catatan" }}
            </Button>
        </form>
    }
}
