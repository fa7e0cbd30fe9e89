//! The letter that goes with a complaint to whoever is competent: to copy, to print, to share.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::Status;
use shared::paths;

use super::tindakan_form::Steps;
use crate::api;
use crate::loaded::{FailureState, Loaded};
use crate::ui::clipboard;
use crate::ui::share::{can_share, share_text};
use crate::ui::{Button, ButtonKind, Icon, IconName, Skeleton, Toaster};

/// Only where it was decided so, and for whoever may decide it.
#[component]
pub fn SuratSection(steps: Steps) -> impl IntoView {
    let needed = Memo::new(move |_| {
        steps.may(Hak::VerifikasiAduan) && steps.aduan.with(|aduan| aduan.status == Status::BukanWewenang)
    });
    view! {
        <Show when=move || needed.get()>
            <Surat steps=steps />
        </Show>
    }
}

#[component]
fn Surat(steps: Steps) -> impl IntoView {
    let state = RwSignal::new(Loaded::<String>::Waiting);
    let id = steps.aduan.with_untracked(|aduan| aduan.id);
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let path = format!("{}/{id}/surat-pelimpahan", paths::ADUAN);
            let outcome = api::get_text(&path, &steps.caller()).await;
            state.try_set(outcome.map(Option::unwrap_or_default).into());
        });
    });
    load.run(());
    view! {
        <section class="stack tight print-alone">
            <h2 class="screen-only">"Surat pelimpahan"</h2>
            {move || match state.get() {
                Loaded::Waiting => view! { <Skeleton lines=8 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
                Loaded::Here(text) => view! { <Naskah text=text /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Naskah(text: String) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let letter = StoredValue::new(text.clone());
    let copy = move |_| {
        leptos::task::spawn_local(async move {
            toaster.say(if clipboard::copy(&letter.get_value()).await {
                "Surat disalin."
            } else {
                "Surat belum tersalin. Pilih teksnya, lalu salin."
            });
        });
    };
    let send = move |_| {
        leptos::task::spawn_local(async move {
            share_text("Surat pelimpahan", &letter.get_value()).await;
        });
    };
    let print = move |_| drop(window().print());
    view! {
        <p class="prose card">{text}</p>
        <div class="actions screen-only">
            <Button on_press=copy>"Salin surat"</Button>
            <Button kind=ButtonKind::Quiet on_press=print>"Cetak surat"</Button>
            {can_share()
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Quiet on_press=send>
                            <Icon name=IconName::Share />
                            "Bagikan surat"
                        </Button>
                    }
                })}
        </div>
    }
}
