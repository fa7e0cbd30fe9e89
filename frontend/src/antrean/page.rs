//! The outbox on screen: all that waits on this device, how far it is, and what the person can do about it.

use ::sync::{Kiriman, LinkState, State, is_old, progress};
use leptos::prelude::*;
use shared::words::{ukuran, waktu};

use super::item::Item;
use super::simpan_peta::SimpanPeta;
use crate::aduan::draf::Draf;
use crate::offline::net_state::moment;
use crate::offline::space::{Space, space};
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, draf, now};
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, EmptyState, Heading, Notice, Skeleton, Tone};

#[component]
pub fn AntreanPage() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    antrean.read_now();
    let syncer = expect_context::<Syncer>();
    let empty = move || antrean.all.with(Vec::is_empty);
    view! {
        <Heading title="Antrean" />
        <p class="muted">"Yang Anda simpan di perangkat ini. Tidak ada yang hilang sebelum kantor menerimanya."</p>
        {move || {
            antrean.trouble.get().map(|error| view! { <Notice tone=Tone::Clay alert=true><p>{error.words()}</p></Notice> })
        }}
        <OldWarning />
        <Drafts />
        {move || {
            if !antrean.loaded.get() {
                view! { <Skeleton /> }.into_any()
            } else if empty() {
                view! {
                    <EmptyState
                        title="Antrean kosong"
                        text="Aduan yang Anda kirim muncul di sini, juga saat tidak ada jaringan."
                    >
                        <ButtonLink href=Page::AduanBaru.url()>"Buat aduan"</ButtonLink>
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <Items /> }.into_any()
            }
        }}
        <Totals />
        <SimpanPeta />
        <Show when=move || { antrean.waiting() > 0 }>
            <div class="foot">
                <Button wide=true on_press=move |_| syncer.wake()>"Kirim sekarang"</Button>
            </div>
        </Show>
    }
}

#[component]
fn Items() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let item = move |first: Kiriman| {
        let id = first.id;
        let kiriman = Memo::new(move |_| antrean.of(id).unwrap_or_else(|| first.clone()));
        view! { <li><Item kiriman=kiriman /></li> }
    };
    view! {
        <ul class="stack plain-list">
            <For each=move || antrean.all.get() key=|kiriman| kiriman.id children=item />
        </ul>
    }
}

/// Browsers may clear what was not opened for a week: say so in time.
#[component]
fn OldWarning() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let old = Memo::new(move |_| {
        antrean
            .all
            .with(|all| all.iter().filter(|kiriman| is_old(kiriman, now())).count())
    });
    view! {
        <Show when=move || { old.get() > 0 }>
            <Notice tone=Tone::Gold>
                <p>
                    {move || format!("{} aduan sudah menunggu lebih dari tiga hari. ", old.get())}
                    "Buka portal di tempat yang ada jaringan dalam beberapa hari ini, karena peramban dapat mengosongkan penyimpanan situs yang lama tidak dibuka."
                </p>
            </Notice>
        </Show>
    }
}

/// What was begun and not sent.
#[component]
fn Drafts() -> impl IntoView {
    let drafts = RwSignal::new(Vec::<Draf>::new());
    leptos::task::spawn_local(async move {
        if let Ok(mut found) = draf::all::<Draf>().await {
            found.retain(|draf| !draf.isian.is_empty());
            drafts.try_set(found);
        }
    });
    let line = |draf: Draf| {
        let at = moment(draf.changed_at).map(waktu).unwrap_or_default();
        view! {
            <Card>
                <h2>"Draf belum dikirim"</h2>
                <p class="small muted">{format!("Terakhir diubah {at}")}</p>
                <ButtonLink kind=ButtonKind::Quiet href=Page::AduanDraf { id: draf.id.to_string() }.url()>
                    "Lanjutkan"
                </ButtonLink>
            </Card>
        }
    };
    move || drafts.get().into_iter().map(line).collect_view()
}

/// How much waits, when the office last answered, and how safe the storage is.
#[component]
fn Totals() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let room = RwSignal::new(None::<Space>);
    leptos::task::spawn_local(async move {
        let found = space().await;
        room.try_set(Some(found));
    });
    let waiting = move || {
        antrean.all.with(|all| {
            let left = |kiriman: &Kiriman| {
                let shown = progress(kiriman);
                shown.total - shown.sent
            };
            ukuran(
                all.iter()
                    .filter(|kiriman| kiriman.state() != State::Terkirim)
                    .map(left)
                    .sum(),
            )
        })
    };
    let contact = move || match antrean.link.get().last_contact.and_then(moment) {
        Some(at) => waktu(at),
        None => match antrean.link.get().state {
            LinkState::Unknown => "Sedang diperiksa".to_owned(),
            LinkState::Up | LinkState::Down => "Belum ada sejak portal dibuka".to_owned(),
        },
    };
    let kept = move || {
        room.get().map(|room| {
            let used = room
                .used
                .map(|bytes| format!("{} terpakai. ", ukuran(bytes)))
                .unwrap_or_default();
            let safe = if room.persistent {
                "Dijaga peramban dari pengosongan."
            } else {
                "Belum dijaga peramban: pasang portal di layar utama agar lebih aman."
            };
            format!("{used}{safe}")
        })
    };
    view! {
        <dl class="facts">
            <dt>"Belum terkirim"</dt>
            <dd class="num">{waiting}</dd>
            <dt>"Kontak terakhir"</dt>
            <dd class="num">{contact}</dd>
            <dt>"Penyimpanan"</dt>
            <dd class="num">{kept}</dd>
        </dl>
    }
}
