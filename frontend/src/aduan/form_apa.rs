//! Step 1: what it is about.

use leptos::prelude::*;
use shared::aduan::{Jenis, Kategori, URAIAN_MAX, URAIAN_MIN};

use super::form::Form;
use super::form_frame::StepFrame;
use super::form_steps::FormStep;
use crate::ui::{Choice, Choices, Fault, TextField, TextKind};

#[component]
pub fn ApaStep() -> impl IntoView {
    let form = expect_context::<Form>();
    let faults = RwSignal::new(Vec::<Fault>::new());
    let jenis = Jenis::ALL
        .into_iter()
        .map(|jenis| Choice::new(jenis.as_str(), jenis.label(), jenis.hint()))
        .collect();
    let kategori = Kategori::ALL
        .into_iter()
        .map(|kategori| Choice::new(kategori.as_str(), kategori.label(), ""))
        .collect();
    view! {
        <StepFrame step=FormStep::Apa faults=faults>
            <Choices
                id="jenis"
                label="Jenis laporan"
                options=jenis
                value=form.jenis
                error=Fault::of(faults.into(), "jenis")
            />
            <Choices
                id="kategori"
                label="Tentang apa"
                options=kategori
                value=form.kategori
                error=Fault::of(faults.into(), "kategori")
            />
            <TextField
                id="uraian"
                label="Uraian"
                kind=TextKind::Area
                hint=format!(
                    "Ceritakan apa yang terjadi, sejak kapan, dan siapa yang terdampak. Paling sedikit {URAIAN_MIN} huruf. Jangan menulis NIK atau data pribadi orang lain.",
                )
                value=form.uraian
                limit=URAIAN_MAX
                error=Fault::of(faults.into(), "uraian")
            />
        </StepFrame>
    }
}
