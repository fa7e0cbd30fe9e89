//! The officer's inbox: what is asked for stands in the address, the list beside the one that is open,
//! everything within reach of the keyboard. The code comes as a part of its own (`Chunk::Kantor`).

use std::collections::HashSet;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::aduan::{AduanFilter, AduanRingkas};
use shared::id::AduanId;
use shared::paths;

use super::detail_page::DetailPage;
use super::inbox_filter::{from_query, is_narrowed, to_query};
use super::inbox_keys::{Keys, KeysHelp};
use super::inbox_line::{Dikerjakan, InboxLine, line_key};
use super::inbox_pilihan::{Borongan, Pilihan};
use super::inbox_tools::InboxTools;
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::ApiFailure;
use crate::chunk_door;
use crate::listing::{Listed, Listing};
use crate::loaded::Loaded;
use crate::offline::{Antrean, when_back};
use crate::page::{Page, encode};
use crate::salinan::{LinesLokal, Salinan, Tersimpan};
use crate::skpd::{Offices, offices};
use crate::susulan::dikerjakan;
use crate::ui::chunk::{Chunk, ChunkView};
use crate::ui::{Button, ButtonKind, ButtonLink, EmptyState, Heading};

chunk_door!(kantor, pub(crate) fn open_inbox() = inbox_view);

#[component]
pub fn InboxPage() -> impl IntoView {
    view! { <ChunkView chunk=Chunk::Kantor open=open_inbox page=true /> }
}

