//! An officer's photos: of how it looks after the work, and what of each photo anyone may see.

use ::sync::Kepala;
use js_sys::Uint8Array;
use kirim::antrean;
use kirim::lock::lock;
use kirim::round::LOCK;
use leptos::prelude::*;
use sha2::{Digest, Sha256};
use shared::account::Hak;
use shared::aduan::{FotoSesudahBaru, FotoSesudahHapus, FotoUmumBaru, SESUDAH_MAX, SebagaiFoto};
use shared::file::{BYTES_AIM, Foto, FotoTampil, LONG_SIDE, MediaType};
use shared::id::AduanId;
use shared::kunci::hex;
use shared::paths;
use wasm_bindgen::JsCast;

use super::samarkan::Samarkan;
use super::tindakan_form::Steps;
use crate::api::ApiFailure;
use crate::attempt::Attempt;
use crate::device;
use crate::message;
use crate::offline::space;
use crate::offline::upload::upload_now;
use crate::susulan::{Bidikan, Sasaran};
use crate::ui::photo::shrink;
use crate::ui::{Button, ButtonKind, Chip, Dialog, Icon, IconName, Notice, Tone};

fn listed(bytes: &Uint8Array) -> Foto {
    Foto {
        sha256: hex(&Sha256::digest(bytes.to_vec())),
        bytes: u64::from(bytes.length()),
        media_type: MediaType::Jpeg,
    }
}

fn address(steps: Steps, what: &str) -> String {
    let id = steps.aduan.with_untracked(|aduan| aduan.id);
    format!("{}/{id}/{what}", paths::ADUAN)
}

/// Lists a copy for the public (unless that was done before and only its bytes did not come through) and sends its bytes.
async fn add_umum(
    steps: Steps,
    attempt: Attempt<FotoUmumBaru>,
    (foto, bytes): (&Foto, &Uint8Array),
    make: impl FnOnce() -> FotoUmumBaru,
) -> Result<(), String> {
    let known = steps.aduan.with_untracked(|aduan| {
        aduan
            .foto
            .iter()
            .any(|known| known.foto.sha256 == foto.sha256 && !known.diterima)
    });
    if !known {
        let path = address(steps, "foto-umum");
        attempt
            .send(&path, foto.sha256.clone(), make, &steps.caller())
            .await
            .map_err(|failure| words_of(&failure))?;
    }
    attempt.busy.try_set(true);
    let id = steps.aduan.with_untracked(|aduan| aduan.id);
    let sent = upload_now(steps.session(), id, foto, &bytes.to_vec()).await;
    attempt.busy.try_set(false);
    steps.on_done.try_run(());
    sent.map_err(|failure| match failure {
        Some(error) => message::of_refusal(&error),
        None => "Fotonya tercatat, tetapi belum sampai seluruhnya. Coba lagi saat jaringan baik.".to_owned(),
    })
}

/// A photo as it is kept and sent; why not, where there is no room for it or it cannot be read.
async fn small(file: &web_sys::File) -> Result<(Foto, Uint8Array), String> {
    if !space::space().await.room_for_photos {
        return Err("Ruang di perangkat ini tinggal sedikit, jadi foto belum dapat ditambahkan. Hapus berkas yang tidak perlu di perangkat, lalu coba lagi.".to_owned());
    }
    let small = shrink(file, LONG_SIDE, BYTES_AIM as f64)
        .await
        .map_err(|fault| format!("{} {}", file.name(), fault.words()))?;
    Ok((listed(&small.bytes), small.bytes))
}

/// The field's own words where there are some.
pub(super) fn words_of(failure: &ApiFailure) -> String {
    match failure {
        ApiFailure::Refused(error) if !error.fields.is_empty() => {
            let fields: Vec<&str> = error.fields.iter().map(|field| field.message.as_str()).collect();
            fields.join(" ")
        }
        other => message::of_failure(other),
    }
}

