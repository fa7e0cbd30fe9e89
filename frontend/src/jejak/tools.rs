//! Search and filters of the trail. Each choice goes straight into the address.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::jejak::{JejakFilter, Objek, Perbuatan};

use super::filter::{is_narrowed, to_query};
use crate::page::{Page, encode};
use crate::ui::{Choice, Field, SearchBox, SelectField};

#[component]
pub fn JejakTools(filter: Memo<JejakFilter>) -> impl IntoView {
    let navigate = use_navigate();
    let go = StoredValue::new_local(move |wanted: JejakFilter| {
        let address = format!("{}{}", Page::KelolaJejak.url(), to_query(&wanted, encode));
        navigate(
            &address,
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let change = move |act: &dyn Fn(&mut JejakFilter)| {
        let mut wanted = filter.get_untracked();
        act(&mut wanted);
        go.with_value(|go| go(wanted));
    };
    view! {
        <SearchBox
            id="cari-catatan"
            label="Cari catatan: kode aduan, nama pengguna, atau id"
            placeholder="Kode aduan, nama pengguna, atau id"
            asked=Signal::derive(move || filter.with(|f| f.catatan.clone()))
            on_search=Callback::new(move |text: Option<String>| change(&|wanted| wanted.catatan.clone_from(&text)))
        />
        <SearchBox
            id="cari-oleh"
            second=true
            label="Oleh: nama pengguna petugas"
            placeholder="Oleh petugas (nama pengguna)"
            asked=Signal::derive(move || filter.with(|f| f.oleh.clone()))
            on_search=Callback::new(move |text: Option<String>| change(&|wanted| wanted.oleh.clone_from(&text)))
        />
        <div class="filters">
            <SelectField
                id="saring-perbuatan"
                label="Perbuatan"
                options=Signal::stored(deeds())
                value=Signal::derive(move || {
                    filter.with(|f| f.perbuatan.map(Perbuatan::as_str).unwrap_or_default().to_owned())
                })
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.perbuatan = Perbuatan::parse(&text)))
            />
            <SelectField
                id="saring-objek"
                label="Mengenai"
                options=Signal::stored(kinds())
                value=Signal::derive(move || filter.with(|f| f.objek.map(Objek::as_str).unwrap_or_default().to_owned()))
                on_choose=Callback::new(move |text: String| change(&|wanted| wanted.objek = Objek::parse(&text)))
            />
            <Day
                id="saring-dari"
                label="Dari hari"
                value=Signal::derive(move || filter.with(|f| f.dari))
                on_choose=Callback::new(move |day| change(&|wanted| wanted.dari = day))
            />
            <Day
                id="saring-sampai"
                label="Sampai hari"
                value=Signal::derive(move || filter.with(|f| f.sampai))
                on_choose=Callback::new(move |day| change(&|wanted| wanted.sampai = day))
            />
        </div>
        <Show when=move || filter.with(is_narrowed)>
            <p><a href=Page::KelolaJejak.url()>"Hapus semua saringan"</a></p>
        </Show>
    }
}

#[component]
fn Day(
    id: &'static str,
    label: &'static str,
    value: Signal<Option<NaiveDate>>,
    on_choose: Callback<Option<NaiveDate>>,
) -> impl IntoView {
    view! {
        <Field id=id label=label>
            <input
                class="input"
                type="date"
                id=id
                prop:value=move || value.get().map(|day| day.to_string()).unwrap_or_default()
                on:change:target=move |event| on_choose.run(event.target().value().parse().ok())
            />
        </Field>
    }
}

fn deeds() -> Vec<Choice> {
    let all = Perbuatan::all().map(|deed| Choice::new(deed.as_str(), deed.label(), ""));
    std::iter::once(Choice::new("", "Semua", "")).chain(all).collect()
}

fn kinds() -> Vec<Choice> {
    let all = Objek::ALL.map(|kind| Choice::new(kind.as_str(), kind.label(), ""));
    std::iter::once(Choice::new("", "Semua", "")).chain(all).collect()
}
