//! The reporter's link: to copy, to share by the phone's own sheet, to print, to keep as a picture. It bears the key, and
//! the words say so.

use leptos::prelude::*;

use super::lembar::{Lembar, Pokok};
use super::lembar_gambar::picture;
use crate::page::cek_url;
use crate::portal::PortalContext;
use crate::ui::clipboard;
use crate::ui::save::save_as;
use crate::ui::share::{can_share, share};
use crate::ui::{Button, ButtonKind, Card, Icon, IconName, Toaster};

/// `path` is the address within this portal, with the key in its fragment.
#[component]
pub fn ShareLink(
    path: String,
    kode: String,
    /// What stands on the receipt; without it there is none to print.
    #[prop(into)]
    pokok: Signal<Option<Pokok>>,
) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let toaster = expect_context::<Toaster>();
    let origin = window().location().origin().unwrap_or_default();
    let link = StoredValue::new(format!("{origin}{path}"));
    let status_url = cek_url(&kode);
    let title = StoredValue::new(format!("Aduan {kode}"));
    let copy = move |_| {
        leptos::task::spawn_local(async move {
            toaster.say(if clipboard::copy(&link.get_value()).await {
                "Tautan disalin."
            } else {
                "Tautan belum tersalin. Tekan lama pada tautan, lalu pilih salin."
            });
        });
    };
    let send = move |_| {
        leptos::task::spawn_local(async move {
            share(&title.get_value(), &link.get_value()).await;
        });
    };
    let paper = Signal::derive(move || {
        pokok
            .get()
            .and_then(|pokok| link.with_value(|link| pokok.on_paper(portal, link)))
    });
    let print = move |_| drop(window().print());
    let name = StoredValue::new(format!("tanda-terima-{kode}.png"));
    let keep = move |_| {
        leptos::task::spawn_local(async move {
            let drawn = match paper.get_untracked() {
                Some(paper) => picture(&paper).await,
                None => None,
            };
            let saved = drawn.and_then(|url| name.with_value(|name| save_as(url, name)));
            toaster.say(match saved {
                Some(()) => "Gambar disimpan.",
                None => "Gambar belum tersimpan. Cetak atau salin tautannya.",
            });
        });
    };
    view! {
        <Card>
            <h2>"Simpan tautan ini"</h2>
            <p class="small">
                "Dengan tautan ini Anda melihat seluruh percakapan, membalas, dan menilai. Siapa pun yang memegangnya dapat melakukan hal yang sama, jadi bagikan hanya kepada orang yang Anda percaya."
            </p>
            <p><a class="link" href=move || link.get_value() rel="external">{link.get_value()}</a></p>
            <div class="actions">
                {can_share()
                    .then(|| {
                        view! {
                            <Button on_press=send>
                                <Icon name=IconName::Share />
                                "Bagikan"
                            </Button>
                        }
                    })}
                <Button kind=ButtonKind::Quiet on_press=copy>"Salin tautan"</Button>
                <Button kind=ButtonKind::Quiet on_press=keep>"Simpan gambar"</Button>
                <Button kind=ButtonKind::Quiet on_press=print>"Cetak"</Button>
            </div>
            <p class="small muted">
                "Status umum, tanpa data pribadi: "
                <a href=status_url rel="external">{kode}</a>
            </p>
        </Card>
        <Lembar paper=paper />
    }
}
