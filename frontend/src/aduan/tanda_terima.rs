//! What a person sees after *Kirim*, at once and without a network: the code, how far it is, and the link that makes
//! the report his. It follows the outbox live and looks the same after a reload.

use ::sync::{Kepala, Kiriman, Rupa, State};
use leptos::prelude::*;
use shared::id::AduanId;

use super::ikut::IkutTersimpan;
use super::kiriman_state::{KirimanState, next_words};
use super::lembar::Pokok;
use super::share::ShareLink;
use crate::account::session::Session;
use crate::antrean::TerkunciPart;
use crate::offline::Antrean;
use crate::page::Page;
use crate::ui::clipboard;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, EmptyState, Heading, Skeleton, Toaster};

#[component]
pub fn TandaTerima(id: AduanId) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    antrean.read_now();
    let session = expect_context::<Session>();
    let seen = move |kepala: &Kepala| kepala.id == id && kepala.is_seen_by(session.owner());
    let there = Memo::new(move |_| {
        antrean
            .all
            .with(|all| all.iter().any(|kiriman| seen(&kiriman.kepala)))
    });
    let locked = Memo::new(move |_| antrean.kepala.with(|all| all.iter().any(seen)));
    let loaded = move || antrean.loaded.get();
    move || {
        if there.get() {
            let first = untrack(|| antrean.of(id));
            return first.map(|first| shown(antrean, first)).into_any();
        }
        if loaded() && locked.get() {
            view! {
                <Heading title="Tanda terima" />
                <TerkunciPart />
            }
            .into_any()
        } else if loaded() {
            view! {
                <Heading title="Tanda terima" />
                <EmptyState
                    title="Tidak ada di perangkat ini"
                    text="Aduan ini tidak tersimpan di peramban ini. Buka di perangkat tempat Anda mengirimnya, atau cek statusnya dengan kode."
                >
                    <ButtonLink href=Page::Beranda.url()>"Ke beranda"</ButtonLink>
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <Skeleton /> }.into_any()
        }
    }
}

fn shown(antrean: Antrean, first: Kiriman) -> AnyView {
    match first.kepala.rupa {
        // Of what was done to a complaint the queue tells.
        Rupa::Susulan(_) => view! {
            <Heading title="Tanda terima" />
            <EmptyState title="Lihat di Antrean" text="Yang Anda kerjakan pada sebuah aduan ada di Antrean.">
                <ButtonLink href=Page::Antrean.url()>"Buka Antrean"</ButtonLink>
            </EmptyState>
        }
        .into_any(),
        Rupa::Aduan => view! { <Receipt first=first /> }.into_any(),
        Rupa::Ikut => {
            let id = first.kepala.id;
            let kiriman = Memo::new(move |_| antrean.of(id).unwrap_or_else(|| first.clone()));
            view! { <IkutTersimpan kiriman=kiriman /> }.into_any()
        }
    }
}

#[component]
fn Receipt(first: Kiriman) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let kode = first.rahasia.kode.to_string();
    let path = Page::Lacak {
        kode: kode.clone(),
        kunci: first.rahasia.kunci.as_str().to_owned(),
    }
    .url();
    let id = first.kepala.id;
    let (again, away, where_to) = match first.kepala.titipan {
        Some(_) => (Page::Titip, Page::KotakMasuk, "Ke kotak masuk"),
        None => (Page::AduanBaru, Page::Beranda, "Ke beranda"),
    };
    let kode_to_copy = kode.clone();
    let kiriman = Memo::new(move |_| antrean.of(id).unwrap_or_else(|| first.clone()));
    let title = Signal::derive(move || {
        let (state, settled) = kiriman.with(|kiriman| (kiriman.kepala.state(), kiriman.kepala.is_settled()));
        match state {
            State::Terkirim => "Aduan terkirim",
            State::PerluDiperbaiki if settled => "Aduan terkirim, fotonya belum",
            State::PerluDiperbaiki => "Aduan perlu diperbaiki",
            State::Tersimpan | State::MenungguFoto | State::MenungguMasuk => "Aduan tersimpan",
        }
        .to_owned()
    });
    let refused =
        Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) == State::PerluDiperbaiki);
    let next = move || kiriman.with(|kiriman| next_words(&kiriman.kepala, antrean));
    view! {
        <div class="hero">
            <p class="small">"Terima kasih."</p>
            <Heading title=title />
            <p class="small">"Catat kode unik ini:"</p>
            <p class="kode big">{kode.clone()}</p>
        </div>
        <Card lift=true>
            <KirimanState kiriman=kiriman />
            <p>{next}</p>
            <Show when=move || refused.get()>
                <ButtonLink href=Page::Antrean.url()>"Lihat dan perbaiki"</ButtonLink>
            </Show>
            <CopyKode kode=kode_to_copy />
        </Card>
        <ShareLink path=path kode=kode pokok=Signal::derive(move || kiriman.with(Pokok::of_kiriman)) />
        <div class="actions">
            <ButtonLink kind=ButtonKind::Quiet href=Page::Antrean.url()>"Lihat antrean"</ButtonLink>
            <ButtonLink kind=ButtonKind::Quiet href=again.url()>"Buat aduan lagi"</ButtonLink>
            <ButtonLink kind=ButtonKind::Plain href=away.url()>{where_to}</ButtonLink>
        </div>
    }
}

#[component]
fn CopyKode(kode: String) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let copy = move |_| {
        let kode = kode.clone();
        leptos::task::spawn_local(async move {
            toaster.say(if clipboard::copy(&kode).await {
                "Kode disalin."
            } else {
                "Kode belum tersalin. Tekan lama pada kode, lalu pilih salin."
            });
        });
    };
    view! { <Button kind=ButtonKind::Quiet on_press=copy>"Salin kode"</Button> }
}
