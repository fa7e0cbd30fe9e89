//! Hands out the photos of something that the office did not take: they may exist nowhere else.

use ::sync::{Kiriman, State};
use leptos::prelude::*;

use crate::aduan::foto_draf::blob_url;
use crate::ui::save::save_as;
use crate::ui::{Button, ButtonKind, Toaster};

/// Offered once something of it was refused; until then the photos go to the office by themselves.
#[component]
pub fn SimpanFoto(kiriman: Memo<Kiriman>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let busy = RwSignal::new(false);
    let offered = Memo::new(move |_| {
        kiriman.with(|kiriman| {
            kiriman.kepala.state() == State::PerluDiperbaiki && !kiriman.kepala.foto.is_empty()
        })
    });
    let save = move |_| {
        busy.set(true);
        let (id, kode, photos) = kiriman.with_untracked(|kiriman| {
            let photos = kiriman.kepala.foto.iter().map(|foto| foto.foto.sha256.clone());
            let kode = kiriman.rahasia.kode.to_string();
            (kiriman.kepala.id, kode, photos.collect::<Vec<_>>())
        });
        leptos::task::spawn_local(async move {
            let mut lost = 0;
            for (place, sha256) in photos.iter().enumerate() {
                let saved = match blob_url(id, sha256).await {
                    Some(url) => save_as(url, &format!("foto-{kode}-{}.jpg", place + 1)),
                    None => None,
                };
                lost += usize::from(saved.is_none());
            }
            toaster.say(match lost {
                0 => "Foto diserahkan ke peramban. Periksa folder Unduhan sebelum membuangnya.",
                _ => "Ada foto yang tidak dapat dibaca lagi dari perangkat ini.",
            });
            busy.try_set(false);
        });
    };
    view! {
        <Show when=move || offered.get()>
            <Button kind=ButtonKind::Plain busy=busy on_press=save>"Simpan foto"</Button>
        </Show>
    }
}
