//! Following somebody else's complaint: it is stored on the device at once and sent like anything else.

use std::time::Duration;

use ::sync::{Kiriman, Nama, Rupa, State};
use chrono::Utc;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::aduan::{IkutAkhir, IkutBaru};
use shared::aksi::{Asal, SKEMA};
use shared::error::ErrorCode;
use shared::id::{AduanId, AksiId, IkutId};
use shared::kode::Kode;
use shared::kunci::Kunci;
use shared::paths;
use shared::publik::PublikRingkas;

use super::draf::random;
use super::kabar_publik::kabar;
use super::kiriman_state::{KirimanState, next_words};
use super::serupa::{Sekitar, bekal, serupa};
use crate::api::{self, ApiFailure, Caller};
use crate::chunk_door;
use crate::device;
use crate::idle::when_idle;
use crate::message;
use crate::offline::antrean::Stamp;
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, StoreError, antrean, now};
use crate::page::{Page, cek_url};
use crate::ui::chunk::{Chunk, ChunkView};
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Dialog, Heading, Notice, Toaster, Tone};

chunk_door!(publik, fn open_serupa(props: Sekitar) = serupa);
chunk_door!(publik, fn open_bekal() = bekal);
chunk_door!(publik, fn open_kabar(kode: Kode) = kabar);

/// A form that was just opened is left alone so long.
const SETTLED: Duration = Duration::from_secs(3);

/// What the device takes along for the place step, while there is a network. Fetching it is work, and whoever opens a
/// form wants to write: it waits until the form is at rest, or its next step is opened.
#[component]
pub fn Bekal() -> impl IntoView {
    let due = RwSignal::new(false);
    let settled = set_timeout_with_handle(
        move || {
            when_idle(move || {
                due.try_set(true);
            });
        },
        SETTLED,
    );
    on_cleanup(move || drop(settled.map(|settled| settled.clear())));
    let query = use_query_map();
    Effect::new(move |_| {
        if query.with(|query| query.get("langkah").is_some_and(|step| step != "1")) {
            due.set(true);
        }
    });
    view! {
        <Show when=move || due.get()>
            <ChunkView chunk=Chunk::Publik open=open_bekal quiet=true />
        </Show>
    }
}

/// How the complaint stands now, as anyone may see it.
#[component]
pub fn Kabar(kode: Kode) -> impl IntoView {
    view! { <ChunkView chunk=Chunk::Publik open=move || open_kabar(kode.clone()) quiet=true /> }
}

/// Open ones near the place, and the question before one of them is followed.
#[component]
pub fn Serupa(
    kategori: Signal<String>,
    posisi: Signal<Option<shared::place::Posisi>>,
    /// It is the person's own matter, so that he may follow instead.
    may_follow: bool,
) -> impl IntoView {
    let outbox = expect_context::<Antrean>();
    outbox.read_now();
    let asked = RwSignal::new(None::<PublikRingkas>);
    let punya = Signal::derive(move || {
        outbox.all.with(|all| {
            all.iter()
                .filter(|one| one.kepala.pada().is_none())
                .map(|one| (one.rahasia.kode.clone(), one.kepala.rupa))
                .collect()
        })
    });
    let props = Sekitar {
        kategori,
        posisi,
        punya,
        on_ikut: may_follow.then(|| Callback::new(move |one| asked.set(Some(one)))),
    };
    view! {
        <ChunkView chunk=Chunk::Publik open=move || open_serupa(props.clone()) quiet=true />
        <Question asked=asked />
    }
}

#[component]
fn Question(asked: RwSignal<Option<PublikRingkas>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let trouble = RwSignal::new(None::<StoreError>);
    let navigate = use_navigate();
    let syncer = expect_context::<Syncer>();
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && asked.with_untracked(Option::is_some) {
            asked.set(None);
        }
    });
    let follow = Callback::new(move |()| {
        let Some(one) = asked.get_untracked() else {
            return;
        };
        let navigate = navigate.clone();
        trouble.set(None);
        leptos::task::spawn_local(async move {
            let id = IkutId::mint();
            let freeze = |stamp| freeze(id, &one, &stamp);
            match antrean::store_new(device::perangkat(), None, &freeze).await {
                Ok(()) => {
                    syncer.wake();
                    let id = id.to_string();
                    navigate(&Page::AduanTersimpan { id }.url(), NavigateOptions::default());
                }
                Err(error) => drop(trouble.try_set(Some(error))),
            }
        });
    });
    view! {
        <Dialog open=open title="Ikuti aduan ini?">
            <p><strong>{move || asked.with(|one| one.as_ref().map(label))}</strong></p>
            <p>"Nama dan nomor Anda tidak ditanyakan. Setiap kali ada perubahan, kabarnya tampil di Aduan saya. Isian Anda sendiri tidak dikirim; drafnya tetap tersimpan di perangkat ini."</p>
            {move || {
                trouble.get().map(|error| view! { <Notice tone=Tone::Clay alert=true><p>{error.words()}</p></Notice> })
            }}
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Tidak jadi"</Button>
                <Button on_press=move |_| follow.run(())>"Ikuti"</Button>
            </div>
        </Dialog>
    }
}

