//! Search and filters of the inbox. Each choice goes straight into the address.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::account::Skpd;
use shared::aduan::{AduanFilter, Kategori, Status, Tingkat, Urut};
use shared::wilayah::WilayahKode;

use super::inbox_filter::{is_narrowed, is_narrowed_more, to_query};
use crate::page::{Page, encode};
use crate::portal::PortalContext;
use crate::skpd::Offices;
use crate::ui::{Choice, SearchBox, SelectField};

pub const CARI_ID: &str = "cari-aduan";

#[component]
pub fn InboxTools(filter: Memo<AduanFilter>) -> impl IntoView {
    let navigate = use_navigate();
    let path = use_location().pathname;
    let go = StoredValue::new_local(move |wanted: AduanFilter| {
        let address = format!("{}{}", path.get_untracked(), to_query(&wanted, encode));
        navigate(
            &address,
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let change = move |act: &dyn Fn(&mut AduanFilter)| {
        let mut wanted = filter.get_untracked();
        act(&mut wanted);
        go.with_value(|go| go(wanted));
    };
    let portal = expect_context::<PortalContext>();
    let regions = portal.region_filter();
    let Offices(offices) = expect_context::<Offices>();
    view! {
        <SearchBox
            id=CARI_ID
            label="Cari kode, uraian, atau desa"
            placeholder="Cari kode, uraian, desa…"
            asked=Signal::derive(move || filter.with(|f| f.cari.clone()))
            on_search=Callback::new(move |cari: Option<String>| change(&|wanted| wanted.cari.clone_from(&cari)))
        />
        <div class="filters">
            <SelectField
                id="saring-status"
                label="Status"
                options=Signal::stored(with_all(Status::ALL.map(|s| (s.as_str(), s.label()))))
                value=Signal::derive(move || filter.with(|f| f.status.map(Status::as_str).unwrap_or_default().to_owned()))
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.status = Status::parse(&text)))
            />
            <SelectField
                id="saring-kategori"
                label="Kategori"
                options=Signal::stored(with_all(Kategori::ALL.map(|k| (k.as_str(), k.label()))))
                value=Signal::derive(move || {
                    filter.with(|f| f.kategori.map(Kategori::as_str).unwrap_or_default().to_owned())
                })
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.kategori = Kategori::parse(&text)))
            />
            <SelectField
                id="saring-urutan"
                label="Urutan"
                options=Signal::stored(Urut::ALL.map(|u| Choice::new(u.as_str(), u.label(), "")).to_vec())
                value=Signal::derive(move || filter.with(|f| f.urut.as_str().to_owned()))
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.urut = Urut::parse(&text).unwrap_or_default()))
            />
        </div>
        <details open=move || filter.with(is_narrowed_more)>
            <summary>"Saringan lain"</summary>
            <div class="filters">
                <SelectField
                    id="saring-wilayah"
                    label="Wilayah"
                    options=regions
                    value=Signal::derive(move || {
                        filter.with(|f| f.wilayah.as_ref().map(ToString::to_string).unwrap_or_default())
                    })
                    on_choose=Callback::new(move |text: String| change(&|wanted| wanted.wilayah = WilayahKode::parse(&text)))
                />
                <SelectField
                    id="saring-skpd"
                    label="SKPD"
                    options=Signal::derive(move || offices.with(|all| office_choices(all)))
                    value=Signal::derive(move || filter.with(|f| f.skpd.clone().unwrap_or_default()))
                    on_choose=Callback::new(move |text: String| {
                        change(&|wanted| wanted.skpd = Some(text.clone()).filter(|kode| !kode.is_empty()));
                    })
                />
                <SelectField
                    id="saring-eskalasi"
                    label="Eskalasi"
                    options=Signal::stored(with_all(Tingkat::ALL.map(|t| (t.as_str(), t.label()))))
                    value=Signal::derive(move || filter.with(|f| f.eskalasi.map(Tingkat::as_str).unwrap_or_default().to_owned()))
                    on_choose=Callback::new(move |text: String| change(&|wanted| wanted.eskalasi = Tingkat::parse(&text)))
                />
                <SelectField
                    id="saring-mungkin"
                    label="Kesamaan"
                    options=Signal::stored(with_all([("true", "Mungkin sama"), ("false", "Selebihnya")]))
                    value=Signal::derive(move || filter.with(|f| f.mungkin_sama.map(|it| it.to_string()).unwrap_or_default()))
                    on_choose=Callback::new(move |text: String| change(&|wanted| wanted.mungkin_sama = text.parse().ok()))
                />
            </div>
        </details>
        <Show when=move || filter.with(is_narrowed)>
            <p><a href=Page::KotakMasuk.url()>"Hapus semua saringan"</a></p>
        </Show>
    }
}

fn with_all<const N: usize>(choices: [(&'static str, &'static str); N]) -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Semua", "")];
    list.extend(choices.map(|(value, label)| Choice::new(value, label, "")));
    list
}

/// Offices that are closed may still have what was handed to them.
fn office_choices(all: &[Skpd]) -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Semua", "")];
    list.extend(
        all.iter()
            .map(|office| Choice::new(office.kode.as_str(), office.nama.as_str(), "")),
    );
    list
}
