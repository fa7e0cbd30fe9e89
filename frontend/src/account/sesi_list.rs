//! The browsers in which somebody is logged in, and the way to end that from afar.

use leptos::prelude::*;
use shared::account::{SesiBerakhir, SesiRingkas};
use shared::id::SesiId;
use shared::words::waktu;

use super::session::Session;
use crate::api::{self, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::message;
use crate::ui::{Button, ButtonKind, Chip, Skeleton, Toaster};

/// Whose sessions these are, and in which words they are ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pemilik {
    Sendiri,
    OrangLain,
}

impl Pemilik {
    const fn all_words(self) -> &'static str {
        match self {
            Self::Sendiri => "Keluar di semua perangkat lain",
            Self::OrangLain => "Keluarkan dari semua perangkat",
        }
    }

    const fn none_words(self) -> &'static str {
        match self {
            Self::Sendiri => "Anda hanya masuk di perangkat ini.",
            Self::OrangLain => "Orang ini sedang tidak masuk di perangkat mana pun.",
        }
    }
}

#[derive(Clone, Copy)]
struct Daftar {
    state: RwSignal<Loaded<Vec<SesiRingkas>>>,
    /// Address of the list; what ends them stands below it.
    path: StoredValue<String>,
    busy: RwSignal<bool>,
    session: Session,
    toaster: Toaster,
}

impl Daftar {
    fn load(self) {
        leptos::task::spawn_local(async move {
            let Some(path) = self.path.try_get_value() else {
                return;
            };
            let outcome = api::get::<Vec<SesiRingkas>>(&path, &Caller::Petugas(self.session)).await;
            self.state.try_set(outcome.into());
        });
    }

    /// None: all of them, save the one that asks.
    fn end(self, sesi: Option<SesiId>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let Some(path) = self.path.try_get_value() else {
                return;
            };
            let path = format!("{path}/akhiri");
            let outcome = api::post_done(&path, &SesiBerakhir { sesi }, &Caller::Petugas(self.session)).await;
            self.busy.try_set(false);
            match outcome {
                Ok(()) => {
                    self.toaster.say(if sesi.is_some() {
                        "Sudah keluar di sana."
                    } else {
                        "Sudah keluar di perangkat lain."
                    });
                    self.load();
                }
                Err(failure) => self.toaster.say(message::of_failure(&failure)),
            }
        });
    }
}

#[component]
pub fn SesiList(path: String, pemilik: Pemilik) -> impl IntoView {
    let daftar = Daftar {
        state: RwSignal::new(Loaded::Waiting),
        path: StoredValue::new(path),
        busy: RwSignal::new(false),
        session: expect_context::<Session>(),
        toaster: expect_context::<Toaster>(),
    };
    daftar.load();
    let retry = Callback::new(move |()| daftar.load());
    move || match daftar.state.get() {
        Loaded::Waiting => view! { <Skeleton lines=3 /> }.into_any(),
        Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=retry /> }.into_any(),
        Loaded::Here(all) => view! { <Sesi all=all pemilik=pemilik daftar=daftar /> }.into_any(),
    }
}

#[component]
fn Sesi(all: Vec<SesiRingkas>, pemilik: Pemilik, daftar: Daftar) -> impl IntoView {
    let others = all.iter().filter(|sesi| !sesi.ini).count();
    let rows = all
        .into_iter()
        .map(|sesi| view! { <Baris sesi=sesi daftar=daftar /> })
        .collect_view();
    view! {
        <ul class="rows">{rows}</ul>
        {if others == 0 {
            view! { <p class="muted">{pemilik.none_words()}</p> }.into_any()
        } else {
            view! {
                <div class="actions">
                    <Button kind=ButtonKind::Danger busy=daftar.busy on_press=move |_| daftar.end(None)>
                        {pemilik.all_words()}
                    </Button>
                </div>
            }
                .into_any()
        }}
    }
}

#[component]
fn Baris(sesi: SesiRingkas, daftar: Daftar) -> impl IntoView {
    let id = sesi.id;
    let told = format!("Keluar di sana: {}", sesi.peramban);
    view! {
        <li>
            <div class="grow">
                <p>
                    <b>{sesi.peramban}</b>
                    " "
                    {sesi.ini.then(|| view! { <Chip>"Perangkat ini"</Chip> })}
                </p>
                <p class="small muted num">
                    "Terakhir dipakai " {waktu(sesi.dipakai_pada)} ". Masuk sejak " {waktu(sesi.dibuat_pada)} "."
                </p>
            </div>
            {(!sesi.ini)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="btn quiet"
                            aria-label=told
                            aria-disabled=move || daftar.busy.get().then_some("true")
                            on:click=move |_| daftar.end(Some(id))
                        >
                            "Keluar di sana"
                        </button>
                    }
                })}
        </li>
    }
}
