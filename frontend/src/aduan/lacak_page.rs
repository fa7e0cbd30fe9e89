//! The reporter's own thread, opened by the link that bears his key. The key stands in the fragment: it
//! reaches no server but in the `Authorization` header of the questions asked here.

use chrono::{DateTime, TimeDelta, Utc};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use shared::aduan::{Aduan, Pihak, SebagaiFoto, Status};
use shared::clock::wita_day;
use shared::error::ErrorCode;
use shared::kode::Kode;
use shared::kunci::Kunci;
use shared::paths;
use shared::words::{tanggal, waktu};
use wasm_bindgen::JsCast;

use super::buka_kembali_form::BukaKembali;
use super::data_saya::DataSayaSection;
use super::foto_list::FotoList;
use super::lacak_salinan;
use super::lembar::Pokok;
use super::penilaian_form::{PenilaianForm, PenilaianShown};
use super::pesan_list::{PesanForm, PesanList};
use super::share::ShareLink;
use super::unduh_pdf::UnduhPdf;
use super::words::{judul, moments, sisa, status_tone};
use crate::api::{self, Caller};
use crate::loaded::{FailureState, Loaded};
use crate::offline::when_back;
use crate::page::{Page, cek_url};
use crate::portal::PortalContext;
use crate::susulan::{Sasaran, SusulanSection};
use crate::ui::{
    Button, ButtonKind, ButtonLink, Card, Chip, EmptyState, Heading, Notice, Skeleton, Timeline, Tone,
};

/// How long a slow network is waited for before this device's copy is shown.
const PATIENCE_MS: u32 = 3_000;

#[component]
pub fn LacakPage() -> impl IntoView {
    let params = use_params_map();
    let hash = use_location().hash;
    let link = Memo::new(move |_| {
        let kode = params.with(|params| params.get("kode")).unwrap_or_default();
        let kunci = hash.with(|hash| hash.trim_start_matches('#').to_owned());
        (kode, kunci)
    });
    move || {
        let (kode, kunci) = link.get();
        match (Kode::parse(&kode), Kunci::parse(&kunci)) {
            (Ok(kode), Some(kunci)) => view! { <Thread kode=kode kunci=kunci /> }.into_any(),
            (Ok(kode), None) => view! { <NoKey kode=kode /> }.into_any(),
            (Err(error), _) => view! {
                <Heading title="Kode salah ketik" />
                <Notice tone=Tone::Clay>
                    <p>{error.message()}</p>
                </Notice>
            }
            .into_any(),
        }
    }
}

/// Without the key there is still what everyone may see.
#[component]
fn NoKey(kode: Kode) -> impl IntoView {
    view! {
        <Heading title="Tautan ini tidak lengkap" />
        <EmptyState
            title="Kunci pelapor tidak ada di tautan"
            text="Buka tautan yang Anda simpan atau bagikan saat aduan dikirim, atau buka dari Aduan saya di perangkat itu. Status umum tetap dapat dilihat dengan kode."
        >
            <div class="actions">
                <ButtonLink href=cek_url(kode.as_str()) outside=true>"Lihat status umum"</ButtonLink>
                <ButtonLink kind=ButtonKind::Quiet href=Page::AduanSaya.url()>"Aduan saya"</ButtonLink>
            </div>
        </EmptyState>
    }
}

#[component]
fn Thread(kode: Kode, kunci: Kunci) -> impl IntoView {
    let benang = Benang::new();
    let who = StoredValue::new_local((kode.clone(), kunci.clone()));
    let load = Callback::new(move |()| {
        if let Some((kode, kunci)) = who.try_get_value() {
            leptos::task::spawn_local(async move { benang.ask(&kode, &kunci).await });
        }
    });
    load.run(());
    let copy = Timeout::new(PATIENCE_MS, move || {
        if let Some((kode, kunci)) = who.try_get_value() {
            leptos::task::spawn_local(async move { benang.show_copy(&kode, &kunci).await });
        }
    });
    let copy = StoredValue::new_local(copy);
    on_cleanup(move || copy.dispose());
    let typed = window_event_listener(leptos::ev::input, move |_| benang.disentuh.set_value(true));
    on_cleanup(move || typed.remove());
    when_back(Signal::derive(move || benang.lama.get().is_some()), move || {
        load.run(())
    });
    let on_sent = Callback::new(move |()| {
        benang.disentuh.set_value(false);
        load.run(());
    });
    // What waited has arrived, while the next thing is perhaps being written.
    let on_settled = Callback::new(move |()| load.run(()));
    let state = benang.state;
    let caller = StoredValue::new_local(Caller::Pelapor(kunci.clone()));
    let share = Page::Lacak {
        kode: kode.to_string(),
        kunci: kunci.as_str().to_owned(),
    }
    .url();
    view! {
        <div class="hero">
            <p class="small">"Aduan saya"</p>
            <Heading title=kode.to_string() tab="Aduan saya" />
        </div>
        <Lama benang=benang />
        {move || match state.get() {
            Loaded::Waiting => view! { <Card lift=true><Skeleton /></Card> }.into_any(),
            Loaded::Failed(failure) => {
                view! { <Card lift=true><FailureState failure=failure on_retry=load /></Card> }.into_any()
            }
            Loaded::Here(aduan) => {
                view! { <Body aduan=aduan caller=caller.get_value() on_sent=on_sent on_settled=on_settled share=share.clone() /> }.into_any()
            }
        }}
    }
}

