//! The district's map onto the device, for work where there is no network. Tiles are asked as the map asks them, so that
//! the service worker keeps them in the cache it serves the map from.

use leptos::prelude::*;
use shared::ubin;
use wasm_bindgen_futures::JsFuture;

use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, Progress};

/// After so many failures one upon the other the network is taken for gone.
const FAILURES_MAX: u32 = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fetching {
    No,
    /// Tiles dealt with, of all.
    At(u32, u32),
    Done,
    Broken,
}

/// Shown where the owner of the tiles allows it and a service worker keeps what is fetched.
#[component]
pub fn SimpanPeta() -> impl IntoView {
    let portal = expect_context::<PortalContext>().portal;
    let allowed = Memo::new(move |_| {
        portal.with(|portal| {
            portal
                .as_ref()
                .is_some_and(|p| p.peta.boleh_prabaca && !p.peta.ubin.is_empty())
        })
    });
    view! {
        <Show when=move || allowed.get() && has_worker()>
            <Fetch />
        </Show>
    }
}

#[component]
fn Fetch() -> impl IntoView {
    let portal = expect_context::<PortalContext>().portal;
    let state = RwSignal::new(Fetching::No);
    let stop = RwSignal::new(false);
    let start = move |_| {
        let tiles = portal.with_untracked(|portal| {
            portal.as_ref().map_or_else(Vec::new, |p| {
                ubin::around(p.peta.lat, p.peta.lng, p.peta.zoom_maks, &p.peta.ubin)
            })
        });
        leptos::task::spawn_local(fetch_all(tiles, state, stop));
    };
    let running = Memo::new(move |_| matches!(state.get(), Fetching::At(..)));
    let percent = Signal::derive(move || match state.get() {
        Fetching::At(done, all) => u8::try_from(done * 100 / all.max(1)).unwrap_or(100),
        Fetching::No | Fetching::Done | Fetching::Broken => 0,
    });
    let words = move || match state.get() {
        Fetching::No => "Agar peta kabupaten tetap terlihat tanpa jaringan.",
        Fetching::At(..) => "Menyimpan peta. Biarkan halaman ini terbuka.",
        Fetching::Done => "Peta daerah ini tersimpan di perangkat.",
        Fetching::Broken => {
            "Peta belum tersimpan semua. Coba lagi saat jaringan ada; yang sudah ada tidak diambil ulang."
        }
    };
    view! {
        <div class="stack tight">
            <p class="small muted" role="status">{words}</p>
            <Show
                when=move || running.get()
                fallback=move || view! { <Button kind=ButtonKind::Quiet on_press=start>"Simpan peta daerah ini"</Button> }
            >
                <Progress percent=percent label="Kemajuan penyimpanan peta" sending=true />
                <Button kind=ButtonKind::Quiet on_press=move |_| stop.set(true)>"Hentikan"</Button>
            </Show>
        </div>
    }
}

/// One after another: the tiles belong to somebody else's server. Ends when the page is left or the person stops it.
async fn fetch_all(tiles: Vec<String>, state: RwSignal<Fetching>, stop: RwSignal<bool>) {
    let all = u32::try_from(tiles.len()).unwrap_or(u32::MAX);
    let mut failed = 0;
    let mut in_a_row = 0;
    stop.set(false);
    state.set(Fetching::At(0, all));
    for (tile, done) in tiles.iter().zip(1..) {
        if fetch(tile).await {
            in_a_row = 0;
        } else {
            failed += 1;
            in_a_row += 1;
        }
        match stop.try_get_untracked() {
            Some(false) if in_a_row < FAILURES_MAX => state.set(Fetching::At(done, all)),
            Some(false) => break,
            Some(true) => return state.set(Fetching::No),
            None => return,
        }
    }
    state.try_set(if failed == 0 {
        Fetching::Done
    } else {
        Fetching::Broken
    });
}

async fn fetch(tile: &str) -> bool {
    let Ok(image) = web_sys::HtmlImageElement::new() else {
        return false;
    };
    image.set_cross_origin(Some("anonymous"));
    image.set_src(tile);
    JsFuture::from(image.decode()).await.is_ok()
}

/// Live reload and a page without HTTPS have none, and nothing would be kept.
fn has_worker() -> bool {
    let navigator = window().navigator();
    js_sys::Reflect::get(&navigator, &"serviceWorker".into())
        .and_then(|container| js_sys::Reflect::get(&container, &"controller".into()))
        .is_ok_and(|controller| controller.is_object())
}
