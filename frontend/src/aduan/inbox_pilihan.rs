//! Which complaints of the list are chosen, and what is to be done with all of them.

use leptos::prelude::*;
use shared::aduan::{AduanRingkas, Tindakan};
use shared::id::AduanId;

use super::inbox_borongan::{BoronganForm, Kerja};
use crate::account::session::Session;
use crate::listing::Listing;
use crate::ui::{Button, ButtonKind, Choice, Dialog, SelectField};

/// Steps that say the same of many complaints.
const LANGKAH: [Tindakan; 7] = [
    Tindakan::Verifikasi,
    Tindakan::Disposisi,
    Tindakan::Proses,
    Tindakan::Selesai,
    Tindakan::Tolak,
    Tindakan::Arsipkan,
    Tindakan::Pulihkan,
];

/// What is chosen in the list.
#[derive(Clone, Copy)]
pub struct Pilihan {
    pub on: RwSignal<bool>,
    pub ids: RwSignal<Vec<AduanId>>,
}

impl Pilihan {
    pub fn new() -> Self {
        Self {
            on: RwSignal::new(false),
            ids: RwSignal::new(Vec::new()),
        }
    }

    pub fn has(self, id: AduanId) -> bool {
        self.ids.with(|ids| ids.contains(&id))
    }

    pub fn toggle(self, id: AduanId) {
        self.ids
            .update(|ids| match ids.iter().position(|one| *one == id) {
                Some(place) => drop(ids.remove(place)),
                None => ids.push(id),
            });
    }

    fn end(self) {
        self.on.set(false);
        self.ids.update(Vec::clear);
    }
}

/// Begins choosing, and says what is chosen.
#[component]
pub fn Borongan(session: Session, listing: Listing<AduanRingkas>, pilihan: Pilihan) -> impl IntoView {
    let chosen = RwSignal::new(None::<Tindakan>);
    let open = RwSignal::new(false);
    let count = Memo::new(move |_| pilihan.ids.with(Vec::len));
    // What is no longer in the list is not chosen either: nobody decides on what he does not see.
    Effect::new(move |_| {
        let shown: Vec<AduanId> = listing
            .items
            .with(|items| items.iter().map(|one| one.id).collect());
        pilihan.ids.update(|ids| ids.retain(|id| shown.contains(id)));
    });
    let all = move |_| {
        let shown = listing
            .items
            .with_untracked(|items| items.iter().map(|one| one.id).collect());
        pilihan.ids.set(shown);
    };
    let steps = Memo::new(move |_| {
        let account = session.account();
        LANGKAH
            .into_iter()
            .filter(|step| {
                step.hak()
                    .zip(account.as_ref())
                    .is_some_and(|(hak, account)| account.boleh(hak))
            })
            .collect::<Vec<_>>()
    });
    let options = Signal::derive(move || {
        std::iter::once(Choice::new("", "Pilih langkah", ""))
            .chain(
                steps
                    .get()
                    .into_iter()
                    .map(|step| Choice::new(step.as_str(), step.label(), "")),
            )
            .collect::<Vec<_>>()
    });
    // Chosen first and begun by a button: a list that is walked through by keys must not open anything.
    let picked = RwSignal::new(String::new());
    let begin = move |_| {
        chosen.set(Tindakan::parse(&picked.get_untracked()));
        open.set(chosen.get_untracked().is_some());
    };
    let title = Signal::derive(move || {
        let label = chosen.get().map(Tindakan::label).unwrap_or_default();
        format!("{label}: {} aduan", count.get())
    });
    view! {
        <Show when=move || !steps.with(Vec::is_empty)>
            <div class="row">
                <Show
                    when=move || pilihan.on.get()
                    fallback=move || {
                        view! { <Button kind=ButtonKind::Plain on_press=move |_| pilihan.on.set(true)>"Pilih beberapa"</Button> }
                    }
                >
                    <p class="num" role="status">{move || format!("{} dipilih", count.get())}</p>
                    <Button kind=ButtonKind::Plain on_press=all>"Pilih semua yang tampil"</Button>
                    <Button kind=ButtonKind::Plain on_press=move |_| pilihan.end()>"Selesai memilih"</Button>
                </Show>
            </div>
        </Show>
        <Show when=move || pilihan.on.get() && count.get() != 0>
            <div class="pair">
                <SelectField
                    id="borongan-langkah"
                    label="Langkah untuk semuanya"
                    options=options
                    value=picked
                    on_choose=Callback::new(move |text| picked.set(text))
                />
                <Button kind=ButtonKind::Quiet on_press=begin>"Lanjut"</Button>
            </div>
        </Show>
        <Dialog open=open title=title>
            {move || {
                chosen
                    .get()
                    .map(|tindakan| {
                        let kerja = Kerja::new(session, listing, pilihan, tindakan);
                        view! { <BoronganForm kerja=kerja open=open /> }
                    })
            }}
        </Dialog>
    }
}
