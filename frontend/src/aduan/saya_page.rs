//! The reports for which this device holds the key, whether they have left it or not.

use ::sync::{Kiriman, State};
use leptos::prelude::*;
use shared::words::waktu;

use super::kiriman_state::state_words;
use crate::offline::Antrean;
use crate::offline::net_state::moment;
use crate::page::Page;
use crate::ui::{ButtonLink, Card, Chip, EmptyState, Heading, Skeleton};

#[component]
pub fn AduanSayaPage() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
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
                        view! { <li><Report kiriman=kiriman moving=moves /></li> }
                    })
                    .collect_view();
                view! { <ul class="stack plain-list">{items}</ul> }.into_any()
            }
        }}
    }
}

#[component]
fn Report(kiriman: Kiriman, moving: bool) -> impl IntoView {
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
    view! {
        <Card>
            <div class="row between">
                <h2 class="grow"><a href=url>{kiriman.judul}</a></h2>
                <Chip tone=tone>{words}</Chip>
            </div>
            <p class="kode small">{kiriman.kode.to_string()}</p>
            <p class="small muted num">{saved}</p>
        </Card>
    }
}
