//! The accounts that somebody keeps: searched, narrowed, read page by page.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::account::{AkunFilter, AkunRingkas};
use shared::paths;

use super::filter::{from_query, is_narrowed, to_query};
use super::tools::AkunTools;
use crate::account::keep_in;
use crate::account::session::Session;
use crate::listing::{Listed, Listing};
use crate::page::{Page, encode};
use crate::portal::PortalContext;
use crate::ui::{ButtonKind, ButtonLink, Chip, EmptyState, Heading, Tone};

#[component]
pub fn AkunListPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| from_query(|name| query.get(name))));
    let address = Callback::new(move |cursor| {
        let filter = AkunFilter {
            cursor,
            ..filter.get_untracked()
        };
        format!("{}{}", paths::AKUN, to_query(&filter, encode))
    });
    let listing = Listing::<AkunRingkas>::new(session, address);
    Effect::new(move |_| {
        filter.track();
        listing.reload();
    });
    view! {
        <section class="desk-list" aria-label="Daftar akun">
            <div class="tools">
                <Heading title="Akun petugas" />
                <div class="actions">
                    <ButtonLink href=Page::KelolaAkunBaru.url()>"Buat akun"</ButtonLink>
                    <ButtonLink kind=ButtonKind::Quiet href=Page::KelolaAkunImpor.url()>"Impor dari berkas"</ButtonLink>
                </div>
                <AkunTools filter=filter />
            </div>
            <Lines listing=listing filter=filter />
        </section>
    }
}

#[component]
fn Lines(listing: Listing<AkunRingkas>, filter: Memo<AkunFilter>) -> impl IntoView {
    view! {
        <Listed listing=listing noun="akun" empty=move || view! { <NothingThere narrowed=is_narrowed(&filter.get()) /> }>
            <ul class="lines">
                <For each=move || listing.items.get() key=|akun| akun.id let:akun>
                    <Line akun=akun />
                </For>
            </ul>
        </Listed>
    }
}

#[component]
fn NothingThere(narrowed: bool) -> impl IntoView {
    if narrowed {
        view! {
            <EmptyState title="Tidak ada yang cocok" text="Tidak ada akun dengan saringan ini. Periksa ejaannya, atau longgarkan saringan.">
                <ButtonLink kind=ButtonKind::Quiet href=Page::KelolaAkun.url()>"Tampilkan semua"</ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState title="Belum ada akun" text="Buat akun satu per satu, atau sekaligus dari berkas XLSX atau CSV.">
                <ButtonLink href=Page::KelolaAkunBaru.url()>"Buat akun"</ButtonLink>
            </EmptyState>
        }
        .into_any()
    }
}

#[component]
fn Line(akun: AkunRingkas) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let href = Page::KelolaAkunRinci {
        id: akun.id.to_string(),
    }
    .url();
    let work = akun.penugasan;
    let roles = move || {
        let words: Vec<String> = work
            .iter()
            .map(|held| format!("{}, {}", held.peran.label(), portal.region_name(&held.wilayah)))
            .collect();
        if words.is_empty() {
            "Tanpa tugas hari ini".to_owned()
        } else {
            words.join(" · ")
        }
    };
    view! {
        <li>
            <a class="line" href=href>
                <b>{akun.nama}</b>
                <span class="state">{(!akun.aktif).then(|| view! { <Chip tone=Tone::Clay>"Ditutup"</Chip> })}</span>
                <span class="small muted">{roles}</span>
                <span class="small muted state">{akun.nama_pengguna}</span>
            </a>
        </li>
    }
}
