//! The templates of answers: all of them by their titles, and the form for one.

use leptos::prelude::*;
use shared::aduan::{Kategori, TEKS_MAX};
use shared::id::TemplatId;
use shared::paths;
use shared::templat::{JUDUL_MAX, PENGGANTI, Templat, TemplatBaru};
use web_sys::SubmitEvent;

use super::{Kinds, kategori_choices, may_change};
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::loaded::{FailureState, Loaded};
use crate::ui::{
    Button, ButtonKind, Chip, Dialog, EmptyState, Heading, SelectField, Skeleton, TextField, TextKind, Tick,
    Toaster, Tone,
};

const JUDUL: &str = "templat-judul";
const KATEGORI: &str = "templat-kategori";
const ISI: &str = "templat-isi";
const CONTROLS: Controls = &[("judul", JUDUL), ("kategori", KATEGORI), ("isi", ISI)];

type State = RwSignal<Loaded<Vec<Templat>>>;

#[component]
pub fn TemplatPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let state: State = RwSignal::new(Loaded::Waiting);
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let outcome = api::get::<Vec<Templat>>(paths::TEMPLAT, &Caller::Petugas(session)).await;
            state.try_set(outcome.into());
        });
    });
    load.run(());
    let may = may_change(session);
    // The one that is being written: what it was, or a new one.
    let edited = RwSignal::new(None::<Templat>);
    let open = RwSignal::new(false);
    let edit = Callback::new(move |templat: Option<Templat>| {
        edited.set(Some(templat.unwrap_or_else(blank)));
        open.set(true);
    });
    view! {
        <div class="desk stack">
            <Heading title="Templat tanggapan" />
            <Kinds />
            <p class="muted">"Teks yang sering dipakai. Petugas memilihnya saat menulis tanggapan, lalu membaca dan mengubahnya sebelum mengirim."</p>
            <Show when=move || may.get()>
                <div class="row">
                    <Button on_press=move |_| edit.run(None)>"Tambah templat"</Button>
                </div>
            </Show>
            {move || match state.get() {
                Loaded::Waiting => view! { <Skeleton lines=6 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
                Loaded::Here(all) if all.is_empty() => {
                    view! { <EmptyState title="Belum ada templat" text="Tambahkan teks yang sering ditulis, misalnya bahwa petugas akan datang memeriksa." /> }
                        .into_any()
                }
                Loaded::Here(all) => {
                    let lines = all.into_iter().map(|one| view! { <Line templat=one may=may edit=edit /> });
                    view! { <ul class="rows">{lines.collect_view()}</ul> }.into_any()
                }
            }}
            <Dialog open=open title="Templat">
                {move || edited.get().map(|one| view! { <TemplatForm templat=one state=state open=open /> })}
            </Dialog>
        </div>
    }
}

fn blank() -> Templat {
    Templat {
        id: TemplatId::mint(),
        judul: String::new(),
        isi: String::new(),
        kategori: None,
        aktif: true,
    }
}

#[component]
fn Line(templat: Templat, may: Memo<bool>, edit: Callback<Option<Templat>>) -> impl IntoView {
    let whose = templat.kategori.map_or("Semua kategori", Kategori::label);
    let (isi, judul, aktif) = (templat.isi.clone(), templat.judul.clone(), templat.aktif);
    let kept = StoredValue::new(templat);
    view! {
        <li>
            <div class="grow stack tight">
                <p>
                    <b>{judul}</b>
                    " "
                    {(!aktif).then(|| view! { <Chip tone=Tone::Gold>"Tidak dipakai lagi"</Chip> })}
                </p>
                <p class="small muted">{whose}</p>
                <p class="small prose">{isi}</p>
            </div>
            <Show when=move || may.get()>
                <Button kind=ButtonKind::Quiet on_press=move |_| edit.run(Some(kept.get_value()))>
                    "Ubah" <span class="unseen">{move || kept.with_value(|one| format!(" {}", one.judul))}</span>
                </Button>
            </Show>
        </li>
    }
}

#[component]
fn TemplatForm(templat: Templat, state: State, open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    let id = templat.id;
    let judul = RwSignal::new(templat.judul);
    let isi = RwSignal::new(templat.isi);
    let kategori = RwSignal::new(
        templat
            .kategori
            .map(Kategori::as_str)
            .unwrap_or_default()
            .to_owned(),
    );
    let aktif = RwSignal::new(templat.aktif);
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<TemplatBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        leptos::task::spawn_local(async move {
            let body = TemplatBaru {
                judul: judul.get_untracked(),
                isi: isi.get_untracked(),
                kategori: Kategori::parse(&kategori.get_untracked()),
                aktif: aktif.get_untracked(),
                asal: device::asal(),
            };
            let said = format!("{} {:?} {} {}", body.judul, body.kategori, body.aktif, body.isi);
            let path = format!("{}/{id}", paths::TEMPLAT);
            let saved: Result<Vec<Templat>, ApiFailure> = attempt
                .put_for(&path, said, || body, &Caller::Petugas(session))
                .await;
            match saved {
                Ok(all) => {
                    toaster.say("Templat tersimpan.");
                    open.try_set(false);
                    state.try_set(Loaded::Here(all));
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    let kinds = kategori_choices("Semua kategori");
    let words = PENGGANTI
        .map(|(word, means)| format!("{word} {means}"))
        .join(", ");
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <TextField id=JUDUL label="Judul" value=judul limit=JUDUL_MAX error=judged.at(JUDUL) />
            <SelectField
                id=KATEGORI
                label="Ditawarkan untuk"
                options=Signal::stored(kinds)
                value=kategori
                on_choose=Callback::new(move |text| kategori.set(text))
                error=judged.at(KATEGORI)
            />
            <TextField
                id=ISI
                label="Teks"
                hint=format!("Diganti dengan data aduan: {words}.")
                value=isi
                kind=TextKind::Area
                limit=TEKS_MAX
                error=judged.at(ISI)
            />
            <Tick id="templat-aktif" label="Ditawarkan kepada petugas" value=aktif />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true busy=attempt.busy>"Simpan"</Button>
            </div>
        </form>
    }
}
