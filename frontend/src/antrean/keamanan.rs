//! How the device keeps what is entrusted to it, and the PIN: set, changed, taken off, locked.

use kirim::pin;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::pin::{PinField, Typed};
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, Sandi};
use crate::ui::{Button, ButtonKind, Dialog, Toaster};

/// What the person wants of the PIN.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Set,
    Change,
    Remove,
}

impl Wish {
    const fn title(self) -> &'static str {
        match self {
            Self::Set => "Pasang PIN",
            Self::Change => "Ganti PIN",
            Self::Remove => "Lepas PIN",
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Set => "PIN terpasang. Terkunci setiap kali portal ditutup atau dimuat ulang.",
            Self::Change => "PIN sudah diganti.",
            Self::Remove => "PIN sudah dilepas. Isi perangkat tetap tersandi.",
        }
    }
}

#[component]
pub fn Keamanan() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let sandi = Memo::new(move |_| antrean.sandi.get());
    let wish = RwSignal::new(Wish::Set);
    let open = RwSignal::new(false);
    let ask = move |what: Wish| {
        wish.set(what);
        open.set(true);
    };
    let button = move |what: Wish| {
        view! { <Button kind=ButtonKind::Quiet on_press=move |_| ask(what)>{what.title()}</Button> }
    };
    let words = move || match sandi.get() {
        Sandi::Polos => {
            "Tidak tersandi: portal dibuka tanpa sambungan aman (https) atau di jendela pribadi, sehingga isian disimpan apa adanya."
        }
        Sandi::TanpaPin => {
            "Tersandi: aduan, draf, dan foto di perangkat ini tidak dapat dibaca dari berkas peramban. Siapa pun yang membuka portal di perangkat ini tetap dapat melihatnya, kecuali Anda memasang PIN."
        }
        Sandi::Terbuka => {
            "Tersandi dengan PIN. Terkunci saat portal ditutup, dimuat ulang, atau 15 menit tidak dipakai. Selama terkunci tidak ada yang terkirim."
        }
        Sandi::Terkunci => "Tersandi dengan PIN, dan sedang terkunci.",
    };
    let choices = move || match sandi.get() {
        Sandi::Polos | Sandi::Terkunci => ().into_any(),
        Sandi::TanpaPin => button(Wish::Set).into_any(),
        Sandi::Terbuka => view! {
            <Button on_press=move |_| pin::lock_all()>"Kunci sekarang"</Button>
            {button(Wish::Change)}
            {button(Wish::Remove)}
        }
        .into_any(),
    };
    view! {
        <section class="stack tight" aria-labelledby="keamanan">
            <h2 id="keamanan">"Keamanan di perangkat ini"</h2>
            <p class="small">{words}</p>
            <div class="actions">{choices}</div>
        </section>
        <Dialog open=open title=Signal::derive(move || wish.get().title().to_owned())>
            <PinForm wish=wish.get_untracked() open=open />
        </Dialog>
    }
}

#[component]
fn PinForm(wish: Wish, open: RwSignal<bool>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let syncer = expect_context::<Syncer>();
    let (old, new, again) = (Typed::new(), Typed::new(), Typed::new());
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || (wish != Wish::Remove && !is_new(new, again)) {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            if wish == Wish::Set || old.is_right(pin::is_right).await {
                let done = match wish {
                    Wish::Set | Wish::Change => pin::set(&new.text.get_untracked()).await,
                    Wish::Remove => pin::remove().await,
                };
                // What may still be sent by the worker has changed.
                syncer.wake();
                toaster.say(match done {
                    Ok(()) => wish.done(),
                    Err(error) => error.words(),
                });
                open.try_set(false);
            }
            busy.try_set(false);
        });
    };
    let lasts = move || {
        if busy.get() {
            "Menyandi ulang…"
        } else {
            wish.title()
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {(wish != Wish::Set).then(|| view! { <PinField id="pin-lama" label="PIN sekarang" typed=old /> })}
            {(wish != Wish::Remove)
                .then(|| {
                    view! {
                        <p>
                            "Paling sedikit 6 angka atau huruf. Ingat baik-baik: bila lupa, yang terkunci tidak dapat dibuka oleh siapa pun, dan yang belum terkirim tidak sampai ke kantor."
                        </p>
                        <PinField id="pin-baru" label="PIN baru" typed=new />
                        <PinField id="pin-ulang" label="Ulangi PIN baru" typed=again />
                    }
                })}
            <Button submit=true wide=true busy=busy>{lasts}</Button>
        </form>
    }
}

fn is_new(new: Typed, again: Typed) -> bool {
    if !new.is_long_enough() {
        return false;
    }
    let same = new.text.get_untracked() == again.text.get_untracked();
    again.error.set(None);
    if !same {
        again.fault("Belum sama dengan yang di atas.");
    }
    same
}
