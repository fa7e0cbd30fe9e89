//! The whole app: what every page may ask for, and which page stands at which address.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::account::session::Session;
use crate::account::{
    AkunBaruPage, AkunListPage, AkunRinciPage, AkunSayaPage, AkunWajibPage, ImporPage, LoginPage,
    SandiPertamaPage,
};
use crate::aduan::{AduanSayaPage, FormPage, InboxPage, LacakPage, LapanganPage, TitipPage};
use crate::antrean::AntreanPage;
use crate::aturan::{BatasPage, DataPribadiPage, LiburPage, TemplatPage};
use crate::beranda_page::BerandaPage;
use crate::cek_page::CekPage;
use crate::chunk_door;
use crate::install::provide_install_offer;
use crate::jejak::JejakPage;
use crate::kabar::{KabarCount, KabarPage};
use crate::not_found_page::NotFoundPage;
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, net_state};
use crate::penyelamat::ImporPenyelamatPage;
use crate::portal::provide_portal;
use crate::privasi_page::PrivasiPage;
use crate::publik::{AngkaPage, PublikListPage};
use crate::shell::Shell;
use crate::skpd::SkpdPage;
use crate::ui::chunk::{Chunk, ChunkMissing, ChunkView, Opener};
use crate::ui::heading::PagesOpened;
use crate::ui::{NetStatus, Toaster};
use crate::update::CaptureOpen;

// Home and login come with the first load. The rest comes in parts, which the service worker has put into the cache
// before anybody goes offline; a part that cannot be fetched leaves the app and every draft as they are.
chunk_door!(isian, fn open_form() = FormPage);
chunk_door!(isian, fn open_titip() = TitipPage);
chunk_door!(milik, fn open_antrean() = AntreanPage);
chunk_door!(milik, fn open_saya() = AduanSayaPage);
chunk_door!(lacak, fn open_lacak() = LacakPage);
chunk_door!(kantor, fn open_sandi_pertama() = SandiPertamaPage);
chunk_door!(kantor, fn open_akun_saya() = AkunSayaPage);
chunk_door!(kantor, fn open_akun_wajib() = AkunWajibPage);
chunk_door!(kantor, fn open_kabar() = KabarPage);
chunk_door!(kantor, fn open_lapangan() = LapanganPage);
chunk_door!(kelola, fn open_akun_list() = AkunListPage);
chunk_door!(kelola, fn open_akun_baru() = AkunBaruPage);
chunk_door!(aturan, fn open_impor() = ImporPage);
chunk_door!(kelola, fn open_akun_rinci() = AkunRinciPage);
chunk_door!(kelola, fn open_skpd() = SkpdPage);
chunk_door!(aturan, fn open_jejak() = JejakPage);
chunk_door!(aturan, fn open_batas() = BatasPage);
chunk_door!(aturan, fn open_templat() = TemplatPage);
chunk_door!(aturan, fn open_data_pribadi() = DataPribadiPage);
chunk_door!(aturan, fn open_penyelamat() = ImporPenyelamatPage);
chunk_door!(aturan, fn open_libur() = LiburPage);
chunk_door!(publik, fn open_publik() = PublikListPage);
chunk_door!(publik, fn open_angka() = AngkaPage);
chunk_door!(publik, fn open_privasi() = PrivasiPage);

/// A page that is a part. All such routes have one type, so that the router is compiled for it once and not for each.
fn part<Opening>(chunk: Chunk, open: fn() -> Opening) -> impl Fn() -> AnyView + Clone + Send + Sync
where
    Opening: Future<Output = Result<AnyView, ChunkMissing>> + 'static,
{
    page_of(chunk, Opener::from(open))
}

fn page_of(chunk: Chunk, open: Opener) -> impl Fn() -> AnyView + Clone + Send + Sync {
    move || view! { <ChunkView chunk=chunk open=open.clone() page=true /> }.into_any()
}

#[component]
pub fn App() -> impl IntoView {
    provide_context(Toaster::new());
    provide_context(PagesOpened(StoredValue::new(0)));
    provide_portal();
    let session = Session::new();
    provide_context(session);
    provide_context(KabarCount(RwSignal::new(0)));
    provide_context(CaptureOpen::new());
    let net = RwSignal::new(NetStatus::default());
    provide_context(net);
    let antrean = Antrean::follow();
    provide_context(antrean);
    let syncer = Syncer::start(antrean, session);
    provide_context(syncer);
    // A token that was renewed is no login; a duty that was done lets go what the office held back for it.
    let account = Memo::new(move |_| session.account().map(|account| (account.id, account.wajib)));
    Effect::new(move |_| {
        if account.get().is_some() {
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
                    <Route path=path!("/aduan/baru") view=part(Chunk::Isian, open_form) />
                    <Route path=path!("/aduan/titip") view=part(Chunk::Isian, open_titip) />
                    <Route path=path!("/antrean") view=part(Chunk::Milik, open_antrean) />
                    <Route path=path!("/aduan-saya") view=part(Chunk::Milik, open_saya) />
                    <Route path=path!("/cek/:kode?") view=CekPage />
                    <Route path=path!("/lacak/:kode") view=part(Chunk::Lacak, open_lacak) />
                    <Route path=path!("/petugas/aduan/:id?") view=InboxPage />
                    <Route path=path!("/petugas/lapangan") view=part(Chunk::Kantor, open_lapangan) />
                    <Route path=path!("/masuk") view=LoginPage />
                    <Route path=path!("/masuk/baru") view=part(Chunk::Kantor, open_sandi_pertama) />
                    <Route path=path!("/akun") view=part(Chunk::Kantor, open_akun_saya) />
                    <Route path=path!("/akun/wajib") view=part(Chunk::Kantor, open_akun_wajib) />
                    <Route path=path!("/kabar") view=part(Chunk::Kantor, open_kabar) />
                    <Route path=path!("/kelola/akun") view=part(Chunk::Kelola, open_akun_list) />
                    <Route path=path!("/kelola/akun/baru") view=part(Chunk::Kelola, open_akun_baru) />
                    <Route path=path!("/kelola/akun/impor") view=part(Chunk::Aturan, open_impor) />
                    <Route path=path!("/kelola/akun/:id") view=part(Chunk::Kelola, open_akun_rinci) />
                    <Route path=path!("/kelola/skpd") view=part(Chunk::Kelola, open_skpd) />
                    <Route path=path!("/kelola/jejak") view=part(Chunk::Aturan, open_jejak) />
                    <Route path=path!("/kelola/batas-waktu") view=part(Chunk::Aturan, open_batas) />
                    <Route path=path!("/kelola/templat") view=part(Chunk::Aturan, open_templat) />
                    <Route path=path!("/kelola/data-pribadi") view=part(Chunk::Aturan, open_data_pribadi) />
                    <Route path=path!("/kelola/berkas-penyelamat") view=part(Chunk::Aturan, open_penyelamat) />
                    <Route path=path!("/kelola/libur") view=part(Chunk::Aturan, open_libur) />
                    <Route path=path!("/privasi") view=part(Chunk::Publik, open_privasi) />
                    <Route path=path!("/publik") view=part(Chunk::Publik, open_publik) />
                    <Route path=path!("/publik/angka") view=part(Chunk::Publik, open_angka) />
                </FlatRoutes>
            </Shell>
        </Router>
    }
}
