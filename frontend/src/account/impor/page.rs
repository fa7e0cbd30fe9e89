//! The page of the import: template, file, trial, report, making, slips.

use leptos::prelude::*;
use shared::account::{ImporBaru, ImporHasil};
use shared::paths;
use shared::words::ribuan;
use wasm_bindgen::JsCast;

use super::berkas::{self, Berkas};
use super::laporan::Laporan;
use super::slip_cetak::SlipCetak;
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::Caller;
use crate::attempt::Attempt;
use crate::device;
use crate::message;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, Card, Heading, Icon, IconName, Notice, Toaster, Tone};

const BERKAS: &str = "berkas-akun";

#[derive(Clone, Copy)]
struct Impor {
    berkas: RwSignal<Option<Berkas>>,
    hasil: RwSignal<Option<ImporHasil>>,
    error: RwSignal<Option<String>>,
    /// Counts the files that were chosen: another file is another import, even by the same name.
    chosen: StoredValue<u32>,
    attempt: Attempt<ImporBaru>,
    session: Session,
    toaster: Toaster,
}

impl Impor {
    fn new() -> Self {
        Self {
            berkas: RwSignal::new(None),
            hasil: RwSignal::new(None),
            error: RwSignal::new(None),
            chosen: StoredValue::new(0),
            attempt: Attempt::new(),
            session: expect_context::<Session>(),
            toaster: expect_context::<Toaster>(),
        }
    }

    fn choose(self, file: web_sys::File) {
        self.hasil.set(None);
        self.error.set(None);
        self.berkas.set(None);
        self.chosen.update_value(|count| *count += 1);
        leptos::task::spawn_local(async move {
            match berkas::read(file).await {
                Ok(berkas) => drop(self.berkas.try_set(Some(berkas))),
                Err(words) => drop(self.error.try_set(Some(words))),
            }
        });
    }

    fn send(self, coba: bool) {
        let Some(berkas) = self
            .berkas
            .get_untracked()
            .filter(|_| !self.attempt.busy.get_untracked())
        else {
            return;
        };
        self.error.set(None);
        let said = format!("{coba} {}", self.chosen.get_value());
        leptos::task::spawn_local(async move {
            let make = || ImporBaru {
                berkas: berkas.base64,
                coba,
                asal: device::asal(),
            };
            let caller = Caller::Petugas(self.session);
            match self
                .attempt
                .send_for::<ImporHasil>(paths::AKUN_IMPOR, said, make, &caller)
                .await
            {
                Ok(hasil) => drop(self.hasil.try_set(Some(hasil))),
                Err(failure) => drop(self.error.try_set(Some(message::of_failure(&failure)))),
            }
        });
    }

    fn template(self) {
        leptos::task::spawn_local(async move {
            if let Err(failure) = berkas::download_template(self.session).await {
                self.toaster.say(message::of_failure(&failure));
            }
        });
    }

    /// Good lines of the last trial that wait to be made.
    fn waiting(self) -> u32 {
        self.hasil.with(|hasil| match hasil {
            Some(hasil) if hasil.coba => hasil.dibuat,
            Some(_) | None => 0,
        })
    }
}

#[component]
pub fn ImporPage() -> impl IntoView {
    keep_in(expect_context::<Session>());
    let impor = Impor::new();
    view! {
        <div class="desk stack">
            <a class="back" href=Page::KelolaAkun.url()>"‹ Kembali ke daftar"</a>
            <Heading title="Impor akun dari berkas" />
            <Pilih impor=impor />
            {move || {
                impor
                    .error
                    .get()
                    .map(|words| {
                        view! {
                            <Notice tone=Tone::Clay alert=true>
                                <p>{words}</p>
                            </Notice>
                        }
                    })
            }}
            {move || impor.hasil.get().map(|hasil| view! { <Hasil impor=impor hasil=hasil /> })}
        </div>
    }
}

#[component]
fn Pilih(impor: Impor) -> impl IntoView {
    let take = move |event: web_sys::Event| {
        let input = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again after it was mended.
        input.set_value("");
        if let Some(file) = file {
            impor.choose(file);
        }
    };
    let busy = impor.attempt.busy;
    view! {
        <Card>
            <ol class="stack tight">
                <li>"Unduh contoh, isi satu baris untuk setiap orang, lalu simpan sebagai XLSX atau CSV."</li>
                <li>"Pilih berkasnya dan coba dahulu. Dalam percobaan tidak ada akun yang dibuat."</li>
                <li>"Perbaiki baris yang salah bila perlu, lalu buat akunnya dan cetak slipnya."</li>
            </ol>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| impor.template()>
                    <Icon name=IconName::Install />
                    "Unduh contoh (XLSX)"
                </Button>
                <label class="btn quiet" for=BERKAS>
                    <input
                        class="unseen"
                        id=BERKAS
                        type="file"
                        accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                        on:change=take
                    />
                    <Icon name=IconName::List />
                    "Pilih berkas"
                </label>
            </div>
            {move || {
                impor
                    .berkas
                    .get()
                    .map(|berkas| {
                        view! {
                            <p role="status">"Berkas: " <b>{berkas.nama}</b></p>
                            <div class="actions">
                                <Button busy=busy on_press=move |_| impor.send(true)>
                                    {move || if busy.get() { "Memeriksa…" } else { "Coba dahulu" }}
                                </Button>
                            </div>
                        }
                    })
            }}
        </Card>
    }
}

#[component]
fn Hasil(impor: Impor, hasil: ImporHasil) -> impl IntoView {
    let (slip, sampai) = (hasil.slip.clone(), hasil.berlaku_sampai);
    // An answer that was lost on its way and is given again tells that all are there, and has no slips.
    let lost = !hasil.coba && hasil.slip.is_empty() && hasil.sudah_ada > 0;
    let busy = impor.attempt.busy;
    view! {
        <section class="stack" aria-label="Hasil">
            <Laporan hasil=hasil />
            <Show when=move || impor.waiting() != 0>
                <div class="actions">
                    <Button busy=busy on_press=move |_| impor.send(false)>
                        {move || {
                            if busy.get() {
                                "Membuat akun…".to_owned()
                            } else {
                                format!("Buat {} akun", ribuan(u64::from(impor.waiting())))
                            }
                        }}
                    </Button>
                </div>
            </Show>
            {lost
                .then(|| {
                    view! {
                        <p>"Tidak ada slip baru. Orang yang belum memegang slipnya dibuatkan yang baru lewat Atur ulang kata sandi di akunnya."</p>
                    }
                })}
        </section>
        {(!slip.is_empty()).then(|| view! { <SlipCetak slip=slip sampai=sampai /> })}
    }
}
