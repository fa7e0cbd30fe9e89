//! The officer's inbox: what is asked for stands in the address, the list beside the one that is open,
//! everything within reach of the keyboard. The code comes as a part of its own (`Chunk::Kantor`).

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::aduan::{AduanFilter, AduanRingkas};
use shared::paths;

use super::detail_page::DetailPage;
use super::inbox_filter::{from_query, is_narrowed, to_query};
use super::inbox_keys::{Keys, KeysHelp};
use super::inbox_line::InboxLine;
use super::inbox_pilihan::{Borongan, Pilihan};
use super::inbox_tools::InboxTools;
use crate::account::keep_in;
use crate::account::session::Session;
use crate::chunk_door;
use crate::listing::{Listed, Listing};
use crate::page::{Page, encode};
use crate::skpd::{Offices, offices};
use crate::ui::chunk::{Chunk, ChunkView};
use crate::ui::{ButtonKind, ButtonLink, EmptyState, Heading};

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
    Effect::new(move |_| {
        filter.track();
        listing.reload();
    });
    keep_in(session);
    let pilihan = Pilihan::new();
    let keys = Keys::listen();
    let back =
        Signal::derive(move || format!("{}{}", Page::KotakMasuk.url(), to_query(&filter.get(), encode)));
    let on_change = Callback::new(move |()| listing.reload());
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
                <Lines listing=listing filter=filter opened=opened pilihan=pilihan />
            </section>
            {move || match opened.get() {
                Some(id) => view! { <DetailPage id=id back=back on_change=on_change /> }.into_any(),
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
) -> impl IntoView {
    view! {
        <Listed listing=listing noun="aduan" empty=move || view! { <NothingThere narrowed=is_narrowed(&filter.get()) /> }>
            <ul class="lines">
                <For
                    each=move || listing.items.get()
                    key=|aduan| (aduan.id, aduan.versi, aduan.foto_kurang)
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
