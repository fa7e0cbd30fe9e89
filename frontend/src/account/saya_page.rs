//! One's own account: who one is here and for how long, the password, the second step, the devices.

use leptos::prelude::*;
use shared::account::{Account, Hak, Penugasan, Skpd};
use shared::paths;

use super::guard::keep_in;
use super::sandi_form::SandiForm;
use super::sesi_list::{Pemilik, SesiList};
use super::session::Session;
use super::totp_form::{TotpLepasForm, TotpPasang};
use super::words::{masa, tempat};
use crate::loaded::{FailureState, Loaded};
use crate::portal::PortalContext;
use crate::skpd;
use crate::ui::{Card, Chip, Heading, Skeleton, Tone};

#[component]
pub fn AkunSayaPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let state = RwSignal::new(Loaded::<()>::Waiting);
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let outcome = session.reread().await;
            state.try_set(outcome.map(drop).into());
        });
    });
    load.run(());
    // Who he is comes from the session, so that all that changes it is seen here at once.
    let account = Memo::new(move |_| session.account());
    let here = Memo::new(move |_| {
        account.with(Option::is_some) && state.with(|state| matches!(state, Loaded::Here(())))
    });
    view! {
        <div class="desk stack">
            <Heading title="Akun saya" />
            {move || {
                if here.get() {
                    return view! { <Saya account=account /> }.into_any();
                }
                match state.get() {
                    Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
                    Loaded::Waiting | Loaded::Here(()) => view! { <Skeleton lines=9 /> }.into_any(),
                }
            }}
        </div>
    }
}

#[component]
fn Saya(account: Memo<Option<Account>>) -> impl IntoView {
    let session = expect_context::<Session>();
    // By what was done here and not by the session, which may be renewed while the codes of recovery are shown.
    let totp =
        RwSignal::new(account.with_untracked(|account| account.as_ref().is_some_and(|account| account.totp)));
    let changed = Callback::new(move |()| {
        totp.update(|totp| *totp = !*totp);
        leptos::task::spawn_local(async move {
            // What was done stands; if the answer is lost, the next visit shows it.
            let _ = session.reread().await;
        });
    });
    // After a new password the other devices are gone from the list.
    let sandi_changes = RwSignal::new(0_u32);
    let sandi_done = Callback::new(move |()| sandi_changes.update(|count| *count += 1));
    view! {
        <Siapa account=account />
        <section class="stack">
            <h2>"Kata sandi"</h2>
            <details>
                <summary>"Ganti kata sandi"</summary>
                <div class="stack">
                    <p>"Sesudah diganti, Anda keluar di semua perangkat lain."</p>
                    <SandiForm pertama=false on_done=sandi_done />
                </div>
            </details>
        </section>
        <section class="stack">
            <div class="row between">
                <h2>"Langkah kedua saat masuk"</h2>
                {move || {
                    if totp.get() {
                        view! { <Chip>"Terpasang"</Chip> }.into_any()
                    } else {
                        view! { <Chip tone=Tone::Gold>"Belum dipasang"</Chip> }.into_any()
                    }
                }}
            </div>
            {move || {
                if totp.get() {
                    view! { <TotpLepasForm on_done=changed /> }.into_any()
                } else {
                    view! { <TotpPasang on_done=changed /> }.into_any()
                }
            }}
        </section>
        <section class="stack">
            <h2>"Perangkat tempat Anda masuk"</h2>
            {move || {
                sandi_changes.track();
                view! { <SesiList path=paths::SAYA_SESI.to_owned() pemilik=Pemilik::Sendiri /> }
            }}
        </section>
    }
}

#[component]
fn Siapa(account: Memo<Option<Account>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let has_office = account.with_untracked(|account| {
        account
            .as_ref()
            .is_some_and(|account| account.penugasan.iter().any(|held| held.skpd.is_some()))
    });
    // Most people belong to no office, and then nobody asks for their names.
    let offices = if has_office {
        skpd::offices(session)
    } else {
        RwSignal::new(Vec::new())
    };
    move || {
        account.get().map(|account| {
            let helps = account.boleh(Hak::KelolaAkun);
            let work = account
                .penugasan
                .into_iter()
                .map(|held| view! { <Tugas held=held offices=offices /> })
                .collect_view();
            view! {
                <Card>
                    <dl class="facts">
                        <dt>"Nama"</dt>
                        <dd>{account.nama}</dd>
                        <dt>"Nama pengguna"</dt>
                        <dd>{account.nama_pengguna}</dd>
                    </dl>
                    <h2>"Tugas Anda"</h2>
                    <ul class="rows">{work}</ul>
                    {(!helps)
                        .then(|| {
                            view! {
                                <p class="small muted">"Ada yang keliru? Hubungi admin portal di kantor Anda."</p>
                            }
                        })}
                </Card>
            }
        })
    }
}

#[component]
fn Tugas(held: Penugasan, offices: RwSignal<Vec<Skpd>>) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let (label, time) = (held.peran.label(), masa(held.mulai, held.sampai));
    view! {
        <li>
            <div class="grow">
                <p><b>{label}</b></p>
                <p class="small">{move || offices.with(|offices| tempat(&held, portal, offices))}</p>
                <p class="small muted num">{time}</p>
            </div>
        </li>
    }
}
