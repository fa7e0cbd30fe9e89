//! The outbox on screen: all that waits on this device, how far it is, and what the person can do about it.

use ::sync::{Kepala, Kiriman, LinkState, State, is_behind, is_old, progress};
use leptos::prelude::*;
use shared::aduan::judul_uraian;
use shared::words::{ukuran, waktu};

use super::item::Item;
use super::keamanan::Keamanan;
use super::simpan_peta::SimpanPeta;
use super::terkunci::Terkunci;
use crate::account::session::Session;
use crate::aduan::draf::Draf;
use crate::offline::net_state::moment;
use crate::offline::space::{Space, space};
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, Membuka, draf, now};
use crate::page::Page;
use crate::penyelamat::{HasilSimpan, Penyimpan, dapat_dibawa};
use crate::ui::{Button, ButtonKind, ButtonLink, Card, EmptyState, Heading, Notice, Toaster, Tone};

#[component]
pub fn AntreanPage() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    antrean.read_now();
    let syncer = expect_context::<Syncer>();
    let penyimpan = Penyimpan::new();
    provide_context(penyimpan);
    // Compared, so that a change of one thing does not take the whole list from under a person's finger.
    let empty = Memo::new(move |_| antrean.kepala.with(Vec::is_empty));
    let unread = Memo::new(move |_| antrean.trouble.with(Option::is_some));
    let toaster = expect_context::<Toaster>();
    // Not where all that waits is for somebody to decide, to unlock or to log in, or is behind that.
    let goes = Memo::new(move |_| {
        let heads = antrean.kepala.get();
        antrean.all.with(|all| {
            all.iter().any(|one| match one.kepala.state() {
                State::Tersimpan | State::MenungguFoto => !is_behind(&one.kepala, &heads),
                State::Terkirim | State::PerluDiperbaiki | State::MenungguMasuk => false,
            })
        })
    });
    let send = move |_| {
        syncer.wake();
        if antrean.link.with_untracked(|link| link.state) == LinkState::Down {
            toaster.say("Belum ada jaringan. Dikirim begitu tersambung.");
        }
    };
    view! {
        <Heading title="Antrean" />
        <p class="muted">"Yang Anda simpan di perangkat ini. Tidak ada yang hilang sebelum kantor menerimanya."</p>
        {move || {
            antrean.trouble.get().map(|error| view! { <Notice tone=Tone::Clay alert=true><p>{error.words()}</p></Notice> })
        }}
        <OldWarning />
        <Terkunci />
        <Rusak />
        <Drafts />
        {move || {
            if !antrean.loaded.get() {
                view! { <Membuka /> }.into_any()
            } else if !empty.get() {
                view! { <Items /> }.into_any()
            } else if unread.get() {
                // Nobody knows that it is empty.
                ().into_any()
            } else {
                view! {
                    <EmptyState
                        title="Antrean kosong"
                        text="Aduan yang Anda kirim muncul di sini, juga saat tidak ada jaringan."
                    >
                        <ButtonLink href=Page::AduanBaru.url()>"Buat aduan"</ButtonLink>
                    </EmptyState>
                }
                    .into_any()
            }
        }}
        <Totals />
        <SimpanBerkas penyimpan=penyimpan />
        <Keamanan />
        <SimpanPeta />
        <Show when=move || goes.get()>
            <div class="foot">
                <Button wide=true on_press=send>"Kirim sekarang"</Button>
            </div>
        </Show>
    }
}

#[component]
fn Items() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let item = move |first: Kiriman| {
        let id = first.kepala.id;
        let kiriman = Memo::new(move |_| antrean.of(id).unwrap_or_else(|| first.clone()));
        view! { <li><Item kiriman=kiriman /></li> }
    };
    // What needs the person comes first: something else may wait for it.
    let ordered = move || {
        let (mut first, rest): (Vec<_>, Vec<_>) = antrean
            .all
            .get()
            .into_iter()
            .partition(|one| one.kepala.state() == State::PerluDiperbaiki);
        first.extend(rest);
        first
    };
    view! {
        <ul class="stack plain-list">
            <For each=ordered key=|kiriman| kiriman.kepala.id children=item />
        </ul>
    }
}

