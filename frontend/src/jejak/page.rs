//! The trail, the newest line first: narrowed, read page by page, saved as a file.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::clock::wita_day;
use shared::jejak::{Jejak, JejakFilter, Pelaku};
use shared::paths;
use shared::words::waktu;

use super::filter::{from_query, is_narrowed, to_query};
use super::tools::JejakTools;
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::listing::{Listed, Listing};
use crate::message;
use crate::page::{Page, encode};
use crate::ui::save::save_as;
use crate::ui::{Button, ButtonKind, ButtonLink, Chip, EmptyState, Heading, Toaster, Tone};

#[component]
pub fn JejakPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| from_query(|name| query.get(name))));
    let address = Callback::new(move |cursor| {
        let filter = JejakFilter {
            cursor,
            ..filter.get_untracked()
        };
        format!("{}{}", paths::JEJAK, to_query(&filter, encode))
    });
    let listing = Listing::<Jejak>::new(session, address);
    Effect::new(move |_| {
        filter.track();
        listing.reload();
    });
    view! {
        <section class="desk-list" aria-label="Jejak audit">
            <div class="tools">
                <Heading title="Jejak audit" />
                <p class="small muted">
                    "Siapa berbuat apa, dan kepada siapa data pribadi diantar. Isinya tidak pernah tercatat di sini."
                </p>
                <div class="row">
                    <Unduh session=session filter=filter />
                </div>
                <JejakTools filter=filter />
            </div>
            <Lines listing=listing filter=filter />
        </section>
    }
}

/// The whole of what the filter lets through, as a file for a spreadsheet.
#[component]
fn Unduh(session: Session, filter: Memo<JejakFilter>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toaster = expect_context::<Toaster>();
    let save = move || {
        busy.set(true);
        leptos::task::spawn_local(async move {
            let path = format!(
                "{}{}",
                paths::JEJAK_CSV,
                to_query(&filter.get_untracked(), encode)
            );
            let name = format!("jejak-{}.csv", wita_day(chrono::Utc::now()));
            let fetched = api::get_blob_url(&path, &Caller::Petugas(session)).await;
            busy.try_set(false);
            match fetched {
                Ok(url) => drop(save_as(url, &name)),
                Err(failure) => toaster.say(message::of_failure(&failure)),
            }
        });
    };
    view! {
        <Button kind=ButtonKind::Quiet busy=busy on_press=move |_| save()>
            {move || if busy.get() { "Menyiapkan berkas…" } else { "Unduh CSV" }}
        </Button>
    }
}

#[component]
fn Lines(listing: Listing<Jejak>, filter: Memo<JejakFilter>) -> impl IntoView {
    view! {
        <Listed listing=listing noun="baris" empty=move || view! { <NothingThere narrowed=is_narrowed(&filter.get()) /> }>
            <ul class="lines" aria-label="Baris jejak">
                <For each=move || listing.items.get() key=|line| line.id.clone() let:line>
                    <Line line=line />
                </For>
            </ul>
        </Listed>
    }
}

#[component]
fn NothingThere(narrowed: bool) -> impl IntoView {
    if narrowed {
        view! {
            <EmptyState title="Tidak ada yang cocok" text="Tidak ada baris dengan saringan ini. Periksa kode atau nama penggunanya, atau longgarkan saringan.">
                <ButtonLink kind=ButtonKind::Quiet href=Page::KelolaJejak.url()>"Tampilkan semua"</ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState title="Belum ada jejak" text="Baris pertama tercatat begitu seseorang masuk atau mengirim sesuatu." /> }
            .into_any()
    }
}

#[component]
fn Line(line: Jejak) -> impl IntoView {
    let what = match (&line.sebutan, line.catatan.as_slice()) {
        (Some(sebutan), _) => format!("{} {sebutan}", line.objek.label()),
        (None, []) => line.objek.label().to_owned(),
        (None, [one]) => format!("{} {one}", line.objek.label()),
        (None, many) => format!("{} {}", many.len(), line.objek.label().to_lowercase()),
    };
    let who = match (line.pelaku, &line.nama) {
        (Pelaku::Petugas, Some(name)) => name.clone(),
        (pelaku, _) => pelaku.label().to_owned(),
    };
    let fields = line.kolom.join(", ");
    view! {
        <li class="line">
            <b>{line.perbuatan.label()}</b>
            <span class="state">
                {match line.nomor {
                    Some(nomor) => view! { <span class="small muted num" title="Tempatnya dalam rantai">{format!("#{nomor}")}</span> }.into_any(),
                    None => view! { <Chip tone=Tone::Gold>"Menunggu disegel"</Chip> }.into_any(),
                }}
            </span>
            <span class="small">{what}</span>
            <span class="small muted state num">{waktu(line.pada)}</span>
            <span class="small muted">{who}</span>
            {(!fields.is_empty()).then(|| view! { <span class="small muted line-wide">{format!("Isian: {fields}")}</span> })}
        </li>
    }
}