fn label(one: &PublikRingkas) -> String {
    match &one.judul {
        Some(judul) => judul.clone(),
        None => format!("{}, {}", one.kategori.label(), one.wilayah),
    }
}

fn freeze(id: IkutId, one: &PublikRingkas, stamp: &Stamp) -> Option<Kiriman> {
    let kunci = Kunci::from_random(random()?);
    let body = IkutBaru {
        id,
        kode: one.kode.clone(),
        kunci_hash: kunci.hash(),
        asal: Asal {
            perangkat: stamp.perangkat,
            urutan: stamp.urutan,
            ditangkap_pada: Utc::now(),
            skema: SKEMA,
        },
    };
    let nama = Nama {
        id: AduanId(id.0),
        aksi: AksiId::mint(),
        kode: one.kode.clone(),
        kunci,
    };
    let isi = serde_json::to_string(&body).ok()?;
    let mut kiriman = Kiriman::new(nama, label(one), isi, (stamp.urutan, now()));
    kiriman.kepala.rupa = Rupa::Ikut;
    Some(kiriman)
}

/// What a person sees after *Ikuti*, at once and without a network.
#[component]
pub fn IkutTersimpan(kiriman: Memo<Kiriman>) -> impl IntoView {
    let outbox = expect_context::<Antrean>();
    let (kode, judul) = kiriman.with_untracked(|one| (one.rahasia.kode.clone(), one.rahasia.judul.clone()));
    let href = cek_url(kode.as_str());
    let next = move || kiriman.with(|one| next_words(&one.kepala, outbox));
    let sent = Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) == State::Terkirim);
    view! {
        <div class="hero">
            <p class="small">"Terima kasih sudah ikut memperhatikan."</p>
            <Heading title="Anda mengikuti aduan ini" />
            <p>{judul}</p>
        </div>
        <Card lift=true>
            <KirimanState kiriman=kiriman />
            <p>{next}</p>
            {move || sent.get().then(|| view! { <Kabar kode=kode.clone() /> })}
            <p class="small muted">
                "Kabarnya tampil di Aduan saya. Isian yang tadi Anda mulai masih tersimpan sebagai draf: lanjutkan bila ternyata lain, atau buang."
            </p>
        </Card>
        <div class="actions">
            <ButtonLink href=Page::AduanSaya.url()>"Ke Aduan saya"</ButtonLink>
            <a class="btn quiet" href=href rel="external">"Lihat aduannya"</a>
            <ButtonLink kind=ButtonKind::Quiet href=Page::AduanBaru.url()>"Buka draf saya"</ButtonLink>
        </div>
    }
}

/// Ends a following here and at the office. Without a network it goes on: the office would count somebody who left.
#[component]
pub fn BerhentiIkut(kiriman: Kiriman) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let busy = RwSignal::new(false);
    let words = format!(" mengikuti aduan {}", kiriman.rahasia.kode);
    let aksi = AksiId::mint();
    let stop = move |_| {
        let own = kiriman.clone();
        busy.set(true);
        leptos::task::spawn_local(async move {
            // What was tried may have arrived, though its answer did not.
            let ended = if own.kepala.tries > 0 {
                end(&own, aksi).await
            } else {
                Ok(())
            };
            toaster.say(match ended {
                Ok(()) => match antrean::delete_sent(own.kepala.id).await {
                    Ok(()) => "Anda tidak lagi mengikuti aduan itu.".to_owned(),
                    Err(error) => error.words().to_owned(),
                },
                Err(failure) => message::of_failure(&failure),
            });
            busy.try_set(false);
        });
    };
    view! {
        <Button kind=ButtonKind::Plain busy=busy on_press=stop>
            "Berhenti" <span class="unseen">{words}</span>
        </Button>
    }
}

async fn end(own: &Kiriman, aksi: AksiId) -> Result<(), ApiFailure> {
    let path = format!("{}/{}/akhiri", paths::IKUT, own.kepala.id);
    let body = IkutAkhir { asal: device::asal() };
    let caller = Caller::Pelapor(own.rahasia.kunci.clone());
    match api::post_aksi(&path, &body, aksi, &caller).await {
        // The office knows nothing of it any more, which is what is wanted.
        Err(failure) if failure.code() == Some(ErrorCode::TidakDitemukan) => Ok(()),
        ended => ended,
    }
}
