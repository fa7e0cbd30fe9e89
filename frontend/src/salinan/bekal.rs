//! Fetching the open complaints whole before one goes where there is no network. Each is a delivery of its own, which the
//! office notes as if it were opened.

use ::sync::LinkState;
use leptos::prelude::*;
use shared::aduan::{Aduan, AduanFilter};
use shared::error::ErrorCode;
use shared::id::AduanId;
use shared::paths;

use super::{Salinan, rinci};
use crate::api::{self, Caller};
use crate::message;
use crate::offline::Antrean;
use crate::ui::{Button, ButtonKind, Toaster};

/// Fewer than the device keeps, so that these do not push out one another.
const TERBANYAK: usize = rinci::PALING_BANYAK as usize * 3 / 4;

/// How far a run is: its number, what was fetched, of how many.
type Sampai = Option<(u32, usize, usize)>;

/// What came of a run.
enum Akhir {
    Selesai(usize),
    /// This many were kept before it ended for this reason.
    Terhenti(usize, String),
    /// He stopped it, left the page or threw the copy away.
    Ditinggal,
}

#[component]
pub fn Bekal(salinan: Salinan) -> impl IntoView {
    let (antrean, toaster) = (expect_context::<Antrean>(), expect_context::<Toaster>());
    let sampai = RwSignal::new(Sampai::None);
    let runs = StoredValue::new(0_u32);
    let lacking = Memo::new(
        move |before: Option<&(usize, usize)>| match (sampai.get(), before) {
            // Counted anew at the end, not at each of them.
            (Some(_), Some(before)) => *before,
            (Some(_), None) | (None, _) => {
                let (wanted, beyond) = kurang(salinan);
                (wanted.len(), beyond)
            }
        },
    );
    let linked = move || antrean.link.with(|link| link.state != LinkState::Down);
    let fetch = move |_| {
        let (ids, _) = untrack(|| kurang(salinan));
        runs.update_value(|runs| *runs += 1);
        let run = runs.get_value();
        sampai.set(Some((run, 0, ids.len())));
        leptos::task::spawn_local(async move {
            let said = match unduh(salinan, &ids, run, sampai).await {
                Akhir::Ditinggal => return,
                Akhir::Selesai(count) => {
                    format!("Isi {count} aduan tersimpan di perangkat ini. Fotonya perlu jaringan.")
                }
                Akhir::Terhenti(count, why) => format!("Terhenti sesudah {count} aduan. {why}"),
            };
            sampai.try_set(None);
            toaster.say(said);
        });
    };
    let state = move || {
        match (sampai.get(), lacking.get()) {
        (Some((_, done, of)), _) => view! {
            <p class="grow small muted num" role="status">{format!("Mengunduh {} dari {of}…", done + 1)}</p>
            <Button kind=ButtonKind::Plain on_press=move |_| sampai.set(None)>"Berhenti"</Button>
        }
        .into_any(),
        (None, (0, 0)) => ().into_any(),
        (None, (0, _)) => view! {
            <p class="grow small muted num">
                {format!("Isi {TERBANYAK} aduan teratas yang belum selesai ada di perangkat ini; yang lain perlu jaringan.")}
            </p>
        }
        .into_any(),
        (None, (wanted, beyond)) => view! {
            <p class="grow small muted num">
                {format!("Isi {} aduan yang belum selesai perlu jaringan untuk dibuka.", wanted + beyond)}
            </p>
            <Show when=linked>
                <Button kind=ButtonKind::Plain on_press=fetch>
                    {if beyond > 0 { format!("Unduh isi {wanted} teratas") } else { "Unduh isinya".to_owned() }}
                </Button>
            </Show>
        }
        .into_any(),
    }
    };
    view! { <div class="row between pad">{state}</div> }
}

/// Of the open complaints that the device holds at most those that cannot be opened without a network, the first of the list
/// first; and how many are open beyond those.
fn kurang(salinan: Salinan) -> (Vec<AduanId>, usize) {
    let open: Vec<AduanId> = salinan.saring(&AduanFilter::default(), |lines| {
        let open = lines.iter().filter(|aduan| !aduan.status.berakhir());
        open.map(|aduan| aduan.id).collect()
    });
    let lacks = |id: &&AduanId| !salinan.utuh(**id);
    let wanted = open.iter().take(TERBANYAK).filter(lacks).copied().collect();
    (wanted, open.iter().skip(TERBANYAK).filter(lacks).count())
}

async fn unduh(salinan: Salinan, ids: &[AduanId], run: u32, sampai: RwSignal<Sampai>) -> Akhir {
    let masa = salinan.masa.try_get_value();
    let goes_on = || {
        let current = sampai.try_get_untracked().flatten().map(|(run, ..)| run);
        current == Some(run) && salinan.masa.try_get_value() == masa
    };
    let mut count = 0;
    for (done, id) in ids.iter().enumerate() {
        if !goes_on() {
            return Akhir::Ditinggal;
        }
        sampai.try_set(Some((run, done, ids.len())));
        let path = format!("{}/{id}", paths::ADUAN);
        let outcome = api::get::<Aduan>(&path, &Caller::Petugas(salinan.session)).await;
        if !goes_on() {
            return Akhir::Ditinggal;
        }
        match outcome {
            Ok(aduan) if salinan.simpan_rinci(&aduan).await => count += 1,
            Ok(_) => {
                let why =
                    "Perangkat ini tidak dapat menyimpannya: ruangnya habis, atau portal dibuka tanpa HTTPS.";
                return Akhir::Terhenti(count, why.to_owned());
            }
            Err(failure) => match failure.code() {
                // This one is his no more; the others may be.
                Some(ErrorCode::TidakDitemukan | ErrorCode::TidakBerhak) => salinan.lupakan_rinci(*id).await,
                _ => return Akhir::Terhenti(count, message::of_failure(&failure)),
            },
        }
    }
    Akhir::Selesai(count)
}
