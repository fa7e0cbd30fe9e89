//! The summary, and *Kirim*: from there on the complaint lies in the outbox, with or without a network.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::aduan::{Jenis, Kategori};
use shared::wilayah::{WilayahKode, full_name};

use super::draf::Draf;
use super::form::Form;
use super::form_frame::{all_faults, edit_link, versi};
use super::form_steps::FormStep;
use super::foto_draf::FotoDraf;
use super::titik::source_words;
use crate::device;
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, StoreError, antrean as outbox, space};
use crate::page::Page;
use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, ErrorSummary, Fault, Heading, Notice, Tone};

#[component]
pub fn RingkasanStep() -> impl IntoView {
    let form = expect_context::<Form>();
    let draf = form.draf();
    let faults = RwSignal::new(Vec::<Fault>::new());
    let trouble = RwSignal::new(None::<StoreError>);
    let sending = RwSignal::new(false);
    let send = sender(form, faults, trouble, sending);
    view! {
        <form
            class="stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                send.run(());
            }
        >
            <ErrorSummary faults=faults />
            <Heading title=FormStep::Ringkasan.title() />
            {FormStep::ASKING
                .into_iter()
                .map(|step| view! { <Part step=step draf=draf.clone() /> })
                .collect_view()}
            <p class="small muted">
                {if form.is_titipan() {
                    "Setelah dikirim, cetak tanda terimanya atau salin kodenya untuk warga. Tanpa jaringan pun boleh: aduan disimpan di perangkat ini, dan terkirim saat portal dibuka, jaringan ada, dan Anda masuk."
                } else {
                    "Setelah dikirim, Anda menerima kode unik untuk melihat statusnya. Tanpa jaringan pun boleh: aduan disimpan di perangkat ini. Sesudah itu tampil di sini kapan aduan terkirim."
                }}
            </p>
            {move || {
                trouble.get().map(|error| view! { <Notice tone=Tone::Clay alert=true><p>{error.words()}</p></Notice> })
            }}
            <div class="foot">
                <ButtonLink kind=ButtonKind::Quiet href=form.url_of(FormStep::Siapa)>
                    "Kembali"
                </ButtonLink>
                <Button submit=true busy=sending>
                    {move || if sending.get() { "Menyimpan…" } else { "Kirim" }}
                </Button>
            </div>
        </form>
    }
}

/// What *Kirim* does: judge everything once more, store it in one transaction, show the receipt.
fn sender(
    form: Form,
    faults: RwSignal<Vec<Fault>>,
    trouble: RwSignal<Option<StoreError>>,
    sending: RwSignal<bool>,
) -> Callback<()> {
    let navigate = use_navigate();
    let syncer = expect_context::<Syncer>();
    let portal = expect_context::<PortalContext>();
    let antrean = expect_context::<Antrean>();
    Callback::new(move |()| {
        if sending.get_untracked() {
            return;
        }
        let versi = versi(portal);
        let found = all_faults(form, &versi);
        let clear = found.is_empty();
        faults.set(found);
        if !clear {
            return;
        }
        sending.set(true);
        trouble.set(None);
        form.close();
        let (draf, navigate) = (form.draf(), navigate.clone());
        let judul = title(&draf, portal);
        // Its answer may wait for a person's consent, and nothing here waits for it.
        leptos::task::spawn_local(space::keep());
        leptos::task::spawn_local(async move {
            let freeze = |stamp| draf.freeze(&stamp, &versi, judul.clone());
            match outbox::store(draf.id, draf.aksi, draf.replaces, device::perangkat(), &freeze).await {
                Ok(stored) => {
                    if let Some(kiriman) = stored {
                        antrean.take_in(kiriman, draf.replaces);
                    }
                    syncer.wake();
                    let url = Page::AduanTersimpan {
                        id: draf.id.to_string(),
                    }
                    .url();
                    let replace = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&url, replace);
                }
                Err(error) => {
                    trouble.try_set(Some(error));
                    sending.try_set(false);
                    form.open_again();
                }
            }
        });
    })
}

