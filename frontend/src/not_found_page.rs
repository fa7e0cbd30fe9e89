//! An address that leads nowhere, and the ways on from there.

use leptos::prelude::*;

use crate::page::{Page, cek_url};
use crate::ui::{ButtonKind, ButtonLink, Heading};

#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="empty">
            <Heading title="Halaman tidak ditemukan" />
            <p class="muted">
                "Alamat ini tidak ada atau sudah dipindahkan. Periksa lagi ejaannya, atau mulai dari beranda."
            </p>
            <div class="actions">
                <ButtonLink href=Page::Beranda.url()>"Ke beranda"</ButtonLink>
                <ButtonLink kind=ButtonKind::Quiet href=cek_url("") outside=true>"Cek status aduan"</ButtonLink>
            </div>
        </div>
    }
}
