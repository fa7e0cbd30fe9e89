//! The reports for which this device holds the key, whether they have left it or not. What the office has whole can be
//! taken off the device, for one that is shared.

use ::sync::{Kiriman, Rupa, State};
use leptos::prelude::*;
use shared::id::AduanId;
use shared::paths;
use shared::words::waktu;

use super::ikut::{BerhentiIkut, Kabar};
use super::kiriman_state::state_words;
use super::lacak_salinan;
use crate::account::session::Session;
use crate::antrean::Terkunci;
use crate::api::Caller;
use crate::kabar::{PemberitahuanView, Tentang, lepas};
use crate::offline::net_state::moment;
use crate::offline::{Antrean, Membuka, antrean as outbox};
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Chip, Dialog, EmptyState, Heading, Toaster};

/// How many of the latest are asked for at once how they stand: of older ones the thread tells.
const DIKABARI: usize = 20;

#[component]
pub fn AduanSayaPage() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    antrean.read_now();
    let asked = RwSignal::new(None::<Asked>);
    let own = own_reports(antrean);
    let tentang = Signal::derive(move || {
        own.with(|all| {
            let sent = all.iter().filter(|one| one.kepala.receipt.is_some());
            sent.map(news_of).collect()
        })
    });
    let empty = Memo::new(move |_| own.with(Vec::is_empty) && antrean.terkunci.get() == 0);
    view! {
        <Heading title="Aduan saya" />
        <p class="muted">
            "Aduan yang dikirim atau diikuti dari perangkat ini. Di perangkat lain, buka lewat tautan yang Anda simpan."
        </p>
        <Terkunci />
        {move || {
            if !antrean.loaded.get() {
                return view! { <Membuka /> }.into_any();
            }
            if empty.get() {
                view! {
                    <EmptyState
                        title="Belum ada aduan"
                        text="Setelah Anda mengirim aduan, kabar dan jawabannya dapat dibuka dari sini."
                    >
                        <ButtonLink href=Page::AduanBaru.url()>"Buat aduan"</ButtonLink>
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <Lines own=own asked=asked /> }.into_any()
            }
        }}
        <PemberitahuanView tentang=tentang />
        <DeleteDialog asked=asked />
    }
}

/// The reports themselves, of those that whoever is at the device may see: not what was done to one, nor what an officer
/// entered who is not logged in.
fn own_reports(antrean: Antrean) -> Memo<Vec<Kiriman>> {
    let session = expect_context::<Session>();
    Memo::new(move |_| {
        let owner = session.owner();
        let shown = |one: &&Kiriman| one.kepala.pada().is_none() && one.kepala.is_seen_by(owner);
        antrean
            .all
            .with(|all| all.iter().filter(shown).cloned().collect())
    })
}

/// A line stays as it is while others change: that there is news is told once, and not taken back by a line drawn anew.
#[component]
fn Lines(own: Memo<Vec<Kiriman>>, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let line = move |first: Kiriman| {
        let id = first.kepala.id;
        let kiriman = Memo::new(move |_| antrean.of(id).unwrap_or_else(|| first.clone()));
        let moving = Memo::new(move |_| antrean.moving.get() == Some(id));
        let fresh =
            Memo::new(move |_| own.with(|all| all.iter().take(DIKABARI).any(|one| one.kepala.id == id)));
        view! {
            <li>
                {move || view! { <Report kiriman=kiriman.get() moving=moving fresh=fresh.get() asked=asked /> }}
            </li>
        }
    };
    view! {
        <ul class="stack plain-list">
            <For each=move || own.get() key=|kiriman| kiriman.kepala.id children=line />
        </ul>
    }
}

/// Where the news of a kiriman that the office has is asked for.
fn news_of(kiriman: &Kiriman) -> Tentang {
    let place = match kiriman.kepala.rupa {
        Rupa::Aduan | Rupa::Susulan(_) => paths::ADUAN,
        Rupa::Ikut => paths::IKUT,
    };
    Tentang {
        path: format!("{place}/{}/langganan", kiriman.kepala.id),
        caller: Caller::Pelapor(kiriman.rahasia.kunci.clone()),
        milik: String::new(),
    }
}

/// The report that the person wants off the device.
#[derive(Clone, PartialEq)]
struct Asked {
    id: AduanId,
    judul: String,
}

