//! Where an officer logs in, with a second step where his account has one, and goes on to where he was going, unless
//! there is something that he must do first.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::account::{Account, Hak};
use shared::error::ErrorCode;
use web_sys::SubmitEvent;

use super::guard::{home_of, replaced, return_address};
use super::session::Session;
use crate::api::ApiFailure;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::page::Page;
use crate::ui::chunk::{self, Chunk};
use crate::ui::error_summary::focus_on;
use crate::ui::{Button, Card, Heading, Icon, IconName, Notice, TextField, TextKind, Tone};

const NAMA: &str = "nama-pengguna";
const SANDI: &str = "sandi";
const KODE: &str = "kode-masuk";
const CONTROLS: Controls = &[("nama_pengguna", NAMA), ("sandi", SANDI), ("kode", KODE)];

/// What is typed, and how far the login is.
#[derive(Clone, Copy)]
struct Form {
    nama: RwSignal<String>,
    sandi: RwSignal<String>,
    kode: RwSignal<String>,
    /// The password is right, and the account has a second step.
    second: RwSignal<bool>,
    judged: Judged,
    busy: RwSignal<bool>,
}

impl Form {
    fn new(nama: String) -> Self {
        Self {
            nama: RwSignal::new(nama),
            sandi: RwSignal::new(String::new()),
            kode: RwSignal::new(String::new()),
            second: RwSignal::new(false),
            judged: Judged::new(CONTROLS),
            busy: RwSignal::new(false),
        }
    }

    fn is_complete(self) -> bool {
        self.judged.clear();
        if self.nama.with_untracked(|nama| nama.trim().is_empty()) {
            self.judged.fault(NAMA, "Isi nama pengguna Anda.");
        }
        if self.sandi.with_untracked(String::is_empty) {
            self.judged.fault(SANDI, "Isi kata sandi Anda.");
        }
        if self.second.get_untracked() && self.kode.with_untracked(|kode| kode.trim().is_empty()) {
            self.judged
                .fault(KODE, "Isi kode dari aplikasi, atau satu kode pemulihan.");
        }
        self.judged.is_clean()
    }

    async fn send(self, session: Session) -> Result<Account, ApiFailure> {
        let kode = self.kode.with_untracked(|kode| kode.trim().to_owned());
        let kode = Some(kode).filter(|kode| self.second.get_untracked() && !kode.is_empty());
        let nama = self.nama.with_untracked(|nama| nama.trim().to_owned());
        session.login(nama, self.sandi.get_untracked(), kode).await
    }

    fn refused(self, failure: &ApiFailure) {
        match failure.code() {
            Some(ErrorCode::PerluKode) => {
                self.second.try_set(true);
                // The field appears by this very change: it is there one turn later.
                request_animation_frame(|| focus_on(KODE));
            }
            Some(ErrorCode::KodeMasukSalah) => {
                self.kode.try_set(String::new());
                self.judged.fault(KODE, crate::message::of_failure(failure));
            }
            Some(_) | None => self.judged.take(failure),
        }
    }
}

#[component]
pub fn LoginPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let back = return_address();
    let navigate = use_navigate();
    let known = use_query_map().with_untracked(|query| query.get("nama"));
    let form = Form::new(known.unwrap_or_default());
    let busy = form.busy;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || !form.is_complete() {
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        let wanted = back();
        leptos::task::spawn_local(async move {
            let outcome = form.send(session).await;
            busy.try_set(false);
            match outcome {
                Ok(account) => {
                    keep_parts(&account);
                    navigate(&target(&account, wanted), replaced());
                }
                Err(failure) => form.refused(&failure),
            }
        });
    };
    view! {
        <div class="narrow stack">
            <Heading title="Masuk petugas" />
            <p class="muted">"Halaman ini untuk petugas. Warga tidak perlu akun untuk membuat atau mengikuti aduan."</p>
            <JudgedSummary judged=form.judged />
            <Card>
                <form class="stack" novalidate on:submit=submit>
                    <TextField
                        id=NAMA
                        label="Nama pengguna"
                        value=form.nama
                        autocomplete="username"
                        error=form.judged.at(NAMA)
                    />
                    <TextField
                        id=SANDI
                        label="Kata sandi"
                        value=form.sandi
                        kind=TextKind::Password
                        autocomplete="current-password"
                        error=form.judged.at(SANDI)
                    />
                    <Show when=move || form.second.get()>
                        <SecondStep form=form />
                    </Show>
                    <Button submit=true wide=true busy=busy>
                        <Icon name=IconName::Key />
                        {move || if busy.get() { "Sedang masuk…" } else { "Masuk" }}
                    </Button>
                </form>
            </Card>
            <p>
                <a href=Page::SandiPertama { sekali_pakai: None }.url()>"Punya slip atau tautan sekali pakai? Buat kata sandi"</a>
            </p>
            <p class="small muted">
                "Lupa kata sandi, atau terlalu sering salah? Hubungi admin portal di kantor Anda; ia dapat membuatkan yang baru atau membuka kuncinya saat itu juga."
            </p>
        </div>
    }
}

#[component]
fn SecondStep(form: Form) -> impl IntoView {
    view! {
        <Notice tone=Tone::Sky alert=true>
            <p>"Kata sandi benar. Satu langkah lagi: buka aplikasi autentikator di HP Anda."</p>
        </Notice>
        <TextField
            id=KODE
            label="Kode masuk"
            hint="6 angka dari aplikasi. HP hilang? Ketik satu kode pemulihan."
            value=form.kode
            autocomplete="one-time-code"
            error=form.judged.at(KODE)
        />
    }
}

/// What must be done first comes before where he was going.
fn target(account: &Account, wanted: Option<String>) -> String {
    if account.wajib.is_some() {
        return Page::AkunWajib { kembali: wanted }.url();
    }
    wanted.unwrap_or_else(|| home_of(account).url())
}

/// So that his pages open without a network too; what cannot be kept now is fetched when opened.
fn keep_parts(account: &Account) {
    let keeper = account.boleh(Hak::KelolaAkun);
    leptos::task::spawn_local(async move {
        let _ = chunk::keep(Chunk::Kantor).await;
        if keeper {
            let _ = chunk::keep(Chunk::Kelola).await;
        }
    });
}
