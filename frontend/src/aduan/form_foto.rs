//! Step 3: photos, made small on the device and kept with the draft as soon as they are.

use leptos::prelude::*;
use sha2::{Digest, Sha256};
use shared::aduan::FOTO_MAX;
use shared::file::{BYTES_AIM, Foto, LONG_SIDE, MediaType};
use shared::kunci::hex;
use shared::place::{Posisi, SumberPosisi};
use shared::words::ukuran;
use wasm_bindgen::JsCast;

use super::form::Form;
use super::form_frame::StepFrame;
use super::form_steps::FormStep;
use super::foto_draf::FotoDraf;
use crate::offline::{draf, space};
use crate::ui::photo::{PhotoFault, shrink};
use crate::ui::{Button, ButtonKind, Fault, Icon, IconName, Notice, Tone};

#[component]
pub fn FotoStep() -> impl IntoView {
    let form = expect_context::<Form>();
    let faults = RwSignal::new(Vec::<Fault>::new());
    let taking = Taking {
        working: RwSignal::new(None),
        refused: RwSignal::new(Vec::new()),
        offered: RwSignal::new(None),
    };
    let busy = Signal::derive(move || taking.working.with(Option::is_some));
    view! {
        <StepFrame step=FormStep::Foto faults=faults busy=busy>
            <p>"Foto membantu petugas menemukan dan menilai keadaannya. Boleh dilewati."</p>
            <p class="small muted">
                {format!("Paling banyak {FOTO_MAX} foto. Foto dikecilkan di perangkat ini, dan keterangan kamera di dalamnya dihapus.")}
            </p>
            <Shots />
            <Sources taking=taking />
            <div role="status" class="stack tight">
                {move || taking.working.get().map(|name| view! { <p>{format!("Mengecilkan {name}…")}</p> })}
                {move || {
                    taking
                        .refused
                        .get()
                        .into_iter()
                        .map(|words| view! { <Notice tone=Tone::Clay><p>{words}</p></Notice> })
                        .collect_view()
                }}
            </div>
            {move || {
                taking
                    .offered
                    .get()
                    .filter(|_| form.posisi.with(Option::is_none))
                    .map(|place| view! { <PlaceOffer place=place offered=taking.offered /> })
            }}
        </StepFrame>
    }
}

/// What goes on between choosing files and having them in the draft.
#[derive(Clone, Copy)]
struct Taking {
    /// Name of the file that is being made small.
    working: RwSignal<Option<String>>,
    refused: RwSignal<Vec<String>>,
    /// A position that a photo brought along.
    offered: RwSignal<Option<(f64, f64)>>,
}

const NO_ROOM: &str = "Ruang di perangkat ini tinggal sedikit, jadi foto belum dapat ditambahkan. Tulisan Anda tetap disimpan. Hapus berkas yang tidak perlu di perangkat, lalu buka lagi langkah ini.";

#[component]
fn Sources(taking: Taking) -> impl IntoView {
    let form = expect_context::<Form>();
    // Told before the camera is opened, not after the picture was taken.
    leptos::task::spawn_local(async move {
        if !space::space().await.room_for_photos {
            taking.refused.try_set(vec![NO_ROOM.to_owned()]);
        }
    });
    let full = move || form.foto.with(Vec::len) >= FOTO_MAX;
    let take = move |event: web_sys::Event| {
        let Some(input) = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok())
        else {
            return;
        };
        let files: Vec<web_sys::File> = input
            .files()
            .map(|files| (0..files.length()).filter_map(|place| files.get(place)).collect())
            .unwrap_or_default();
        // The same file may be chosen again after it was removed.
        input.set_value("");
        take_all(form, taking, files);
    };
    view! {
        <Show when=move || !full() fallback=|| view! { <p>"Sudah penuh. Hapus salah satu bila ingin menggantinya."</p> }>
            <div class="actions">
                <label class="btn quiet">
                    <input class="unseen" id="kamera" type="file" accept="image/*" capture="environment" on:change=take />
                    <Icon name=IconName::Camera />
                    "Ambil foto"
                </label>
                <label class="btn quiet">
                    <input class="unseen" id="galeri" type="file" accept="image/*" multiple=true on:change=take />
                    <Icon name=IconName::List />
                    "Pilih dari galeri"
                </label>
            </div>
        </Show>
    }
}