/// Photos of how it looks after the work.
#[component]
pub fn FotoSesudah(steps: Steps) -> impl IntoView {
    let may = Memo::new(move |_| steps.may(Hak::KerjakanAduan));
    let own = Memo::new(move |_| {
        steps.aduan.with(|aduan| {
            let after = aduan
                .foto
                .iter()
                .filter(|foto| foto.sebagai == SebagaiFoto::Sesudah);
            after.cloned().collect::<Vec<_>>()
        })
    });
    let waits = Memo::new(move |_| steps.foto_menunggu());
    let attempt = Attempt::<FotoSesudahBaru>::new();
    let error = RwSignal::new(None::<String>);
    let take = move |event: web_sys::Event| {
        let input = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some((input, file)) = input.and_then(|input| Some((input.clone(), input.files()?.get(0)?)))
        else {
            return;
        };
        // The same file may be chosen again after it failed.
        input.set_value("");
        error.set(None);
        attempt.busy.set(true);
        // Read now: making it small takes a cheap phone seconds, in which the page may be left.
        let waiting = waits.get_untracked();
        let (sasaran, lacking) = steps.aduan.with_untracked(|aduan| {
            let lacking = aduan.foto.iter().filter(|foto| !foto.diterima);
            let lacking: Vec<String> = lacking.map(|foto| foto.foto.sha256.clone()).collect();
            (Sasaran::of(aduan), lacking)
        });
        leptos::task::spawn_local(async move {
            let done = match small(&file).await {
                Err(words) => Err(words),
                Ok((foto, _)) if waiting.contains(&foto.sha256) => {
                    Err("Foto ini sudah menunggu dikirim.".to_owned())
                }
                Ok((foto, bytes)) => {
                    let tercatat = lacking.contains(&foto.sha256);
                    let bidikan = Bidikan {
                        foto,
                        bytes,
                        tercatat,
                    };
                    steps.keep_sesudah(attempt, sasaran, bidikan).await
                }
            };
            attempt.busy.try_set(false);
            error.try_set(done.err());
        });
    };
    // A photo whose bytes alone wait stands among both.
    let full = move || {
        let listed = own.with(|own| {
            own.iter()
                .map(|foto| foto.foto.sha256.clone())
                .collect::<Vec<_>>()
        });
        let waiting = waits.with(|waits| waits.iter().filter(|sha256| !listed.contains(sha256)).count());
        i64::try_from(listed.len() + waiting).is_ok_and(|count| count >= SESUDAH_MAX)
    };
    view! {
        <Show when=move || may.get()>
            <section class="stack tight">
                <h2>"Foto sesudah ditangani"</h2>
                <p class="small muted">"Pelapor melihatnya di bawah percakapan. Umum melihatnya hanya bila disamarkan dan ditampilkan."</p>
                <ul class="rows">
                    <For each=move || own.get() key=|foto| (foto.foto.sha256.clone(), foto.diterima) let:foto>
                        <Sesudah steps=steps foto=foto waits=waits />
                    </For>
                </ul>
                {move || error.get().map(|words| view! { <Notice tone=Tone::Clay alert=true><p>{words}</p></Notice> })}
                <Show when=move || !full() fallback=|| view! { <p class="small">"Sudah penuh. Hapus salah satu bila ingin menggantinya."</p> }>
                    <div class="actions">
                        <label class="btn quiet" class:busy=move || attempt.busy.get()>
                            <input
                                class="unseen"
                                id="foto-sesudah"
                                type="file"
                                accept="image/*"
                                disabled=move || attempt.busy.get()
                                on:change=take
                            />
                            <Icon name=IconName::Camera />
                            {move || if attempt.busy.get() { "Menyimpan foto…" } else { "Tambah foto sesudah" }}
                        </label>
                    </div>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Sesudah(steps: Steps, foto: FotoTampil, waits: Memo<Vec<String>>) -> impl IntoView {
    let attempt = Attempt::<FotoSesudahHapus>::new();
    let error = RwSignal::new(None::<String>);
    let sha256 = StoredValue::new(foto.foto.sha256.clone());
    let place = move || {
        let own = sha256.get_value();
        steps
            .aduan
            .with(|aduan| aduan.foto.iter().position(|one| one.foto.sha256 == own))
            .map_or(0, |place| place + 1)
    };
    let delete = move |_| {
        error.set(None);
        leptos::task::spawn_local(async move {
            let own = sha256.get_value();
            let make = || FotoSesudahHapus {
                sha256: own.clone(),
                asal: device::asal(),
            };
            let path = address(steps, "foto-sesudah/hapus");
            let aduan = steps.aduan.with_untracked(|aduan| aduan.id);
            match attempt.send(&path, own.clone(), make, &steps.caller()).await {
                Ok(()) => {
                    drop_waiting(aduan, &own).await;
                    steps.on_done.try_run(());
                }
                Err(failure) => drop(error.try_set(Some(words_of(&failure)))),
            }
        });
    };
    let arrived = foto.diterima;
    let state = move || match (arrived, waits.with(|waits| waits.contains(&sha256.get_value()))) {
        (true, _) => "",
        (false, true) => ", menunggu dikirim",
        (false, false) => ", belum sampai: pilih fotonya lagi",
    };
    view! {
        <li>
            <p class="grow">{move || format!("Foto {}{}", place(), state())}</p>
            <Button kind=ButtonKind::Plain busy=attempt.busy on_press=delete>
                "Hapus" <span class="unseen">{move || format!(" foto {}", place())}</span>
            </Button>
            {move || error.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
        </li>
    }
}

/// What of a photo that the office no longer wants lies in the outbox is let go.
async fn drop_waiting(aduan: AduanId, sha256: &str) {
    // Nobody sends it meanwhile.
    let _held = lock(LOCK).await;
    let of_it = |kepala: &Kepala| {
        kepala.pada() == Some(aduan) && kepala.foto.iter().any(|foto| foto.foto.sha256 == sha256)
    };
    let all = antrean::kepala().await.unwrap_or_default();
    let ids: Vec<AduanId> = all
        .iter()
        .filter(|kepala| of_it(kepala))
        .map(|kepala| kepala.id)
        .collect();
    if !ids.is_empty() {
        // What stays is refused by the office, and says so.
        let _ = antrean::discard(&ids).await;
    }
}

/// What anyone may see of each photo.
#[component]
pub fn FotoUmum(steps: Steps) -> impl IntoView {
    let photos = Memo::new(move |_| {
        steps.aduan.with(|aduan| {
            let arrived = aduan.foto.iter().enumerate().filter(|(_, foto)| foto.diterima);
            arrived
                .map(|(place, foto)| (place + 1, foto.clone()))
                .collect::<Vec<_>>()
        })
    });
    let hidden = Memo::new(move |_| steps.aduan.with(|aduan| aduan.rahasia));
    view! {
        <Show when=move || !hidden.get() && !photos.with(Vec::is_empty)>
            <div class="stack tight">
                <h3>"Foto untuk umum"</h3>
                <p class="small muted">"Tidak ada foto yang tampil sebelum Anda menyamarkan dan menampilkannya satu per satu."</p>
                <ul class="rows">
                    <For
                        each=move || photos.get()
                        key=|(place, foto)| (*place, foto.foto.sha256.clone(), foto.umum)
                        let((place, foto))
                    >
                        <Umum steps=steps place=place foto=foto />
                    </For>
                </ul>
            </div>
        </Show>
    }
}

#[component]
fn Umum(steps: Steps, place: usize, foto: FotoTampil) -> impl IntoView {
    let attempt = Attempt::<FotoUmumBaru>::new();
    let error = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    let dari = StoredValue::new(foto.foto.sha256.clone());
    let path = StoredValue::new(address(steps, &format!("foto/{}", foto.foto.sha256)));
    let shown = foto.umum;
    let send = Callback::new(move |bytes: Uint8Array| {
        if attempt.busy.get_untracked() {
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            let copy = listed(&bytes);
            let make = || FotoUmumBaru {
                dari: dari.get_value(),
                foto: Some(copy.clone()),
                asal: device::asal(),
            };
            match add_umum(steps, attempt, (&copy, &bytes), make).await {
                Ok(()) => drop(open.try_set(false)),
                Err(words) => drop(error.try_set(Some(words))),
            }
        });
    });
    let take_back = move |_| {
        error.set(None);
        leptos::task::spawn_local(async move {
            let own = dari.get_value();
            let make = || FotoUmumBaru {
                dari: own.clone(),
                foto: None,
                asal: device::asal(),
            };
            let said = format!("tarik {own}");
            match attempt
                .send(&address(steps, "foto-umum"), said, make, &steps.caller())
                .await
            {
                Ok(()) => drop(steps.on_done.try_run(())),
                Err(failure) => drop(error.try_set(Some(words_of(&failure)))),
            }
        });
    };
    let name = match foto.sebagai {
        SebagaiFoto::Sesudah => format!("Foto {place}, sesudah ditangani"),
        SebagaiFoto::Laporan | SebagaiFoto::Umum => format!("Foto {place}"),
    };
    let unseen = move || format!(" foto {place}");
    let title = format!("Samarkan foto {place}");
    view! {
        <li>
            <p class="grow">{name} " " {shown.then(|| view! { <Chip tone=Tone::Leaf>"Tampil untuk umum"</Chip> })}</p>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(true)>
                    {if shown { "Samarkan lagi" } else { "Samarkan dan tampilkan" }}
                    <span class="unseen">{unseen()}</span>
                </Button>
                {shown
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet busy=attempt.busy on_press=take_back>
                                "Tarik" <span class="unseen">{unseen()}</span>
                            </Button>
                        }
                    })}
            </div>
            {move || {
                error
                    .get()
                    .filter(|_| !open.get())
                    .map(|words| view! { <p class="error" role="alert">{words}</p> })
            }}
            <Dialog open=open title=title photo=true>
                <Show when=move || open.get()>
                    <Samarkan
                        path=path.get_value()
                        caller=steps.caller()
                        busy=attempt.busy
                        error=error
                        on_send=send
                        on_cancel=Callback::new(move |()| open.set(false))
                    />
                </Show>
            </Dialog>
        </li>
    }
}
