//! Step 4: who reports, what others may see of it, and the consent without which nothing may be kept.

use leptos::prelude::*;

use super::form::Form;
use super::form_frame::StepFrame;
use super::form_steps::FormStep;
use crate::page::Page;
use crate::portal::PortalContext;
use crate::ui::{Card, Fault, TextField, TextKind, Tick};

#[component]
pub fn SiapaStep() -> impl IntoView {
    let form = expect_context::<Form>();
    let faults = RwSignal::new(Vec::<Fault>::new());
    let titipan = form.is_titipan();
    let (purpose, agreed, hide) = if titipan {
        (
            "Isi data warga yang melapor, bukan data Anda. Data ini tidak pernah ditampilkan kepada umum.",
            "Persetujuan sudah saya bacakan, dan warga ini setuju",
            "Sembunyikan namanya (anonim)",
        )
    } else {
        (
            "Data ini dipakai petugas untuk menghubungi Anda. Data ini tidak pernah ditampilkan kepada umum.",
            "Saya setuju data saya dipakai untuk menangani aduan ini",
            "Sembunyikan nama saya (anonim)",
        )
    };
    view! {
        <StepFrame step=FormStep::Siapa faults=faults>
            <p>
                {move || if form.anonim.get() && !titipan {
                    "Nama dan nomor HP tetap diisi, supaya aduan tidak dibuat asal-asalan. Hanya sistem yang menyimpannya."
                } else {
                    purpose
                }}
            </p>
            <TextField
                id="nama"
                label="Nama"
                value=form.nama
                autocomplete="name"
                error=Fault::of(faults.into(), "nama")
            />
            {titipan
                .then(|| {
                    view! {
                        <Tick
                            id="tanpa-hp"
                            label="Warga ini tidak punya HP"
                            hint="Kabarnya disampaikan lewat kantor desa, atau dilihat dengan kode pada tanda terima."
                            value=form.tanpa_hp
                        />
                    }
                })}
            <Show when=move || !form.tanpa_hp.get()>
                <TextField
                    id="hp"
                    label="Nomor HP"
                    kind=TextKind::Phone
                    hint="Contoh: 0812 3456 7890"
                    value=form.hp
                    autocomplete="tel"
                    error=Fault::of(faults.into(), "hp")
                />
            </Show>
            <TextField
                id="email"
                label="E-mail"
                kind=TextKind::Email
                optional=true
                value=form.email
                autocomplete="email"
                error=Fault::of(faults.into(), "email")
            />
            <fieldset class="field">
                <legend>"Siapa yang boleh melihat"</legend>
                <div class="choices">
                    <Tick
                        id="anonim"
                        label=hide
                        hint="Nama, nomor HP, dan e-mail hanya disimpan sistem. Petugas pun tidak melihatnya."
                        value=form.anonim
                    />
                    <Tick
                        id="rahasia"
                        label="Rahasiakan laporan ini"
                        hint="Umum hanya melihat status dan tanggalnya, bukan isi dan tempatnya."
                        value=form.rahasia
                    />
                </div>
            </fieldset>
            <Consent />
            <Tick
                id="setuju"
                label=agreed
                value=form.setuju
                error=Fault::of(faults.into(), "setuju")
            />
        </StepFrame>
    }
}

/// What is consented to, in the district's own words where this device has ever seen them.
#[component]
fn Consent() -> impl IntoView {
    let portal = expect_context::<PortalContext>().portal;
    let text = move || {
        portal.with(|portal| {
            portal.as_ref().map(|portal| {
                let text = portal.persetujuan.clone();
                [
                    ("Untuk apa", text.tujuan),
                    ("Disimpan berapa lama", text.masa_simpan),
                    ("Hak Anda", text.hak),
                ]
            })
        })
    };
    let general = || {
        [(
            "Untuk apa",
            "Menangani aduan ini dan menghubungi Anda tentangnya. Anda boleh meminta data Anda dilihat, diperbaiki, atau dihapus.".to_owned(),
        )]
    };
    let line = |(title, text): (&'static str, String)| {
        view! {
            <div>
                <h3>{title}</h3>
                <p>{text}</p>
            </div>
        }
    };
    view! {
        <Card>
            <h2>"Persetujuan"</h2>
            {move || match text() {
                Some(lines) => lines.into_iter().map(line).collect_view().into_any(),
                None => general().into_iter().map(line).collect_view().into_any(),
            }}
            <p class="small"><a href=Page::Privasi.url()>"Selengkapnya tentang privasi"</a></p>
        </Card>
    }
}
