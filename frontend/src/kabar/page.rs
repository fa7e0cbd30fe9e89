//! An officer's news, the newest first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::account::Hak;
use shared::id::KabarId;
use shared::kabar::{Dibaca, Kabar, Peristiwa};
use shared::paths;
use shared::words::waktu;

use super::tertahan::Tertahan;
use super::{KabarCount, PemberitahuanView, Tentang};
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::listing::{Listed, Listing};
use crate::message;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Chip, EmptyState, Heading, TabLink, Toaster, Tone};

#[component]
pub fn KabarPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let query = use_query_map();
    let semua = Memo::new(move |_| query.with(|query| query.get("semua").is_some()));
    let address = Callback::new(move |cursor: Option<String>| {
        let mut address = format!("{}?belum={}", paths::KABAR, !semua.get_untracked());
        if let Some(cursor) = cursor {
            address.push_str(&format!("&cursor={cursor}"));
        }
        address
    });
    let listing = Listing::<Kabar>::new(session, address);
    Effect::new(move |_| {
        semua.track();
        listing.reload();
    });
    let oversees = Memo::new(move |_| {
        session
            .account()
            .is_some_and(|account| account.boleh(Hak::KelolaKabar))
    });
    let tentang = Signal::derive(move || {
        let own = session.account().map(|account| Tentang {
            path: paths::KABAR_LANGGANAN.to_owned(),
            caller: Caller::Petugas(session),
            milik: account.id.to_string(),
        });
        own.into_iter().collect()
    });
    view! {
        <section class="desk-list" aria-label="Kabar">
            <div class="tools">
                <Heading title="Kabar" />
                <div class="row">
                    <TabLink href=Page::Kabar { semua: false }.url() current=Signal::derive(move || !semua.get())>"Belum dibaca"</TabLink>
                    <TabLink href=Page::Kabar { semua: true }.url() current=semua>"Semua"</TabLink>
                    <AllRead session=session listing=listing />
                </div>
            </div>
            <PemberitahuanView tentang=tentang />
            <Lines session=session listing=listing semua=semua />
            <Show when=move || oversees.get()>
                <Tertahan session=session />
            </Show>
        </section>
    }
}

/// Marks all up to the newest that is shown: what came since was not seen.
#[component]
fn AllRead(session: Session, listing: Listing<Kabar>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toaster = expect_context::<Toaster>();
    let newest = Memo::new(move |_| {
        listing.items.with(|items| {
            items
                .first()
                .filter(|_| items.iter().any(|one| !one.dibaca))
                .map(|one| one.id)
        })
    });
    let count = expect_context::<KabarCount>();
    let mark = move |_| {
        let Some(id) = newest.get_untracked() else {
            return;
        };
        busy.set(true);
        leptos::task::spawn_local(async move {
            let marked = mark(session, (id, true), count).await;
            busy.try_set(false);
            match marked {
                Ok(()) => {
                    listing.reload();
                    toaster.say("Semua kabar ditandai sudah dibaca.");
                }
                Err(failure) => toaster.say(message::of_failure(&failure)),
            }
        });
    };
    view! {
        <Show when=move || newest.get().is_some()>
            <Button kind=ButtonKind::Quiet busy=busy on_press=mark>"Tandai semua dibaca"</Button>
        </Show>
    }
}

async fn mark(
    session: Session,
    (id, dan_sebelumnya): (KabarId, bool),
    count: KabarCount,
) -> Result<(), api::ApiFailure> {
    let what = Dibaca { id, dan_sebelumnya };
    let left = api::put(paths::KABAR_DIBACA, &what, &Caller::Petugas(session)).await?;
    count.0.try_set(left);
    Ok(())
}

#[component]
fn Lines(session: Session, listing: Listing<Kabar>, semua: Memo<bool>) -> impl IntoView {
    view! {
        <Listed listing=listing noun="kabar" empty=move || nothing(semua.get())>
            <ul class="lines" aria-label="Daftar kabar">
                <For each=move || listing.items.get() key=|one| (one.id, one.dibaca) let:one>
                    <Line session=session kabar=one />
                </For>
            </ul>
        </Listed>
    }
}

fn nothing(semua: bool) -> impl IntoView {
    if semua {
        view! { <EmptyState title="Belum ada kabar" text="Di sini tampil aduan yang perlu Anda tangani: yang baru masuk, yang didisposisikan kepada Anda, pesan pelapor, dan yang lewat batas waktu." /> }
            .into_any()
    } else {
        view! {
            <EmptyState title="Semua kabar sudah dibaca" text="Kabar baru tampil di sini begitu ada yang perlu Anda tangani.">
                <ButtonLink kind=ButtonKind::Quiet href=Page::Kabar { semua: true }.url()>"Lihat semua kabar"</ButtonLink>
            </EmptyState>
        }
        .into_any()
    }
}

#[component]
fn Line(session: Session, kabar: Kabar) -> impl IntoView {
    let count = expect_context::<KabarCount>();
    let (id, unread): (KabarId, bool) = (kabar.id, !kabar.dibaca);
    // Also where it then turns out that the complaint is his no more; without a network it stays unread.
    let read = move |_| {
        if unread {
            leptos::task::spawn_local(async move {
                drop(mark(session, (id, false), count).await);
            });
        }
    };
    let url = match kabar.peristiwa {
        Peristiwa::PermintaanData => Page::KelolaData { dijawab: false }.url(),
        Peristiwa::Masuk
        | Peristiwa::Didisposisikan
        | Peristiwa::DibukaKembali
        | Peristiwa::PesanPelapor
        | Peristiwa::Eskalasi => Page::AduanKantor {
            id: kabar.aduan_id.to_string(),
        }
        .url(),
    };
    view! {
        <li>
            <a class="line" href=url on:click=read>
                <b>{kabar.peristiwa.label()}</b>
                <span class="state">{unread.then(|| view! { <Chip tone=Tone::Gold>"Baru"</Chip> })}</span>
                <span class="small">{format!("{} · {}", kabar.kategori.label(), kabar.tempat)}</span>
                <span class="small muted state num">{waktu(kabar.pada)}</span>
                <span class="small muted num">{kabar.kode}</span>
            </a>
        </li>
    }
}
