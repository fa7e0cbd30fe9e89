//! What happened to a complaint while somebody decided on an older state of it.

use leptos::prelude::*;
use shared::aduan::{Aduan, Langkah, NamaKolom, Nilai};
use shared::words::waktu;

use super::penanganan::penerima;
use super::tindakan_form::Steps;
use super::words::status_tone;
use crate::ui::{Button, Chip, Dialog, Notice, Tone};

/// What is different now, in sentences; the newest last.
pub fn perubahan(lama: &Aduan, kini: &Aduan) -> Vec<String> {
    let mut told: Vec<String> = kini.langkah.iter().skip(lama.langkah.len()).map(step).collect();
    if let Some(now) = &kini.disposisi
        && lama.disposisi.as_ref() != Some(now)
    {
        told.push(format!("Sekarang ditangani {}.", penerima(now)));
    }
    let changed = NamaKolom::ALL
        .into_iter()
        .filter(|kolom| Nilai::of(lama, *kolom) != Nilai::of(kini, *kolom));
    told.extend(changed.map(|kolom| format!("{} dibetulkan.", kolom.label())));
    if lama.beda != kini.beda {
        told.push(match kini.beda.len() {
            0 => "Isian yang berbeda sudah dipilih.".to_owned(),
            open => format!("{open} isian berbeda dan perlu dipilih."),
        });
    }
    let more = |before: usize, now: usize, noun: &str| {
        (now > before).then(|| format!("{} {noun} baru.", now - before))
    };
    told.extend(more(lama.pesan.len(), kini.pesan.len(), "pesan"));
    told.extend(more(lama.catatan.len(), kini.catatan.len(), "catatan petugas"));
    if lama.rilis != kini.rilis {
        told.push("Yang tampil untuk umum diubah.".to_owned());
    }
    if lama.tenggat != kini.tenggat {
        told.push("Tenggatnya bergeser.".to_owned());
    }
    told
}

fn step(langkah: &Langkah) -> String {
    let who = langkah.oleh.as_ref().map(|oleh| format!(" oleh {oleh}"));
    let note = langkah.catatan.as_ref().map(|note| format!(": “{note}”"));
    format!(
        "{} {}{}{}",
        langkah.status.kabar(),
        waktu(langkah.pada),
        who.unwrap_or_default(),
        note.unwrap_or_default()
    )
}

/// What happened meanwhile, before the officer decides again.
#[component]
pub fn StaleDialog(steps: Steps) -> impl IntoView {
    let see = move |_| {
        if let Some(now) = steps.stale.get_untracked() {
            steps.aduan.set(now);
        } else {
            steps.on_done.run(());
        }
        steps.stale_open.set(false);
    };
    let now = move || {
        steps.stale.get().map(|kini| {
            let before = steps
                .aduan
                .with_untracked(|lama| (lama.status, perubahan(lama, &kini)));
            let (lama, told) = before;
            let moved = (lama != kini.status)
                .then(|| view! { <Chip tone=status_tone(lama)>{lama.label()}</Chip> " → " });
            view! {
                <p>
                    "Keadaan sekarang: " {moved}
                    <Chip tone=status_tone(kini.status)>{kini.status.label()}</Chip>
                </p>
                <ul>{told.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            }
        })
    };
    view! {
        <Dialog open=steps.stale_open title="Aduan ini sudah berubah">
            <Notice tone=Tone::Gold>
                <p>"Orang lain lebih dulu mengubah aduan ini, jadi langkah Anda belum disimpan. Tulisan Anda tetap ada."</p>
            </Notice>
            {now}
            <Button on_press=see>"Lihat keadaan sekarang"</Button>
        </Dialog>
    }
}
