//! News that did not get out of the portal, for who looks after it.

use leptos::prelude::*;
use shared::kabar::KabarKeluar;
use shared::paths;
use shared::words::waktu;

use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::message;
use crate::ui::{Button, ButtonKind, Skeleton, Toaster};

#[component]
pub fn Tertahan(session: Session) -> impl IntoView {
    let state = RwSignal::new(Loaded::<Vec<KabarKeluar>>::Waiting);
    let load = move || {
        leptos::task::spawn_local(async move {
            let found = api::get(paths::KABAR_KELUAR, &Caller::Petugas(session)).await;
            state.try_set(match found {
                Ok(found) => Loaded::Here(found),
                Err(failure) => Loaded::Failed(failure),
            });
        });
    };
    load();
    let retry = Callback::new(move |()| load());
    view! {
        <section class="pad stack" aria-label="Belum sampai lewat surel">
            <h2>"Belum sampai lewat surel"</h2>
            {move || match state.get() {
                Loaded::Waiting => view! { <Skeleton lines=3 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=retry /> }.into_any(),
                Loaded::Here(found) if found.is_empty() => {
                    view! { <p class="muted">"Tidak ada yang tertahan."</p> }.into_any()
                }
                Loaded::Here(found) => {
                    let lines = found
                        .into_iter()
                        .map(|one| view! { <Surat session=session surat=one on_done=retry /> });
                    view! { <ul class="rows">{lines.collect_view()}</ul> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Surat(session: Session, surat: KabarKeluar, on_done: Callback<()>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toaster = expect_context::<Toaster>();
    let path = format!("{}/{}", paths::KABAR_KELUAR, surat.id);
    let again = move |_| {
        busy.set(true);
        let path = path.clone();
        leptos::task::spawn_local(async move {
            let tried = api::put_empty(&path, &Caller::Petugas(session)).await;
            busy.try_set(false);
            match tried {
                Ok(()) => {
                    toaster.say("Dicoba lagi sekarang.");
                    on_done.try_run(());
                }
                Err(failure) => toaster.say(message::of_failure(&failure)),
            }
        });
    };
    let next = match surat.berikut_pada {
        Some(pada) => format!("Dicoba lagi {}", waktu(pada)),
        None => "Tidak dicoba lagi".to_owned(),
    };
    view! {
        <li>
            <div class="grow">
                <p class="num">
                    {if surat.kepada == "akun" { "Akun " } else { "Pelapor aduan " }} <b>{surat.sebutan}</b>
                </p>
                <p class="small muted">{surat.galat} ". " {format!("{} kali dicoba. {next}.", surat.coba)}</p>
            </div>
            <Button kind=ButtonKind::Quiet busy=busy on_press=again>"Kirim lagi"</Button>
        </li>
    }
}
