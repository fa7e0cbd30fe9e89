//! Home for everybody: one thing to do, one thing to look up, and where one's own things are.

use leptos::prelude::*;

use crate::install::InstallButton;
use crate::page::Page;
use crate::ui::heading::PortalName;
use crate::ui::{ButtonLink, Card, Heading, Icon, IconName};

#[component]
pub fn BerandaPage() -> impl IntoView {
    let name = expect_context::<PortalName>().0;
    view! {
        <div class="hero">
            <p class="small">{move || name.get()}</p>
            <Heading title="Ada yang perlu kami perbaiki?" tab="Beranda" />
        </div>
        <Card lift=true>
            <ButtonLink href=Page::AduanBaru.url() wide=true big=true>"Buat aduan"</ButtonLink>
            <p class="small muted">"Tanpa akun · bisa tanpa jaringan · sekitar 3 menit"</p>
        </Card>
        <h2 class="unseen">"Lainnya"</h2>
        <ul class="tiles">
            <li><Tile page=Page::AduanSaya icon=IconName::List words="Aduan saya" about="Kabar, balasan, penilaian" /></li>
            <li><Tile page=Page::Antrean icon=IconName::Send words="Antrean" about="Yang menunggu dikirim" /></li>
            <li><Tile page=Page::Privasi icon=IconName::Lock words="Privasi" about="Apa yang disimpan, berapa lama" /></li>
        </ul>
        <InstallButton />
    }
}

#[component]
fn Tile(page: Page, icon: IconName, words: &'static str, about: &'static str) -> impl IntoView {
    view! {
        <a class="tile" href=page.url()>
            <Icon name=icon />
            <strong>{words}</strong>
            <span class="small muted">{about}</span>
        </a>
    }
}
