//! The district's own rules: how long each stage may take, and on which days nobody works; and what it owes to whom it keeps
//! data of.

mod batas_form;
mod batas_page;
mod libur_baris;
mod libur_page;
mod pribadi_page;
mod templat_page;

pub use batas_page::BatasPage;
pub use libur_page::LiburPage;
pub use pribadi_page::DataPribadiPage;
pub use templat_page::TemplatPage;

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::Kategori;

use crate::account::session::Session;
use crate::page::Page;
use crate::portal::PortalContext;
use crate::ui::Choice;

/// Who may change what is the whole district's.
fn may_change(session: Session) -> Memo<bool> {
    let portal = expect_context::<PortalContext>().portal;
    Memo::new(move |_| {
        let district = portal.with(|portal| portal.as_ref().map(|portal| portal.wilayah.clone()));
        session
            .account()
            .zip(district)
            .is_some_and(|(account, district)| account.boleh_di(Hak::KelolaAturan, &district))
    })
}

/// Every kategori, or what stands for all of them.
fn kategori_choices(all: &str) -> Vec<Choice> {
    std::iter::once(Choice::new("", all, ""))
        .chain(Kategori::ALL.map(|one| Choice::new(one.as_str(), one.label(), "")))
        .collect()
}

/// From one kind of rules to the other.
#[component]
fn Kinds() -> impl IntoView {
    let session = expect_context::<Session>();
    let keeps_data = Memo::new(move |_| {
        session
            .account()
            .is_some_and(|account| account.boleh(Hak::KelolaDataPribadi))
    });
    let imports = Memo::new(move |_| {
        session
            .account()
            .is_some_and(|account| account.boleh(Hak::ImporAduan))
    });
    view! {
        <p class="row">
            <a href=Page::KelolaBatas.url()>"Batas waktu"</a>
            <a href=Page::KelolaLibur { tahun: None }.url()>"Hari libur"</a>
            <a href=Page::KelolaTemplat.url()>"Templat tanggapan"</a>
            <Show when=move || keeps_data.get()>
                <a href=Page::KelolaData { dijawab: false }.url()>"Data pribadi"</a>
            </Show>
            <Show when=move || imports.get()>
                <a href=Page::KelolaPenyelamat.url()>"Berkas penyelamat"</a>
            </Show>
        </p>
    }
}
