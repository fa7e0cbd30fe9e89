//! All slips of an import, to be printed at once: several on a sheet to be cut, or one for each person.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::account::Slip;
use shared::words::ribuan;

use super::SlipLembar;
use crate::ui::{Button, Choice, Choices, Notice, Tone};

const SATU: &str = "satu";

#[component]
pub fn SlipCetak(slip: Vec<Slip>, sampai: Option<DateTime<Utc>>) -> impl IntoView {
    let layout = RwSignal::new("beberapa".to_owned());
    let count = ribuan(slip.len() as u64);
    let all = slip
        .into_iter()
        .map(|slip| view! { <SlipLembar slip=slip sampai=sampai /> })
        .collect_view();
    view! {
        <section class="stack print-alone" aria-label="Slip kata sandi pertama">
            <div class="stack screen-only">
                <h2>{count} " slip untuk dibagikan"</h2>
                <Notice tone=Tone::Gold>
                    <p>
                        "Slip hanya ditampilkan sekali ini: cetak atau simpan sebagai PDF sebelum meninggalkan halaman. Bila ada yang hilang, atur ulang kata sandi orang itu satu per satu."
                    </p>
                </Notice>
                <Choices
                    id="susunan-slip"
                    label="Susunan di kertas A4"
                    options=vec![
                        Choice::new("beberapa", "Beberapa slip selembar", "Hemat kertas; gunting di garis putus-putus."),
                        Choice::new(SATU, "Satu slip selembar", "Untuk diserahkan tertutup."),
                    ]
                    value=layout
                />
                <div class="actions">
                    <Button on_press=move |_| drop(window().print())>"Cetak slip"</Button>
                </div>
            </div>
            <div class="slips" class:single=move || layout.with(|layout| layout == SATU)>
                {all}
            </div>
        </section>
    }
}
