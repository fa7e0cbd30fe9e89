//! One account with all that may be done to it. Each change is answered by the account as it stands then, so nothing is
//! asked for twice.

use chrono::Utc;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::account::{AkunRinci, AkunTerbuka, Skpd};
use shared::clock::{to_wita, wita_day};
use shared::paths;
use shared::words::tanggal;

use super::nama_form::NamaForm;
use super::penugasan_list::PenugasanList;
use super::sekali_pakai::SekaliPakaiPanel;
use super::serah_form::SerahTerimaButton;
use super::urusan::UrusanButtons;
use crate::account::keep_in;
use crate::account::sesi_list::{Pemilik, SesiList};
use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::page::Page;
use crate::skpd;
use crate::ui::{Card, Chip, Heading, Skeleton, Toaster, Tone};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Kelola {
    pub akun: RwSignal<AkunRinci>,
    /// A one-time password that has just been made.
    pub terbuka: RwSignal<Option<AkunTerbuka>>,
    pub offices: RwSignal<Vec<Skpd>>,
    pub session: Session,
    toaster: Toaster,
    /// Counts what may have ended sessions.
    sesi: RwSignal<u32>,
}

impl Kelola {
    fn new(akun: AkunRinci) -> Self {
        let session = expect_context::<Session>();
        Self {
            akun: RwSignal::new(akun),
            terbuka: RwSignal::new(None),
            offices: skpd::offices(session),
            session,
            toaster: expect_context::<Toaster>(),
            sesi: RwSignal::new(0),
        }
    }

    /// Address of something that is done to the account.
    pub fn path(self, what: &str) -> String {
        let id = self.akun.with_untracked(|akun| akun.id);
        format!("{}/{id}/{what}", paths::AKUN)
    }

    pub fn caller(self) -> Caller {
        Caller::Petugas(self.session)
    }

    /// The account as it stands after a change. The person may have left the page meanwhile.
    pub fn done(self, akun: AkunRinci, words: &str) {
        self.akun.try_set(akun);
        self.toaster.say(words);
    }

    /// What was done may have logged the person out somewhere.
    pub fn sessions_changed(self) {
        self.sesi.try_update(|count| *count += 1);
    }
}

#[component]
pub fn AkunRinciPage() -> impl IntoView {
    let session = expect_context::<Session>();
    keep_in(session);
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    view! {
        <div class="desk stack">
            <a class="back" href=Page::KelolaAkun.url()>"‹ Kembali ke daftar"</a>
            {move || view! { <Satu id=id.get() /> }}
        </div>
    }
}

#[component]
fn Satu(id: String) -> impl IntoView {
    let session = expect_context::<Session>();
    let state = RwSignal::new(Loaded::<AkunRinci>::Waiting);
    let path = StoredValue::new(format!("{}/{id}", paths::AKUN));
    let load = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let Some(path) = path.try_get_value() else { return };
            let outcome = api::get::<AkunRinci>(&path, &Caller::Petugas(session)).await;
            state.try_set(outcome.into());
        });
    });
    load.run(());
    move || match state.get() {
        Loaded::Waiting => view! {
            <Heading title="Akun" />
            <Skeleton lines=9 />
        }
        .into_any(),
        Loaded::Failed(failure) => view! {
            <Heading title="Akun" />
            <FailureState failure=failure on_retry=load />
        }
        .into_any(),
        Loaded::Here(akun) => view! { <Rinci akun=akun /> }.into_any(),
    }
}

#[component]
fn Rinci(akun: AkunRinci) -> impl IntoView {
    let kelola = Kelola::new(akun);
    let sesi_path = kelola.path("sesi");
    view! {
        <Siapa kelola=kelola />
        {move || kelola.terbuka.get().map(|terbuka| view! { <SekaliPakaiPanel terbuka=terbuka /> })}
        <section class="stack">
            <h2>"Tugas"</h2>
            <PenugasanList kelola=kelola />
        </section>
        <section class="stack">
            <h2>"Urusan akun"</h2>
            <UrusanButtons kelola=kelola />
            <NamaForm kelola=kelola />
        </section>
        <section class="stack">
            <h2>"Serah terima"</h2>
            <p>"Orang ini pindah atau berhenti? Tugasnya berakhir, penerusnya melanjutkan, dan riwayat tetap atas nama orang ini."</p>
            <SerahTerimaButton kelola=kelola />
        </section>
        <section class="stack">
            <h2>"Perangkat tempat orang ini masuk"</h2>
            {move || {
                kelola.sesi.track();
                view! { <SesiList path=sesi_path.clone() pemilik=Pemilik::OrangLain /> }
            }}
        </section>
    }
}

#[component]
fn Siapa(kelola: Kelola) -> impl IntoView {
    let akun = kelola.akun;
    let title = Signal::derive(move || akun.with(|akun| akun.nama.clone()));
    view! {
        <Heading title=title />
        <p class="row">{move || akun.with(chips)}</p>
        <Card>
            <dl class="facts">
                <dt>"Nama pengguna"</dt>
                <dd>{move || akun.with(|akun| akun.nama_pengguna.clone())}</dd>
                <dt>"E-mail"</dt>
                <dd>{move || akun.with(|akun| or_dash(akun.email.as_deref()))}</dd>
                <dt>"HP"</dt>
                <dd class="num">{move || akun.with(|akun| or_dash(akun.hp.as_deref()))}</dd>
                <dt>"Dibuat"</dt>
                <dd class="num">{move || akun.with(|akun| tanggal(wita_day(akun.dibuat_pada)))}</dd>
            </dl>
        </Card>
    }
}

fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("–").to_owned()
}

/// How the account stands, in words.
fn chips(akun: &AkunRinci) -> impl IntoView + use<> {
    let open = if akun.aktif {
        ("Aktif", Tone::Leaf)
    } else {
        ("Ditutup", Tone::Clay)
    };
    let password = (!akun.bersandi).then_some(("Belum membuat kata sandi", Tone::Gold));
    let second = akun.totp.then_some(("Langkah kedua terpasang", Tone::Leaf));
    let locked = akun
        .terkunci_sampai
        .filter(|until| *until > Utc::now())
        // Never longer than an hour, so the day goes without saying.
        .map(|until| format!("Terkunci sampai {} WITA", to_wita(until).format("%H.%M")));
    let told = [Some(open), password, second]
        .into_iter()
        .flatten()
        .map(|(words, tone)| view! { <Chip tone=tone>{words}</Chip> })
        .collect_view();
    view! {
        {told}
        {locked.map(|words| view! { <Chip tone=Tone::Clay>{words}</Chip> })}
    }
}
