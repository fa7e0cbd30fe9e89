//! The reporter's judgement, once the complaint is done.

use leptos::prelude::*;
use shared::aduan::{KOMENTAR_MAX, Penilaian, PenilaianBaru, Tindakan};
use shared::aksi::JenisAksi;
use shared::words::tanggal;
use web_sys::SubmitEvent;

use crate::api::Caller;
use crate::attempt::Attempt;
use crate::device;
use crate::offline::Antrean;
use crate::offline::sync::Syncer;
use crate::susulan::{MENUNGGU, Nasib, Putusan, Sasaran, Susulan, coba, menunggu_jenis, putusan_menunggu};
use crate::ui::field::FieldError;
use crate::ui::{Button, Card, TextField, TextKind, Toaster};

/// 1 to 5 in words.
const ARTI: [&str; 5] = ["Sangat tidak puas", "Tidak puas", "Cukup", "Puas", "Sangat puas"];

pub fn arti(nilai: u8) -> &'static str {
    ARTI.get(usize::from(nilai).wrapping_sub(1))
        .copied()
        .unwrap_or_default()
}

#[component]
pub fn PenilaianShown(penilaian: Penilaian) -> impl IntoView {
    let day = tanggal(shared::clock::wita_day(penilaian.pada));
    view! {
        <p>
            <strong>{format!("{} dari 5: {}", penilaian.nilai, arti(penilaian.nilai))}</strong>
            <span class="small muted num">" · " {day}</span>
        </p>
        {(!penilaian.komentar.is_empty()).then(|| view! { <p class="prose">{penilaian.komentar}</p> })}
    }
}

#[component]
pub fn PenilaianForm(sasaran: Sasaran, caller: Caller, on_sent: Callback<()>) -> impl IntoView {
    let nilai = RwSignal::new(0_u8);
    let komentar = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let attempt = Attempt::<PenilaianBaru>::new();
    let toaster = expect_context::<Toaster>();
    let id = sasaran.aduan;
    let by = StoredValue::new_local((caller, sasaran));
    let (antrean, syncer) = (expect_context::<Antrean>(), expect_context::<Syncer>());
    let waits = Memo::new(move |_| menunggu_jenis(antrean, id, None, JenisAksi::AduanPenilaian));
    // Opened again it is not done, and cannot be judged.
    let reopens = Memo::new(move |_| {
        let waits = putusan_menunggu(antrean, id, None);
        waits == Some(Putusan::Langkah(Tindakan::BukaKembali))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        if nilai.get_untracked() == 0 {
            return error.set(Some("Pilih satu angka, 1 sampai 5.".into()));
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            let (nilai, komentar) = (nilai.get_untracked(), komentar.get_untracked());
            let (caller, sasaran) = by.get_value();
            let said = format!("{nilai} {komentar}");
            let make = || PenilaianBaru {
                nilai,
                komentar,
                asal: device::asal(),
            };
            let about = (Susulan::Penilaian, sasaran);
            match coba(attempt, about, said, make, (&caller, antrean)).await {
                Ok(Nasib::Terkirim(())) => {
                    toaster.say("Terima kasih atas penilaian Anda.");
                    on_sent.try_run(());
                }
                Ok(Nasib::Menunggu) => {
                    toaster.say(MENUNGGU);
                    syncer.wake();
                }
                Err(why) => drop(error.try_set(Some(why.words()))),
            }
        });
    };
    view! {
        // What waits stands below, with the conversation.
        <Show when=move || waits.get()>
            <p class="small muted">"Penilaian Anda menunggu dikirim."</p>
        </Show>
        <Show when=move || reopens.get() && !waits.get()>
            <p class="small muted">"Aduan ini sedang Anda buka kembali. Penilaian dapat diberikan setelah ditangani lagi."</p>
        </Show>
        // Hidden rather than taken away: refused, it is still there.
        <div hidden=move || waits.get() || reopens.get()>
        <Card>
            <form class="stack" novalidate on:submit=submit>
                <fieldset class="field" aria-describedby="nilai-error">
                    <legend>"Seberapa puas Anda?"</legend>
                    <div class="stars">{(1..=5).map(|n| view! { <Star n=n nilai=nilai /> }).collect_view()}</div>
                    <p class="small muted" aria-live="polite">
                        {move || match nilai.get() {
                            0 => format!("1 = {}, 5 = {}", arti(1).to_lowercase(), arti(5).to_lowercase()),
                            nilai => arti(nilai).to_owned(),
                        }}
                    </p>
                    <FieldError id="nilai-error" error=error.into() />
                </fieldset>
                <TextField
                    id="komentar"
                    label="Komentar"
                    value=komentar
                    kind=TextKind::Area
                    limit=KOMENTAR_MAX
                    optional=true
                />
                <Button submit=true busy=attempt.busy>
                    {move || if attempt.busy.get() { "Mengirim…" } else { "Kirim penilaian" }}
                </Button>
            </form>
        </Card>
        </div>
    }
}

#[component]
fn Star(n: u8, nilai: RwSignal<u8>) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name="nilai"
                value=n.to_string()
                aria-label=format!("{n}, {}", arti(n))
                prop:checked=move || nilai.get() == n
                on:change=move |_| nilai.set(n)
            />
            <span aria-hidden="true">{n.to_string()}</span>
        </label>
    }
}
