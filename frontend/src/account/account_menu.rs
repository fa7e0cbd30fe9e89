//! Who is logged in, the way to his own account, and the way out.

use leptos::prelude::*;

use super::keluar::LogoutButton;
use super::session::Session;
use crate::kabar::Lonceng;
use crate::page::Page;

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
