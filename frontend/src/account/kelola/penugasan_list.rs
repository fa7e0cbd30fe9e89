//! What somebody works on, has worked on and will work on; work is given and ended, never rewritten.

use chrono::{NaiveDate, Utc};
use leptos::prelude::*;
use shared::account::{AkunRinci, Penugasan, PenugasanBerakhir};
use shared::clock::wita_day;
use web_sys::SubmitEvent;

use super::penugasan_form::PenugasanForm;
use super::rinci_page::Kelola;
use super::tugas_form::day;
use crate::account::words::{masa, tempat};
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, Chip, Dialog, TextField, TextKind, Tone};

const AKHIR: &str = "akhiri-sampai";
const CONTROLS: Controls = &[("sampai", AKHIR)];

#[component]
pub fn PenugasanList(kelola: Kelola) -> impl IntoView {
    let ending = RwSignal::new(None::<Penugasan>);
    let open = RwSignal::new(false);
    let end = Callback::new(move |held: Penugasan| {
        ending.set(Some(held));
        open.set(true);
    });
    let rows = move || {
        let mut held = kelola.akun.with(|akun| akun.penugasan.clone());
        // What holds now or later first, the newest first.
        let today = wita_day(Utc::now());
        held.sort_by_key(|held| (is_over(held, today), std::cmp::Reverse(held.mulai)));
        held.into_iter()
            .map(|held| view! { <Baris kelola=kelola held=held on_end=end /> })
            .collect_view()
    };
    let empty = move || kelola.akun.with(|akun| akun.penugasan.is_empty());
    view! {
        <ul class="rows">{rows}</ul>
        <Show when=empty>
            <p class="muted">"Belum ada tugas. Tanpa tugas, orang ini tidak dapat melihat apa pun."</p>
        </Show>
        <Dialog open=open title="Akhiri tugas">
            {move || ending.get().map(|held| view! { <AkhiriForm kelola=kelola held=held open=open /> })}
        </Dialog>
        <PenugasanForm kelola=kelola />
    }
}

fn is_over(held: &Penugasan, today: NaiveDate) -> bool {
    held.sampai.is_some_and(|sampai| sampai < today)
}

#[component]
fn Baris(kelola: Kelola, held: Penugasan, on_end: Callback<Penugasan>) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let today = wita_day(Utc::now());
    let over = is_over(&held, today);
    let (words, tone) = if over {
        ("Sudah berakhir", Tone::Sky)
    } else if held.mulai > today {
        ("Belum mulai", Tone::Gold)
    } else {
        ("Berlaku", Tone::Leaf)
    };
    let (label, time) = (held.peran.label(), masa(held.mulai, held.sampai));
    let told = format!("Akhiri tugas: {label}");
    let held = StoredValue::new(held);
    view! {
        <li>
            <div class="grow">
                <p><b>{label}</b> " " <Chip tone=tone>{words}</Chip></p>
                <p class="small">
                    {move || held.with_value(|held| kelola.offices.with(|offices| tempat(held, portal, offices)))}
                </p>
                <p class="small muted num">{time}</p>
            </div>
            {(!over)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="btn quiet"
                            aria-label=told
                            on:click=move |_| on_end.run(held.get_value())
                        >
                            "Akhiri"
                        </button>
                    }
                })}
        </li>
    }
}

#[component]
fn AkhiriForm(kelola: Kelola, held: Penugasan, open: RwSignal<bool>) -> impl IntoView {
    let id = held.id;
    let sampai = RwSignal::new(held.mulai.max(wita_day(Utc::now())).to_string());
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<PenugasanBerakhir>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let Some(last) = sampai.with_untracked(|text| day(text)) else {
            judged.fault(AKHIR, "Isi hari terakhir.");
            return;
        };
        leptos::task::spawn_local(async move {
            let make = || PenugasanBerakhir {
                penugasan: id,
                sampai: last,
                asal: device::asal(),
            };
            let path = kelola.path("penugasan/akhiri");
            let outcome = attempt
                .send_for::<AkunRinci>(&path, last.to_string(), make, &kelola.caller())
                .await;
            match outcome {
                Ok(akun) => {
                    kelola.done(akun, "Hari terakhir tugas tersimpan.");
                    open.try_set(false);
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <p><b>{held.peran.label()}</b> ", " {masa(held.mulai, held.sampai)}</p>
            <TextField
                id=AKHIR
                label="Hari terakhir"
                hint="Pada hari itu tugasnya masih berlaku."
                kind=TextKind::Date
                value=sampai
                error=judged.at(AKHIR)
            />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true kind=ButtonKind::Danger busy=attempt.busy>"Akhiri tugas"</Button>
            </div>
        </form>
    }
}
