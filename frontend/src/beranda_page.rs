//! Home for everybody: one thing to do, one thing to look up, and where one's own things are.

use leptos::prelude::*;
use shared::kode::Kode;
use web_sys::SubmitEvent;

use crate::install::InstallButton;
use crate::page::{Page, cek_url};
use crate::portal::PortalContext;
use crate::ui::field::FieldError;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Heading, Icon, IconName};

#[component]
pub fn BerandaPage() -> impl IntoView {
    let portal = expect_context::<PortalContext>().portal;
    let district = move || portal.with(|portal| portal.as_ref().map(|portal| portal.kabupaten.clone()));
    view! {
        <div class="hero">
            <p class="small">{district}</p>
            <Heading title="Ada yang perlu kami perbaiki?" tab="Beranda" />
        </div>
        <Card lift=true>
            <ButtonLink href=Page::AduanBaru.url() wide=true big=true>"Buat aduan"</ButtonLink>
            <p class="small muted centred">"Tanpa akun · bisa tanpa jaringan · sekitar 3 menit"</p>
        </Card>
        <CekStatus />
        <h2 class="unseen">"Lainnya"</h2>
        <ul class="tiles">
            <li>
                <Tile page=Page::AduanSaya icon=IconName::List words="Aduan saya" about="Kabar, balasan, penilaian" />
            </li>
            <li>
                <Tile page=Page::Antrean icon=IconName::Send words="Antrean" about="Yang menunggu dikirim" />
            </li>
            <li>
                <Tile page=Page::Publik icon=IconName::Pin words="Aduan warga" about="Daftar dan angka untuk umum" />
            </li>
            <li>
                <Tile page=Page::Privasi icon=IconName::Lock words="Privasi" about="Apa yang disimpan, berapa lama" />
            </li>
        </ul>
        <InstallButton />
    }
}

/// A slip of the finger is caught here, before any network is asked.
#[component]
fn CekStatus() -> impl IntoView {
    let kode = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match Kode::parse(&kode.get_untracked()) {
            // A page of the server: the browser goes there itself.
            Ok(kode) => drop(window().location().set_href(&cek_url(kode.as_str()))),
            Err(slip) => error.set(Some(slip.message())),
        }
    };
    view! {
        <form class="field" novalidate class:invalid=move || error.with(Option::is_some) on:submit=submit>
            <label for="kode">"Cek status"</label>
            <div class="row">
                <input
                    class="input grow"
                    id="kode"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    placeholder="ADU-7K3M2-Q2X48-T8VCE"
                    aria-describedby="kode-error"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=move || kode.get()
                    on:input:target=move |event| {
                        error.set(None);
                        kode.set(event.target().value());
                    }
                />
                <Button submit=true kind=ButtonKind::Quiet>"Cek"</Button>
            </div>
            <FieldError id="kode-error" error=error.into() />
        </form>
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