/// What is shown of a thread, and how true it is.
#[derive(Clone, Copy)]
struct Benang {
    state: RwSignal<Loaded<Aduan>>,
    /// When the server told what is shown, where it is this device's copy.
    lama: RwSignal<Option<DateTime<Utc>>>,
    /// What the server says by now, where it is not exchanged under the person's hands.
    baru: RwSignal<Option<Aduan>>,
    /// The person has begun to write.
    disentuh: StoredValue<bool>,
}

impl Benang {
    fn new() -> Self {
        Self {
            state: RwSignal::new(Loaded::Waiting),
            lama: RwSignal::new(None),
            baru: RwSignal::new(None),
            disentuh: StoredValue::new(false),
        }
    }

    /// Asks the server; what it says is kept for the time without it.
    async fn ask(self, kode: &Kode, kunci: &Kunci) {
        let path = format!("{}/{kode}", paths::ADUAN);
        match api::get::<Aduan>(&path, &Caller::Pelapor(kunci.clone())).await {
            Ok(aduan) => {
                self.told(&aduan);
                lacak_salinan::keep(kunci, &aduan).await;
            }
            Err(failure) => {
                match failure.code() {
                    None => self.show_copy(kode, kunci).await,
                    Some(ErrorCode::TidakDitemukan) => {
                        // The office has it no longer, or this link opens it no longer.
                        lacak_salinan::forget(kode, kunci).await;
                        self.lama.try_set(None);
                        self.state.try_set(Loaded::Waiting);
                    }
                    Some(_) => {}
                }
                // A failed reload leaves what is shown.
                if self.shows_nothing() {
                    self.state.try_set(Loaded::Failed(failure));
                }
            }
        }
    }

    fn told(self, aduan: &Aduan) {
        let shown = self
            .state
            .try_with_untracked(|state| matches!(state, Loaded::Here(shown) if shown == aduan));
        let writes = self.disentuh.try_get_value() == Some(true) && !self.shows_nothing() && is_written();
        match (shown, writes) {
            // What is the same stays as it stands.
            (Some(true), _) | (None, _) => {}
            (Some(false), true) => {
                self.baru.try_set(Some(aduan.clone()));
                return;
            }
            (Some(false), false) => {
                self.state.try_set(Loaded::Here(aduan.clone()));
            }
        }
        self.baru.try_set(None);
        self.lama.try_set(None);
    }

    fn exchange(self) {
        if let Some(aduan) = self.baru.try_update(Option::take).flatten() {
            self.disentuh.set_value(false);
            self.told(&aduan);
        }
    }

    /// Also where the page is gone.
    fn shows_nothing(self) -> bool {
        self.state
            .try_with_untracked(|state| !matches!(state, Loaded::Here(_)))
            .unwrap_or_default()
    }

    /// Shows what this device kept while nothing is known yet.
    async fn show_copy(self, kode: &Kode, kunci: &Kunci) {
        let waits = || {
            self.state
                .try_with_untracked(|state| matches!(state, Loaded::Waiting))
                == Some(true)
        };
        if waits()
            && let Some(copy) = lacak_salinan::last(kode, kunci).await
            && waits()
        {
            self.lama.try_set(Some(copy.pada));
            self.state.try_set(Loaded::Here(copy.aduan));
        }
    }
}

