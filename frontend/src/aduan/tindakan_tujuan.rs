//! To whom a complaint is handed: an office, perhaps a part of it, perhaps one of its people.

use leptos::prelude::*;
use shared::account::{Bidang, Skpd};
use shared::aduan::Pelaksana;
use shared::paths;

use super::tindakan_form::Steps;
use super::tindakan_isi::{BIDANG, Isi, PETUGAS, SKPD};
use crate::api;
use crate::judged::Judged;
use crate::loaded::Loaded;
use crate::page::encode;
use crate::skpd::Offices;
use crate::ui::{Choice, Notice, SelectField, Tone};

#[component]
pub fn TujuanFields(steps: Steps, isi: Isi, judged: Judged) -> impl IntoView {
    let Offices(offices) = expect_context::<Offices>();
    let before = steps
        .aduan
        .with_untracked(|aduan| aduan.disposisi.as_ref().map(|given| given.skpd.clone()));
    // A district with one office need not choose it; what was handed on before usually stays in its office.
    Effect::new(move |_| {
        let only = offices.with(|all| {
            let mut active = all.iter().filter(|office| office.aktif);
            active
                .next()
                .map(|office| office.kode.clone())
                .filter(|_| active.next().is_none())
        });
        if let Some(kode) = before.clone().or(only)
            && isi.skpd.with_untracked(String::is_empty)
        {
            isi.skpd.set(kode);
        }
    });
    let found = people(steps, isi);
    let parts = Memo::new(move |_| offices.with(|all| isi.skpd.with(|kode| part_choices(all, kode))));
    view! {
        <SelectField
            id=SKPD
            label="SKPD yang mengerjakan"
            options=Signal::derive(move || offices.with(|all| office_choices(all)))
            value=isi.skpd
            on_choose=Callback::new(move |kode: String| {
                isi.skpd.set(kode);
                isi.bidang.set(String::new());
                isi.petugas.set(String::new());
            })
            error=judged.at(SKPD)
        />
        <Show when=move || parts.with(|parts| parts.len() > 1)>
            <SelectField
                id=BIDANG
                label="Bidang"
                options=parts
                value=isi.bidang
                on_choose=Callback::new(move |kode: String| {
                    isi.bidang.set(kode);
                    isi.petugas.set(String::new());
                })
                error=judged.at(BIDANG)
            />
        </Show>
        <Orang isi=isi found=found judged=judged />
    }
}

/// Asked anew for each office and part.
fn people(steps: Steps, isi: Isi) -> RwSignal<Loaded<Vec<Pelaksana>>> {
    let found = RwSignal::new(Loaded::Waiting);
    let asked = StoredValue::new(0_u32);
    let id = steps.aduan.with_untracked(|aduan| aduan.id);
    Effect::new(move |_| {
        let (skpd, bidang) = (isi.skpd.get(), isi.bidang.get());
        let number = asked.get_value() + 1;
        asked.set_value(number);
        if skpd.is_empty() {
            return;
        }
        let path = format!(
            "{}/{id}/tim-teknis?skpd={}&bidang={}",
            paths::ADUAN,
            encode(&skpd),
            encode(&bidang)
        );
        found.set(Loaded::Waiting);
        leptos::task::spawn_local(async move {
            let outcome = api::get::<Vec<Pelaksana>>(&path, &steps.caller()).await;
            if asked.try_get_value() == Some(number) {
                found.try_set(outcome.into());
            }
        });
    });
    found
}

#[component]
fn Orang(isi: Isi, found: RwSignal<Loaded<Vec<Pelaksana>>>, judged: Judged) -> impl IntoView {
    let options = Signal::derive(move || {
        let mut list = vec![Choice::new("", "Siapa pun di tim teknisnya", "")];
        if let Loaded::Here(people) = found.get() {
            list.extend(
                people
                    .into_iter()
                    .map(|one| Choice::new(one.id.to_string(), one.nama, "")),
            );
        }
        list
    });
    let nobody = move || found.with(|found| matches!(found, Loaded::Here(people) if people.is_empty()));
    let failed = move || found.with(|found| matches!(found, Loaded::Failed(_)));
    view! {
        <Show when=move || isi.skpd.with(|kode| !kode.is_empty())>
            <Show when=move || !nobody()>
                <SelectField
                    id=PETUGAS
                    label="Petugas (boleh kosong)"
                    hint="Bila dipilih, hanya dia dari tim teknis yang melihat aduan ini."
                    options=options
                    value=isi.petugas
                    on_choose=Callback::new(move |id: String| isi.petugas.set(id))
                    error=judged.at(PETUGAS)
                />
            </Show>
            <Show when=nobody>
                <Notice tone=Tone::Gold>
                    <p>"Belum ada akun tim teknis di sana untuk wilayah aduan ini. Kepala SKPD tetap melihatnya."</p>
                </Notice>
            </Show>
            <Show when=failed>
                <p class="small muted">"Daftar petugas belum dapat dimuat. Anda tetap dapat menyerahkannya ke SKPD."</p>
            </Show>
        </Show>
    }
}

pub fn office_choices(all: &[Skpd]) -> Vec<Choice> {
    let active = all.iter().filter(|office| office.aktif);
    let mut list = vec![Choice::new("", "Pilih SKPD", "")];
    list.extend(active.map(|office| Choice::new(office.kode.as_str(), office.nama.as_str(), "")));
    list
}

/// The whole office, then its parts.
fn part_choices(all: &[Skpd], kode: &str) -> Vec<Choice> {
    let office = all.iter().find(|office| office.kode == kode);
    let parts: &[Bidang] = office.map_or(&[], |office| &office.bidang);
    let mut list = vec![Choice::new("", "Seluruh SKPD", "")];
    let active = parts.iter().filter(|part| part.aktif);
    list.extend(active.map(|part| Choice::new(part.kode.as_str(), part.nama.as_str(), "")));
    list
}
