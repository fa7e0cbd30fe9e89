//! Where an admin brings in what waited on somebody's device.

use leptos::prelude::*;
use shared::error::ErrorCode;
use shared::paths;
use shared::penyelamat::BerkasMasuk;
use wasm_bindgen::JsCast;

use super::impor_hasil::Laporan;
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::{self, ApiFailure, Caller};
use crate::message;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, Card, Heading, Icon, IconName, Notice, Tone};

const BERKAS: &str = "berkas-penyelamat";

#[derive(Clone, Copy)]
struct Impor {
    berkas: RwSignal<Option<web_sys::File>, LocalStorage>,
    busy: RwSignal<bool>,
    hasil: RwSignal<Option<Result<BerkasMasuk, ApiFailure>>>,
    session: Session,
}

impl Impor {
    fn new() -> Self {
        Self {
            berkas: RwSignal::new_local(None),
            busy: RwSignal::new(false),
            hasil: RwSignal::new(None),
            session: expect_context::<Session>(),
        }
    }

    fn choose(self, file: web_sys::File) {
        self.hasil.set(None);
        self.berkas.set(Some(file));
    }

    /// Of a damaged file, `sebagian` takes the sound part.
    fn send(self, sebagian: bool) {
        let Some(berkas) = self.berkas.get_untracked().filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        self.busy.set(true);
        self.hasil.set(None);
        leptos::task::spawn_local(async move {
            let path = format!("{}?sebagian={sebagian}", paths::BERKAS_PENYELAMAT);
            let hasil = api::post_file(&path, &berkas, &Caller::Petugas(self.session)).await;
            self.hasil.try_set(Some(hasil));
            self.busy.try_set(false);
        });
    }
}

#[component]
pub fn ImporPenyelamatPage() -> impl IntoView {
    keep_in(expect_context::<Session>());
    let impor = Impor::new();
    view! {
        <div class="desk stack">
            <a class="back" href=Page::KelolaBatas.url()>"‹ Kembali ke aturan"</a>
            <Heading title="Berkas penyelamat" />
            <p class="muted">
                "Yang menunggu di HP yang rusak, akan diganti, atau tidak pernah mendapat jaringan disimpan pemiliknya sebagai berkas di halaman Antrean. Masukkan berkas itu di sini. Yang sudah sampai tidak akan tercatat dua kali, jadi berkas yang sama boleh dimasukkan lagi."
            </p>
            <Pilih impor=impor />
            <Hasil impor=impor />
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
        // The same file may be chosen again.
        input.set_value("");
        if let Some(file) = file {
            impor.choose(file);
        }
    };
    let busy = impor.busy;
    view! {
        <Card>
            <div class="actions">
                <label class="btn quiet" for=BERKAS>
                    <input class="unseen" id=BERKAS type="file" on:change=take />
                    <Icon name=IconName::List />
                    "Pilih berkas"
                </label>
            </div>
            {move || match impor.berkas.get() {
                None => {
                    view! { <p class="small muted">"Belum ada berkas yang dipilih. Namanya berawal antrean- dan berakhir .portal."</p> }
                        .into_any()
                }
                Some(berkas) => {
                    view! {
                        <p role="status">"Berkas: " <b>{berkas.name()}</b></p>
                        <div class="actions">
                            <Button busy=busy on_press=move |_| impor.send(false)>
                                {move || if busy.get() { "Mengunggah dan memasukkan…" } else { "Masukkan" }}
                            </Button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </Card>
    }
}

#[component]
fn Hasil(impor: Impor) -> impl IntoView {
    move || match impor.hasil.get() {
        None => ().into_any(),
        Some(Ok(masuk)) => {
            view! { <section class="stack" aria-label="Hasil"><Laporan masuk=masuk /></section> }.into_any()
        }
        Some(Err(failure)) => {
            let damaged = failure.code() == Some(ErrorCode::BerkasRusak);
            view! {
                <Notice tone=Tone::Clay alert=true>
                    <p>{message::of_failure(&failure)}</p>
                    {damaged
                        .then(|| {
                            view! {
                                <Button kind=ButtonKind::Quiet busy=impor.busy on_press=move |_| impor.send(true)>
                                    "Masukkan bagian yang utuh"
                                </Button>
                            }
                        })}
                </Notice>
            }
                .into_any()
        }
    }
}
