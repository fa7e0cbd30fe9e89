//! The second step of a login: set up with the authenticator app, kept safe by codes of recovery, taken away again.

use leptos::prelude::*;
use shared::account::{TotpCalon, TotpKode, TotpLepas, TotpTerpasang};
use shared::error::ErrorCode;
use shared::paths;
use web_sys::SubmitEvent;

use super::session::Session;
use crate::api::{self, Caller};
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::message;
use crate::page::encode;
use crate::portal::PortalContext;
use crate::ui::clipboard;
use crate::ui::{Button, ButtonKind, Notice, PasswordField, TextField, Tick, Toaster, Tone};

const KODE: &str = "totp-kode";
const SANDI: &str = "totp-sandi";
const SUDAH: &str = "totp-sudah";
const CONTROLS: Controls = &[("kode", KODE), ("sandi", SANDI)];

/// How far the setting up is.
#[derive(Clone)]
enum Langkah {
    Awal,
    Pindai(TotpCalon),
    Pemulihan(Vec<String>),
}

/// Runs to the end with the codes of recovery in hand; only then `on_done`.
#[component]
pub fn TotpPasang(on_done: Callback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let langkah = RwSignal::new(Langkah::Awal);
    let judged = Judged::new(CONTROLS);
    let busy = RwSignal::new(false);
    let begin = move |_| {
        busy.set(true);
        judged.clear();
        leptos::task::spawn_local(async move {
            let empty = serde_json::Value::Object(serde_json::Map::new());
            let outcome =
                api::post::<_, TotpCalon>(paths::SAYA_TOTP, &empty, &Caller::Petugas(session)).await;
            busy.try_set(false);
            match outcome {
                Ok(calon) => drop(langkah.try_set(Langkah::Pindai(calon))),
                Err(failure) => judged.take(&failure),
            }
        });
    };
    move || {
        match langkah.get() {
        Langkah::Awal => view! {
            <JudgedSummary judged=judged />
            <p>
                "Dengan langkah kedua, orang yang mengetahui kata sandi Anda tetap tidak dapat masuk: ia perlu kode dari HP Anda. Pasang dahulu aplikasi autentikator di HP, misalnya Google Authenticator atau Aegis."
            </p>
            <div class="actions">
                <Button busy=busy on_press=begin>"Pasang langkah kedua"</Button>
            </div>
        }
        .into_any(),
        Langkah::Pindai(calon) => view! { <Pindai calon=calon langkah=langkah judged=judged /> }.into_any(),
        Langkah::Pemulihan(kode) => view! { <Pemulihan kode=kode on_done=on_done /> }.into_any(),
    }
    }
}

#[component]
fn Pindai(calon: TotpCalon, langkah: RwSignal<Langkah>, judged: Judged) -> impl IntoView {
    let session = expect_context::<Session>();
    let kode = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        judged.clear();
        let body = TotpKode {
            kode: kode.with_untracked(|kode| kode.trim().to_owned()),
        };
        if body.kode.len() < 6 {
            judged.fault(KODE, "Ketik 6 angka yang tampil di aplikasi.");
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            let caller = Caller::Petugas(session);
            let outcome = api::post::<_, TotpTerpasang>(paths::SAYA_TOTP_PASANG, &body, &caller).await;
            busy.try_set(false);
            match outcome {
                Ok(done) => drop(langkah.try_set(Langkah::Pemulihan(done.pemulihan))),
                Err(failure) if failure.code() == Some(ErrorCode::KodeMasukSalah) => {
                    judged.fault(KODE, message::of_failure(&failure));
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <Rahasia calon=calon />
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <TextField
                id=KODE
                label="Kode pertama"
                hint="Ketik 6 angka yang sekarang tampil di aplikasi."
                value=kode
                autocomplete="one-time-code"
                error=judged.at(KODE)
            />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| langkah.set(Langkah::Awal)>"Batal"</Button>
                <Button submit=true busy=busy>
                    {move || if busy.get() { "Memeriksa…" } else { "Pasang" }}
                </Button>
            </div>
        </form>
    }
}

/// The secret for the camera of another device, for the app of this one, or to be typed.
#[component]
fn Rahasia(calon: TotpCalon) -> impl IntoView {
    let session = expect_context::<Session>();
    let portal = expect_context::<PortalContext>().portal;
    let picture = format!("data:image/svg+xml,{}", encode(&calon.qr_svg));
    let rahasia = calon.rahasia.clone();
    let address = move || {
        let issuer = portal.with(|portal| portal.as_ref().map(|portal| portal.nama.clone()));
        let issuer = encode(&issuer.unwrap_or_else(|| "Portal layanan".to_owned()));
        let nama = session
            .account()
            .map(|account| account.nama_pengguna)
            .unwrap_or_default();
        format!(
            "otpauth://totp/{issuer}:{}?secret={rahasia}&issuer={issuer}",
            encode(&nama)
        )
    };
    view! {
        <ol class="stack tight">
            <li>"Buka aplikasi autentikator, lalu pilih tambah akun."</li>
            <li>"Pindai kode ini dengan aplikasi itu:"</li>
        </ol>
        <img class="qr" src=picture alt="Kode QR untuk aplikasi autentikator" width="240" height="240" />
        <p>
            "Memakai HP ini juga? "
            <a href=address rel="external">"Buka di aplikasi autentikator"</a>
            ", atau ketik kunci ini di sana:"
        </p>
        <p class="kode">{grouped(&calon.rahasia)}</p>
    }
}

/// In groups of four, as it is typed.
fn grouped(text: &str) -> String {
    let mut groups = String::with_capacity(text.len() + text.len() / 4);
    for (place, c) in text.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            groups.push(' ');
        }
        groups.push(c);
    }
    groups
}

