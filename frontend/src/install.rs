//! The offer to put the portal on the home screen, where the browser makes one.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::ui::{Button, ButtonKind, Icon, IconName};

#[wasm_bindgen]
extern "C" {
    /// The browser's offer (`beforeinstallprompt`), which web-sys does not know.
    #[derive(Clone)]
    type InstallPrompt;

    #[wasm_bindgen(method, catch)]
    async fn prompt(this: &InstallPrompt) -> Result<JsValue, JsValue>;
}

#[derive(Clone, Copy)]
struct InstallOffer(RwSignal<Option<InstallPrompt>, LocalStorage>);

/// Listens from the start: the browser makes its offer once, on whatever page that is.
pub fn provide_install_offer() {
    let offer = InstallOffer(RwSignal::new_local(None));
    let made = window_event_listener_untyped("beforeinstallprompt", move |event| {
        event.prevent_default();
        offer.0.set(Some(event.unchecked_into()));
    });
    let taken = window_event_listener_untyped("appinstalled", move |_| offer.0.set(None));
    on_cleanup(move || {
        made.remove();
        taken.remove();
    });
    provide_context(offer);
}

#[component]
pub fn InstallButton() -> impl IntoView {
    let offer = expect_context::<InstallOffer>().0;
    let install = move |_| {
        let Some(prompt) = offer.get_untracked() else {
            return;
        };
        leptos::task::spawn_local(async move {
            // Whatever the answer, the browser takes this offer only once.
            let _ = prompt.prompt().await;
            offer.set(None);
        });
    };
    view! {
        <Show when=move || offer.with(Option::is_some)>
            <Button kind=ButtonKind::Quiet wide=true on_press=install>
                <Icon name=IconName::Install />
                "Pasang di layar utama"
            </Button>
        </Show>
    }
}
