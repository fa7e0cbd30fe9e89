//! The reporter's rights over his own data (UU 27/2022, articles 6 to 8): he fetches them, and asks for a correction or for
//! their end.

use chrono::Utc;
use leptos::prelude::*;
use shared::aduan::{Aduan, Kontak, TEKS_MAX};
use shared::id::PermintaanId;
use shared::paths;
use shared::pribadi::{JenisPermintaan, Permintaan, PermintaanBaru};
use shared::words::waktu;
use web_sys::SubmitEvent;

use crate::api::{self, ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::message;
use crate::ui::save::save_as;
use crate::ui::{Button, ButtonKind, Chip, Choice, Choices, Notice, TextField, TextKind, Toaster, Tone};

const JENIS: &str = "data-jenis";
const NAMA: &str = "data-nama";
const HP: &str = "data-hp";
const EMAIL: &str = "data-email";
const KETERANGAN: &str = "data-keterangan";
const CONTROLS: Controls = &[
    ("jenis", JENIS),
    ("kontak.nama", NAMA),
    ("kontak.hp", HP),
    ("kontak.email", EMAIL),
    ("keterangan", KETERANGAN),
];

#[component]
pub fn DataSayaSection(aduan: Aduan, caller: Caller) -> impl IntoView {
    if let Some(pada) = aduan.dihapus_pada {
        let words = format!("Data pribadi pada aduan ini dihapus {}.", waktu(pada));
        return view! { <p class="small muted num">{words}</p> }.into_any();
    }
    let asked = RwSignal::new(None::<Vec<Permintaan>>);
    let path = StoredValue::new(format!("{}/{}", paths::ADUAN, aduan.id));
    let caller = StoredValue::new_local(caller);
    // Whoever never opens it asks nothing of the server.
    let opened = move |_| {
        if asked.with_untracked(Option::is_some) {
            return;
        }
        leptos::task::spawn_local(async move {
            let path = format!("{}/permintaan-data", path.get_value());
            if let Ok(found) = api::get(&path, &caller.get_value()).await {
                asked.try_set(Some(found));
            }
        });
    };
    let kode = aduan.kode.to_string();
    view! {
        <details on:toggle=opened>
            <summary>"Data pribadi saya"</summary>
            <div class="stack">
                <p class="small">"Anda boleh melihat semua yang kami simpan tentang Anda, meminta yang keliru diperbaiki, atau meminta semuanya dihapus."</p>
                <Unduh kode=kode path=path caller=caller />
                {move || asked.get().filter(|all| !all.is_empty()).map(|all| view! { <Asked all=all /> })}
                <PermintaanForm aduan=aduan.clone() path=path caller=caller asked=asked />
            </div>
        </details>
    }
    .into_any()
}

type Held = StoredValue<Caller, LocalStorage>;

#[component]
fn Unduh(kode: String, path: StoredValue<String>, caller: Held) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toaster = expect_context::<Toaster>();
    let name = StoredValue::new(format!("data-saya-{kode}.json"));
    let fetch = move |_| {
        busy.set(true);
        leptos::task::spawn_local(async move {
            let path = format!("{}/data-saya", path.get_value());
            let fetched = api::get_blob_url(&path, &caller.get_value()).await;
            busy.try_set(false);
            match fetched.map(|url| save_as(url, &name.get_value())) {
                Ok(Some(())) => toaster.say("Data Anda disimpan sebagai berkas."),
                Ok(None) => toaster.say("Peramban ini tidak dapat menyimpan berkas."),
                Err(failure) => toaster.say(message::of_failure(&failure)),
            }
        });
    };
    view! {
        <div class="row">
            <Button kind=ButtonKind::Quiet busy=busy on_press=fetch>"Unduh data saya"</Button>
        </div>
    }
}

/// What was asked for before, and what came of it.
#[component]
fn Asked(all: Vec<Permintaan>) -> impl IntoView {
    let lines = all.into_iter().map(|one| {
        let (tone, state) = keadaan(&one);
        let reason = one
            .jawaban
            .map(|jawaban| jawaban.alasan)
            .filter(|alasan| !alasan.is_empty());
        view! {
            <li>
                <p><b>{one.jenis.label()}</b> " " <Chip tone=tone>{state}</Chip></p>
                <p class="small muted num">
                    {format!("Diminta {}. Dijawab paling lambat {}.", waktu(one.diminta_pada), waktu(one.tenggat))}
                </p>
                {reason.map(|reason| view! { <p class="small prose">{reason}</p> })}
            </li>
        }
    });
    view! {
        <section class="stack tight">
            <h3>"Permintaan Anda"</h3>
            <ul class="rows">{lines.collect_view()}</ul>
        </section>
    }
}

fn keadaan(permintaan: &Permintaan) -> (Tone, &'static str) {
    match &permintaan.jawaban {
        None if permintaan.tenggat < Utc::now() => (Tone::Clay, "Lewat waktu, belum dijawab"),
        None => (Tone::Gold, "Menunggu jawaban"),
        Some(jawaban) if jawaban.dikabulkan => (Tone::Leaf, "Dikabulkan"),
        Some(_) => (Tone::Clay, "Ditolak"),
    }
}

