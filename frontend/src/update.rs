//! What the person must know of the app itself: a new version waits, or it was opened without HTTPS.
//! A new version never takes over while a capture is open in any tab (`js/update.js` holds the lock).

use gloo::events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::ui::{Button, Notice, Toaster, Tone};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = portalUpdate, js_name = hold)]
    fn js_hold() -> js_sys::Function;

    #[wasm_bindgen(js_namespace = portalUpdate, js_name = apply)]
    async fn js_apply() -> JsValue;

    #[wasm_bindgen(thread_local_v2, js_namespace = portalUpdate, js_name = waiting)]
    static WAITING: JsValue;
}

/// True while something is being filled in; the capture form sets it, and takes it back on leaving.
#[derive(Clone, Copy)]
pub struct CaptureOpen(pub RwSignal<bool>);

impl CaptureOpen {
    pub fn new() -> Self {
        let open = RwSignal::new(false);
        Effect::new(move |held: Option<Option<Hold>>| {
            if let Some(release) = held.flatten() {
                release.call();
            }
            open.get().then(|| Hold(js_hold()))
        });
        Self(open)
    }
}

/// What gives the lock back.
struct Hold(js_sys::Function);

impl Hold {
    fn call(&self) {
        // The function only resolves a promise of our own script; it has no way to fail.
        let _ = self.0.call0(&JsValue::NULL);
    }
}

#[component]
pub fn UpdateNotice() -> impl IntoView {
    let waiting = RwSignal::new(WAITING.with(JsValue::is_truthy));
    let listener = EventListener::new(&window(), "portal-update", move |_| waiting.set(true));
    let listener = StoredValue::new_local(Some(listener));
    on_cleanup(move || drop(listener.try_update_value(Option::take)));
    let open = expect_context::<CaptureOpen>().0;
    let toaster = expect_context::<Toaster>();
    let apply = move |_| {
        leptos::task::spawn_local(async move {
            if !js_apply().await.is_truthy() {
                toaster.say("Masih ada isian yang terbuka di tab lain. Selesaikan dulu, lalu coba lagi.");
            }
        });
    };
    view! {
        <Show when=move || waiting.get() && !open.get()>
            <Notice tone=Tone::Sky>
                <p>"Versi baru portal sudah siap. Isian dan antrean Anda tetap tersimpan."</p>
                <Button on_press=apply>"Pakai versi baru"</Button>
            </Notice>
        </Show>
    }
}

/// Browsers give offline use and GPS only to pages opened by HTTPS or on the own machine.
#[component]
pub fn InsecureNotice() -> impl IntoView {
    let secure_address = (!window().is_secure_context())
        .then(|| window().location().href().ok())
        .flatten()
        .map(|address| address.replacen("http://", "https://", 1));
    secure_address.map(|address| {
        view! {
            <Notice tone=Tone::Gold>
                <p>
                    <strong>"Halaman ini dibuka tanpa sambungan aman. "</strong>
                    "Peramban hanya mengizinkan pemakaian tanpa jaringan dan GPS pada alamat yang diawali https. "
                    "Keduanya mati di sini: aduan hanya bisa dikirim saat ada jaringan, dan tempatnya ditunjuk di peta atau dipilih dari daftar desa."
                </p>
                <p><a href=address rel="external">"Buka dengan sambungan aman"</a></p>
            </Notice>
        }
    })
}
