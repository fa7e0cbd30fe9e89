//! The receipt as the server's PDF. It bears the kode alone, so an officer may hand it to anybody who asks for it.

use leptos::prelude::*;
use shared::id::AduanId;
use shared::kode::Kode;
use shared::paths;

use crate::api::{self, Caller};
use crate::message;
use crate::ui::save::save_as;
use crate::ui::{Button, ButtonKind, Toaster};

#[component]
pub fn UnduhPdf(aduan: AduanId, kode: Kode, caller: Caller) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let busy = RwSignal::new(false);
    let caller = StoredValue::new(caller);
    let name = StoredValue::new(format!("tanda-terima-{kode}.pdf"));
    let path = format!("{}/{aduan}/tanda-terima.pdf", paths::ADUAN);
    let path = StoredValue::new(path);
    let fetch = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = api::get_blob_url(&path.get_value(), &caller.get_value()).await;
            busy.try_set(false);
            toaster.say(match outcome {
                Ok(url) => match name.with_value(|name| save_as(url, name)) {
                    Some(()) => "Tanda terima diunduh.".to_owned(),
                    None => "Berkas belum tersimpan. Coba lagi.".to_owned(),
                },
                Err(failure) => message::of_failure(&failure),
            });
        });
    };
    view! {
        <Button kind=ButtonKind::Quiet on_press=fetch busy=busy>
            {move || if busy.get() { "Mengunduh…" } else { "Unduh tanda terima tanpa kunci (PDF)" }}
        </Button>
    }
}
