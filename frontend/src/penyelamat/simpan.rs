//! *Simpan sebagai berkas*: writes the file, hands it to the browser, and says what is in it and what to do with it.

use leptos::prelude::*;
use shared::id::AduanId;
use shared::words::ukuran;

use super::tulis::{Gagal, Tertulis, Tulis, bagikan, tulis};
use crate::chunk_door;
use crate::portal::PortalContext;
use crate::ui::save::save_as;
use crate::ui::share::can_share;
use crate::ui::{Button, ButtonKind, Notice, Toaster, Tone};

// Beside the queue, where it is asked for most; whoever logs out asks for it too.
chunk_door!(milik, fn open_tulis(wanted: Vec<AduanId>, portal: Option<shared::portal::Portal>) -> Tulis = tulis);

/// Given by whichever page lets a file be saved.
#[derive(Clone, Copy)]
pub struct Penyimpan {
    pub busy: RwSignal<bool>,
    /// A file was saved.
    pub jadi: RwSignal<bool>,
    hasil: RwSignal<Option<Result<Tertulis, Gagal>>, LocalStorage>,
    portal: PortalContext,
}

impl Penyimpan {
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            jadi: RwSignal::new(false),
            hasil: RwSignal::new_local(None),
            portal: expect_context::<PortalContext>(),
        }
    }

    /// Saves these as a file. They wait on the device as before.
    pub fn simpan(self, wanted: Vec<AduanId>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let portal = self.portal.portal.get_untracked();
        leptos::task::spawn_local(async move {
            let hasil = match open_tulis(wanted, portal).await {
                Ok(writing) => writing.await,
                Err(missing) => Err(missing.into()),
            };
            let hasil = hasil.and_then(|ditulis| hand_over(&ditulis).map(|()| ditulis));
            self.jadi.try_set(hasil.is_ok());
            self.hasil.try_set(Some(hasil));
            self.busy.try_set(false);
        });
    }
}

fn hand_over(ditulis: &Tertulis) -> Result<(), Gagal> {
    let url = web_sys::Url::create_object_url_with_blob(&ditulis.file)?;
    save_as(url, &ditulis.file.name()).ok_or(Gagal::Peramban)
}

/// What came of it.
#[component]
pub fn HasilSimpan(penyimpan: Penyimpan) -> impl IntoView {
    move || {
        penyimpan.hasil.with(|hasil| match hasil {
            None => ().into_any(),
            Some(Err(gagal)) => {
                let words = gagal.words();
                view! { <Notice tone=Tone::Clay alert=true><p>{words}</p></Notice> }.into_any()
            }
            Some(Ok(ditulis)) => view! { <Jadi ditulis=ditulis.clone() /> }.into_any(),
        })
    }
}

#[component]
fn Jadi(ditulis: Tertulis) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let isi = format!(
        " ({} kiriman, {} foto, {}).",
        ditulis.kiriman,
        ditulis.foto,
        ukuran(ditulis.file.size() as u64)
    );
    let name = ditulis.file.name();
    let file = StoredValue::new_local(ditulis.file);
    let share = move |_| {
        leptos::task::spawn_local(async move {
            if !bagikan(&file.get_value()).await {
                toaster
                    .say("Peramban ini tidak dapat membagikan berkas ini. Berkasnya ada di folder Unduhan.");
            }
        });
    };
    let lost = (ditulis.hilang > 0).then(|| {
        let words = format!(
            "{} foto tidak ditemukan di perangkat ini, jadi tidak ikut.",
            ditulis.hilang
        );
        view! { <p>{words}</p> }
    });
    view! {
        <Notice alert=true>
            <p>
                <b>"Berkas tersimpan: " {name}</b>
                {isi}
            </p>
            <p>"Serahkan berkas ini kepada admin di kantor. Hanya kantor yang dapat membukanya. Yang ada di dalamnya tetap menunggu di perangkat ini, dan tidak akan tercatat dua kali."</p>
            {lost}
            {can_share()
                .then(|| view! { <Button kind=ButtonKind::Quiet on_press=share>"Bagikan berkas"</Button> })}
        </Notice>
    }
}
