//! The one-time password of one person, shown this once: as a link to be sent, as a slip to be printed. Whoever loses it
//! resets once more.

use chrono::{DateTime, Utc};
use leptos::html;
use leptos::prelude::*;
use shared::account::{AkunTerbuka, SekaliPakai, Slip};

use crate::account::impor::SlipLembar;
use crate::page::Page;
use crate::ui::clipboard;
use crate::ui::share::{can_share, share};
use crate::ui::{Button, ButtonKind, Icon, IconName, Notice, Toaster, Tone};

#[component]
pub fn SekaliPakaiPanel(terbuka: AkunTerbuka) -> impl IntoView {
    let akun = terbuka.akun;
    match terbuka.sekali_pakai {
        Some(once) => {
            let slip = Slip {
                nama_pengguna: akun.nama_pengguna,
                nama: akun.nama,
                sekali_pakai: once,
            };
            view! { <Panel slip=slip sampai=terbuka.berlaku_sampai /> }.into_any()
        }
        None => view! {
            <Notice tone=Tone::Gold alert=true>
                <p>
                    "Sudah tersimpan, tetapi kata sandi sekali pakainya tidak sempat diterima di sini dan tidak dapat ditampilkan lagi. Pilih Atur ulang kata sandi untuk membuat yang baru."
                </p>
            </Notice>
        }
        .into_any(),
    }
}

#[component]
fn Panel(slip: Slip, sampai: Option<DateTime<Utc>>) -> impl IntoView {
    let link = StoredValue::new(link_of(&slip.sekali_pakai));
    // What is shown once must not appear above what the person looks at.
    let heading = NodeRef::<html::H2>::new();
    heading.on_load(|heading| drop(heading.focus()));
    view! {
        <section class="card lift print-alone" aria-label="Kata sandi sekali pakai">
            <div class="stack screen-only">
                <h2 tabindex="-1" node_ref=heading>"Berikan ini kepada orangnya"</h2>
                <Notice tone=Tone::Gold alert=true>
                    <p>
                        "Hanya ditampilkan sekali ini. Kirim tautannya langsung kepada orang itu, atau cetak slipnya. Siapa pun yang memegangnya dapat membuat kata sandi akun ini."
                    </p>
                </Notice>
                <p><a class="link" href=move || link.get_value() rel="external">{link.get_value()}</a></p>
                <Actions link=link />
            </div>
            <SlipLembar slip=slip sampai=sampai />
        </section>
    }
}

#[component]
fn Actions(link: StoredValue<String>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
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
            share("Buat kata sandi portal", &link.get_value()).await;
        });
    };
    view! {
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
            <Button kind=ButtonKind::Quiet on_press=move |_| drop(window().print())>"Cetak slip"</Button>
        </div>
    }
}

fn link_of(once: &SekaliPakai) -> String {
    let origin = window().location().origin().unwrap_or_default();
    let page = Page::SandiPertama {
        sekali_pakai: Some(once.as_str().to_owned()),
    };
    format!("{origin}{}", page.url())
}
