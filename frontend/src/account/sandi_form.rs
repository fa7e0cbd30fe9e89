//! Another password for oneself. Other devices are logged out by it, and the words say so beforehand.

use leptos::prelude::*;
use shared::account::{SandiBaru, sandi_baik};
use shared::paths;
use web_sys::SubmitEvent;

use super::session::Session;
use super::words::ATURAN_SANDI;
use crate::api::{self, ApiFailure, Caller};
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::message;
use crate::ui::{Button, PasswordField, Toaster};

const LAMA: &str = "sandi-lama";
const BARU: &str = "sandi-baru";
const CONTROLS: Controls = &[("lama", LAMA), ("sandi", BARU)];

/// `pertama`: he came in with a one-time password and has no other, so none is asked for.
#[component]
pub fn SandiForm(pertama: bool, on_done: Callback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    let lama = RwSignal::new(String::new());
    let baru = RwSignal::new(String::new());
    let judged = Judged::new(CONTROLS);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = SandiBaru {
            lama: (!pertama).then(|| lama.get_untracked()),
            sandi: baru.get_untracked(),
        };
        if busy.get_untracked() || !is_good(judged, session, &body) {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = api::post_done(paths::SAYA_SANDI, &body, &Caller::Petugas(session)).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    toaster.say("Kata sandi diganti.");
                    lama.try_set(String::new());
                    baru.try_set(String::new());
                    on_done.try_run(());
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            {(!pertama)
                .then(|| {
                    view! {
                        <PasswordField
                            id=LAMA
                            label="Kata sandi sekarang"
                            value=lama
                            autocomplete="current-password"
                            error=judged.at(LAMA)
                        />
                    }
                })}
            <PasswordField
                id=BARU
                label="Kata sandi baru"
                hint=ATURAN_SANDI
                value=baru
                autocomplete="new-password"
                error=judged.at(BARU)
            />
            <div class="actions">
                <Button submit=true busy=busy>
                    {move || if busy.get() { "Menyimpan…" } else { "Ganti kata sandi" }}
                </Button>
            </div>
        </form>
    }
}

/// By the server's own rules, before anything is sent.
fn is_good(judged: Judged, session: Session, body: &SandiBaru) -> bool {
    judged.clear();
    if body.lama.as_ref().is_some_and(String::is_empty) {
        judged.fault(LAMA, "Isi kata sandi yang Anda pakai sekarang.");
    }
    let nama = untrack(|| session.account()).map(|account| account.nama_pengguna);
    if let Err(refused) = sandi_baik(&nama.unwrap_or_default(), &body.sandi) {
        judged.fault(BARU, message::of_failure(&ApiFailure::Refused(refused)));
    }
    judged.is_clean()
}