/// Something half written stands on the page: words, or a form about one's own data, which opens filled in.
fn is_written() -> bool {
    let fields = document()
        .query_selector_all("main textarea, main form input:is([type=text], [type=tel], [type=email])");
    let Ok(fields) = fields else { return true };
    (0..fields.length())
        .filter_map(|at| fields.item(at))
        .any(|field| {
            let words = field.dyn_ref::<web_sys::HtmlTextAreaElement>();
            words.is_none_or(|words| !words.value().trim().is_empty())
        })
}

/// How old it is what is shown, and the way to what came since.
#[component]
fn Lama(benang: Benang) -> impl IntoView {
    move || {
        match (benang.baru.with(Option::is_some), benang.lama.get()) {
        (true, _) => view! {
            <Notice tone=Tone::Sky alert=true>
                <p>"Ada kabar baru pada aduan ini. Yang sedang Anda tulis hilang bila ditampilkan; kirim dulu."</p>
                <Button kind=ButtonKind::Plain on_press=move |_| benang.exchange()>"Tampilkan"</Button>
            </Notice>
        }
        .into_any(),
        (false, Some(pada)) => view! {
            <Notice tone=Tone::Gold>
                <p>
                    {format!("Belum dapat diperbarui. Ini keadaan pada {}; kabar sesudahnya belum terlihat.", waktu(pada))}
                </p>
            </Notice>
        }
        .into_any(),
        (false, None) => ().into_any(),
    }
    }
}

#[component]
fn Body(
    aduan: Aduan,
    caller: Caller,
    on_sent: Callback<()>,
    on_settled: Callback<()>,
    share: String,
) -> impl IntoView {
    let stations = moments(&aduan, true);
    let pokok = Pokok::of_aduan(&aduan);
    let sasaran = Sasaran::of(&aduan);
    let (talk, rate, reopen, fetch) = (caller.clone(), caller.clone(), caller.clone(), caller.clone());
    let of_work = caller.clone();
    let (after, own_photos): (Vec<_>, Vec<_>) = aduan
        .foto
        .iter()
        .cloned()
        .partition(|foto| foto.sebagai == SebagaiFoto::Sesudah);
    let own = view! { <DataSayaSection aduan=aduan.clone() caller=caller.clone() /> };
    view! {
        <StatusCard aduan=aduan.clone() />
        {kerabat(&aduan, &caller)}
        <Timeline moments=Signal::stored(stations) />
        {rating(&aduan, rate, on_sent)}
        <BukaKembali aduan=aduan.clone() caller=reopen on_sent=on_sent />
        <section class="stack tight">
            <h2>"Percakapan dengan petugas"</h2>
            <PesanList pesan=aduan.pesan reader=Pihak::Pelapor />
            {(!after.is_empty())
                .then(|| {
                    view! {
                        <h3>"Foto sesudah ditangani"</h3>
                        <FotoList aduan=aduan.id foto=after caller=of_work />
                    }
                })}
            <SusulanSection aduan=aduan.id owner=Signal::stored(None) on_settled=on_settled />
            <PesanForm
                id="balasan"
                label="Balas atau tambahkan keterangan"
                hint="Hanya dibaca petugas."
                sasaran=sasaran
                caller=talk
                on_sent=on_sent
            />
        </section>
        <section class="stack tight">
            <h2>"Yang Anda kirim"</h2>
            <p class="prose">{aduan.uraian}</p>
            <p class="small muted">{aduan.lokasi.nama}</p>
            {(!own_photos.is_empty())
                .then(|| view! { <FotoList aduan=aduan.id foto=own_photos caller=caller /> })}
        </section>
        <ShareLink path=share kode=aduan.kode.to_string() pokok=Signal::stored(Some(pokok)) />
        <UnduhPdf aduan=aduan.id kode=aduan.kode caller=fetch />
        {own}
    }
}

/// The other parts of the same report, which the same key opens.
fn kerabat(aduan: &Aduan, caller: &Caller) -> Option<impl IntoView + use<>> {
    let Caller::Pelapor(kunci) = caller else {
        return None;
    };
    let all: Vec<_> = aduan
        .pecahan_dari
        .iter()
        .chain(&aduan.pecahan)
        .map(|kode| {
            let url = Page::Lacak {
                kode: kode.to_string(),
                kunci: kunci.as_str().to_owned(),
            };
            // Opened anew, since this page reads its key once.
            view! { <li><a class="kode" href=url.url() rel="external">{kode.to_string()}</a></li> }
        })
        .collect();
    (!all.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Sky>
                <p>"Laporan Anda memuat lebih dari satu hal. Yang lain ditangani tersendiri:"</p>
                <ul>{all}</ul>
            </Notice>
        }
    })
}

