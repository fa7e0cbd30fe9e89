//! How many working days each stage may take: the rules that hold, those that are planned, and those that were.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::aduan::{AturanBatas, BatasWaktu, Kategori, Tahap};
use shared::clock::wita_day;
use shared::paths;
use shared::words::tanggal;

use super::batas_form::BatasForm;
use super::{Kinds, may_change};
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::ui::{Button, Card, Chip, Dialog, EmptyState, Heading, Skeleton, Tone};

#[component]
pub fn BatasPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let state = RwSignal::new(Loaded::<BatasWaktu>::Waiting);
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let outcome = api::get::<BatasWaktu>(paths::BATAS_WAKTU, &Caller::Petugas(session)).await;
            state.try_set(outcome.into());
        });
    });
    load.run(());
    view! {
        <div class="desk stack">
            <Heading title="Batas waktu" />
            <Kinds />
            <p class="muted">
                "Dalam hari kerja, menurut hari aduan diterima. Aduan yang sudah diterima tetap memakai aturannya, juga bila aturan berganti sesudahnya."
            </p>
            {move || match state.get() {
                Loaded::Waiting => view! { <Skeleton lines=9 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
                Loaded::Here(all) => view! { <Rules all=all state=state /> }.into_any(),
            }}
        </div>
    }
}

pub const fn tahap_words(tahap: Tahap) -> &'static str {
    match tahap {
        Tahap::Verifikasi => "Verifikasi",
        Tahap::TindakLanjut => "Tindak lanjut",
    }
}

#[component]
fn Rules(all: BatasWaktu, state: RwSignal<Loaded<BatasWaktu>>) -> impl IntoView {
    let may = may_change(expect_context::<Session>());
    let open = RwSignal::new(false);
    let today = wita_day(chrono::Utc::now());
    let empty = all.0.is_empty();
    let groups = Tahap::ALL.map(|tahap| {
        let mut rules: Vec<AturanBatas> = all.0.iter().copied().filter(|rule| rule.tahap == tahap).collect();
        rules.sort_by_key(|rule| {
            (
                rule.jenis.as_str(),
                rule.kategori.map(Kategori::as_str),
                rule.berlaku_mulai,
            )
        });
        let lines = rules
            .into_iter()
            .map(|rule| view! { <Line rule=rule today=today /> })
            .collect_view();
        view! {
            <Card>
                <h2>{tahap_words(tahap)}</h2>
                <ul class="rows">{lines}</ul>
            </Card>
        }
    });
    view! {
        <Show when=move || may.get()>
            <div class="row">
                <Button on_press=move |_| open.set(true)>"Ubah batas waktu"</Button>
            </div>
        </Show>
        {empty
            .then(|| {
                view! { <EmptyState title="Belum ada aturan sendiri" text="Batas waktu nasional yang dipakai." /> }
            })}
        {groups.collect_view()}
        <Dialog open=open title="Ubah batas waktu">
            <BatasForm state=state open=open />
        </Dialog>
    }
}

#[component]
fn Line(rule: AturanBatas, today: NaiveDate) -> impl IntoView {
    let whose = rule.kategori.map_or("semua kategori lain", Kategori::label);
    let (words, tone) = if rule.berlaku_mulai > today {
        (Some("Direncanakan"), Tone::Sky)
    } else if rule.berlaku_sampai.is_some_and(|last| last < today) {
        (Some("Sudah berakhir"), Tone::Gold)
    } else {
        (None, Tone::Sky)
    };
    let holds = match rule.berlaku_sampai {
        None => format!("sejak {}", tanggal(rule.berlaku_mulai)),
        Some(last) => format!("{} sampai {}", tanggal(rule.berlaku_mulai), tanggal(last)),
    };
    view! {
        <li>
            <div class="grow">
                <p>{rule.jenis.label()} ", " {whose}</p>
                <p class="small muted">{holds} " " {words.map(|words| view! { <Chip tone=tone>{words}</Chip> })}</p>
            </div>
            <b class="num">{format!("{} hari kerja", rule.hari_kerja)}</b>
        </li>
    }
}
