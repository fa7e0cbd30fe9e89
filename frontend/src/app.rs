//! The whole app: what every page may ask for, and which page stands at which address.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::account::session::Session;
use crate::account::{
    AkunBaruPage, AkunListPage, AkunRinciPage, AkunSayaPage, AkunWajibPage, ImporPage, LoginPage,
    SandiPertamaPage,
};
use crate::aduan::{AduanSayaPage, FormPage, InboxPage, LacakPage};
use crate::antrean::AntreanPage;
use crate::beranda_page::BerandaPage;
use crate::chunk_door;
use crate::install::provide_install_offer;
use crate::not_found_page::NotFoundPage;
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, net_state};
use crate::portal::provide_portal;
use crate::privasi_page::PrivasiPage;
use crate::publik::{AngkaPage, PublikListPage};
use crate::shell::Shell;
use crate::skpd::SkpdPage;
use crate::ui::chunk::{Chunk, ChunkView};
use crate::ui::heading::PagesOpened;
use crate::ui::{NetStatus, Toaster};
use crate::update::CaptureOpen;

// Home and login come with the first load. The rest comes in parts, which the service worker has put into the cache
// before anybody goes offline; a part that cannot be fetched leaves the app and every draft as they are.
chunk_door!(isian, fn open_form() = FormPage);
chunk_door!(isian, fn open_antrean() = AntreanPage);
chunk_door!(isian, fn open_saya() = AduanSayaPage);
chunk_door!(lacak, fn open_lacak() = LacakPage);
chunk_door!(kantor, fn open_sandi_pertama() = SandiPertamaPage);
chunk_door!(kantor, fn open_akun_saya() = AkunSayaPage);
chunk_door!(kantor, fn open_akun_wajib() = AkunWajibPage);
chunk_door!(kelola, fn open_akun_list() = AkunListPage);
chunk_door!(kelola, fn open_akun_baru() = AkunBaruPage);
chunk_door!(kelola, fn open_impor() = ImporPage);
chunk_door!(kelola, fn open_akun_rinci() = AkunRinciPage);
chunk_door!(kelola, fn open_skpd() = SkpdPage);
chunk_door!(publik, fn open_publik() = PublikListPage);
chunk_door!(publik, fn open_angka() = AngkaPage);
chunk_door!(publik, fn open_privasi() = PrivasiPage);

#[component]
pub fn App() -> impl IntoView {
    provide_context(Toaster::new());
    provide_context(PagesOpened(StoredValue::new(0)));
    provide_portal();
    let session = Session::new();
    provide_context(session);
    provide_context(CaptureOpen::new());
    let net = RwSignal::new(NetStatus::default());
    provide_context(net);
    let antrean = Antrean::follow();
    provide_context(antrean);
    let syncer = Syncer::start(antrean);
    provide_context(syncer);
    Effect::new(move |_| {
        if session.account().is_some() {
            syncer.logged_in();
        }
    });
    net_state::follow(antrean, net);
    provide_install_offer();
    view! {
        <Router>
            <Shell>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=BerandaPage />
                    <Route path=path!("/aduan/baru") view=|| view! { <ChunkView chunk=Chunk::Isian open=open_form page=true /> } />
                    <Route path=path!("/antrean") view=|| view! { <ChunkView chunk=Chunk::Isian open=open_antrean page=true /> } />
                    <Route path=path!("/aduan-saya") view=|| view! { <ChunkView chunk=Chunk::Isian open=open_saya page=true /> } />
                    <Route path=path!("/lacak/:kode") view=|| view! { <ChunkView chunk=Chunk::Lacak open=open_lacak page=true /> } />
                    <Route path=path!("/petugas/aduan/:id?") view=InboxPage />
                    <Route path=path!("/masuk") view=LoginPage />
                    <Route path=path!("/masuk/baru") view=|| view! { <ChunkView chunk=Chunk::Kantor open=open_sandi_pertama page=true /> } />
                    <Route path=path!("/akun") view=|| view! { <ChunkView chunk=Chunk::Kantor open=open_akun_saya page=true /> } />
                    <Route path=path!("/akun/wajib") view=|| view! { <ChunkView chunk=Chunk::Kantor open=open_akun_wajib page=true /> } />
                    <Route path=path!("/kelola/akun") view=|| view! { <ChunkView chunk=Chunk::Kelola open=open_akun_list page=true /> } />
                    <Route path=path!("/kelola/akun/baru") view=|| view! { <ChunkView chunk=Chunk::Kelola open=open_akun_baru page=true /> } />
                    <Route path=path!("/kelola/akun/impor") view=|| view! { <ChunkView chunk=Chunk::Kelola open=open_impor page=true /> } />
                    <Route path=path!("/kelola/akun/:id") view=|| view! { <ChunkView chunk=Chunk::Kelola open=open_akun_rinci page=true /> } />
                    <Route path=path!("/kelola/skpd") view=|| view! { <ChunkView chunk=Chunk::Kelola open=open_skpd page=true /> } />
                    <Route path=path!("/privasi") view=|| view! { <ChunkView chunk=Chunk::Publik open=open_privasi page=true /> } />
                    <Route path=path!("/publik") view=|| view! { <ChunkView chunk=Chunk::Publik open=open_publik page=true /> } />
                    <Route path=path!("/publik/angka") view=|| view! { <ChunkView chunk=Chunk::Publik open=open_angka page=true /> } />
                </FlatRoutes>
            </Shell>
        </Router>
    }
}