fn take_all(form: Form, taking: Taking, files: Vec<web_sys::File>) {
    if files.is_empty() || taking.working.with_untracked(Option::is_some) {
        return;
    }
    taking.refused.set(Vec::new());
    taking.working.set(files.first().map(web_sys::File::name));
    leptos::task::spawn_local(async move {
        if space::space().await.room_for_photos {
            // One after another: a cheap phone cannot hold several large pictures at once.
            for file in files {
                taking.working.try_set(Some(file.name()));
                if let Err(words) = take_one(form, taking, &file).await {
                    taking.refused.try_update(|all| all.push(words));
                }
            }
        } else {
            taking.refused.try_set(vec![NO_ROOM.to_owned()]);
        }
        taking.working.try_set(None);
    });
}

async fn take_one(form: Form, taking: Taking, file: &web_sys::File) -> Result<(), String> {
    let name = file.name();
    if form.foto.with_untracked(Vec::len) >= FOTO_MAX {
        return Err(format!(
            "{name} tidak ditambahkan: paling banyak {FOTO_MAX} foto."
        ));
    }
    let small = shrink(file, LONG_SIDE, BYTES_AIM as f64)
        .await
        .map_err(|fault: PhotoFault| format!("{name} {}", fault.words()))?;
    let foto = Foto {
        sha256: hex(&Sha256::digest(small.bytes.to_vec())),
        bytes: u64::from(small.bytes.length()),
        media_type: MediaType::Jpeg,
    };
    if form
        .foto
        .with_untracked(|all| all.iter().any(|one| one.sha256 == foto.sha256))
    {
        return Err(format!("{name} sudah ada."));
    }
    let mut own = form.draf();
    own.isian.foto.push(foto.clone());
    let kept = draf::add_foto(own.id, own.aksi, &own, &foto.sha256, &small.bytes).await;
    form.note(kept);
    kept.map_err(|error| format!("{name} belum tersimpan. {}", error.words()))?;
    form.foto.try_update(|all| all.push(foto));
    if small.place.is_some() {
        taking.offered.try_set(small.place);
    }
    Ok(())
}

/// The photos of the draft, each with its size and a way to take it out.
#[component]
fn Shots() -> impl IntoView {
    let form = expect_context::<Form>();
    let id = form.draf().id;
    let remove = move |sha256: String| {
        form.foto.update(|all| all.retain(|foto| foto.sha256 != sha256));
        let own = form.draf();
        leptos::task::spawn_local(async move {
            let kept = draf::remove_foto(own.id, own.aksi, &own, &sha256).await;
            form.note(kept);
        });
    };
    let shot = move |foto: Foto| {
        let sha256 = foto.sha256.clone();
        let place = {
            let sha256 = foto.sha256.clone();
            move || {
                form.foto
                    .with(|all| all.iter().position(|one| one.sha256 == sha256))
                    .map_or(0, |place| place + 1)
            }
        };
        let words = place.clone();
        view! {
            <li>
                <FotoDraf id=id sha256=foto.sha256 alt=Signal::derive(move || format!("Foto {}", place())) />
                <span class="small muted num">{ukuran(foto.bytes)}</span>
                <Button kind=ButtonKind::Plain on_press=move |_| remove(sha256.clone())>
                    "Hapus" <span class="unseen">{move || format!(" foto {}", words())}</span>
                </Button>
            </li>
        }
    };
    view! {
        <Show when=move || !form.foto.with(Vec::is_empty)>
            <ul class="shots">
                <For each=move || form.foto.get() key=|foto| foto.sha256.clone() children=shot />
            </ul>
        </Show>
    }
}

#[component]
fn PlaceOffer(place: (f64, f64), offered: RwSignal<Option<(f64, f64)>>) -> impl IntoView {
    let form = expect_context::<Form>();
    let take = move |_| {
        form.posisi.set(Some(Posisi {
            lat: place.0,
            lng: place.1,
            akurasi_m: None,
            sumber: SumberPosisi::Foto,
        }));
        offered.set(None);
    };
    view! {
        <Notice tone=Tone::Sky>
            <p>"Foto ini menyimpan tempat pengambilannya. Pakai lokasi dari foto sebagai tempat aduan?"</p>
            <div class="row">
                <Button on_press=take>"Pakai lokasi dari foto"</Button>
                <Button kind=ButtonKind::Plain on_press=move |_| offered.set(None)>"Tidak usah"</Button>
            </div>
        </Notice>
    }
}
