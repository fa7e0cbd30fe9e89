//! Fills the box of an answer from a template, with what is known of the complaint in its places.

use leptos::prelude::*;
use shared::paths;
use shared::templat::{Isian, Templat, isikan};
use shared::words::tanggal;

use super::tindakan_form::Steps;
use crate::offline::cache;
use crate::skpd::{Offices, office_name};
use crate::ui::{Button, ButtonKind, Choice, SelectField};

#[component]
pub fn TemplatPilih(steps: Steps, teks: RwSignal<String>) -> impl IntoView {
    // Without them the answer is written by hand, as ever.
    let all = cache::follow::<Vec<Templat>>("templat", paths::TEMPLAT, steps.session());
    let offered = Memo::new(move |_| {
        let kategori = steps.aduan.with(|aduan| aduan.kategori);
        let mut list = all.get();
        list.retain(|one| one.untuk(kategori));
        list
    });
    let Offices(offices) = expect_context::<Offices>();
    // Chosen first and filled in by a button: a list that is walked through by keys must not write anything.
    let picked = RwSignal::new(String::new());
    let fill = move |_| {
        let id = picked.get_untracked();
        let Some(found) =
            offered.with_untracked(|list| list.iter().find(|one| one.id.to_string() == id).cloned())
        else {
            return;
        };
        let filled = steps.aduan.with_untracked(|aduan| {
            let skpd = aduan
                .disposisi
                .as_ref()
                .map(|given| offices.with_untracked(|all| office_name(all, &given.skpd)));
            let tenggat = aduan.tenggat.map(|tenggat| tanggal(tenggat.hari));
            let isian = Isian {
                kode: aduan.kode.as_str(),
                tempat: &aduan.lokasi.nama,
                skpd: skpd.as_deref(),
                tenggat: tenggat.as_deref(),
            };
            isikan(&found.isi, &isian)
        });
        // What is written already is never thrown away.
        teks.update(|teks| {
            if !teks.trim().is_empty() {
                teks.push_str("\n\n");
            }
            teks.push_str(&filled);
        });
    };
    let options = Signal::derive(move || {
        std::iter::once(Choice::new("", "Pilih templat", ""))
            .chain(
                offered
                    .get()
                    .into_iter()
                    .map(|one| Choice::new(one.id.to_string(), one.judul, "")),
            )
            .collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !offered.with(Vec::is_empty)>
            <div class="pair">
                <SelectField
                    id="tanggapan-templat"
                    label="Templat"
                    options=options
                    value=picked
                    on_choose=Callback::new(move |id| picked.set(id))
                />
                <Button kind=ButtonKind::Quiet on_press=fill>"Pakai templat"</Button>
            </div>
        </Show>
    }
}
