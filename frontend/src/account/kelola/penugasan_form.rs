//! Further work for an account that stands.

use leptos::prelude::*;
use shared::account::{AkunRinci, PenugasanBaru};
use web_sys::SubmitEvent;

use super::rinci_page::Kelola;
use super::tugas_form::{BIDANG, MULAI, PERAN, SAMPAI, SKPD, TugasFields, TugasIsian, WILAYAH};
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::ui::{Button, ButtonKind, Dialog};

const CONTROLS: Controls = &[
    ("peran", PERAN),
    ("wilayah", WILAYAH),
    ("skpd", SKPD),
    ("bidang", BIDANG),
    ("mulai", MULAI),
    ("sampai", SAMPAI),
];

#[component]
pub fn PenugasanForm(kelola: Kelola) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <div class="actions">
            <Button kind=ButtonKind::Quiet on_press=move |_| open.set(true)>"Beri tugas"</Button>
        </div>
        <Dialog open=open title="Beri tugas">
            <BeriForm kelola=kelola open=open />
        </Dialog>
    }
}

#[component]
fn BeriForm(kelola: Kelola, open: RwSignal<bool>) -> impl IntoView {
    let isian = TugasIsian::new();
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<PenugasanBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let Some(tugas) = isian.read(judged).filter(|_| judged.is_clean()) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let said = format!("{tugas:?}");
            let make = || PenugasanBaru {
                tugas,
                asal: device::asal(),
            };
            let outcome = attempt
                .send_for::<AkunRinci>(&kelola.path("penugasan"), said, make, &kelola.caller())
                .await;
            match outcome {
                Ok(akun) => {
                    kelola.done(akun, "Tugas diberikan.");
                    open.try_set(false);
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <TugasFields isian=isian judged=judged skpd=kelola.offices.into() />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true busy=attempt.busy>"Simpan tugas"</Button>
            </div>
        </form>
    }
}