/// One line for the lists: `Drainase, Lampihong Kiri`.
fn title(draf: &Draf, portal: PortalContext) -> String {
    let kategori = Kategori::parse(&draf.isian.kategori).map_or("Aduan", Kategori::label);
    match village(draf, portal) {
        Some(name) => format!("{kategori}, {name}"),
        None => kategori.to_owned(),
    }
}

fn village(draf: &Draf, portal: PortalContext) -> Option<String> {
    let kode = WilayahKode::parse(&draf.isian.wilayah)?;
    portal.wilayah.with_untracked(|table| full_name(table, &kode))
}

/// What one step has gathered, with the way back to it.
#[component]
fn Part(step: FormStep, draf: Draf) -> impl IntoView {
    let form = expect_context::<Form>();
    let portal = expect_context::<PortalContext>();
    let lines = lines(step, &draf, portal);
    let photos = (step == FormStep::Foto && !draf.isian.foto.is_empty()).then(|| {
        let shot = |(place, foto): (usize, shared::file::Foto)| {
            view! { <li><FotoDraf id=draf.id sha256=foto.sha256 alt=format!("Foto {}", place + 1) /></li> }
        };
        let shots = draf
            .isian
            .foto
            .clone()
            .into_iter()
            .enumerate()
            .map(shot)
            .collect_view();
        view! { <ul class="shots">{shots}</ul> }
    });
    view! {
        <Card>
            <div class="row between">
                <h2>{step.name()}</h2>
                <a class="btn plain" id=edit_link(step) href=form.url_of(step)>
                    "Ubah" <span class="unseen">" " {step.name()}</span>
                </a>
            </div>
            {(!lines.is_empty())
                .then(|| {
                    view! {
                        <dl class="facts">
                            {lines
                                .into_iter()
                                .map(|(name, text)| view! { <dt>{name}</dt><dd class="prose">{text}</dd> })
                                .collect_view()}
                        </dl>
                    }
                })}
            {photos}
        </Card>
    }
}

fn lines(step: FormStep, draf: &Draf, portal: PortalContext) -> Vec<(&'static str, String)> {
    let isian = &draf.isian;
    let mut lines = match step {
        FormStep::Apa => vec![
            (
                "Jenis",
                Jenis::parse(&isian.jenis).map_or("", Jenis::label).to_owned(),
            ),
            (
                "Tentang",
                Kategori::parse(&isian.kategori)
                    .map_or("", Kategori::label)
                    .to_owned(),
            ),
            ("Uraian", isian.uraian.clone()),
        ],
        FormStep::DiMana => vec![
            ("Desa", village(draf, portal).unwrap_or_default()),
            (
                "Titik",
                isian.posisi.as_ref().map(source_words).unwrap_or_default(),
            ),
            ("Patokan", isian.catatan.clone()),
        ],
        FormStep::Foto if isian.foto.is_empty() => vec![("Foto", "Tanpa foto".to_owned())],
        FormStep::Foto | FormStep::Ringkasan => Vec::new(),
        FormStep::Siapa => vec![
            ("Nama", isian.nama.clone()),
            (
                "Nomor HP",
                if isian.tanpa_hp {
                    "Tidak punya HP".to_owned()
                } else {
                    isian.hp.clone()
                },
            ),
            ("E-mail", isian.email.clone()),
            ("Dilihat", seen_by(isian.anonim, isian.rahasia).to_owned()),
        ],
    };
    lines.retain(|(_, text)| !text.trim().is_empty());
    lines
}

const fn seen_by(anonim: bool, rahasia: bool) -> &'static str {
    match (anonim, rahasia) {
        (false, false) => "Petugas melihat semuanya. Umum hanya melihat status dan yang diumumkan petugas.",
        (true, false) => {
            "Nama dan kontak Anda disembunyikan dari petugas. Umum hanya melihat status dan yang diumumkan petugas."
        }
        (false, true) => "Petugas melihat semuanya. Umum hanya melihat status dan tanggal.",
        (true, true) => {
            "Nama dan kontak Anda disembunyikan dari petugas. Umum hanya melihat status dan tanggal."
        }
    }
}
