//! One complaint on the officer's desk: what is said, where, with which photos, by whom, and what to do.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::{Aduan, Pihak, Tindakan};
use shared::clock::Tenggat;
use shared::kabar::{UntukPelapor, tautan_wa};
use shared::place::{tautan_geo, tautan_rute};
use shared::words::{ribuan, tanggal, waktu};

use super::beda_pilih::BedaSection;
use super::betulkan_form::BetulkanSection;
use super::catatan_form::CatatanSection;
use super::detail_state::Terbuka;
use super::foto_list::FotoList;
use super::foto_petugas::{FotoSesudah, FotoUmum};
use super::kunci_baru_form::KunciBaruSection;
use super::lapangan::LapanganButton;
use super::mungkin_sama::MungkinSamaSection;
use super::pecahan_form::PecahanSection;
use super::penanganan::Penanganan;
use super::penilaian_form::PenilaianShown;
use super::pesan_list::PesanList;
use super::rilis_form::RilisForm;
use super::surat::SuratSection;
use super::tanggapan_form::TanggapanForm;
use super::tindakan_form::Steps;
use super::tindakan_tombol::TindakanButtons;
use super::tindakan_usang::StaleDialog;
use super::unduh_pdf::UnduhPdf;
use super::words::{judul, moments, sisa, status_tone};
use crate::api::ApiFailure;
use crate::loaded::{FailureState, Loaded};
use crate::message;
use crate::offline::net_state::moment;
use crate::offline::when_back;
use crate::portal::PortalContext;
use crate::salinan::Salinan;
use crate::susulan::{Putusan, SusulanSection};
use crate::ui::heading::PortalName;
use crate::ui::{
    Button, ButtonKind, Chip, EmptyState, Heading, Map, MapView, Notice, Skeleton, Spot, Timeline, Tone,
};

/// Leaflet's step at which an officer sees the place of a report.
pub const NEIGHBOURHOOD: f64 = 16.0;

/// `on_change` tells the list that a line of it may read differently now.
#[component]
pub fn DetailPage(
    id: String,
    #[prop(into)] back: Signal<String>,
    on_change: Callback<()>,
    salinan: Salinan,
) -> impl IntoView {
    let terbuka = Terbuka::open(id, salinan);
    let (state, gone, usang) = (terbuka.state, terbuka.gone, terbuka.usang());
    let load = Callback::new(move |()| terbuka.load());
    let done = Callback::new(move |()| {
        // What came of it is what he wants to see, also where he began on what the device kept.
        terbuka.disentuh.set_value(false);
        load.run(());
        on_change.run(());
    });
    view! {
        <article
            class="pane"
            on:pointerdown=move |_| terbuka.disentuh.set_value(true)
            on:keydown=move |_| terbuka.disentuh.set_value(true)
        >
            <a class="back" href=move || back.get()>"‹ Kembali ke daftar"</a>
            <Show when=move || usang.get() && !gone.get()>
                <Notice tone=Tone::Sky>
                    <p>"Aduan ini sudah berubah. Yang sedang Anda tulis tetap ada."</p>
                    <Button kind=ButtonKind::Quiet on_press=move |_| load.run(())>"Lihat keadaan sekarang"</Button>
                </Notice>
            </Show>
            <DariPerangkat terbuka=terbuka />
            {move || match state.get() {
                _ if gone.get() => {
                    view! {
                        <EmptyState
                            title="Sudah diserahkan"
                            text="Aduan ini sekarang ditangani bagian lain, jadi tidak lagi tampil untuk Anda."
                        />
                    }
                        .into_any()
                }
                Loaded::Waiting => view! { <Skeleton lines=9 /> }.into_any(),
                Loaded::Failed(failure) => {
                    let lost = failure == ApiFailure::Offline;
                    view! {
                        <FailureState failure=failure on_retry=load />
                        {lost
                            .then(|| {
                                view! {
                                    <p class="small muted">
                                        "Isi aduan ini belum tersimpan di perangkat ini. Sebelum berangkat, buka aduannya, atau tekan “Unduh isinya” di bawah daftar kotak masuk."
                                    </p>
                                }
                            })}
                    }
                        .into_any()
                }
                Loaded::Here(aduan) => view! { <Detail aduan=aduan on_done=done /> }.into_any(),
            }}
        </article>
    }
}

