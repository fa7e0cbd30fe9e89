//! The frame around every page: the bar of the network, the name, the menu, the notices that concern
//! the app as a whole. Its looks follow the address; the page itself stands in `main`.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::account::Hak;

use crate::account::session::Session;
use crate::account::{AccountMenu, home_of};
use crate::chunk_door;
use crate::idle::when_idle;
use crate::page::{FrameKind, Page};
use crate::portal::PortalContext;
use crate::ui::chunk::{Chunk, ChunkView};
use crate::ui::heading::PortalName;
use crate::ui::{Icon, IconName, NetBar, NetStatus, Toaster, Toasts};
use crate::update::{InsecureNotice, UpdateNotice};

// Whoever only reports never needs them.
chunk_door!(kantor, fn open_kantor_menu() = KantorMenu);
chunk_door!(kantor, fn open_account_menu() = AccountMenu);

#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let frame = Memo::new(move |_| path.with(|path| FrameKind::of(path)));
    let class = move || match frame.get() {
        FrameKind::Warga => "app tabs",
        FrameKind::Fokus => "app focused",
        FrameKind::Kantor => "app tabs office",
    };
    let net = expect_context::<RwSignal<NetStatus>>();
    let name = expect_context::<PortalName>().0;
    let logo = expect_context::<PortalContext>().logo();
    let toaster = expect_context::<Toaster>();
    view! {
        <a class="skip" href="#isi" rel="external" on:click=skip_to_content>"Langsung ke isi"</a>
        <div class=class>
            <NetBar status=net />
            <header class="topbar">
                <a class="brand" href=Page::Beranda.url()>
                    {move || logo.get().map(|logo| view! { <img src=logo alt="" /> })}
                    {move || name.get()}
                </a>
                <Menu frame=frame />
                <Show when=move || frame.get() == FrameKind::Kantor>
                    <ChunkView chunk=Chunk::Kantor open=open_account_menu quiet=true />
                </Show>
            </header>
            <main id="isi" tabindex="-1">
                <InsecureNotice />
                <UpdateNotice />
                {children()}
            </main>
        </div>
        <Toasts toaster=toaster />
    }
}

/// The address keeps its fragment: there a reporter's key may stand.
fn skip_to_content(event: web_sys::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    let content = document().get_element_by_id("isi");
    if let Some(content) = content.and_then(|content| content.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = content.focus();
    }
}

#[component]
fn Menu(frame: Memo<FrameKind>) -> impl IntoView {
    view! {
        <div class="menu">
            <nav aria-label="Menu utama">
                {move || match frame.get() {
                    FrameKind::Warga | FrameKind::Fokus => view! { <WargaMenu /> }.into_any(),
                    FrameKind::Kantor => {
                        view! { <ChunkView chunk=Chunk::Kantor open=open_kantor_menu quiet=true /> }.into_any()
                    }
                }}
            </nav>
        </div>
    }
}

#[component]
fn WargaMenu() -> impl IntoView {
    let session = expect_context::<Session>();
    let office = Memo::new(move |_| {
        session
            .account()
            .map_or(Page::KotakMasuk, |account| home_of(&account))
    });
    view! {
        <Item page=Page::Beranda icon=IconName::Home words="Beranda" />
        <Item page=Page::Antrean icon=IconName::Send words="Antrean" />
        <Item page=Page::AduanSaya icon=IconName::List words="Aduan saya" />
        {move || view! { <Item page=office.get() icon=IconName::Person words="Petugas" /> }}
    }
}

/// Only what he has a right to, without a network as the server last told it.
#[component]
fn KantorMenu() -> impl IntoView {
    let session = expect_context::<Session>();
    let may = move |hak| Memo::new(move |_| session.boleh(hak));
    let (reads, helps) = (may(Hak::LihatAduan), may(Hak::BantuEntri));
    let (keeps, rules, audits) = (may(Hak::KelolaAkun), may(Hak::KelolaAturan), may(Hak::LihatJejak));
    let known = Memo::new(move |_| session.owner().is_some());
    if untrack(|| session.owner().is_some() && session.account().is_none()) {
        // His name comes with the first token; a page that asks for nothing asks for that.
        leptos::task::spawn_local(async move {
            // Without a network he stays without it.
            let _ = session.token().await;
        });
    }
    view! {
        <Show when=move || reads.get()>
            <Item page=Page::KotakMasuk icon=IconName::Inbox words="Aduan" />
            <Item page=Page::Lapangan icon=IconName::Pin words="Lapangan" />
        </Show>
        <Show when=move || helps.get()>
            <Item page=Page::Titip icon=IconName::Camera words="Titip aduan" />
        </Show>
        <Show when=move || reads.get() || helps.get()>
            <Item page=Page::Antrean icon=IconName::Send words="Antrean" />
        </Show>
        <Show when=move || keeps.get()>
            <Item page=Page::KelolaAkun icon=IconName::List words="Akun petugas" />
            <Item page=Page::KelolaSkpd icon=IconName::Office words="SKPD" />
        </Show>
        <Show when=move || rules.get()>
            <Item page=Page::KelolaBatas icon=IconName::List words="Aturan" />
        </Show>
        <Show when=move || audits.get()>
            <Item page=Page::KelolaJejak icon=IconName::Lock words="Jejak" />
        </Show>
        <Show when=move || known.get()>
            <Item page=Page::AkunSaya icon=IconName::Person words="Akun saya" />
        </Show>
        <Item page=Page::Beranda icon=IconName::Home words="Beranda warga" />
    }
}

#[component]
fn Item(page: Page, icon: IconName, words: &'static str) -> impl IntoView {
    let url = page.url();
    let path = use_location().pathname;
    let current = {
        let url = url.clone();
        move || {
            let here = path.with(|path| *path == url || (url != "/" && path.starts_with(&format!("{url}/"))));
            here.then_some("page")
        }
    };
    // On a phone the menu may be wider than the screen.
    let link = NodeRef::<leptos::html::A>::new();
    let shown = current.clone();
    Effect::new(move |_| {
        if shown().is_some()
            && let Some(link) = link.get()
        {
            // The browser lays out the page for it, which a page that is still coming up has no time for.
            when_idle(move || bring_into_view(&link));
        }
    });
    view! {
        <a href=url aria-current=current node_ref=link>
            <Icon name=icon />
            <span>{words}</span>
        </a>
    }
}

fn bring_into_view(link: &web_sys::HtmlElement) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    link.scroll_into_view_with_scroll_into_view_options(&options);
}
