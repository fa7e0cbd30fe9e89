//! Looks for the complaint that this one is the same as, and shows both beside one another before it is decided.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::aduan::{Aduan, AduanFilter, AduanRingkas, Status};
use shared::id::AduanId;
use shared::kode::Kode;
use shared::page::Page as ListPage;
use shared::paths;
use shared::words::waktu;

use super::inbox_filter::to_query;
use super::tindakan_form::Steps;
use super::tindakan_isi::{INDUK, Isi};
use super::words::{judul, status_tone};
use crate::api;
use crate::judged::Judged;
use crate::loaded::{FailureState, Loaded};
use crate::page::encode;
use crate::ui::field::described_by;
use crate::ui::{Button, ButtonKind, Chip, Field, Skeleton};

/// Complaints that are offered at once.
const OFFERED: u32 = 6;

#[component]
pub fn IndukField(steps: Steps, isi: Isi, judged: Judged) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Loaded::<Vec<AduanRingkas>>::Waiting);
    let (own, near) = steps.aduan.with_untracked(|aduan| {
        let near = AduanFilter {
            kategori: Some(aduan.kategori),
            wilayah: aduan.lokasi.wilayah.clone(),
            limit: Some(OFFERED),
            ..AduanFilter::default()
        };
        (aduan.id, StoredValue::new(near))
    });
    let search = Callback::new(move |()| {
        let words = typed.with_untracked(|text| text.trim().to_owned());
        let whole = Kode::parse(&words).ok();
        let filter = if words.is_empty() {
            near.get_value()
        } else {
            AduanFilter {
                cari: Some(words),
                limit: Some(OFFERED),
                ..AduanFilter::default()
            }
        };
        let path = format!("{}{}", paths::ADUAN, to_query(&filter, encode));
        found.set(Loaded::Waiting);
        leptos::task::spawn_local(async move {
            let outcome = api::get::<ListPage<AduanRingkas>>(&path, &steps.caller()).await;
            let outcome = outcome.map(|page| others(page.items, own));
            if let Ok([one]) = outcome.as_deref()
                && whole.as_ref() == Some(&one.kode)
            {
                // A whole code names one; it need not be chosen again.
                isi.induk.try_set(Some(one.kode.clone()));
            }
            found.try_set(outcome.into());
        });
    });
    search.run(());
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            // The form around it would be sent.
            event.prevent_default();
            search.run(());
        }
    };
    let chosen = move || isi.induk.get().map(|kode| kode.to_string());
    view! {
        <Field id=INDUK label="Cari aduan yang sama" hint="Kode unik, kata dari uraian, atau nama desa." error=judged.at(INDUK)>
            <div class="reveal">
                <input
                    class="input"
                    id=INDUK
                    type="search"
                    autocomplete="off"
                    aria-describedby=described_by(INDUK)
                    prop:value=move || typed.get()
                    on:input:target=move |event| typed.set(event.target().value())
                    on:keydown=key
                />
                <Button kind=ButtonKind::Quiet on_press=move |_| search.run(())>"Cari"</Button>
            </div>
        </Field>
        {move || match chosen() {
            Some(kode) => view! { <Beside steps=steps kode=kode isi=isi /> }.into_any(),
            None => view! { <Offered found=found search=search isi=isi /> }.into_any(),
        }}
    }
}

/// Neither itself nor what is itself told elsewhere.
fn others(mut found: Vec<AduanRingkas>, own: AduanId) -> Vec<AduanRingkas> {
    found.retain(|aduan| aduan.id != own && !matches!(aduan.status, Status::Digabung | Status::Diarsipkan));
    found
}

#[component]
fn Offered(found: RwSignal<Loaded<Vec<AduanRingkas>>>, search: Callback<()>, isi: Isi) -> impl IntoView {
    let line = move |aduan: AduanRingkas| {
        let (kode, title) = (aduan.kode.clone(), aduan.judul.clone());
        view! {
            <li>
                <div class="grow">
                    <p>{aduan.judul}</p>
                    <p class="small muted">{aduan.kode.to_string()} " · " {aduan.wilayah} " · " {aduan.status.label()}</p>
                </div>
                <Button kind=ButtonKind::Quiet on_press=move |_| isi.induk.set(Some(kode.clone()))>
                    "Pilih"
                    <span class="unseen">{format!(" {title}")}</span>
                </Button>
            </li>
        }
    };
    move || {
        match found.get() {
        Loaded::Waiting => view! { <Skeleton lines=4 label="Mencari aduan" /> }.into_any(),
        Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=search /> }.into_any(),
        Loaded::Here(all) if all.is_empty() => {
            view! { <p class="muted" role="status">"Belum ada yang cocok. Cari dengan kode unik atau kata lain."</p> }
                .into_any()
        }
        Loaded::Here(all) => {
            view! { <ul class="rows">{all.into_iter().map(line).collect_view()}</ul> }.into_any()
        }
    }
    }
}

/// Both complaints, so that nobody merges by a title alone.
#[component]
fn Beside(steps: Steps, kode: String, isi: Isi) -> impl IntoView {
    let other = RwSignal::new(Loaded::<Aduan>::Waiting);
    let path = StoredValue::new(format!("{}/{kode}", paths::ADUAN));
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let Some(path) = path.try_get_value() else { return };
            other.try_set(api::get::<Aduan>(&path, &steps.caller()).await.into());
        });
    });
    load.run(());
    view! {
        <div class="pair top">
            {move || view! { <Side heading="Aduan ini" aduan=steps.aduan.get() /> }}
            {move || match other.get() {
                Loaded::Waiting => view! { <Skeleton lines=6 /> }.into_any(),
                Loaded::Failed(failure) => view! { <FailureState failure=failure on_retry=load /> }.into_any(),
                Loaded::Here(aduan) => view! { <Side heading="Digabung ke" aduan=aduan /> }.into_any(),
            }}
        </div>
        <Button kind=ButtonKind::Plain on_press=move |_| isi.induk.set(None)>"Pilih aduan lain"</Button>
    }
}

#[component]
fn Side(heading: &'static str, aduan: Aduan) -> impl IntoView {
    let title = judul(&aduan);
    view! {
        <section class="stack tight">
            <h3>{heading}</h3>
            <p class="kode small">{aduan.kode.to_string()}</p>
            <p><Chip tone=status_tone(aduan.status)>{aduan.status.label()}</Chip></p>
            <p><b>{title}</b></p>
            <p class="small prose">{aduan.uraian}</p>
            <p class="small muted">{aduan.lokasi.nama}</p>
            <p class="small muted num">{waktu(aduan.diterima_pada)} {format!(" · {} foto", aduan.foto.len())}</p>
        </section>
    }
}
