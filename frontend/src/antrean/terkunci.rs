//! Stands where something cannot be read before the PIN is entered: what waits, the field for the PIN, and what can be done
//! where it is forgotten.

use kirim::pin;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::pin::{PinField, Typed};
use crate::chunk_door;
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, Sandi};
use crate::ui::chunk::{Chunk, ChunkView};
use crate::ui::{Button, ButtonKind, Dialog, Notice, Toaster, Tone};

// Few set a PIN.
chunk_door!(milik, fn open_terkunci() = Terkunci);

/// The same where the rest of the page belongs to another part.
#[component]
pub fn TerkunciPart() -> impl IntoView {
    view! { <ChunkView chunk=Chunk::Milik open=open_terkunci /> }
}

/// Nothing where nothing is locked.
#[component]
pub fn Terkunci() -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    antrean.read_now();
    let shut = Memo::new(move |_| antrean.sandi.get() == Sandi::Terkunci);
    let left = Memo::new(move |_| antrean.terkunci.get());
    let waits = move || match left.get() {
        0 => String::new(),
        n if shut.get() && antrean.waiting() == 0 => {
            format!("{n} kiriman tersimpan di perangkat ini. Semuanya sudah sampai di kantor.")
        }
        n if shut.get() && antrean.waiting() < n => {
            let waiting = antrean.waiting();
            format!("{n} kiriman tersimpan di perangkat ini, {waiting} di antaranya belum sampai di kantor.")
        }
        n if shut.get() => format!("{n} kiriman tersimpan di perangkat ini dan menunggu."),
        n => format!("{n} kiriman masih terkunci oleh PIN yang dulu."),
    };
    view! {
        <Show when=move || { shut.get() || left.get() > 0 }>
            <Notice tone=Tone::Gold>
                <p><strong>"Terkunci."</strong> " Masukkan PIN untuk melihat dan mengirim."</p>
                <p class="num">{waits}</p>
                <Buka />
                <Lupa shut=shut left=left />
            </Notice>
        </Show>
    }
}

#[component]
fn Buka() -> impl IntoView {
    let syncer = expect_context::<Syncer>();
    let typed = Typed::new();
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            if typed.is_right(pin::unlock).await {
                syncer.wake();
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <PinField id="pin" label="PIN" typed=typed />
            <Button submit=true busy=busy>{move || if busy.get() { "Membuka…" } else { "Buka" }}</Button>
        </form>
    }
}

/// What can be done without the PIN: go on beside what it locks, or throw that away. Neither happens unasked.
#[component]
fn Lupa(
    /// Nothing new can be kept before something is done.
    shut: Memo<bool>,
    left: Memo<usize>,
) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let (open, sure) = (RwSignal::new(false), RwSignal::new(false));
    let go_on = move |_| {
        open.set(false);
        leptos::task::spawn_local(async move {
            toaster.say(match pin::begin_anew().await {
                Ok(()) => "Kunci baru dipakai. Yang terkunci tetap disimpan.",
                Err(error) => error.words(),
            });
        });
    };
    let discard = move |_| {
        sure.set(false);
        let begin = shut.get_untracked();
        leptos::task::spawn_local(async move {
            let begun = if begin { pin::begin_anew().await } else { Ok(()) };
            let done = match begun {
                Ok(()) => pin::discard_locked().await,
                Err(error) => Err(error),
            };
            toaster.say(match done {
                Ok(()) => "Yang terkunci sudah dibuang dari perangkat ini.",
                Err(error) => error.words(),
            });
        });
    };
    let ask_again = move |_| {
        open.set(false);
        sure.set(true);
    };
    view! {
        <Button kind=ButtonKind::Plain on_press=move |_| open.set(true)>"Lupa PIN?"</Button>
        <Dialog open=open title="Lupa PIN">
            <p>"PIN tidak disimpan di mana pun, jadi tidak ada yang dapat memberitahukannya. Tanpa PIN, yang terkunci tidak dapat dilihat atau dikirim."</p>
            <Show when=move || shut.get()>
                <p>"Anda dapat memakai kunci baru: yang terkunci tetap tersimpan sampai PIN-nya teringat, dan aduan baru dapat dibuat."</p>
                <Button wide=true on_press=go_on>"Pakai kunci baru, simpan yang terkunci"</Button>
            </Show>
            <Button kind=ButtonKind::Danger wide=true on_press=ask_again>"Buang yang terkunci"</Button>
        </Dialog>
        <Dialog open=sure title="Buang yang terkunci?">
            <p>
                {move || format!("{} kiriman beserta draf, foto, dan kunci percakapannya", left.get())}
                " dihapus dari perangkat ini dan tidak dapat dikembalikan. Yang belum terkirim tidak akan sampai ke kantor."
            </p>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| sure.set(false)>"Tidak jadi"</Button>
                <Button kind=ButtonKind::Danger on_press=discard>"Ya, buang"</Button>
            </div>
        </Dialog>
    }
}
