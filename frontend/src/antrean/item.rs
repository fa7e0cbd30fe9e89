//! One kiriman in the queue: its state, its size, what happens next.

use ::sync::{Kepala, Kiriman, State, progress};
use leptos::prelude::*;
use shared::id::AduanId;
use shared::words::{ukuran, waktu};

use super::actions::Actions;
use crate::account::session::Session;
use crate::aduan::kiriman_state::{KirimanState, next_words};
use crate::offline::Antrean;
use crate::offline::net_state::moment;
use crate::page::Page;
use crate::penyelamat::Penyimpan;
use crate::susulan::SusulanWords;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Tone};

#[component]
pub fn Item(kiriman: Memo<Kiriman>) -> impl IntoView {
    let session = expect_context::<Session>();
    let seen = Memo::new(move |_| {
        let owner = session.owner();
        kiriman.with(|kiriman| kiriman.kepala.is_seen_by(owner))
    });
    move || {
        if seen.get() {
            view! { <Milik kiriman=kiriman /> }.into_any()
        } else {
            view! { <MilikLain kiriman=kiriman /> }.into_any()
        }
    }
}

/// That something waits, and for whom; what is in it concerns nobody else on this device.
#[component]
fn MilikLain(kiriman: Memo<Kiriman>) -> impl IntoView {
    let facts = move || kiriman.with(|kiriman| facts(&kiriman.kepala));
    let waits = Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) != State::Terkirim);
    let is_aduan = kiriman.with_untracked(|kiriman| kiriman.kepala.pada().is_none());
    let session = expect_context::<Session>();
    let login = || {
        let kembali = Some(Page::Antrean.url());
        Page::Masuk { kembali }.url()
    };
    view! {
        <Card tone=Tone::Leaf>
            <h2>{if is_aduan { "Titipan petugas" } else { "Pekerjaan petugas" }}</h2>
            <KirimanState kiriman=kiriman />
            <p class="small muted num">{facts}</p>
            <Show when=move || waits.get()>
                <p class="small">
                    "Disimpan seorang petugas di perangkat ini. Hanya petugas itu yang dapat melihat dan mengirimnya, setelah masuk."
                </p>
                <Show when=move || session.owner().is_none()>
                    <div class="actions">
                        <ButtonLink href=login()>"Masuk"</ButtonLink>
                    </div>
                </Show>
            </Show>
        </Card>
    }
}

#[component]
fn Milik(kiriman: Memo<Kiriman>) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let facts = move || kiriman.with(|kiriman| facts(&kiriman.kepala));
    let next = move || kiriman.with(|kiriman| next_words(&kiriman.kepala, antrean));
    let bad = Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) == State::PerluDiperbaiki);
    let card = move |tone: Tone| {
        if let Some(aduan) = kiriman.with_untracked(|kiriman| kiriman.kepala.pada()) {
            return view! { <Card tone=tone><Dikerjakan kiriman=kiriman aduan=aduan /></Card> }.into_any();
        }
        let (judul, url) = kiriman.with_untracked(|kiriman| {
            let url = Page::AduanTersimpan {
                id: kiriman.kepala.id.to_string(),
            }
            .url();
            (kiriman.rahasia.judul.clone(), url)
        });
        view! {
            <Card tone=tone>
                <div class="stack tight">
                    <h2><a href=url>{judul}</a></h2>
                    <p class="kode small">{kiriman.with_untracked(|kiriman| kiriman.rahasia.kode.to_string())}</p>
                </div>
                <KirimanState kiriman=kiriman />
                <p class="small muted num">{facts}</p>
                <p class="small">{next}</p>
                <Actions kiriman=kiriman />
                <SimpanSatu kiriman=kiriman />
            </Card>
        }
        .into_any()
    };
    move || card(if bad.get() { Tone::Clay } else { Tone::Leaf })
}

/// What was done to a complaint that the office has.
#[component]
fn Dikerjakan(kiriman: Memo<Kiriman>, aduan: AduanId) -> impl IntoView {
    let facts = move || kiriman.with(|kiriman| facts(&kiriman.kepala));
    let (judul, kode, url) = kiriman.with_untracked(|kiriman| {
        let kode = kiriman.rahasia.kode.to_string();
        let page = match kiriman.kepala.titipan {
            Some(_) => Page::AduanKantor {
                id: aduan.to_string(),
            },
            None => Page::Lacak {
                kode: kode.clone(),
                kunci: kiriman.rahasia.kunci.as_str().to_owned(),
            },
        };
        (kiriman.rahasia.judul.clone(), kode, page.url())
    });
    let href = StoredValue::new(url.clone());
    let refused =
        Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) == State::PerluDiperbaiki);
    view! {
        <div class="stack tight">
            <h2><a href=url>{judul}</a></h2>
            <p class="kode small">{kode}</p>
        </div>
        <SusulanWords kiriman=kiriman />
        <Show when=move || refused.get()>
            <div class="actions">
                <ButtonLink kind=ButtonKind::Quiet href=href.get_value()>"Buka aduan"</ButtonLink>
            </div>
        </Show>
        <p class="small muted num">{facts}</p>
    }
}

/// This one alone as a file.
#[component]
fn SimpanSatu(kiriman: Memo<Kiriman>) -> impl IntoView {
    let penyimpan = expect_context::<Penyimpan>();
    let waits = Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) != State::Terkirim);
    let save = move |_| penyimpan.simpan(vec![kiriman.with_untracked(|kiriman| kiriman.kepala.id)]);
    let kode = move || {
        format!(
            " {}",
            kiriman.with_untracked(|kiriman| kiriman.rahasia.kode.to_string())
        )
    };
    view! {
        <Show when=move || waits.get()>
            <div class="row end">
                <Button kind=ButtonKind::Plain busy=penyimpan.busy on_press=save>
                    "Simpan ini sebagai berkas" <span class="unseen">{kode}</span>
                </Button>
            </div>
        </Show>
    }
}

fn facts(kepala: &Kepala) -> String {
    let shown = progress(kepala);
    let mut parts = Vec::new();
    if let Some(at) = moment(kepala.saved_at) {
        parts.push(format!("Disimpan {}", waktu(at)));
    }
    if !kepala.foto.is_empty() {
        parts.push(format!("{} foto", kepala.foto.len()));
    }
    parts.push(match kepala.state() {
        State::Terkirim => ukuran(shown.total),
        State::Tersimpan | State::MenungguFoto | State::PerluDiperbaiki | State::MenungguMasuk => {
            format!("{} dari {}", ukuran(shown.sent), ukuran(shown.total))
        }
    });
    if kepala.tries > 1 && kepala.state() != State::Terkirim {
        parts.push(format!("{} kali dicoba", kepala.tries));
    }
    parts.join(" · ")
}
