//! The offices of the district and their parts. Who keeps accounts of the whole district changes them; others read.

use leptos::prelude::*;
use shared::account::{Bidang, Hak, Skpd};
use shared::paths;

use super::form::{Sasaran, SkpdForm};
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, Card, Chip, Dialog, EmptyState, Heading, Skeleton, Tone};

#[component]
pub fn SkpdPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let state = RwSignal::new(Loaded::<Vec<Skpd>>::Waiting);
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let outcome = api::get::<Vec<Skpd>>(paths::SKPD, &Caller::Petugas(session)).await;
            state.try_set(outcome.into());
        });
    });
    load.run(());
    view! {
        <div class="desk stack">
            <Heading title="SKPD dan bidang" />
            {move || match state.get() {
                Loaded::Waiting => view! { <Skeleton lines=9 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
                Loaded::Here(all) => view! { <Daftar all=all /> }.into_any(),
            }}
        </div>
    }
}

/// What the cards share.
#[derive(Clone, Copy)]
struct Ubah {
    may: Memo<bool>,
    ask: Callback<Sasaran>,
}

#[component]
fn Daftar(all: Vec<Skpd>) -> impl IntoView {
    let session = expect_context::<Session>();
    let portal = expect_context::<PortalContext>().portal;
    let all = RwSignal::new(all);
    let chosen = RwSignal::new(None::<Sasaran>);
    let open = RwSignal::new(false);
    // The list belongs to the whole district, so its keeper does too.
    let may = Memo::new(move |_| {
        let district = portal.with(|portal| portal.as_ref().map(|portal| portal.wilayah.clone()));
        session
            .account()
            .zip(district)
            .is_some_and(|(account, district)| account.boleh_di(Hak::KelolaAkun, &district))
    });
    let ask = Callback::new(move |sasaran| {
        chosen.set(Some(sasaran));
        open.set(true);
    });
    let ubah = Ubah { may, ask };
    let title = Signal::derive(move || {
        chosen.with(|chosen| chosen.as_ref().map(Sasaran::title).unwrap_or_default().to_owned())
    });
    let cards = move || {
        let card = |office| view! { <Kantor office=office ubah=ubah /> };
        all.get().into_iter().map(card).collect_view()
    };
    view! {
        <Show when=move || may.get()>
            <div class="actions">
                <Button on_press=move |_| ask.run(Sasaran::SkpdBaru)>"Tambah SKPD"</Button>
            </div>
        </Show>
        <Show when=move || all.with(Vec::is_empty)>
            <EmptyState title="Belum ada SKPD" text="Daftar ini dipakai untuk memberi tugas di satu SKPD atau bidang." />
        </Show>
        {cards}
        <Dialog open=open title=title>
            {move || chosen.get().map(|sasaran| view! { <SkpdForm sasaran=sasaran all=all open=open /> })}
        </Dialog>
    }
}

#[component]
fn Kantor(office: Skpd, ubah: Ubah) -> impl IntoView {
    let parts = office.bidang.clone();
    let (nama, kode, aktif) = (office.nama.clone(), office.kode.clone(), office.aktif);
    let office = StoredValue::new(office);
    let rows = parts
        .into_iter()
        .map(|part| view! { <Bagian office=office part=part ubah=ubah /> })
        .collect_view();
    view! {
        <Card>
            <div class="row between">
                <div>
                    <h2>{nama}</h2>
                    <p class="small muted">"Kode: " {kode} " " <TidakAktif aktif=aktif /></p>
                </div>
                <Show when=move || ubah.may.get()>
                    <Button kind=ButtonKind::Plain on_press=move |_| ubah.ask.run(Sasaran::Skpd(office.get_value()))>
                        "Ubah"
                        <span class="unseen">{" "}{office.with_value(|office| office.nama.clone())}</span>
                    </Button>
                </Show>
            </div>
            <ul class="rows">{rows}</ul>
            <Show when=move || ubah.may.get() && aktif>
                <div class="actions">
                    <Button
                        kind=ButtonKind::Quiet
                        on_press=move |_| ubah.ask.run(Sasaran::BidangBaru(office.get_value()))
                    >
                        "Tambah bidang"
                        <span class="unseen">" di " {office.with_value(|office| office.nama.clone())}</span>
                    </Button>
                </div>
            </Show>
        </Card>
    }
}

#[component]
fn Bagian(office: StoredValue<Skpd>, part: Bidang, ubah: Ubah) -> impl IntoView {
    let (nama, kode, aktif) = (part.nama.clone(), part.kode.clone(), part.aktif);
    let part = StoredValue::new(part);
    view! {
        <li>
            <div class="grow">
                <p>{nama}</p>
                <p class="small muted">"Kode: " {kode} " " <TidakAktif aktif=aktif /></p>
            </div>
            <Show when=move || ubah.may.get()>
                <Button
                    kind=ButtonKind::Plain
                    on_press=move |_| ubah.ask.run(Sasaran::Bidang(office.get_value(), part.get_value()))
                >
                    "Ubah"
                    <span class="unseen">{" "}{part.with_value(|part| part.nama.clone())}</span>
                </Button>
            </Show>
        </li>
    }
}

#[component]
fn TidakAktif(aktif: bool) -> impl IntoView {
    (!aktif).then(|| view! { <Chip tone=Tone::Gold>"Tidak aktif"</Chip> })
}
