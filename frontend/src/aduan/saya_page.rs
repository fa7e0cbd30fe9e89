//! The reports for which this device holds the key, whether they have left it or not. What the office has whole can be
//! taken off the device, for one that is shared.

use ::sync::{Kiriman, State};
use leptos::prelude::*;
use shared::id::AduanId;
use shared::words::waktu;

use super::kiriman_state::state_words;
use crate::offline::net_state::moment;
use crate::offline::{Antrean, antrean};
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Chip, Dialog, EmptyState, Heading, Skeleton, Toaster};

#[component]
pub fn AduanSayaPage() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    antrean.read_now();
    let asked = RwSignal::new(None::<Asked>);
    view! {
        <Heading title="Aduan saya" />
        <p class="muted">
            "Aduan yang dikirim dari perangkat ini. Di perangkat lain, buka lewat tautan yang Anda simpan."
        </p>
        {move || {
            if !antrean.loaded.get() {
                return view! { <Skeleton /> }.into_any();
            }
            let all = antrean.all.get();
            if all.is_empty() {
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
                let moving = antrean.moving.get();
                let items = all
                    .into_iter()
                    .map(|kiriman| {
                        let moves = moving == Some(kiriman.id);
                        view! { <li><Report kiriman=kiriman moving=moves asked=asked /></li> }
                    })
                    .collect_view();
                view! { <ul class="stack plain-list">{items}</ul> }.into_any()
            }
        }}
        <DeleteDialog asked=asked />
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
    let delete = move |_| {
        let Some(Asked { id, .. }) = asked.get_untracked() else {
            return;
        };
        open.set(false);
        leptos::task::spawn_local(async move {
            toaster.say(match antrean::delete_sent(id).await {
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
fn Report(kiriman: Kiriman, moving: bool, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (words, tone) = state_words(&kiriman, moving);
    // Before the office has it there is no thread to open, only the receipt.
    let url = match kiriman.state() {
        State::Terkirim | State::MenungguFoto => Page::Lacak {
            kode: kiriman.kode.to_string(),
            kunci: kiriman.kunci.as_str().to_owned(),
        },
        State::Tersimpan | State::PerluDiperbaiki | State::MenungguMasuk => Page::AduanTersimpan {
            id: kiriman.id.to_string(),
        },
    }
    .url();
    let saved = moment(kiriman.saved_at).map(waktu).unwrap_or_default();
    let kode = kiriman.kode.to_string();
    let delete = (kiriman.state() == State::Terkirim).then(|| {
        let own = Asked {
            id: kiriman.id,
            judul: kiriman.judul.clone(),
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
                <h2 class="grow"><a href=url>{kiriman.judul}</a></h2>
                <Chip tone=tone>{words}</Chip>
            </div>
            <p class="kode small">{kode}</p>
            <p class="small muted num">{saved}</p>
            {delete}
        </Card>
    }
}
