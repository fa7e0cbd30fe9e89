//! The conversation between reporter and office, and the box to go on with it.

use leptos::prelude::*;
use shared::aduan::{Pesan, PesanBaru, Pihak, TEKS_MAX};
use shared::id::PesanId;
use shared::words::waktu;
use web_sys::SubmitEvent;

use crate::api::Caller;
use crate::attempt::Attempt;
use crate::device;
use crate::offline::Antrean;
use crate::offline::sync::Syncer;
use crate::susulan::{MENUNGGU, Nasib, Sasaran, Susulan, coba};
use crate::ui::{Button, ButtonKind, Chip, Icon, IconName, TextField, TextKind, Toaster, Tone};

#[component]
pub fn PesanList(pesan: Vec<Pesan>, reader: Pihak) -> impl IntoView {
    if pesan.is_empty() {
        return view! { <p class="muted">"Belum ada percakapan."</p> }.into_any();
    }
    let items = pesan
        .into_iter()
        .map(|pesan| view! { <li><Bubble pesan=pesan reader=reader /></li> })
        .collect_view();
    view! { <ul class="stack bare">{items}</ul> }.into_any()
}

#[component]
fn Bubble(pesan: Pesan, reader: Pihak) -> impl IntoView {
    let class = match pesan.dari {
        Pihak::Pelapor => "message",
        Pihak::Petugas => "message office",
    };
    let who = match (pesan.dari, reader) {
        (Pihak::Pelapor, Pihak::Pelapor) => "Anda".to_owned(),
        (Pihak::Pelapor, Pihak::Petugas) => "Pelapor".to_owned(),
        (Pihak::Petugas, _) => pesan.oleh.unwrap_or_else(|| "Petugas".to_owned()),
    };
    view! {
        <div class=class>
            <p class="row small">
                <strong>{who}</strong>
                <span class="muted num">{waktu(pesan.pada)}</span>
                {pesan.tanggapan.then(|| view! { <Chip tone=Tone::Leaf>"Tanggapan"</Chip> })}
                {pesan.publik.then(|| view! { <Chip tone=Tone::Sky>"Dibaca umum"</Chip> })}
            </p>
            <p class="prose">{pesan.isi}</p>
        </div>
    }
}

/// A message without a step: a question, an addition. `on_sent` loads the thread anew.
#[component]
pub fn PesanForm(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    sasaran: Sasaran,
    caller: Caller,
    on_sent: Callback<()>,
) -> impl IntoView {
    let isi = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let attempt = Attempt::<PesanBaru>::new();
    let toaster = expect_context::<Toaster>();
    let by = StoredValue::new_local((caller, sasaran));
    let antrean = expect_context::<Antrean>();
    let syncer = expect_context::<Syncer>();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            let text = isi.get_untracked();
            let (caller, sasaran) = by.get_value();
            let make = || PesanBaru {
                id: PesanId::mint(),
                isi: text.clone(),
                asal: device::asal(),
            };
            let about = (Susulan::Pesan, sasaran);
            match coba(attempt, about, text.clone(), make, (&caller, antrean)).await {
                Ok(nasib) => {
                    isi.try_set(String::new());
                    match nasib {
                        Nasib::Terkirim(()) => {
                            toaster.say("Pesan terkirim.");
                            on_sent.try_run(());
                        }
                        Nasib::Menunggu => {
                            toaster.say(MENUNGGU);
                            syncer.wake();
                        }
                    }
                }
                Err(why) => drop(error.try_set(Some(why.words()))),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TextField id=id label=label hint=hint value=isi kind=TextKind::Area limit=TEKS_MAX error=error />
            <Button submit=true kind=ButtonKind::Quiet busy=attempt.busy>
                <Icon name=IconName::Send />
                {move || if attempt.busy.get() { "Mengirim…" } else { "Kirim pesan" }}
            </Button>
        </form>
    }
}