#[component]
fn Pemulihan(kode: Vec<String>, on_done: Callback<()>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let sudah = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let text = StoredValue::new(kode.join("\n"));
    let copy = move |_| {
        leptos::task::spawn_local(async move {
            toaster.say(if clipboard::copy(&text.get_value()).await {
                "Kode pemulihan disalin."
            } else {
                "Belum tersalin. Cetak, atau catat di kertas."
            });
        });
    };
    let finish = move |_| {
        if sudah.get_untracked() {
            on_done.run(());
        } else {
            error.set(Some("Simpan kodenya dahulu, lalu centang.".to_owned()));
        }
    };
    view! {
        <div class="stack print-alone">
            <h2>"Kode pemulihan"</h2>
            <Notice tone=Tone::Gold alert=true>
                <p>
                    "Langkah kedua sudah terpasang. Simpan kode ini di tempat aman: bila HP hilang, satu kode menggantikan satu kali masuk. Kode hanya ditampilkan sekali ini."
                </p>
            </Notice>
            <ul class="codes">{kode.into_iter().map(|kode| view! { <li class="kode">{kode}</li> }).collect_view()}</ul>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=copy>"Salin semua"</Button>
                <Button kind=ButtonKind::Quiet on_press=move |_| drop(window().print())>"Cetak"</Button>
            </div>
            <div class="screen-only stack">
                <Tick id=SUDAH label="Saya sudah menyimpan kode ini" value=sudah error=error />
                <div class="actions">
                    <Button on_press=finish>"Selesai"</Button>
                </div>
            </div>
        </div>
    }
}

/// Takes the second step away, by one's password.
#[component]
pub fn TotpLepasForm(on_done: Callback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    let sandi = RwSignal::new(String::new());
    let judged = Judged::new(CONTROLS);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        judged.clear();
        if sandi.with_untracked(String::is_empty) {
            judged.fault(SANDI, "Isi kata sandi yang Anda pakai sekarang.");
            return;
        }
        busy.set(true);
        let body = TotpLepas {
            sandi: sandi.get_untracked(),
        };
        leptos::task::spawn_local(async move {
            let outcome = api::post_done(paths::SAYA_TOTP_LEPAS, &body, &Caller::Petugas(session)).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    toaster.say("Langkah kedua dilepas.");
                    on_done.try_run(());
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <details>
            <summary>"Lepas langkah kedua"</summary>
            <form class="stack" novalidate on:submit=submit>
                <JudgedSummary judged=judged />
                <p>"Misalnya untuk pindah ke HP baru. Sesudah dilepas, kode pemulihan yang lama tidak berlaku lagi."</p>
                <PasswordField
                    id=SANDI
                    label="Kata sandi sekarang"
                    value=sandi
                    autocomplete="current-password"
                    error=judged.at(SANDI)
                />
                <div class="actions">
                    <Button submit=true kind=ButtonKind::Danger busy=busy>"Lepas"</Button>
                </div>
            </form>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_written_in_groups_of_four() {
        assert_eq!(grouped("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(grouped("ABCDE"), "ABCD E");
    }
}
