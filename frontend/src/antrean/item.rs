//! One kiriman in the queue: its state, its size, what happens next.

use ::sync::{Kiriman, State, progress};
use leptos::prelude::*;
use shared::words::{ukuran, waktu};

use super::actions::Actions;
use crate::aduan::kiriman_state::{KirimanState, next_words};
use crate::offline::Antrean;
use crate::offline::net_state::moment;
use crate::page::Page;
use crate::ui::{Card, Tone};

#[component]
pub fn Item(kiriman: Memo<Kiriman>) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let facts = move || kiriman.with(facts);
    let next = move || kiriman.with(|kiriman| next_words(kiriman, antrean.link.get().state));
    let bad = Memo::new(move |_| kiriman.with(Kiriman::state) == State::PerluDiperbaiki);
    let card = move |tone: Tone| {
        let (judul, url) = kiriman.with_untracked(|kiriman| {
            let url = Page::AduanTersimpan {
                id: kiriman.id.to_string(),
            }
            .url();
            (kiriman.judul.clone(), url)
        });
        view! {
            <Card tone=tone>
                <div class="stack tight">
                    <h2><a href=url>{judul}</a></h2>
                    <p class="kode small">{kiriman.with_untracked(|kiriman| kiriman.kode.to_string())}</p>
                </div>
                <KirimanState kiriman=kiriman />
                <p class="small muted num">{facts}</p>
                <p class="small">{next}</p>
                <Actions kiriman=kiriman />
            </Card>
        }
    };
    move || card(if bad.get() { Tone::Clay } else { Tone::Leaf })
}

fn facts(kiriman: &Kiriman) -> String {
    let shown = progress(kiriman);
    let mut parts = Vec::new();
    if let Some(at) = moment(kiriman.saved_at) {
        parts.push(format!("Disimpan {}", waktu(at)));
    }
    if !kiriman.foto.is_empty() {
        parts.push(format!("{} foto", kiriman.foto.len()));
    }
    parts.push(match kiriman.state() {
        State::Terkirim => ukuran(shown.total),
        State::Tersimpan | State::MenungguFoto | State::PerluDiperbaiki | State::MenungguMasuk => {
            format!("{} dari {}", ukuran(shown.sent), ukuran(shown.total))
        }
    });
    if kiriman.tries > 1 && kiriman.state() != State::Terkirim {
        parts.push(format!("{} kali dicoba", kiriman.tries));
    }
    parts.join(" · ")
}
