//! The outbox on screen: all that waits on this device, how far it is, and what the person can do about it.

use ::sync::{Kiriman, LinkState, Repair, State, is_old, progress};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::words::{ukuran, waktu};

use crate::aduan::draf::Draf;
use crate::aduan::kiriman_state::{KirimanState, next_words};
use crate::offline::net_state::moment;
use crate::offline::space::{Space, space};
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, antrean, draf, now};
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, EmptyState, Heading, Notice, Skeleton, Toaster, Tone};

#[component]
pub fn AntreanPage() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
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

#[component]
fn Item(kiriman: Memo<Kiriman>) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let facts = move || kiriman.with(facts);
    let next = move || kiriman.with(|kiriman| next_words(kiriman, antrean.link.get().state));
    let bad = Memo::new(move |_| kiriman.with(Kiriman::state) == State::PerluDiperbaiki);
    let card = move |tone: Tone| {
        let (judul, url) = kiriman.with_untracked(|kiriman| {
            let url = Page::AduanTersimpan {
                id: kiriman.id.to_string(),
            }
            .url();
            (kiriman.judul.clone(), url)
        });
        view! {
            <Card tone=tone>
                <div class="stack tight">
                    <h2><a href=url>{judul}</a></h2>
                    <p class="kode small">{kiriman.with_untracked(|kiriman| kiriman.kode.to_string())}</p>
                </div>
                <KirimanState kiriman=kiriman />
                <p class="small muted num">{facts}</p>
                <p class="small">{next}</p>
                <Actions kiriman=kiriman />
            </Card>
        }
    };
    move || card(if bad.get() { Tone::Clay } else { Tone::Leaf })
}

fn facts(kiriman: &Kiriman) -> String {
    let shown = progress(kiriman);
    let mut parts = Vec::new();
    if let Some(at) = moment(kiriman.saved_at) {
        parts.push(format!("Disimpan {}", waktu(at)));
    }
    if !kiriman.foto.is_empty() {
        parts.push(format!("{} foto", kiriman.foto.len()));
    }
    parts.push(match kiriman.state() {
        State::Terkirim => ukuran(shown.total),
        State::Tersimpan | State::MenungguFoto | State::PerluDiperbaiki | State::MenungguMasuk => {
            format!("{} dari {}", ukuran(shown.sent), ukuran(shown.total))
        }
    });
    if kiriman.tries > 1 && kiriman.state() != State::Terkirim {
        parts.push(format!("{} kali dicoba", kiriman.tries));
    }
    parts.join(" · ")
}

/// What a person can do for one that does not go on by itself.
#[component]
fn Actions(kiriman: Memo<Kiriman>) -> impl IntoView {
    let syncer = expect_context::<Syncer>();
    let again = move || {
        let (id, aksi) = kiriman.with_untracked(|kiriman| (kiriman.id, kiriman.aksi));
        syncer.send_again(id, aksi);
    };
    let resend =
        move || view! { <Button kind=ButtonKind::Quiet on_press=move |_| again()>"Kirim lagi"</Button> };
    let repair = Memo::new(move |_| kiriman.with(Kiriman::repair));
    let login = Memo::new(move |_| kiriman.with(Kiriman::state) == State::MenungguMasuk);
    move || match repair.get() {
        Some(repair @ (Repair::SameRecord | Repair::NewRecord)) => view! {
            <div class="actions">
                <MendButton kiriman=kiriman repair=repair />
                {resend()}
            </div>
        }
        .into_any(),
        Some(Repair::PhotosOnly) => view! {
            <div class="actions">
                <LetPhotosGo kiriman=kiriman />
                {resend()}
            </div>
        }
        .into_any(),
        None if login.get() => view! {
            <div class="actions">
                <ButtonLink href=Page::Masuk { kembali: Some(Page::Antrean.url()) }.url()>"Masuk"</ButtonLink>
                {resend()}
            </div>
        }
        .into_any(),
        None => ().into_any(),
    }
}

#[component]
fn MendButton(kiriman: Memo<Kiriman>, repair: Repair) -> impl IntoView {
    let navigate = use_navigate();
    let toaster = expect_context::<Toaster>();
    let mend = move |_| {
        let (navigate, old) = (navigate.clone(), kiriman.get_untracked());
        leptos::task::spawn_local(async move {
            let Some(own) = Draf::mend(&old, repair) else {
                toaster.say(
                    "Isi aduan ini tidak dapat dibuka lagi. Buat aduan baru, yang lama tetap tersimpan.",
                );
                return;
            };
            match draf::from_kiriman(&old, own.id, &own).await {
                Ok(()) => navigate(
                    &Page::AduanDraf {
                        id: own.id.to_string(),
                    }
                    .url(),
                    NavigateOptions::default(),
                ),
                Err(error) => toaster.say(error.words()),
            }
        });
    };
    view! { <Button on_press=mend>"Perbaiki"</Button> }
}

#[component]
fn LetPhotosGo(kiriman: Memo<Kiriman>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let let_go = move |_| {
        let (id, aksi) = kiriman.with_untracked(|kiriman| (kiriman.id, kiriman.aksi));
        leptos::task::spawn_local(async move {
            if let Err(error) = antrean::change(id, aksi, |kiriman| kiriman.let_photos_go(now())).await {
                toaster.say(error.words());
            }
        });
    };
    view! { <Button on_press=let_go>"Lanjut tanpa foto itu"</Button> }
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
