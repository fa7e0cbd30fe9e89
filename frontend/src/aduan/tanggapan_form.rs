//! The answer to the reporter, and the officer's question in between.

use leptos::prelude::*;
use shared::aduan::{Rincian, TEKS_MAX, Tindakan, TindakanBaru};
use web_sys::SubmitEvent;

use super::pesan_list::PesanForm;
use super::templat_pilih::TemplatPilih;
use super::tindakan_form::{PublikTick, Steps};
use crate::attempt::Attempt;
use crate::susulan::Sasaran;
use crate::ui::{Button, Icon, IconName, TextField, TextKind};
use crate::update::CaptureOpen;

#[component]
pub fn TanggapanForm(steps: Steps) -> impl IntoView {
    let may_answer = Memo::new(move |_| {
        steps
            .aduan
            .with(|aduan| aduan.tindakan.contains(&Tindakan::Tanggapi))
    });
    let sasaran = steps.aduan.with_untracked(Sasaran::of);
    view! {
        <Show when=move || may_answer.get()>
            <div hidden=move || steps.is_closed()>
                <AnswerBox steps=steps />
            </div>
        </Show>
        <details>
            <summary>"Tanya atau kabari pelapor tanpa mengubah status"</summary>
            <PesanForm
                id="pesan-petugas"
                label="Pesan untuk pelapor"
                hint="Hanya dibaca pelapor dan petugas."
                sasaran=sasaran
                caller=steps.caller()
                on_sent=steps.on_done
            />
        </details>
    }
}

#[component]
fn AnswerBox(steps: Steps) -> impl IntoView {
    let teks = RwSignal::new(String::new());
    let publik = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let attempt = Attempt::<TindakanBaru>::new();
    // A new version of the app waits for an answer that is half written, as it waits for an open form.
    let capture = expect_context::<CaptureOpen>().0;
    Effect::new(move |_| capture.set(teks.with(|teks| !teks.trim().is_empty())));
    on_cleanup(move || {
        capture.try_set(false);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            match steps
                .take(
                    attempt,
                    Tindakan::Tanggapi,
                    teks.get_untracked(),
                    (publik.get_untracked(), Rincian::default()),
                )
                .await
            {
                Ok(()) => {
                    teks.try_set(String::new());
                    publik.try_set(false);
                }
                Err(words) => drop(error.try_set(Some(words))),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TemplatPilih steps=steps teks=teks />
            <TextField
                id="tanggapan"
                label="Tanggapan untuk pelapor"
                hint="Tulis apa yang dilakukan dan kapan, dengan kata biasa."
                value=teks
                kind=TextKind::Area
                limit=TEKS_MAX
                error=error
            />
            <PublikTick id="tanggapan-publik" publik=publik teks=teks />
            <Button submit=true wide=true busy=attempt.busy>
                <Icon name=IconName::Send />
                {move || if attempt.busy.get() { "Mengirim…" } else { "Kirim tanggapan" }}
            </Button>
        </form>
    }
}
