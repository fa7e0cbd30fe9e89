//! Search and filters of the list of accounts. Each choice goes straight into the address.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::account::{AkunFilter, Peran};
use shared::wilayah::WilayahKode;

use super::filter::{is_narrowed, to_query};
use crate::page::{Page, encode};
use crate::portal::PortalContext;
use crate::ui::{Choice, SearchBox, SelectField};

#[component]
pub fn AkunTools(filter: Memo<AkunFilter>) -> impl IntoView {
    let navigate = use_navigate();
    let go = StoredValue::new_local(move |wanted: AkunFilter| {
        let address = format!("{}{}", Page::KelolaAkun.url(), to_query(&wanted, encode));
        navigate(
            &address,
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let change = move |act: &dyn Fn(&mut AkunFilter)| {
        let mut wanted = filter.get_untracked();
        act(&mut wanted);
        go.with_value(|go| go(wanted));
    };
    let regions = expect_context::<PortalContext>().region_filter();
    view! {
        <SearchBox
            id="cari-akun"
            label="Cari nama atau nama pengguna"
            placeholder="Cari nama…"
            asked=Signal::derive(move || filter.with(|f| f.cari.clone()))
            on_search=Callback::new(move |cari: Option<String>| change(&|wanted| wanted.cari.clone_from(&cari)))
        />
        <div class="filters">
            <SelectField
                id="saring-peran"
                label="Peran"
                options=Signal::stored(roles())
                value=Signal::derive(move || filter.with(|f| f.peran.map(Peran::as_str).unwrap_or_default().to_owned()))
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.peran = Peran::parse(&text)))
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
                id="saring-aktif"
                label="Keadaan"
                options=Signal::stored(
                    [("", "Semua"), ("true", "Aktif"), ("false", "Ditutup")]
                        .map(|(value, label)| Choice::new(value, label, ""))
                        .to_vec(),
                )
                value=Signal::derive(move || filter.with(|f| f.aktif.map(|aktif| aktif.to_string()).unwrap_or_default()))
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.aktif = text.parse().ok()))
            />
        </div>
        <Show when=move || filter.with(is_narrowed)>
            <p><a href=Page::KelolaAkun.url()>"Hapus semua saringan"</a></p>
        </Show>
    }
}

fn roles() -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Semua", "")];
    list.extend(Peran::ALL.map(|peran| Choice::new(peran.as_str(), peran.label(), "")));
    list
}
