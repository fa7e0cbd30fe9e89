//! Fetching the open complaints whole before one goes where there is no network. Each is a delivery of its own, which the
//! office notes as if it were opened.

use ::sync::LinkState;
use leptos::prelude::*;
use shared::aduan::{Aduan, AduanFilter};
use shared::id::AduanId;
use shared::paths;

use super::Salinan;
use crate::api::{self, ApiFailure, Caller};
use crate::message;
use crate::offline::Antrean;
use crate::ui::{Button, ButtonKind, Toaster};

/// Fewer than the device keeps, so that none of these pushes out another.
const TERBANYAK: usize = 150;

/// How far it is: fetched, of how many.
type Sampai = Option<(usize, usize)>;

#[component]
pub fn Bekal(salinan: Salinan) -> impl IntoView {
    let (antrean, toaster) = (expect_context::<Antrean>(), expect_context::<Toaster>());
    let sampai = RwSignal::new(Sampai::None);
    let lacking = Memo::new(move |before: Option<&usize>| match (sampai.get(), before) {
        // Counted anew at the end, not at each of them.
        (Some(_), Some(before)) => *before,
        (Some(_), None) | (None, _) => kurang(salinan).len(),
    });
    let linked = move || antrean.link.with(|link| link.state != LinkState::Down);
    let fetch = move |_| {
        let ids = untrack(|| kurang(salinan));
        sampai.set(Some((0, ids.len())));
        leptos::task::spawn_local(async move {
            let said = match unduh(salinan, &ids, sampai).await {
                // He stopped it or left the page.
                None => return,
                Some((count, None)) => {
                    format!("Isi {count} aduan tersimpan di perangkat ini. Fotonya perlu jaringan.")
                }
                Some((count, Some(failure))) => {
                    format!(
                        "{count} tersimpan, lalu terhenti. {}",
                        message::of_failure(&failure)
                    )
                }
            };
            sampai.try_set(None);
            toaster.say(said);
        });
    };
    let state = move || match (sampai.get(), lacking.get()) {
        (Some((done, of)), _) => view! {
            <p class="small muted num" role="status">{format!("Mengunduh {} dari {of}…", done + 1)}</p>
            <Button kind=ButtonKind::Plain on_press=move |_| sampai.set(None)>"Berhenti"</Button>
        }
        .into_any(),
        (None, 0) => ().into_any(),
        (None, lacking) => view! {
            <p class="small muted num">
                {format!("Isi {lacking} aduan yang belum selesai perlu jaringan untuk dibuka.")}
            </p>
            <Show when=linked>
                <Button kind=ButtonKind::Plain on_press=fetch>"Unduh isinya"</Button>
            </Show>
        }
        .into_any(),
    };
    view! { <div class="row between pad">{state}</div> }
}

/// Open complaints that cannot be opened without a network, the first of the list first.
fn kurang(salinan: Salinan) -> Vec<AduanId> {
    let open = salinan.cari(&AduanFilter::default()).into_iter();
    open.filter(|aduan| !aduan.status.berakhir())
        .map(|aduan| aduan.id)
        .take(TERBANYAK)
        .filter(|id| !salinan.utuh(*id))
        .collect()
}

/// How many are here now, and what ended it early; `None` where nobody waits for it any more.
async fn unduh(
    salinan: Salinan,
    ids: &[AduanId],
    sampai: RwSignal<Sampai>,
) -> Option<(usize, Option<ApiFailure>)> {
    let mut count = 0;
    for (done, id) in ids.iter().enumerate() {
        sampai.try_get_untracked().flatten()?;
        sampai.try_set(Some((done, ids.len())));
        let path = format!("{}/{id}", paths::ADUAN);
        match api::get::<Aduan>(&path, &Caller::Petugas(salinan.session)).await {
            Ok(aduan) => {
                salinan.simpan_rinci(&aduan).await;
                count += 1;
            }
            // This one is his no more; the others may be.
            Err(ApiFailure::Refused(_)) => {}
            Err(failure) => return Some((count, Some(failure))),
        }
    }
    Some((count, None))
}
