//! A new account: who it is, what he works on, and then his one-time password, shown this once.

use leptos::prelude::*;
use shared::account::{AkunBaru, AkunTerbuka, Skpd, Tugas};
use shared::id::AccountId;
use shared::paths;
use web_sys::SubmitEvent;

use super::sekali_pakai::SekaliPakaiPanel;
use super::tugas_form::{BIDANG, MULAI, PERAN, SAMPAI, SKPD, TugasFields, TugasIsian, WILAYAH};
use crate::account::keep_in;
use crate::account::session::Session;
use crate::api::Caller;
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::page::Page;
use crate::skpd;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Heading, TextField, TextKind};

const NAMA_PENGGUNA: &str = "akun-nama-pengguna";
const NAMA: &str = "akun-nama";
const EMAIL: &str = "akun-email";
const HP: &str = "akun-hp";
const CONTROLS: Controls = &[
    ("nama_pengguna", NAMA_PENGGUNA),
    ("nama", NAMA),
    ("email", EMAIL),
    ("hp", HP),
    ("peran", PERAN),
    ("wilayah", WILAYAH),
    ("skpd", SKPD),
    ("bidang", BIDANG),
    ("mulai", MULAI),
    ("sampai", SAMPAI),
];

#[component]
pub fn AkunBaruPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let made = RwSignal::new(None::<AkunTerbuka>);
    let offices = skpd::offices(session);
    view! {
        <div class="desk stack">
            <a class="back" href=Page::KelolaAkun.url()>"‹ Kembali ke daftar"</a>
            {move || match made.get() {
                None => view! { <Baru made=made offices=offices /> }.into_any(),
                Some(terbuka) => view! { <Dibuat terbuka=terbuka made=made /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Dibuat(terbuka: AkunTerbuka, made: RwSignal<Option<AkunTerbuka>>) -> impl IntoView {
    let title = format!("Akun {} dibuat", terbuka.akun.nama);
    let own = Page::KelolaAkunRinci {
        id: terbuka.akun.id.to_string(),
    };
    view! {
        <Heading title=title />
        <SekaliPakaiPanel terbuka=terbuka />
        <div class="actions">
            <ButtonLink kind=ButtonKind::Quiet href=own.url()>"Buka akun ini"</ButtonLink>
            <Button kind=ButtonKind::Quiet on_press=move |_| made.set(None)>"Buat akun lagi"</Button>
        </div>
    }
}

/// What the controls hold.
#[derive(Clone, Copy)]
struct Isian {
    nama_pengguna: RwSignal<String>,
    nama: RwSignal<String>,
    email: RwSignal<String>,
    hp: RwSignal<String>,
    tugas: TugasIsian,
    judged: Judged,
}

impl Isian {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            nama_pengguna: empty(),
            nama: empty(),
            email: empty(),
            hp: empty(),
            tugas: TugasIsian::new(),
            judged: Judged::new(CONTROLS),
        }
    }

    fn body(self, tugas: Vec<Tugas>) -> AkunBaru {
        AkunBaru {
            id: AccountId::mint(),
            nama_pengguna: text(self.nama_pengguna).to_lowercase(),
            nama: text(self.nama),
            email: given(self.email),
            hp: given(self.hp),
            tugas,
            asal: device::asal(),
        }
    }

    /// All that was chosen, to tell a repeated press from another account.
    fn said(self, tugas: &Tugas) -> String {
        let parts = [self.nama_pengguna, self.nama, self.email, self.hp].map(text);
        format!("{parts:?} {tugas:?}")
    }
}

fn text(value: RwSignal<String>) -> String {
    value.with_untracked(|text| text.trim().to_owned())
}

fn given(value: RwSignal<String>) -> Option<String> {
    Some(text(value)).filter(|text| !text.is_empty())
}

#[component]
fn Baru(made: RwSignal<Option<AkunTerbuka>>, offices: RwSignal<Vec<Skpd>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let isian = Isian::new();
    let judged = isian.judged;
    let attempt = Attempt::<AkunBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        // Whatever is wrong with the person and with his work is told at once.
        judged.check(isian.body(Vec::new()));
        let Some(tugas) = isian.tugas.read(judged).filter(|_| judged.is_clean()) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let said = isian.said(&tugas);
            let make = || isian.body(vec![tugas]);
            match attempt
                .send_for(paths::AKUN, said, make, &Caller::Petugas(session))
                .await
            {
                Ok(terbuka) => drop(made.try_set(Some(terbuka))),
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <Heading title="Buat akun" />
        <JudgedSummary judged=judged />
        <form class="stack" novalidate on:submit=submit>
            <Card>
                <h2>"Orangnya"</h2>
                <TextField id=NAMA label="Nama lengkap" value=isian.nama autocomplete="off" error=judged.at(NAMA) />
                <TextField
                    id=NAMA_PENGGUNA
                    label="Nama pengguna"
                    hint="Untuk masuk; tidak dapat diubah lagi. Contoh: siti.aminah"
                    value=isian.nama_pengguna
                    autocomplete="off"
                    error=judged.at(NAMA_PENGGUNA)
                />
                <TextField
                    id=EMAIL
                    label="E-mail"
                    optional=true
                    kind=TextKind::Email
                    value=isian.email
                    autocomplete="off"
                    error=judged.at(EMAIL)
                />
                <TextField
                    id=HP
                    label="Nomor HP"
                    optional=true
                    kind=TextKind::Phone
                    value=isian.hp
                    autocomplete="off"
                    error=judged.at(HP)
                />
            </Card>
            <Card>
                <h2>"Tugasnya"</h2>
                <TugasFields isian=isian.tugas judged=judged skpd=offices.into() />
                <p class="small muted">"Tugas lain dapat ditambahkan sesudah akun dibuat."</p>
            </Card>
            <div class="actions">
                <Button submit=true busy=attempt.busy>
                    {move || if attempt.busy.get() { "Menyimpan…" } else { "Buat akun" }}
                </Button>
            </div>
        </form>
    }
}
