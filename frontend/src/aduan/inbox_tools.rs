//! Search and filters of the inbox. Each choice goes straight into the address.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::aduan::{AduanFilter, Kategori, Status, Urut};
use shared::wilayah::{Level, Wilayah, WilayahKode};
use web_sys::SubmitEvent;

use super::inbox_filter::{is_narrowed, to_query};
use super::inbox_page::encode;
use crate::page::Page;
use crate::portal::PortalContext;
use crate::ui::{Choice, SelectField};

pub const CARI_ID: &str = "cari-aduan";
/// A pause in typing after which the search goes off by itself.
const PAUSE_MS: u32 = 400;

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
    let regions = Signal::derive(move || portal.wilayah.with(|table| region_choices(table)));
    view! {
        <SearchBox filter=filter on_search=move |cari| change(&|wanted| wanted.cari.clone_from(&cari)) />
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
                id="saring-wilayah"
                label="Wilayah"
                options=regions
                value=Signal::derive(move || {
                    filter.with(|f| f.wilayah.as_ref().map(ToString::to_string).unwrap_or_default())
                })
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.wilayah = WilayahKode::parse(&text)))
            />
            <SelectField
                id="saring-urutan"
                label="Urutan"
                options=Signal::stored(Urut::ALL.map(|u| Choice::new(u.as_str(), u.label(), "")).to_vec())
                value=Signal::derive(move || filter.with(|f| f.urut.as_str().to_owned()))
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.urut = Urut::parse(&text).unwrap_or_default()))
            />
        </div>
        <Show when=move || filter.with(is_narrowed)>
            <p><a href=Page::KotakMasuk.url()>"Hapus semua saringan"</a></p>
        </Show>
    }
}

#[component]
fn SearchBox(
    filter: Memo<AduanFilter>,
    on_search: impl Fn(Option<String>) + Copy + 'static,
) -> impl IntoView {
    let typed = RwSignal::new(filter.with_untracked(|f| f.cari.clone()).unwrap_or_default());
    let pause = StoredValue::new_local(None::<Timeout>);
    // Going back in the browser changes the address under the box.
    Effect::new(move |_| {
        let asked = filter.with(|f| f.cari.clone()).unwrap_or_default();
        if typed.with_untracked(|typed| typed.trim() != asked) && pause.with_value(Option::is_none) {
            typed.set(asked);
        }
    });
    let search = move || {
        pause.set_value(None);
        let text = typed.with_untracked(|typed| typed.trim().to_owned());
        on_search(Some(text).filter(|text| !text.is_empty()));
    };
    let input = move |text: String| {
        typed.set(text);
        pause.set_value(Some(Timeout::new(PAUSE_MS, search)));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        search();
    };
    view! {
        <form role="search" on:submit=submit>
            <label class="unseen" for=CARI_ID>"Cari kode, uraian, atau desa"</label>
            <input
                class="input"
                type="search"
                id=CARI_ID
                placeholder="Cari kode, uraian, desa…"
                prop:value=move || typed.get()
                on:input:target=move |event| input(event.target().value())
            />
        </form>
    }
}

fn with_all<const N: usize>(choices: [(&'static str, &'static str); N]) -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Semua", "")];
    list.extend(choices.map(|(value, label)| Choice::new(value, label, "")));
    list
}

/// Sub-districts, each followed by its villages.
fn region_choices(table: &[Wilayah]) -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Semua", "")];
    for kecamatan in table.iter().filter(|own| own.level == Level::Kecamatan) {
        list.push(Choice::new(
            kecamatan.kode.as_str(),
            format!("Kec. {}", kecamatan.nama),
            "",
        ));
        let villages = table
            .iter()
            .filter(|own| own.induk.as_ref() == Some(&kecamatan.kode));
        list.extend(villages.map(|own| {
            let kind = if own.level == Level::Kelurahan {
                "Kel. "
            } else {
                ""
            };
            Choice::new(own.kode.as_str(), format!("\u{2003}{kind}{}", own.nama), "")
        }));
    }
    list
}