/// That what is shown comes from the device, and how old it is.
#[component]
fn DariPerangkat(terbuka: Terbuka) -> impl IntoView {
    let words = move || {
        let at = moment(terbuka.dari_perangkat.get()?).map(waktu)?;
        Some(match terbuka.gagal.get() {
            Some(ApiFailure::Offline) => format!(
                "Tidak ada jaringan. Ini keadaan yang tersimpan di perangkat ini pada {at}. Yang Anda kerjakan disimpan di perangkat ini dan dikirim saat ada jaringan dan portal terbuka."
            ),
            Some(failure) => {
                format!(
                    "Ini keadaan yang tersimpan di perangkat pada {at}. {}",
                    message::of_failure(&failure)
                )
            }
            None => format!("Keadaan yang tersimpan di perangkat pada {at}. Keadaan terbaru sedang diambil…"),
        })
    };
    let failed = move || terbuka.gagal.with(Option::is_some);
    let lost = Signal::derive(move || {
        let offline = terbuka
            .gagal
            .with(|failure| *failure == Some(ApiFailure::Offline));
        offline && terbuka.dari_perangkat.get().is_some()
    });
    when_back(lost, move || terbuka.load());
    move || {
        words().map(|words| {
            view! {
                <Notice tone=Tone::Gold>
                    <p>{words}</p>
                    <Show when=failed>
                        <Button kind=ButtonKind::Plain on_press=move |_| terbuka.load()>"Coba lagi"</Button>
                    </Show>
                </Notice>
            }
        })
    }
}

#[component]
fn Detail(aduan: RwSignal<Aduan>, on_done: Callback<()>) -> impl IntoView {
    let steps = Steps::new(aduan, on_done);
    let still = aduan.get_untracked();
    Effect::new(move |_| {
        aduan.track();
        steps.sampai.set(false);
    });
    let foto = Memo::new(move |_| aduan.with(|aduan| aduan.foto.clone()));
    let lokasi = Memo::new(move |_| aduan.with(|aduan| aduan.lokasi.clone()));
    let pelapor = Memo::new(move |_| aduan.with(|aduan| (aduan.pelapor.clone(), aduan.anonim)));
    view! {
        <Summary aduan=aduan />
        <BedaSection steps=steps />
        <p class="prose">{move || aduan.with(|aduan| aduan.uraian.clone())}</p>
        {move || {
            let foto = foto.get();
            (!foto.is_empty()).then(|| view! { <FotoList aduan=still.id foto=foto caller=steps.caller() /> })
        }}
        {move || {
            // Drawn anew only where another place is told: a map is dear. Read, since a memo that nobody reads follows nothing.
            lokasi.with(|_| ());
            view! { <Place aduan=aduan /> }
        }}
        <MungkinSamaSection steps=steps />
        <Penanganan aduan=aduan />
        <SusulanSection
            aduan=still.id
            owner=Signal::derive(move || steps.session().owner())
            on_settled=Callback::new(move |()| steps.settled())
        />
        <SuratSection steps=steps />
        <Menunggu steps=steps />
        // Hidden rather than taken away: what is being written there stays.
        <div class="stack" hidden=move || steps.is_closed()>
            <TindakanButtons steps=steps />
        </div>
        <StaleDialog steps=steps />
        <BetulkanSection steps=steps />
        <PecahanSection steps=steps />
        <FotoSesudah steps=steps />
        <TanggapanForm steps=steps />
        <section class="stack tight">
            <h2>"Percakapan"</h2>
            {move || view! { <PesanList pesan=aduan.with(|aduan| aduan.pesan.clone()) reader=Pihak::Petugas /> }}
        </section>
        <CatatanSection steps=steps />
        <section class="stack tight">
            <h2>"Perjalanan"</h2>
            <Timeline moments=Signal::derive(move || aduan.with(|aduan| moments(aduan, false))) />
        </section>
        {move || {
            aduan
                .with(|aduan| aduan.penilaian.clone())
                .map(|penilaian| {
                    view! {
                        <section class="stack tight">
                            <h2>"Penilaian pelapor"</h2>
                            <PenilaianShown penilaian=penilaian />
                        </section>
                    }
                })
        }}
        {move || {
            pelapor.with(|_| ());
            view! { <Reporter aduan=aduan /> }
        }}
        <KunciBaruSection steps=steps />
        <UnduhPdf aduan=still.id kode=still.kode.clone() caller=steps.caller() />
        <Show when=move || steps.may(Hak::RilisAduan)>
            <section class="stack tight">
                <h2>"Untuk umum"</h2>
                <RilisForm steps=steps />
                <FotoUmum steps=steps />
            </section>
        </Show>
    }
}

