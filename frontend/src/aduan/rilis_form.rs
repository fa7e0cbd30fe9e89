//! What the public may read of a complaint: an officer's own title and summary, since the reporter's
//! words may name people. Nothing is public before this was sent.

use leptos::prelude::*;
use shared::aduan::{JUDUL_MAX, RilisBaru, TEKS_MAX};
use shared::paths;
use shared::words::waktu;
use web_sys::SubmitEvent;

use super::tindakan_form::Steps;
use crate::attempt::Attempt;
use crate::device;
use crate::page::cek_url;
use crate::susulan::{Nasib, Tertahan};
use crate::ui::{Button, ButtonKind, Notice, TextField, TextKind, Tone};

#[component]
pub fn RilisForm(steps: Steps) -> impl IntoView {
    let before = steps.aduan.with_untracked(|aduan| aduan.rilis.clone());
    let judul = RwSignal::new(
        before
            .as_ref()
            .map(|rilis| rilis.judul.clone())
            .unwrap_or_default(),
    );
    let ringkasan = RwSignal::new(before.map(|rilis| rilis.ringkasan).unwrap_or_default());
    let error = RwSignal::new(None::<String>);
    let attempt = Attempt::<RilisBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            let (path, versi) = steps
                .aduan
                .with_untracked(|aduan| (format!("{}/{}/rilis", paths::ADUAN, aduan.id), aduan.versi));
            let (judul, ringkasan) = (judul.get_untracked(), ringkasan.get_untracked());
            let said = format!("{versi} {judul}\n{ringkasan}");
            let make = || RilisBaru {
                versi,
                judul,
                ringkasan,
                asal: device::asal(),
            };
            let outcome = attempt.send(&path, said, make, &steps.caller()).await;
            if let Err(words) = steps.judge(outcome.map(Nasib::Terkirim).map_err(Tertahan::Kantor)) {
                error.try_set(Some(words));
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <RilisState steps=steps />
            <TextField
                id="rilis-judul"
                label="Judul untuk umum"
                hint="Tanpa nama orang. Misalnya: Drainase tersumbat di Lampihong Kiri."
                value=judul
                limit=JUDUL_MAX
                error=error
            />
            <TextField
                id="rilis-ringkasan"
                label="Ringkasan untuk umum"
                value=ringkasan
                kind=TextKind::Area
                limit=TEKS_MAX
                optional=true
            />
            <Button submit=true kind=ButtonKind::Quiet busy=attempt.busy>"Tampilkan untuk umum"</Button>
        </form>
    }
}

#[component]
fn RilisState(steps: Steps) -> impl IntoView {
    move || {
        steps.aduan.with(|aduan| match (&aduan.rilis, aduan.rahasia) {
            (_, true) => view! {
                <Notice tone=Tone::Gold>
                    <p>"Pelapor meminta aduan ini dirahasiakan. Umum hanya melihat status dan tanggal, apa pun yang ditulis di sini."</p>
                </Notice>
            }
            .into_any(),
            (Some(rilis), false) => {
                let address = cek_url(aduan.kode.as_str());
                view! {
                    <p class="small muted">
                        "Tampil untuk umum sejak " {waktu(rilis.pada)} ". "
                        <a href=address rel="external">"Lihat halamannya"</a>
                    </p>
                }
                .into_any()
            }
            (None, false) => {
                view! { <p class="small muted">"Belum ada yang tampil untuk umum selain status dan tanggal."</p> }
                    .into_any()
            }
        })
    }
}