#[component]
fn DeleteDialog(asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let toaster = expect_context::<Toaster>();
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    // However the dialog was closed, the same report can be asked for again. Setting what is already so would wake the
    // effect above, and that one this one, for ever.
    Effect::new(move |_| {
        if !open.get() && asked.with_untracked(Option::is_some) {
            asked.set(None);
        }
    });
    let antrean = expect_context::<Antrean>();
    let delete = move |_| {
        let Some(Asked { id, .. }) = asked.get_untracked() else {
            return;
        };
        open.set(false);
        let kiriman = untrack(|| antrean.of(id));
        let names = |kiriman: &Kiriman| (kiriman.rahasia.kode.clone(), kiriman.rahasia.kunci.clone());
        let names = kiriman.as_ref().map(names);
        let told = kiriman.map(|kiriman| news_of(&kiriman));
        leptos::task::spawn_local(async move {
            // While its key is still here.
            if let Some(told) = told {
                lepas(told).await;
            }
            if let Some((kode, kunci)) = names {
                lacak_salinan::forget(&kode, &kunci).await;
            }
            toaster.say(match outbox::delete_sent(id).await {
                Ok(()) => "Aduan dihapus dari perangkat ini.",
                Err(error) => error.words(),
            });
        });
    };
    view! {
        <Dialog open=open title="Hapus dari perangkat ini?">
            <p><strong>{move || asked.get().map(|asked| asked.judul)}</strong></p>
            <p>"Kantor tetap menangani aduan ini. Isi, foto, dan kunci untuk membuka percakapannya dihapus dari perangkat ini. Tanpa tautan yang Anda simpan di tempat lain, percakapannya tidak dapat dibuka lagi."</p>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Tidak jadi"</Button>
                <Button kind=ButtonKind::Danger on_press=delete>"Hapus"</Button>
            </div>
        </Dialog>
    }
}

#[component]
fn Report(
    kiriman: Kiriman,
    moving: Memo<bool>,
    fresh: bool,
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let own = kiriman.kepala.clone();
    let chip = move || {
        let (words, tone) = state_words(&own, moving.get());
        view! { <Chip tone=tone>{words}</Chip> }
    };
    // Before the office has it there is no thread to open, only the receipt.
    let url = match (kiriman.kepala.rupa, kiriman.kepala.state()) {
        (Rupa::Aduan, State::Terkirim | State::MenungguFoto) => Page::Lacak {
            kode: kiriman.rahasia.kode.to_string(),
            kunci: kiriman.rahasia.kunci.as_str().to_owned(),
        },
        (Rupa::Ikut | Rupa::Susulan(_), _)
        | (Rupa::Aduan, State::Tersimpan | State::PerluDiperbaiki | State::MenungguMasuk) => {
            Page::AduanTersimpan {
                id: kiriman.kepala.id.to_string(),
            }
        }
    }
    .url();
    let known = (fresh && kiriman.kepala.state() == State::Terkirim)
        .then(|| view! { <Kabar kode=kiriman.rahasia.kode.clone() /> });
    let stop = (kiriman.kepala.rupa == Rupa::Ikut).then(|| {
        view! { <div class="row end"><BerhentiIkut kiriman=kiriman.clone() /></div> }
    });
    let saved = moment(kiriman.kepala.saved_at).map(waktu).unwrap_or_default();
    let kode = kiriman.rahasia.kode.to_string();
    let delete =
        (kiriman.kepala.rupa == Rupa::Aduan && kiriman.kepala.state() == State::Terkirim).then(|| {
            let own = Asked {
                id: kiriman.kepala.id,
                judul: kiriman.rahasia.judul.clone(),
            };
            let words = format!(" aduan {kode}");
            view! {
                <div class="row end">
                    <Button kind=ButtonKind::Plain on_press=move |_| asked.set(Some(own.clone()))>
                        "Hapus dari perangkat" <span class="unseen">{words}</span>
                    </Button>
                </div>
            }
        });
    view! {
        <Card>
            <div class="row between">
                <h2 class="grow"><a href=url>{kiriman.rahasia.judul}</a></h2>
                {chip}
            </div>
            <p class="kode small">{kode}</p>
            <p class="small muted num">{saved}</p>
            {known}
            {stop}
            {delete}
        </Card>
    }
}
