//! In place of a status that the server shows, where the server cannot be reached.

use gloo::storage::{SessionStorage, Storage};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use crate::offline::when_back;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Heading};

/// Before it is opened anew.
const REST_MS: u32 = 3_000;
/// How often it was opened anew in this tab; each doubles the rest.
const TRIES: &str = "portal.cek";
const TRIES_MOST: u32 = 5;

/// Comes from the service worker alone: with a network this address is the server's own page.
#[component]
pub fn CekPage() -> impl IntoView {
    let again = || {
        // A page that cannot be opened anew stays as it is.
        let _ = window().location().reload();
    };
    let timer = StoredValue::new_local(None::<Timeout>);
    on_cleanup(move || timer.dispose());
    when_back(Signal::stored(true), move || {
        // Opened anew at once, it would never rest where this address alone cannot be reached.
        let tries: u32 = SessionStorage::get(TRIES).unwrap_or_default();
        let _ = SessionStorage::set(TRIES, (tries + 1).min(TRIES_MOST));
        timer.set_value(Some(Timeout::new(REST_MS << tries.min(TRIES_MOST), again)));
    });
    view! {
        <div class="empty">
            <Heading title="Cek status perlu jaringan" />
            <p class="muted">
                "Status aduan diambil dari server kantor, yang sekarang belum terjangkau. Halaman ini terbuka sendiri begitu ada jaringan. Aduan yang Anda kirim dari perangkat ini ada di Aduan saya."
            </p>
            <div class="actions">
                <Button on_press=move |_| again()>"Coba lagi"</Button>
                <ButtonLink kind=ButtonKind::Quiet href=Page::AduanSaya.url()>"Aduan saya"</ButtonLink>
            </div>
        </div>
    }
}