#[component]
fn PermintaanForm(
    aduan: Aduan,
    path: StoredValue<String>,
    caller: Held,
    asked: RwSignal<Option<Vec<Permintaan>>>,
) -> impl IntoView {
    let now = aduan.pelapor.unwrap_or_default();
    let jenis = RwSignal::new(String::new());
    let (nama, hp) = (RwSignal::new(now.nama), RwSignal::new(now.hp));
    let email = RwSignal::new(now.email.unwrap_or_default());
    let tanpa_hp = now.tanpa_hp;
    let keterangan = RwSignal::new(String::new());
    let before = StoredValue::new((nama.get_untracked(), hp.get_untracked(), email.get_untracked()));
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<PermintaanBaru>::new();
    let toaster = expect_context::<Toaster>();
    let chosen = Memo::new(move |_| jenis.with(|text| JenisPermintaan::parse(text)));
    // What was wrong with the one is not wrong with the other.
    Effect::new(move |_| {
        chosen.track();
        judged.clear();
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let Some(kind) = chosen.get_untracked() else {
            judged.fault(JENIS, "Pilih apa yang Anda minta.");
            return;
        };
        let now = (nama.get_untracked(), hp.get_untracked(), email.get_untracked());
        let same = before.with_value(|before| *before == now)
            && keterangan.with_untracked(|words| words.trim().is_empty());
        if kind == JenisPermintaan::Perbaikan && same {
            judged.fault(
                NAMA,
                "Belum ada yang diubah. Ubah yang keliru, atau tulis keterangannya.",
            );
            return;
        }
        leptos::task::spawn_local(async move {
            let (nama, hp, email) = (nama.get_untracked(), hp.get_untracked(), email.get_untracked());
            let words = keterangan.get_untracked();
            let said = format!("{}|{nama}|{hp}|{email}|{words}", kind.as_str());
            let make = || PermintaanBaru {
                id: PermintaanId::mint(),
                jenis: kind,
                kontak: (kind == JenisPermintaan::Perbaikan).then(|| Kontak {
                    nama,
                    // A number that is filled in makes an end of having none.
                    tanpa_hp: tanpa_hp && hp.trim().is_empty(),
                    hp,
                    email: Some(email).filter(|email| !email.trim().is_empty()),
                }),
                keterangan: words,
                asal: device::asal(),
            };
            let path = format!("{}/permintaan-data", path.get_value());
            let outcome: Result<Vec<Permintaan>, ApiFailure> =
                attempt.send_for(&path, said, make, &caller.get_value()).await;
            match outcome {
                Ok(all) => {
                    toaster.say("Permintaan terkirim. Jawabannya tampil di sini.");
                    jenis.try_set(String::new());
                    keterangan.try_set(String::new());
                    asked.try_set(Some(all));
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    let kinds = vec![
        Choice::new(
            JenisPermintaan::Perbaikan.as_str(),
            JenisPermintaan::Perbaikan.label(),
            "Nama, nomor HP, atau e-mail saya keliru.",
        ),
        Choice::new(
            JenisPermintaan::Penghapusan.as_str(),
            JenisPermintaan::Penghapusan.label(),
            "Nama, kontak, isi aduan, foto, dan percakapan dihapus.",
        ),
    ];
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <Choices id=JENIS label="Apa yang Anda minta?" options=kinds value=jenis error=judged.at(JENIS) />
            <Show when=move || chosen.get() == Some(JenisPermintaan::Perbaikan)>
                <TextField id=NAMA label="Nama yang benar" value=nama autocomplete="name" error=judged.at(NAMA) />
                <TextField
                    id=HP
                    label="Nomor HP yang benar"
                    kind=TextKind::Phone
                    value=hp
                    optional=tanpa_hp
                    autocomplete="tel"
                    error=judged.at(HP)
                />
                <TextField
                    id=EMAIL
                    label="E-mail yang benar"
                    kind=TextKind::Email
                    value=email
                    optional=true
                    autocomplete="email"
                    error=judged.at(EMAIL)
                />
            </Show>
            <Show when=move || chosen.get() == Some(JenisPermintaan::Penghapusan)>
                <Notice tone=Tone::Gold>
                    <p>"Sesudah dihapus, petugas tidak dapat menghubungi Anda lagi dan isi aduan tidak dapat dibaca siapa pun. Ini tidak dapat dibatalkan."</p>
                </Notice>
            </Show>
            <Show when=move || chosen.get().is_some()>
                <TextField
                    id=KETERANGAN
                    label="Keterangan"
                    hint="Bila ada yang perlu diketahui petugas yang menjawab."
                    value=keterangan
                    kind=TextKind::Area
                    limit=TEKS_MAX
                    optional=true
                    error=judged.at(KETERANGAN)
                />
                <Button submit=true busy=attempt.busy>
                    {move || if attempt.busy.get() { "Mengirim…" } else { "Kirim permintaan" }}
                </Button>
            </Show>
        </form>
    }
}
