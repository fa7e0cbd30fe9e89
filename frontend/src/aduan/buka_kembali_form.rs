//! The reporter's way back, while its days last: he says why he is not content.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use shared::aduan::{Aduan, TEKS_MAX, Tindakan, TindakanBaru};
use shared::clock::wita_day;
use shared::words::tanggal;
use web_sys::SubmitEvent;

use crate::api::{ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::offline::Antrean;
use crate::offline::sync::Syncer;
use crate::page::Page;
use crate::portal::PortalContext;
use crate::susulan::{MENUNGGU, Nasib, Putusan, Sasaran, Susulan, Tertahan, coba, putusan_menunggu};
use crate::ui::{Button, ButtonKind, ButtonLink, TextField, TextKind, Toaster};

/// Until when it may be opened again; none where that is not known, and then the server judges.
pub fn hingga(aduan: &Aduan, hari: u32) -> Option<DateTime<Utc>> {
    let ended = aduan.langkah.last()?.pada;
    (hari > 0).then(|| ended + TimeDelta::days(i64::from(hari)))
}

#[component]
pub fn BukaKembali(aduan: Aduan, caller: Caller, on_sent: Callback<()>) -> impl IntoView {
    let possible = aduan.tindakan.contains(&Tindakan::BukaKembali);
    let portal = expect_context::<PortalContext>().portal;
    let days = portal.with_untracked(|portal| portal.as_ref().map_or(0, |portal| portal.buka_kembali_hari));
    let until = hingga(&aduan, days);
    let over = until.is_some_and(|until| until < Utc::now());
    possible.then(|| {
        if over {
            view! { <Over /> }.into_any()
        } else {
            view! { <Form aduan=aduan caller=caller on_sent=on_sent until=until /> }.into_any()
        }
    })
}

#[component]
fn Over() -> impl IntoView {
    view! {
        <p class="small muted">
            "Waktu untuk membuka kembali sudah lewat. Bila masalahnya terjadi lagi, buatlah aduan baru dan sebutkan kode yang ini."
        </p>
        <div class="actions">
            <ButtonLink kind=ButtonKind::Quiet href=Page::AduanBaru.url()>"Buat aduan baru"</ButtonLink>
        </div>
    }
}

#[component]
fn Form(aduan: Aduan, caller: Caller, on_sent: Callback<()>, until: Option<DateTime<Utc>>) -> impl IntoView {
    let teks = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let attempt = Attempt::<TindakanBaru>::new();
    let toaster = expect_context::<Toaster>();
    let by = StoredValue::new_local((caller, Sasaran::of(&aduan)));
    let (id, versi) = (aduan.id, aduan.versi);
    let (antrean, syncer) = (expect_context::<Antrean>(), expect_context::<Syncer>());
    // Also where only a PIN tells what waits. What was refused waits for nothing, and says so itself.
    let waits = Memo::new(move |_| {
        let waits = putusan_menunggu(antrean, id, None);
        waits.is_some_and(|waits| waits != Putusan::Ditolak)
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            let text = teks.get_untracked();
            let (caller, sasaran) = by.get_value();
            let make = || TindakanBaru {
                versi,
                teks: Some(text.trim().to_owned()),
                publik: false,
                rincian: shared::aduan::Rincian::default(),
                asal: device::asal(),
            };
            let outcome = match make().teks_for(Tindakan::BukaKembali) {
                Ok(_) => {
                    let about = (Susulan::Langkah(Tindakan::BukaKembali), sasaran);
                    let said = format!("{versi} {text}");
                    coba(attempt, about, said, make, (&caller, antrean)).await
                }
                Err(refused) => Err(ApiFailure::Refused(refused).into()),
            };
            match outcome {
                Ok(Nasib::Terkirim(())) => {
                    toaster.say("Aduan dibuka kembali.");
                    on_sent.try_run(());
                }
                Ok(Nasib::Menunggu) => {
                    toaster.say(MENUNGGU);
                    syncer.wake();
                }
                Err(why) => drop(error.try_set(Some(words(&why)))),
            }
        });
    };
    let last = until.map(|until| format!("Dapat dilakukan sampai {}.", tanggal(wita_day(until))));
    view! {
        <Show when=move || waits.get()>
            <p class="small muted">"Permintaan Anda untuk membuka kembali aduan ini menunggu dikirim."</p>
        </Show>
        <details hidden=move || waits.get()>
            <summary>"Belum puas? Buka kembali aduan ini"</summary>
            <form class="stack" novalidate on:submit=submit>
                {last.map(|words| view! { <p class="small muted num">{words}</p> })}
                <TextField
                    id="buka-kembali"
                    label="Mengapa dibuka kembali?"
                    hint="Misalnya: air masuk lagi sesudah hujan kemarin. Dibaca petugas."
                    value=teks
                    kind=TextKind::Area
                    limit=TEKS_MAX
                    error=error
                />
                <Button submit=true busy=attempt.busy>
                    {move || if attempt.busy.get() { "Mengirim…" } else { "Buka kembali" }}
                </Button>
            </form>
        </details>
    }
}

/// The first field's own words, where a field is at fault.
fn words(why: &Tertahan) -> String {
    let of_field = match why {
        Tertahan::Kantor(ApiFailure::Refused(refused)) => {
            refused.fields.first().map(|field| field.message.clone())
        }
        Tertahan::Kantor(_) | Tertahan::Simpanan(_) => None,
    };
    of_field.unwrap_or_else(|| why.words())
}