/// Why no step is offered just now.
#[component]
fn Menunggu(steps: Steps) -> impl IntoView {
    let words = move || {
        let waits = match steps.menunggu.get()? {
            Putusan::Langkah(Tindakan::Tanggapi) => "Tanggapan Anda menunggu dikirim.".to_owned(),
            Putusan::Langkah(tindakan) => format!("Langkah “{}” Anda menunggu dikirim.", tindakan.label()),
            Putusan::Pembetulan => "Pembetulan Anda menunggu dikirim.".to_owned(),
            Putusan::Pilihan => "Pilihan Anda menunggu dikirim.".to_owned(),
            Putusan::Terkunci => {
                "Ada yang Anda kerjakan di sini dan belum terkirim. Isinya terkunci.".to_owned()
            }
            Putusan::Ditolak => {
                return Some(
                    "Yang Anda lakukan sebelumnya tidak diterima kantor: lihat di “Belum sampai di kantor”. Langkah berikutnya dapat diambil setelah Anda memutuskannya."
                        .to_owned(),
                );
            }
        };
        Some(format!(
            "{waits} Langkah berikutnya dapat diambil setelah kantor menerimanya."
        ))
    };
    move || words().map(|words| view! { <Notice tone=Tone::Sky><p>{words}</p></Notice> })
}

#[component]
fn Summary(aduan: RwSignal<Aduan>) -> impl IntoView {
    let title = Signal::derive(move || aduan.with(judul));
    let jenis = aduan.with_untracked(|aduan| aduan.jenis);
    view! {
        <header class="stack tight">
            <div class="row between">
                <p class="kode small">{move || aduan.with(|aduan| aduan.kode.to_string())}</p>
                {move || aduan.with(|aduan| deadline(aduan.sisa_hari_kerja, aduan.tenggat))}
            </div>
            <Heading title=title />
            <p class="row">
                {move || {
                    let (status, rahasia) = aduan.with(|aduan| (aduan.status, aduan.rahasia));
                    view! {
                        <Chip tone=status_tone(status)>{status.label()}</Chip>
                        {rahasia.then(|| view! { <Chip tone=Tone::Gold>"Rahasia"</Chip> })}
                    }
                }}
                <span class="chip plain">{jenis.label()}</span>
                <span class="chip plain">{move || aduan.with(|aduan| aduan.kategori.label())}</span>
            </p>
            <p class="small muted num">
                "Diterima " {move || aduan.with(|aduan| waktu(aduan.diterima_pada))}
            </p>
        </header>
    }
}

fn deadline(days: Option<i32>, tenggat: Option<Tenggat>) -> Option<impl IntoView + use<>> {
    let (tenggat, days) = tenggat.zip(days)?;
    let (words, tone) = sisa(tenggat, days);
    let maybe = if tenggat.sementara {
        ", sementara: kalender tahun itu belum ada"
    } else {
        ""
    };
    let until = format!("Paling lambat {}{maybe}", tanggal(tenggat.hari));
    Some(view! {
        <div class="deadline">
            <Chip tone=tone>{words}</Chip>
            <p class="small muted num">{until}</p>
        </div>
    })
}