#[component]
fn StatusCard(aduan: Aduan) -> impl IntoView {
    let deadline = aduan.tenggat.zip(aduan.sisa_hari_kerja).map(|(tenggat, days)| {
        let (words, _) = sisa(tenggat, days);
        let maybe = if tenggat.sementara {
            " Sementara: kalender tahun itu belum ada, jadi harinya masih dapat bergeser."
        } else {
            ""
        };
        let (day, words) = (tanggal(tenggat.hari), words.to_lowercase());
        format!("Langkah kantor berikutnya paling lambat {day} ({words}).{maybe}")
    });
    let office = (!aduan.status.berakhir())
        .then(|| {
            aduan
                .disposisi
                .as_ref()
                .map(|given| format!("{} menangani.", given.nama_skpd))
        })
        .flatten();
    let portal = expect_context::<PortalContext>().portal;
    let days = portal.with_untracked(|portal| portal.as_ref().map_or(0, |portal| portal.tutup_hari));
    let silent = sendiri(&aduan, days);
    view! {
        <Card lift=true>
            <p><Chip tone=status_tone(aduan.status)>{aduan.status.label()}</Chip></p>
            <h2>{judul(&aduan)}</h2>
            <p>{aduan.status.arti()}</p>
            {aduan.instansi.map(|instansi| view! { <p>"Silakan hubungi: " <b>{instansi}</b> "."</p> })}
            {aduan.induk.map(|induk| {
                let href = cek_url(induk.as_str());
                view! { <p><a href=href rel="external">"Lihat status " {induk.to_string()}</a></p> }
            })}
            {office.map(|words| view! { <p>{words}</p> })}
            {silent.map(|words| view! { <p class="small num">{words}</p> })}
            {deadline.map(|deadline| view! { <p class="small muted num">{deadline}</p> })}
            <p class="small muted num">"Diterima " {waktu(aduan.diterima_pada)} "."</p>
        </Card>
    }
}

/// What happens by itself if nobody does anything.
fn sendiri(aduan: &Aduan, tutup_hari: u32) -> Option<String> {
    match aduan.status {
        Status::Ditunda => {
            let hingga = aduan.jeda.iter().find(|jeda| jeda.sampai.is_none())?.hingga;
            Some(format!("Waktu berjalan lagi {}.", tanggal(hingga)))
        }
        Status::Ditanggapi => {
            let answered = aduan.langkah.last()?.pada;
            let replied = aduan
                .pesan
                .iter()
                .any(|pesan| pesan.dari == Pihak::Pelapor && pesan.pada > answered);
            let last = wita_day(answered + TimeDelta::days(i64::from(tutup_hari)));
            (tutup_hari > 0 && !replied).then(|| {
                format!(
                    "Belum cocok? Balas di bawah. Tanpa balasan sampai {}, aduan dianggap selesai.",
                    tanggal(last)
                )
            })
        }
        Status::Diterima
        | Status::Diverifikasi
        | Status::Didisposisikan
        | Status::Diproses
        | Status::Selesai
        | Status::Ditolak
        | Status::BukanWewenang
        | Status::DibukaKembali
        | Status::Digabung
        | Status::Diarsipkan => None,
    }
}

fn rating(aduan: &Aduan, caller: Caller, on_sent: Callback<()>) -> Option<AnyView> {
    let sasaran = Sasaran::of(aduan);
    match (aduan.status, aduan.penilaian.clone()) {
        (_, Some(penilaian)) => Some(
            view! {
                <section class="stack tight">
                    <h2>"Penilaian Anda"</h2>
                    <PenilaianShown penilaian=penilaian />
                </section>
            }
            .into_any(),
        ),
        (Status::Selesai, None) => Some(
            view! {
                <section class="stack tight">
                    <h2>"Bagaimana penanganannya?"</h2>
                    <PenilaianForm sasaran=sasaran caller=caller on_sent=on_sent />
                </section>
            }
            .into_any(),
        ),
        (
            Status::Diterima
            | Status::Diverifikasi
            | Status::Diproses
            | Status::Ditanggapi
            | Status::Ditolak
            | Status::BukanWewenang
            | Status::Didisposisikan
            | Status::Ditunda
            | Status::DibukaKembali
            | Status::Digabung
            | Status::Diarsipkan,
            None,
        ) => None,
    }
}