/// For a phone that will not send: broken soon, or never where there is a network.
#[component]
fn SimpanBerkas(penyimpan: Penyimpan) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let save = move |_| {
        let waiting = antrean.all.with_untracked(|all| {
            let waits = |kiriman: &&Kiriman| dapat_dibawa(&kiriman.kepala);
            all.iter()
                .filter(waits)
                .map(|kiriman| kiriman.kepala.id)
                .collect()
        });
        penyimpan.simpan(waiting);
    };
    let some = Memo::new(move |_| {
        antrean
            .all
            .with(|all| all.iter().any(|kiriman| dapat_dibawa(&kiriman.kepala)))
    });
    let others = Memo::new(move |_| {
        antrean.all.with(|all| {
            let waits = |kepala: &Kepala| kepala.pada().is_some() && kepala.state() != State::Terkirim;
            all.iter().any(|kiriman| waits(&kiriman.kepala))
        })
    });
    view! {
        <Show when=move || some.get()>
            <Card>
                <h2>"HP ini akan diganti atau tidak mendapat jaringan?"</h2>
                <p>"Simpan yang menunggu sebagai berkas, lalu serahkan kepada admin di kantor. Hanya kantor yang dapat membukanya."</p>
                <Show when=move || { antrean.terkunci.get() > 0 }>
                    <p class="small">"Yang terkunci tidak ikut. Masukkan PIN dulu agar semuanya ikut."</p>
                </Show>
                <Show when=move || others.get()>
                    <p class="small">"Yang dikerjakan pada aduan yang sudah ada di kantor (langkah, pesan, catatan, foto, penilaian) tidak ikut, karena berkas tidak membuktikan siapa yang menulisnya."</p>
                </Show>
                <Button kind=ButtonKind::Quiet busy=penyimpan.busy on_press=save>"Simpan sebagai berkas"</Button>
            </Card>
        </Show>
        <Show when=move || others.get() && !some.get()>
            <p class="small muted">"Yang dikerjakan pada aduan yang sudah ada di kantor tidak dapat disimpan sebagai berkas, karena berkas tidak membuktikan siapa yang menulisnya. Semuanya menunggu di perangkat ini."</p>
        </Show>
        <HasilSimpan penyimpan=penyimpan />
    }
}

/// Browsers may clear what was not opened for a week: say so in time.
#[component]
fn OldWarning() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let old = Memo::new(move |_| {
        antrean
            .kepala
            .with(|all| all.iter().filter(|kepala| is_old(kepala, now())).count())
    });
    view! {
        <Show when=move || { old.get() > 0 }>
            <Notice tone=Tone::Gold>
                <p>
                    {move || format!("{} kiriman sudah menunggu lebih dari tiga hari. ", old.get())}
                    "Buka portal di tempat yang ada jaringan dalam beberapa hari ini, karena peramban dapat mengosongkan penyimpanan situs yang lama tidak dibuka."
                </p>
            </Notice>
        </Show>
    }
}

/// What no key opens: it is not sent, and not deleted either.
#[component]
fn Rusak() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let count = Memo::new(move |_| {
        let there = antrean.kepala.with(Vec::len);
        there.saturating_sub(antrean.all.with(Vec::len) + antrean.terkunci.get())
    });
    view! {
        <Show when=move || { count.get() > 0 }>
            <Notice tone=Tone::Clay>
                <p>
                    {move || format!("{} kiriman tidak dapat dibaca: ", count.get())}
                    "isinya rusak di perangkat ini, atau ditulis oleh versi portal yang lebih baru. Tidak ada yang dihapus. Bila isinya Anda ingat, buat aduan lagi."
                </p>
            </Notice>
        </Show>
    }
}

/// What was begun and not sent. What an officer began for somebody else is his alone.
#[component]
fn Drafts() -> impl IntoView {
    let session = expect_context::<Session>();
    let drafts = RwSignal::new(Vec::<Draf>::new());
    let sandi = expect_context::<Antrean>().sandi;
    let sandi = Memo::new(move |_| sandi.get());
    // Anew when the PIN is entered, and when it locks. Read, since a memo that nobody reads follows nothing.
    Effect::new(move |_| {
        let _ = sandi.get();
        leptos::task::spawn_local(async move {
            let mut found = draf::all::<Draf>().await.unwrap_or_default();
            let owner = untrack(|| session.owner());
            let is_own = |draf: &Draf| draf.titipan.is_none() || draf.titipan == owner;
            found.retain(|draf| !draf.isian.is_empty() && is_own(draf));
            drafts.try_set(found);
        });
    });
    let line = |draf: Draf| {
        let at = moment(draf.changed_at).map(waktu).unwrap_or_default();
        let id = draf.id.to_string();
        let uraian = judul_uraian(&draf.isian.uraian);
        let page = match draf.titipan {
            Some(_) => Page::TitipDraf { id },
            None => Page::AduanDraf { id },
        };
        view! {
            <Card>
                <h2>"Draf belum dikirim"</h2>
                {(!uraian.is_empty()).then(|| view! { <p class="prose">{uraian}</p> })}
                <p class="small muted">{format!("Terakhir diubah {at}")}</p>
                <ButtonLink kind=ButtonKind::Quiet href=page.url()>
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
        antrean.kepala.with(|all| {
            let left = |kepala: &Kepala| {
                let shown = progress(kepala);
                shown.total - shown.sent
            };
            ukuran(
                all.iter()
                    .filter(|kepala| kepala.state() != State::Terkirim)
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