#[component]
fn Place(aduan: RwSignal<Aduan>) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    portal.follow_batas();
    let lokasi = aduan.with_untracked(|aduan| aduan.lokasi.clone());
    let map = lokasi.posisi.map(|posisi| {
        let mut map = MapView::new(
            "Peta tempat aduan",
            portal.centre(),
            Signal::stored(NEIGHBOURHOOD),
        );
        map.tiles = portal.tiles();
        map.boundaries = portal.batas.into();
        map.pin = Signal::stored(Some(Spot {
            lat: posisi.lat,
            lng: posisi.lng,
        }));
        map.accuracy = Signal::stored(posisi.akurasi_m);
        view! { <Map view=map /> }
    });
    let point = lokasi.posisi.map(|posisi| {
        let point = (posisi.lat, posisi.lng);
        let route = tautan_rute(&[point]);
        let geo = tautan_geo(point, &aduan.with_untracked(|aduan| aduan.kode.to_string()));
        let accuracy = posisi
            .akurasi_m
            .map(|metres| format!(" · ± {} m", ribuan(metres.round().abs() as u64)));
        view! {
            <p class="small muted num">
                {format!("{:.5}; {:.5}", posisi.lat, posisi.lng).replace('.', ",")} {accuracy} " · "
                <a href=geo rel="external">"Buka di peta"</a> " · "
                <a href=route rel="external noopener" target="_blank">"Rute (tab baru)"</a>
            </p>
        }
    });
    view! {
        <section class="stack tight">
            <h2 class="unseen">"Tempat"</h2>
            {map}
            <p>{lokasi.nama}</p>
            {(!lokasi.catatan.is_empty()).then(|| view! { <p class="small">"Patokan: " {lokasi.catatan}</p> })}
            {point}
            <LapanganButton aduan=aduan />
        </section>
    }
}

#[component]
fn Reporter(aduan: RwSignal<Aduan>) -> impl IntoView {
    let (pelapor, anonim) = aduan.with_untracked(|aduan| (aduan.pelapor.clone(), aduan.anonim));
    let portal = expect_context::<PortalName>().0;
    let origin = window().location().origin().ok();
    // Sent by hand, from the officer's own phone.
    let whatsapp = move |hp: &str| {
        let isi = UntukPelapor::Status(aduan.with(|aduan| aduan.status));
        let kode = aduan.with(|aduan| aduan.kode.to_string());
        tautan_wa(
            hp,
            &portal.with(|portal| isi.teks(portal, &kode, origin.as_deref())),
        )
    };
    let facts = pelapor.filter(|_| !anonim).map(|pelapor| {
        let phone = if pelapor.tanpa_hp {
            view! { "Tidak punya HP" }.into_any()
        } else {
            let call = format!("tel:{}", pelapor.hp);
            let hp = pelapor.hp.clone();
            view! {
                <a href=call rel="external">{pelapor.hp}</a>
                {move || {
                    whatsapp(&hp)
                        .map(|href| {
                            view! {
                                " · "
                                <a href=href rel="external noopener" target="_blank">"Kabari lewat WhatsApp (tab baru)"</a>
                            }
                        })
                }}
            }
            .into_any()
        };
        view! {
            <dl class="facts">
                <dt>"Nama"</dt>
                <dd>{pelapor.nama}</dd>
                <dt>"HP"</dt>
                <dd class="num">{phone}</dd>
                {pelapor
                    .email
                    .map(|email| view! { <dt>"E-mail"</dt><dd><a href=format!("mailto:{email}") rel="external">{email.clone()}</a></dd> })}
            </dl>
        }
    });
    let hidden = facts.is_none().then_some(if anonim {
        "Pelapor meminta namanya disembunyikan. Hubungi lewat percakapan di atas."
    } else {
        "Nama dan nomor pelapor hanya tampil bagi petugas yang memerlukannya."
    });
    view! {
        <section class="stack tight">
            <h2>"Pelapor"</h2>
            {facts}
            {hidden.map(|words| view! { <p class="muted">{words}</p> })}
        </section>
    }
}
