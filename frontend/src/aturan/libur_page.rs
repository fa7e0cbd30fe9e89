//! The calendar of a year: read by everybody, changed as a whole by who keeps the rules. What it does to running
//! deadlines is told afterwards.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::clock::{JenisLibur, wita_day};
use shared::libur::{KalenderTahun, LiburBaru, LiburDiganti, NAMA_MAX, TAHUN};
use shared::paths;
use shared::words::ribuan;
use web_sys::SubmitEvent;

use super::libur_baris::{Baris, Lembar};
use super::{Kinds, may_change};
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::loaded::{FailureState, Loaded};
use crate::page::Page;
use crate::ui::{Button, ButtonKind, Heading, Notice, Skeleton, Toaster, Tone};

const DAFTAR: &str = "libur-daftar";
const CONTROLS: Controls = &[("tanggal", DAFTAR), ("nama", DAFTAR), ("hari", DAFTAR)];

#[component]
pub fn LiburPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let query = use_query_map();
    let tahun = Memo::new(move |_| {
        let asked = query
            .with(|query| query.get("tahun"))
            .and_then(|text| text.parse().ok());
        asked
            .filter(|tahun| TAHUN.contains(tahun))
            .unwrap_or_else(|| chrono::Datelike::year(&wita_day(chrono::Utc::now())))
    });
    let state = RwSignal::new(Loaded::<KalenderTahun>::Waiting);
    let load = Callback::new(move |()| {
        let wanted = tahun.get_untracked();
        state.set(Loaded::Waiting);
        leptos::task::spawn_local(async move {
            let path = format!("{}?tahun={wanted}", paths::LIBUR);
            let outcome = api::get::<KalenderTahun>(&path, &Caller::Petugas(session)).await;
            if tahun.try_get_untracked() == Some(wanted) {
                state.try_set(outcome.into());
            }
        });
    });
    Effect::new(move |_| {
        tahun.track();
        load.run(());
    });
    let to = move |by: i32| {
        Page::KelolaLibur {
            tahun: Some(tahun.get() + by),
        }
        .url()
    };
    view! {
        <div class="desk stack">
            <Heading title="Hari libur" />
            <Kinds />
            <p class="row between">
                <a href=move || to(-1)>{move || format!("‹ {}", tahun.get() - 1)}</a>
                <b class="num">{move || tahun.get()}</b>
                <a href=move || to(1)>{move || format!("{} ›", tahun.get() + 1)}</a>
            </p>
            {move || match state.get() {
                Loaded::Waiting => view! { <Skeleton lines=12 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
                Loaded::Here(kalender) => view! { <Kalender kalender=kalender on_saved=load /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Kalender(kalender: KalenderTahun, on_saved: Callback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    let may = may_change(session);
    let tahun = kalender.tahun;
    let unknown = kalender.hari.is_empty();
    let lembar = Lembar::of(&kalender.hari);
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<LiburBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let hari = match lembar.read() {
            Ok(hari) => hari,
            Err(error) => return judged.take(&ApiFailure::Refused(error)),
        };
        let make = || LiburBaru {
            hari,
            asal: device::asal(),
        };
        let body = make();
        if let Err(error) = body.periksa(tahun) {
            return judged.take(&ApiFailure::Refused(error));
        }
        leptos::task::spawn_local(async move {
            let said = format!("{:?}", body.hari);
            let path = format!("{}/{tahun}", paths::LIBUR);
            let saved: Result<LiburDiganti, ApiFailure> = attempt
                .put_for(&path, said, || body, &Caller::Petugas(session))
                .await;
            match saved {
                Ok(done) => {
                    toaster.say(words(&done));
                    on_saved.try_run(());
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        {unknown
            .then(|| {
                view! {
                    <Notice tone=Tone::Gold>
                        <p>
                            {format!("Kalender {tahun} belum ada. Tenggat yang jatuh di tahun itu disebut sementara, dan dihitung ulang begitu kalendernya disimpan.")}
                        </p>
                    </Notice>
                }
            })}
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <ul class="lines" id=DAFTAR tabindex="-1" aria-label=format!("Hari libur {tahun}")>
                <For each=move || lembar.baris.get() key=|baris| baris.key let:baris>
                    <Line lembar=lembar baris=baris may=may />
                </For>
            </ul>
            <Show when=move || may.get()>
                <div class="actions">
                    <Button kind=ButtonKind::Quiet on_press=move |_| lembar.add("", JenisLibur::Libur, "")>"Tambah hari"</Button>
                    <Button submit=true busy=attempt.busy>
                        {move || if attempt.busy.get() { "Menyimpan…" } else { "Simpan kalender" }}
                    </Button>
                </div>
                <p class="small muted">"Tenggat aduan yang sedang berjalan langsung dihitung ulang menurut kalender ini."</p>
            </Show>
        </form>
    }
}

fn words(done: &LiburDiganti) -> String {
    format!(
        "Kalender {} tersimpan: {} hari. {} tenggat berubah.",
        done.tahun,
        done.hari,
        ribuan(u64::from(done.aduan_berubah))
    )
}

#[component]
fn Line(lembar: Lembar, baris: Baris, may: Memo<bool>) -> impl IntoView {
    let fixed = move || !may.get();
    view! {
        <li class="libur">
            <input
                class="input"
                type="date"
                aria-label="Tanggal"
                disabled=fixed
                prop:value=move || baris.tanggal.get()
                on:change:target=move |event| baris.tanggal.set(event.target().value())
            />
            <select
                class="input"
                aria-label="Jenis"
                disabled=fixed
                on:change:target=move |event| baris.jenis.set(event.target().value())
            >
                {JenisLibur::ALL
                    .map(|jenis| {
                        let chosen = baris.jenis.with_untracked(|text| text == jenis.as_str());
                        view! { <option value=jenis.as_str() selected=chosen>{kind(jenis)}</option> }
                    })
                    .collect_view()}
            </select>
            <input
                class="input"
                type="text"
                aria-label="Nama"
                maxlength=NAMA_MAX.to_string()
                disabled=fixed
                prop:value=move || baris.nama.get()
                on:input:target=move |event| baris.nama.set(event.target().value())
            />
            <Show when=move || may.get()>
                <Button kind=ButtonKind::Plain on_press=move |_| lembar.remove(baris.key)>
                    "Hapus"
                    <span class="unseen">{" "}{move || baris.nama.get()}</span>
                </Button>
            </Show>
        </li>
    }
}

const fn kind(jenis: JenisLibur) -> &'static str {
    match jenis {
        JenisLibur::Libur => "Libur",
        JenisLibur::CutiBersama => "Cuti bersama",
    }
}
