//! What is shown until the device's database is open. Another tab that holds an older layout of it may keep it shut for as
//! long as it likes; then the person is told what to do.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use crate::ui::{Notice, Skeleton, Tone};

/// Longer than any phone takes by itself.
const SLOW_MS: u32 = 5_000;

#[component]
pub fn Membuka() -> impl IntoView {
    let slow = RwSignal::new(false);
    Timeout::new(SLOW_MS, move || {
        slow.try_set(true);
    })
    .forget();
    view! {
        <div role="status">
            <Show when=move || slow.get()>
                <Notice tone=Tone::Gold>
                    <p>
                        "Penyimpanan di perangkat ini belum terbuka. Bila portal terbuka di tab lain, muat ulang atau tutup tab itu; halaman ini lalu berlanjut sendiri. Tidak ada yang hilang."
                    </p>
                </Notice>
            </Show>
        </div>
        <Skeleton />
    }
}
