//! What somebody must do before anything else: choose a password of his own, or set up the second step that his role
//! asks for. Afterwards he goes on to where he was going.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::account::Wajib;

use super::guard::{home_of, leave_when_logged_out, replaced, return_address};
use super::keluar::LogoutButton;
use super::sandi_form::SandiForm;
use super::session::Session;
use super::totp_form::TotpPasang;
use crate::loaded::{FailureState, Loaded};
use crate::ui::{Card, Heading, Skeleton, Toaster};

#[component]
pub fn AkunWajibPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    leave_when_logged_out(session);
    let state = RwSignal::new(Loaded::<Option<Wajib>>::Waiting);
    let navigate = use_navigate();
    let back = return_address();
    let go_on = StoredValue::new_local(move |home: String| {
        navigate(&back().unwrap_or(home), replaced());
    });
    // Asks again after each thing done: there may be a second one.
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            match session.reread().await {
                Ok(account) if account.wajib.is_none() => {
                    go_on.try_with_value(|go_on| go_on(home_of(&account).url()));
                }
                outcome => drop(state.try_set(outcome.map(|account| account.wajib).into())),
            }
        });
    });
    load.run(());
    let done = Callback::new(move |()| {
        toaster.say("Tersimpan.");
        load.run(());
    });
    view! {
        <div class="narrow stack">
            {move || match state.get() {
                Loaded::Here(Some(Wajib::GantiSandi)) => view! { <GantiSandi on_done=done /> }.into_any(),
                Loaded::Here(Some(Wajib::PasangTotp)) => view! { <PasangTotp on_done=done /> }.into_any(),
                Loaded::Failed(failure) => {
                    view! {
                        <Heading title="Satu hal lagi" />
                        <FailureState failure=failure on_retry=load />
                    }
                        .into_any()
                }
                Loaded::Waiting | Loaded::Here(None) => {
                    view! {
                        <Heading title="Satu hal lagi" />
                        <Skeleton />
                    }
                        .into_any()
                }
            }}
            <div class="row between">
                <p class="small muted">
                    {move || session.account().map(|account| format!("Masuk sebagai {}", account.nama))}
                </p>
                <LogoutButton />
            </div>
        </div>
    }
}

#[component]
fn GantiSandi(on_done: Callback<()>) -> impl IntoView {
    view! {
        <Heading title="Buat kata sandi Anda" />
        <p>"Anda masuk dengan kata sandi sekali pakai. Pilih kata sandi yang hanya Anda yang tahu; dengan itu Anda masuk seterusnya."</p>
        <Card>
            <SandiForm pertama=true on_done=on_done />
        </Card>
    }
}

#[component]
fn PasangTotp(on_done: Callback<()>) -> impl IntoView {
    view! {
        <Heading title="Pasang langkah kedua" />
        <p>"Peran Anda memerlukan langkah kedua saat masuk. Pasang sekarang; sesudah itu Anda dapat melanjutkan."</p>
        <Card>
            <TotpPasang on_done=on_done />
        </Card>
    }
}
