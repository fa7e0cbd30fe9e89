//! The state of a kiriman in words, the same wherever it is shown: *Tersimpan di perangkat*, *Mengirim 40 %*,
//! *Terkirim*.

use ::sync::{Kiriman, LinkState, State, progress};
use leptos::prelude::*;

use crate::message;
use crate::offline::Antrean;
use crate::offline::net_state::moment;
use crate::ui::{Chip, Progress, Tone};

/// What a person calls the state.
pub fn state_words(kiriman: &Kiriman, moving: bool) -> (String, Tone) {
    let percent = progress(kiriman).percent;
    match kiriman.state() {
        State::Terkirim => ("✓ Terkirim".into(), Tone::Leaf),
        State::PerluDiperbaiki => ("Perlu diperbaiki".into(), Tone::Clay),
        State::MenungguMasuk => ("Perlu masuk dulu".into(), Tone::Clay),
        State::Tersimpan | State::MenungguFoto if moving => (format!("Mengirim {percent} %"), Tone::Sky),
        State::Tersimpan => ("Tersimpan di perangkat".into(), Tone::Gold),
        State::MenungguFoto => (format!("Menunggu foto, {percent} %"), Tone::Gold),
    }
}

/// What will happen next, or what the person can do.
pub fn next_words(kiriman: &Kiriman, link: LinkState) -> String {
    match kiriman.state() {
        State::Terkirim => match kiriman.receipt {
            Some(receipt) => format!("Diterima kantor {}.", shared::words::waktu(receipt.diterima_pada)),
            None => String::new(),
        },
        State::PerluDiperbaiki => {
            let said: Vec<String> = kiriman.refusals().map(refusal_words).collect();
            said.join(" ")
        }
        State::MenungguMasuk => "Kantor meminta Anda masuk dulu. Isi aduan tetap tersimpan di perangkat ini.".into(),
        State::Tersimpan | State::MenungguFoto => match link {
            LinkState::Down => "Terkirim sendiri saat jaringan ada dan portal terbuka. Anda boleh menutupnya sekarang dan membukanya lagi nanti.".into(),
            LinkState::Up | LinkState::Unknown => last_words(kiriman),
        },
    }
}

fn last_words(kiriman: &Kiriman) -> String {
    match kiriman.last {
        Some(last) if kiriman.failures > 0 => {
            let at = moment(last.at).map(shared::words::waktu).unwrap_or_default();
            let what = if last.answered {
                "Kantor sedang sibuk"
            } else {
                "Jaringan terputus di tengah jalan"
            };
            format!("{what} ({at}). Dicoba lagi sendiri; yang sudah sampai tidak dikirim ulang.")
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
    let moving = move || antrean.moving.get() == Some(kiriman.with(|kiriman| kiriman.id));
    let percent = Signal::derive(move || kiriman.with(|kiriman| progress(kiriman).percent));
    let under_way = Memo::new(move |_| match kiriman.with(Kiriman::state) {
        State::Tersimpan | State::MenungguFoto => percent.get() > 0 || moving(),
        State::Terkirim | State::PerluDiperbaiki | State::MenungguMasuk => false,
    });
    view! {
        <div class="stack tight">
            <div role="status">
                {move || {
                    let (words, tone) = kiriman.with(|kiriman| state_words(kiriman, moving()));
                    view! { <Chip tone=tone>{words}</Chip> }
                }}
            </div>
            <Show when=move || under_way.get()>
                <Progress percent=percent label="Kemajuan pengiriman" sending=true />
            </Show>
        </div>
    }
}
