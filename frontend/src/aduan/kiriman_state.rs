//! The state of a kiriman in words, the same wherever it is shown: *Tersimpan di perangkat*, *Mengirim 40 %*,
//! *Terkirim*.

use ::sync::{Kepala, Kiriman, LinkState, Rupa, State, progress};
use leptos::prelude::*;

use crate::message;
use crate::offline::Antrean;
use crate::offline::net_state::moment;
use crate::ui::{Chip, Progress, Tone};

/// What a person calls the state.
pub fn state_words(kepala: &Kepala, moving: bool) -> (String, Tone) {
    let percent = progress(kepala).percent;
    match kepala.state() {
        State::Terkirim => match kepala.rupa {
            Rupa::Aduan => ("✓ Terkirim".into(), Tone::Leaf),
            Rupa::Ikut => ("✓ Diikuti".into(), Tone::Leaf),
            Rupa::Susulan(_) => ("✓ Terkirim".into(), Tone::Leaf),
        },
        State::PerluDiperbaiki if kepala.pada().is_some() => ("Tidak diterima kantor".into(), Tone::Clay),
        State::PerluDiperbaiki => ("Perlu diperbaiki".into(), Tone::Clay),
        State::MenungguMasuk => ("Perlu masuk dulu".into(), Tone::Clay),
        State::Tersimpan | State::MenungguFoto if moving => (format!("Mengirim {percent} %"), Tone::Sky),
        State::Tersimpan => ("Tersimpan di perangkat".into(), Tone::Gold),
        State::MenungguFoto => (format!("Menunggu foto, {percent} %"), Tone::Gold),
    }
}

/// What will happen next, or what the person can do.
pub fn next_words(kepala: &Kepala, antrean: Antrean) -> String {
    match kepala.state() {
        State::Terkirim => match kepala.receipt {
            Some(receipt) => {
                let begun = match kepala.rupa {
                    Rupa::Aduan => "Diterima kantor",
                    Rupa::Ikut => "Anda ikut sejak",
                    Rupa::Susulan(_) => "Diterima kantor",
                };
                format!("{begun} {}.", shared::words::waktu(receipt.diterima_pada))
            }
            None => String::new(),
        },
        State::PerluDiperbaiki => {
            let said: Vec<String> = kepala.refusals().map(refusal_words).collect();
            said.join(" ")
        }
        State::MenungguMasuk => {
            "Kantor meminta Anda masuk dulu. Isinya tetap tersimpan di perangkat ini.".into()
        }
        State::Tersimpan | State::MenungguFoto => {
            let by_itself = antrean.by_itself.get() && !kepala.needs_page();
            match (antrean.link.get().state, by_itself) {
                (LinkState::Down, true) => "Terkirim sendiri saat ada jaringan, juga bila aplikasi ini ditutup. Bila besok belum terkirim, buka lagi aplikasi ini.".into(),
                (LinkState::Down, false) => "Buka aplikasi untuk mengirim: saat ada jaringan, buka lagi aplikasi ini dan biarkan terbuka sampai terkirim.".into(),
                (LinkState::Up | LinkState::Unknown, by_itself) => last_words(kepala, by_itself),
            }
        }
    }
}

fn last_words(kepala: &Kepala, by_itself: bool) -> String {
    match kepala.last {
        Some(last) if kepala.failures > 0 => {
            let at = moment(last.at).map(shared::words::waktu).unwrap_or_default();
            let what = if last.answered {
                "Kantor sedang sibuk"
            } else {
                "Jaringan terputus di tengah jalan"
            };
            format!("{what} ({at}). Dicoba lagi sendiri; yang sudah sampai tidak dikirim ulang.")
        }
        Some(_) | None if by_itself => {
            "Sedang diteruskan ke kantor. Bila aplikasi ini ditutup, pengirimannya berlanjut sendiri.".into()
        }
        Some(_) | None => "Sedang diteruskan ke kantor. Biarkan portal terbuka sampai selesai.".into(),
    }
}

fn refusal_words(error: &shared::error::ApiError) -> String {
    if error.fields.is_empty() {
        return message::of_refusal(error);
    }
    let fields: Vec<&str> = error.fields.iter().map(|field| field.message.as_str()).collect();
    fields.join(" ")
}

/// Chip and bar, alive.
#[component]
pub fn KirimanState(#[prop(into)] kiriman: Signal<Kiriman>) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let moving = move || antrean.moving.get() == Some(kiriman.with(|kiriman| kiriman.kepala.id));
    let percent = Signal::derive(move || kiriman.with(|kiriman| progress(&kiriman.kepala).percent));
    let under_way = Memo::new(move |_| match kiriman.with(|kiriman| kiriman.kepala.state()) {
        State::Tersimpan | State::MenungguFoto => percent.get() > 0 || moving(),
        State::Terkirim | State::PerluDiperbaiki | State::MenungguMasuk => false,
    });
    view! {
        <div class="stack tight">
            <div role="status">
                {move || {
                    let (words, tone) = kiriman.with(|kiriman| state_words(&kiriman.kepala, moving()));
                    view! { <Chip tone=tone>{words}</Chip> }
                }}
            </div>
            <Show when=move || under_way.get()>
                <Progress percent=percent label="Kemajuan pengiriman" sending=true />
            </Show>
        </div>
    }
}