fn inbox_view() -> impl IntoView {
    let session = expect_context::<Session>();
    let query = use_query_map();
    let params = use_params_map();
    provide_context(Offices(offices(session)));
    let filter = Memo::new(move |_| query.with(|query| from_query(|name| query.get(name))));
    let opened = Memo::new(move |_| params.with(|params| params.get("id")).filter(|id| !id.is_empty()));
    let address = Callback::new(move |cursor| {
        let filter = AduanFilter {
            cursor,
            ..filter.get_untracked()
        };
        format!("{}{}", paths::ADUAN, to_query(&filter, encode))
    });
    let listing = Listing::<AduanRingkas>::new(session, address);
    let baru = RwSignal::new(0);
    Effect::new(move |_| {
        filter.track();
        listing.behind.set(true);
        baru.set(0);
        listing.reload();
    });
    keep_in(session);
    let salinan = Salinan::follow(session);
    Effect::new(move |_| {
        if filter.with(|filter| *filter != AduanFilter::default()) {
            salinan.butuh_semua();
        }
    });
    follow_changes(salinan, listing, filter, baru);
    let pilihan = Pilihan::new();
    let keys = Keys::listen();
    let antrean = expect_context::<Antrean>();
    provide_context(Dikerjakan(Memo::new(move |_| {
        dikerjakan(antrean, session.owner())
    })));
    let back =
        Signal::derive(move || format!("{}{}", Page::KotakMasuk.url(), to_query(&filter.get(), encode)));
    let on_change = Callback::new(move |()| {
        baru.set(0);
        listing.reload();
    });
    view! {
        <div class="inbox" class:opened=move || opened.with(Option::is_some)>
            <section class="inbox-list" aria-label="Daftar aduan">
                <div class="tools">
                    <div class="row between">
                        {move || {
                            if opened.with(Option::is_some) {
                                view! { <h2>"Aduan"</h2> }.into_any()
                            } else {
                                view! { <Heading title="Aduan" tab="Kotak masuk aduan" /> }.into_any()
                            }
                        }}
                        <KeysHelp keys=keys />
                    </div>
                    <InboxTools filter=filter />
                    <Borongan session=session listing=listing pilihan=pilihan />
                </div>
                <Baru listing=listing baru=baru />
                <Lines listing=listing filter=filter opened=opened pilihan=pilihan salinan=salinan />
                <Tersimpan salinan=salinan />
            </section>
            {move || match opened.get() {
                Some(id) => view! { <DetailPage id=id back=back on_change=on_change salinan=salinan /> }.into_any(),
                None => {
                    view! {
                        <div class="pane idle">
                            <EmptyState title="Pilih aduan" text="Buka satu aduan di daftar untuk membaca dan menanganinya." />
                        </div>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Lines(
    listing: Listing<AduanRingkas>,
    filter: Memo<AduanFilter>,
    opened: Memo<Option<String>>,
    pilihan: Pilihan,
    salinan: Salinan,
) -> impl IntoView {
    let offline = Memo::new(move |_| {
        listing
            .state
            .with(|state| matches!(state, Loaded::Failed(ApiFailure::Offline)))
    });
    let waiting = Memo::new(move |_| {
        listing.behind.get() && listing.state.with(|state| !matches!(state, Loaded::Failed(_)))
    });
    // What is here is shown at once; what the server says takes its place when it comes.
    let local = Memo::new(move |_| salinan.ada() && (waiting.get() || offline.get()));
    let line = Callback::new(move |aduan: AduanRingkas| {
        let id = aduan.id;
        let utuh = Signal::derive(move || offline.get() && salinan.utuh(id));
        view! { <InboxLine aduan=aduan filter=filter opened=opened pilihan=pilihan utuh=utuh /> }.into_any()
    });
    let retry = Callback::new(move |()| listing.reload());
    // Where nothing is kept, what stands in its place asks.
    let lost = Signal::derive(move || offline.get() && local.get());
    when_back(lost, move || listing.reload());
    move || {
        if local.get() {
            view! { <LinesLokal salinan=salinan filter=filter offline=offline on_retry=retry line=line /> }
                .into_any()
        } else {
            view! { <LinesServer listing=listing filter=filter opened=opened pilihan=pilihan /> }.into_any()
        }
    }
}

/// What changes elsewhere changes in the lines that are shown; what is new is offered, since it would push them away.
fn follow_changes(
    salinan: Salinan,
    listing: Listing<AduanRingkas>,
    filter: Memo<AduanFilter>,
    baru: RwSignal<usize>,
) {
    Effect::new(move |_| {
        let ids = salinan.berubah.get();
        if ids.is_empty() {
            return;
        }
        listing.items.update(|items| {
            items.retain_mut(|item| {
                if !ids.contains(&item.id) {
                    return true;
                }
                let now = salinan.baris(item.id);
                now.map(|now| *item = now).is_some()
            });
        });
        let shown: HashSet<AduanId> = listing
            .items
            .with_untracked(|items| items.iter().map(|one| one.id).collect());
        let found = untrack(|| filter.with(|filter| salinan.cari(filter)));
        let other = |id: &AduanId| ids.contains(id) && !shown.contains(id);
        let first = |id: AduanId| salinan.baris(id).is_some_and(|one| one.versi == 1);
        let fresh = found.into_iter().filter(other).filter(|id| first(*id)).count();
        baru.update(|baru| *baru += fresh);
    });
}

#[component]
fn Baru(listing: Listing<AduanRingkas>, baru: RwSignal<usize>) -> impl IntoView {
    let show = move |_| {
        baru.set(0);
        listing.reload();
    };
    view! {
        <Show when=move || { baru.get() > 0 }>
            <div class="row between pad" role="status">
                <p class="small">{move || format!("{} aduan baru", baru.get())}</p>
                <Button kind=ButtonKind::Quiet on_press=show>"Tampilkan"</Button>
            </div>
        </Show>
    }
}

#[component]
fn LinesServer(
    listing: Listing<AduanRingkas>,
    filter: Memo<AduanFilter>,
    opened: Memo<Option<String>>,
    pilihan: Pilihan,
) -> impl IntoView {
    view! {
        <Listed listing=listing noun="aduan" empty=move || view! { <NothingThere narrowed=is_narrowed(&filter.get()) /> }>
            <ul class="lines">
                <For
                    each=move || listing.items.get()
                    key=line_key
                    let:aduan
                >
                    <InboxLine aduan=aduan filter=filter opened=opened pilihan=pilihan />
                </For>
            </ul>
        </Listed>
    }
}

#[component]
fn NothingThere(narrowed: bool) -> impl IntoView {
    if narrowed {
        view! {
            <EmptyState title="Tidak ada yang cocok" text="Tidak ada aduan dengan saringan ini.">
                <ButtonLink kind=ButtonKind::Quiet href=Page::KotakMasuk.url()>"Tampilkan semua"</ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState title="Kotak masuk kosong" text="Aduan warga akan muncul di sini begitu diterima." /> }
            .into_any()
    }
}
