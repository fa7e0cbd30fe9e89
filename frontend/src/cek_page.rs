//! In place of a status that the server shows, where the server cannot be reached.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use crate::offline::when_back;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Heading};

/// Before it is opened anew.
const REST_MS: u32 = 3_000;

/// Comes from the service worker alone: with a network this address is the server's own page.
#[component]
pub fn CekPage() -> impl IntoView {
    let again = || {
        // A page that cannot be opened anew stays as it is.
        let _ = window().location().reload();
    };
    // Opened anew at once, it would never rest where this address alone cannot be reached.
    when_back(Signal::stored(true), move || {
        Timeout::new(REST_MS, again).forget();
    });
    view! {
        <div class="empty">
            <Heading title="Cek status perlu jaringan" />
            <p class="muted">
                "Status dibaca dari kantor, dan kantor belum terjangkau. Halaman ini terbuka sendiri begitu ada jaringan. Yang Anda kirim dari perangkat ini ada di Aduan saya."
            </p>
            <div class="actions">
                <Button on_press=move |_| again()>"Coba lagi"</Button>
                <ButtonLink kind=ButtonKind::Quiet href=Page::AduanSaya.url()>"Aduan saya"</ButtonLink>
            </div>
        </div>
    }
}
