//! What a person can do for a kiriman that does not go on by itself: mend it, send it as it is, let a refused photo go.

use ::sync::{Kiriman, Repair, Rupa, State};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::SimpanFoto;
use crate::aduan::draf::Draf;
use crate::offline::sync::Syncer;
use crate::offline::{StoreError, antrean, draf, now};
use crate::page::Page;
use crate::ui::{Button, ButtonKind, ButtonLink, Toaster};

#[component]
pub fn Actions(kiriman: Memo<Kiriman>) -> impl IntoView {
    let syncer = expect_context::<Syncer>();
    let again = move || {
        let (id, aksi) = kiriman.with_untracked(|kiriman| (kiriman.kepala.id, kiriman.kepala.aksi));
        syncer.send_again(id, aksi);
    };
    let resend =
        move || view! { <Button kind=ButtonKind::Quiet on_press=move |_| again()>"Kirim lagi"</Button> };
    let repair = Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.repair()));
    let let_go = Memo::new(move |_| {
        kiriman.with(|kiriman| {
            kiriman.kepala.rupa == Rupa::Ikut && kiriman.kepala.state() == State::PerluDiperbaiki
        })
    });
    let login = Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) == State::MenungguMasuk);
    move || match repair.get() {
        Some(repair @ (Repair::SameRecord | Repair::NewRecord)) => view! {
            <div class="actions">
                <MendButton kiriman=kiriman repair=repair />
                {resend()}
            </div>
        }
        .into_any(),
        Some(Repair::PhotosOnly) => view! {
            <div class="actions">
                <LetPhotosGo kiriman=kiriman />
                {resend()}
                <SimpanFoto kiriman=kiriman />
            </div>
        }
        .into_any(),
        None if login.get() => view! {
            <div class="actions">
                <ButtonLink href=Page::Masuk { kembali: Some(Page::Antrean.url()) }.url()>"Masuk"</ButtonLink>
                {resend()}
            </div>
        }
        .into_any(),
        None if let_go.get() => view! {
            <div class="actions">
                <LetGo kiriman=kiriman />
                {resend()}
            </div>
        }
        .into_any(),
        None => ().into_any(),
    }
}

#[component]
fn MendButton(kiriman: Memo<Kiriman>, repair: Repair) -> impl IntoView {
    let navigate = use_navigate();
    let toaster = expect_context::<Toaster>();
    let mend = move |_| {
        let (navigate, old) = (navigate.clone(), kiriman.get_untracked());
        leptos::task::spawn_local(async move {
            match open_mended(&old, repair).await {
                Ok(Some(id)) => {
                    let page = match old.kepala.titipan {
                        Some(_) => Page::TitipDraf { id },
                        None => Page::AduanDraf { id },
                    };
                    navigate(&page.url(), NavigateOptions::default());
                }
                Ok(None) => toaster.say(
                    "Isi aduan ini tidak dapat dibuka lagi. Buat aduan baru, yang lama tetap tersimpan.",
                ),
                Err(error) => toaster.say(error.words()),
            }
        });
    };
    view! { <Button on_press=mend>"Perbaiki"</Button> }
}

/// The id of the draft in which a kiriman is being mended: the one begun earlier, else a new one.
async fn open_mended(old: &Kiriman, repair: Repair) -> Result<Option<String>, StoreError> {
    let begun = draf::all::<Draf>().await?;
    if let Some(own) = begun
        .into_iter()
        .find(|draf| draf.replaces == Some(old.kepala.id))
    {
        return Ok(Some(own.id.to_string()));
    }
    let Some(own) = Draf::mend(old, repair) else {
        return Ok(None);
    };
    draf::from_kiriman(&old.kepala, own.id, &own).await?;
    Ok(Some(own.id.to_string()))
}

/// For what cannot be mended and holds nothing of the person's own.
#[component]
fn LetGo(kiriman: Memo<Kiriman>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let delete = move |_| {
        let id = kiriman.with_untracked(|kiriman| kiriman.kepala.id);
        leptos::task::spawn_local(async move {
            if let Err(error) = antrean::delete_sent(id).await {
                toaster.say(error.words());
            }
        });
    };
    view! { <Button on_press=delete>"Tidak jadi ikut"</Button> }
}

#[component]
fn LetPhotosGo(kiriman: Memo<Kiriman>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let let_go = move |_| {
        let (id, aksi) = kiriman.with_untracked(|kiriman| (kiriman.kepala.id, kiriman.kepala.aksi));
        leptos::task::spawn_local(async move {
            if let Err(error) = antrean::change(id, aksi, &|kepala| kepala.let_photos_go(now())).await {
                toaster.say(error.words());
            }
        });
    };
    view! { <Button on_press=let_go>"Lanjut tanpa foto itu"</Button> }
}
