//! What the public list shows stands in the address, so that a view can be shared and gone back to.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::aduan::{Kategori, Status};
use shared::publik::PublikFilter;
use shared::wilayah::{Level, WilayahKode};

use crate::page::{Page, encode};
use crate::portal::PortalContext;
use crate::ui::{Choice, SelectField};

const KECAMATAN: &str = "kecamatan";
const KATEGORI: &str = "kategori";
const STATUS: &str = "status";

/// Reads an address; what is unknown in it counts as not said.
pub fn from_query(get: impl Fn(&str) -> Option<String>) -> PublikFilter {
    PublikFilter {
        kecamatan: get(KECAMATAN).and_then(|text| WilayahKode::parse(&text)),
        kategori: get(KATEGORI).and_then(|text| Kategori::parse(&text)),
        status: get(STATUS).and_then(|text| Status::parse(&text)),
        ..PublikFilter::default()
    }
}

/// `?status=…&…`, or nothing where nothing is asked.
pub fn to_query(filter: &PublikFilter) -> String {
    let parts = [
        (KECAMATAN, filter.kecamatan.as_ref().map(ToString::to_string)),
        (
            KATEGORI,
            filter.kategori.map(|kategori| kategori.as_str().to_owned()),
        ),
        (STATUS, filter.status.map(|status| status.as_str().to_owned())),
        ("cursor", filter.cursor.clone()),
    ];
    let said = parts
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", encode(&value?))));
    let said = said.collect::<Vec<_>>().join("&");
    if said.is_empty() { said } else { format!("?{said}") }
}

#[component]
pub fn Saringan(filter: Memo<PublikFilter>) -> impl IntoView {
    let navigate = use_navigate();
    let go = StoredValue::new_local(move |wanted: PublikFilter| {
        let address = format!("{}{}", Page::Publik.url(), to_query(&wanted));
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&address, options);
    });
    let change = move |act: &dyn Fn(&mut PublikFilter)| {
        let mut wanted = filter.get_untracked();
        act(&mut wanted);
        go.with_value(|go| go(wanted));
    };
    let wilayah = expect_context::<PortalContext>().wilayah;
    let places = Signal::derive(move || {
        let mut list = vec![Choice::new("", "Semua", "")];
        wilayah.with(|table| {
            let within = table.iter().filter(|one| one.level == Level::Kecamatan);
            list.extend(within.map(|one| Choice::new(one.kode.as_str(), one.nama.as_str(), "")));
        });
        list
    });
    view! {
        <div class="filters">
            <SelectField
                id="publik-kecamatan"
                label="Kecamatan"
                options=places
                value=Signal::derive(move || {
                    filter.with(|f| f.kecamatan.as_ref().map(ToString::to_string).unwrap_or_default())
                })
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.kecamatan = WilayahKode::parse(&text)))
            />
            <SelectField
                id="publik-kategori"
                label="Kategori"
                options=Signal::stored(with_all(Kategori::ALL.map(|k| (k.as_str(), k.label()))))
                value=Signal::derive(move || {
                    filter.with(|f| f.kategori.map(Kategori::as_str).unwrap_or_default().to_owned())
                })
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.kategori = Kategori::parse(&text)))
            />
            <SelectField
                id="publik-status"
                label="Status"
                options=Signal::stored(with_all(Status::ALL.map(|s| (s.as_str(), s.label()))))
                value=Signal::derive(move || filter.with(|f| f.status.map(Status::as_str).unwrap_or_default().to_owned()))
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.status = Status::parse(&text)))
            />
        </div>
    }
}

fn with_all<const N: usize>(choices: [(&'static str, &'static str); N]) -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Semua", "")];
    list.extend(choices.map(|(value, label)| Choice::new(value, label, "")));
    list
}
