//! Who is logged in, the way to his own account, and the way out.

use leptos::prelude::*;

use super::session::Session;
use crate::kabar::Lonceng;
use crate::message;
use crate::page::Page;
use crate::ui::{Button, ButtonKind, Toaster};

#[component]
pub fn AccountMenu() -> impl IntoView {
    let session = expect_context::<Session>();
    move || {
        session.account().map(|account| {
            view! {
                <div class="who">
                    <p>
                        <a href=Page::AkunSaya.url()>{account.nama.clone()}</a>
                        <br />
                        {account.peran_label()}
                    </p>
                    <Lonceng session=session />
                    <LogoutButton />
                </div>
            }
        })
    }
}

#[component]
pub fn LogoutButton() -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    let busy = RwSignal::new(false);
    let leave = move |_| {
        busy.set(true);
        leptos::task::spawn_local(async move {
            // An officer's page leads to the login by itself once nobody is logged in.
            match session.logout().await {
                Ok(()) => toaster.say("Anda sudah keluar."),
                Err(failure) => toaster.say(message::of_failure(&failure)),
            }
            busy.try_set(false);
        });
    };
    view! { <Button kind=ButtonKind::Plain busy=busy on_press=leave>"Keluar"</Button> }
}
