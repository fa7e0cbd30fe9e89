//! What waits of what somebody did to a complaint, in words, with what he can do about it.

use ::sync::{FotoKirim, Kepala, Kiriman, State, is_behind};
use kirim::StoreError;
use leptos::prelude::*;
use shared::aduan::{Nilai, PembetulanBaru, TindakanBaru};
use shared::error::ErrorCode;
use shared::gabung::{Sisi, Ubahan};
use shared::id::{AccountId, AduanId};
use shared::sinkron::AksiKirim;
use shared::wilayah::Wilayah;
use shared::words::tanggal;

use super::Susulan;
use super::menunggu::is_own;
use crate::aduan::foto_draf::FotoDraf;
use crate::aduan::kiriman_state::{KirimanState, next_words};
use crate::aduan::penilaian_form::arti;
use crate::antrean::SimpanFoto;
use crate::offline::sync::Syncer;
use crate::offline::{Antrean, antrean as outbox};
use crate::page::Page;
use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, ButtonLink, Card, Dialog, Toaster, Tone};

/// What lies in the outbox; `None` for what a newer version of the app stored.
fn read(kiriman: &Kiriman) -> Option<(Susulan, AksiKirim)> {
    let aksi: AksiKirim = serde_json::from_str(&kiriman.rahasia.isi).ok()?;
    Some((Susulan::of(aksi.jenis, aksi.tindakan.as_deref())?, aksi))
}

/// What this person did to this complaint, as he did it.
pub fn daftar(aduan: AduanId, owner: Signal<Option<AccountId>>) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let own = Memo::new(move |_| {
        let owner = owner.get();
        antrean.all.with(|all| {
            let own = all.iter().filter(|one| is_own(&one.kepala, aduan, owner));
            let mut own: Vec<AduanId> = own.map(|one| one.kepala.id).collect();
            own.reverse();
            own
        })
    });
    let item = move |id: AduanId| {
        let first = untrack(|| antrean.of(id))?;
        let kiriman = Memo::new(move |_| antrean.of(id).unwrap_or_else(|| first.clone()));
        let label = StoredValue::new(kiriman.with_untracked(label));
        let bad =
            Memo::new(move |_| kiriman.with(|kiriman| kiriman.kepala.state()) == State::PerluDiperbaiki);
        let card = move |tone| {
            view! {
                <Card tone=tone>
                    <h3>{label.get_value()}</h3>
                    <SusulanWords kiriman=kiriman />
                </Card>
            }
        };
        Some(view! { <li>{move || card(if bad.get() { Tone::Clay } else { Tone::Gold })}</li> })
    };
    view! {
        <section class="stack tight" aria-labelledby="susulan-judul">
            <h2 id="susulan-judul">"Belum sampai di kantor"</h2>
            <ul class="stack plain-list">
                <For each=move || own.get() key=|id| *id children=item />
            </ul>
        </section>
    }
}

/// What was done, as a heading names it.
fn label(kiriman: &Kiriman) -> String {
    read(kiriman).map_or_else(|| "Tindakan".to_owned(), |(susulan, _)| susulan.label())
}

/// What was written, where it stands, and what can be done about it.
#[component]
pub fn SusulanWords(kiriman: Memo<Kiriman>) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    let portal = expect_context::<PortalContext>();
    let rinci = move || {
        let lines = kiriman.with(|kiriman| portal.wilayah.with(|regions| rinci(kiriman, regions)));
        lines
            .into_iter()
            .map(|line| view! { <p class="small">{line}</p> })
            .collect_view()
    };
    let text = kiriman.with_untracked(isi);
    let shots = kiriman.with_untracked(|kiriman| {
        let id = kiriman.kepala.id;
        let shot = |foto: &FotoKirim| {
            view! { <li><FotoDraf id=id sha256=foto.foto.sha256.clone() alt="Foto yang menunggu dikirim" /></li> }
        };
        kiriman.kepala.foto.iter().map(shot).collect::<Vec<_>>()
    });
    let next = move || {
        kiriman.with(|kiriman| {
            let refused = |kepala: &Kepala| kepala.state() == State::PerluDiperbaiki;
            let (behind, held) = antrean.kepala.with(|all| {
                let held: Vec<Kepala> = all.iter().filter(|one| refused(one)).cloned().collect();
                (is_behind(&kiriman.kepala, all), is_behind(&kiriman.kepala, &held))
            });
            if kiriman.kepala.state() != State::Tersimpan || !behind {
                next_words(&kiriman.kepala, antrean)
            } else if held {
                "Tertahan: yang Anda lakukan sebelumnya pada aduan ini tidak diterima kantor. Putuskan itu dulu, lalu ini terkirim sendiri."
                    .to_owned()
            } else {
                "Menunggu yang Anda lakukan sebelumnya pada aduan ini.".to_owned()
            }
        })
    };
    view! {
        {rinci}
        {(!text.is_empty()).then(|| view! { <p class="prose">{text}</p> })}
        {(!shots.is_empty()).then(|| view! { <ul class="shots">{shots}</ul> })}
        <KirimanState kiriman=kiriman />
        <p class="small">{next}</p>
        <Actions kiriman=kiriman />
    }
}

fn sisi_words(sisi: Sisi) -> &'static str {
    match sisi {
        Sisi::Kini => "yang tertulis saat itu",
        Sisi::Ajuan => "yang diusulkan",
    }
}

/// What the person wrote.
fn isi(kiriman: &Kiriman) -> String {
    let Some((susulan, aksi)) = read(kiriman) else {
        return String::new();
    };
    let name = match susulan {
        Susulan::Langkah(_) => "teks",
        Susulan::Pesan | Susulan::Catatan => "isi",
        Susulan::Pembetulan => "alasan",
        Susulan::Penilaian => "komentar",
        Susulan::FotoSesudah | Susulan::Pilihan(_) => return String::new(),
    };
    let text = aksi.badan.get(name).and_then(serde_json::Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// What he decided besides, a line each.
fn rinci(kiriman: &Kiriman, regions: &[Wilayah]) -> Vec<String> {
    let Some((susulan, aksi)) = read(kiriman) else {
        return Vec::new();
    };
    match susulan {
        Susulan::Pesan | Susulan::Catatan | Susulan::FotoSesudah => Vec::new(),
        Susulan::Penilaian => {
            let nilai = aksi.badan.get("nilai").and_then(serde_json::Value::as_u64);
            let nilai = nilai.and_then(|nilai| u8::try_from(nilai).ok());
            let words = nilai.map(|nilai| format!("{nilai} dari 5: {}", arti(nilai)));
            words.into_iter().collect()
        }
        Susulan::Pilihan(_) => {
            let pilih = aksi.badan.get("pilih").and_then(serde_json::Value::as_str);
            let side = pilih.and_then(Sisi::parse);
            side.map(|sisi| format!("Dipakai: {}", sisi_words(sisi)))
                .into_iter()
                .collect()
        }
        Susulan::Pembetulan => {
            let baru: Option<PembetulanBaru> = serde_json::from_value(aksi.badan).ok();
            let fields = baru.iter().flat_map(PembetulanBaru::ubahan);
            let line =
                |ubahan: Ubahan<Nilai>| format!("{}: {}", ubahan.ke.kolom().label(), ubahan.ke.kata(regions));
            fields.map(line).collect()
        }
        Susulan::Langkah(_) => {
            let baru: Option<TindakanBaru> = serde_json::from_value(aksi.badan).ok();
            baru.map(|baru| keputusan(&baru)).unwrap_or_default()
        }
    }
}

fn keputusan(TindakanBaru { rincian, publik, .. }: &TindakanBaru) -> Vec<String> {
    let kepada: Vec<&str> = [&rincian.skpd, &rincian.bidang]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let lines = [
        (!kepada.is_empty()).then(|| format!("Kepada: {}", kepada.join(", "))),
        rincian
            .petugas
            .map(|_| "Kepada satu petugas yang Anda pilih".to_owned()),
        rincian.sampai.map(|day| format!("Sampai: {}", tanggal(day))),
        rincian.instansi.as_ref().map(|name| format!("Instansi: {name}")),
        rincian
            .induk
            .as_ref()
            .map(|kode| format!("Digabung dengan: {kode}")),
        publik.then(|| "Boleh dibaca umum".to_owned()),
    ];
    lines.into_iter().flatten().collect()
}

#[component]
fn Actions(kiriman: Memo<Kiriman>) -> impl IntoView {
    let syncer = expect_context::<Syncer>();
    let open = RwSignal::new(false);
    let state = Memo::new(move |_| {
        kiriman.with(|kiriman| {
            (
                kiriman.kepala.state(),
                kiriman.kepala.may_be_deleted(),
                is_stale(&kiriman.kepala),
            )
        })
    });
    let again = move || {
        let resend = move |_| {
            let (id, aksi) = kiriman.with_untracked(|kiriman| (kiriman.kepala.id, kiriman.kepala.aksi));
            syncer.send_again(id, aksi);
        };
        view! { <Button kind=ButtonKind::Quiet on_press=resend>"Kirim lagi"</Button> }
    };
    let drop_it = move |words: &'static str| {
        view! { <Button kind=ButtonKind::Quiet on_press=move |_| open.set(true)>{words}</Button> }
    };
    let buttons = move || match state.get() {
        (State::PerluDiperbaiki, _, stale) => view! {
            {(!stale).then(again)}
            <SimpanFoto kiriman=kiriman />
            {drop_it("Buang")}
        }
        .into_any(),
        (State::MenungguMasuk, ..) => view! {
            <ButtonLink href=Page::Masuk { kembali: Some(Page::Antrean.url()) }.url()>"Masuk"</ButtonLink>
            {again()}
        }
        .into_any(),
        (State::Tersimpan, true, _) => drop_it("Batalkan").into_any(),
        (State::Tersimpan | State::MenungguFoto | State::Terkirim, ..) => ().into_any(),
    };
    view! {
        <div class="actions">{buttons}</div>
        <DropDialog kiriman=kiriman open=open />
    }
}

/// It was decided on a state that has passed: sent again it would be refused again.
fn is_stale(kepala: &Kepala) -> bool {
    kepala
        .refusals()
        .any(|error| matches!(error.code, ErrorCode::VersiUsang | ErrorCode::LangkahSalah))
}

#[component]
fn DropDialog(kiriman: Memo<Kiriman>, open: RwSignal<bool>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let syncer = expect_context::<Syncer>();
    let text = StoredValue::new(kiriman.with_untracked(isi));
    let busy = RwSignal::new(false);
    let act = move |_| {
        let id = kiriman.with_untracked(|kiriman| kiriman.kepala.id);
        busy.set(true);
        leptos::task::spawn_local(async move {
            toaster.say(match batal(id).await {
                Ok(true) => {
                    // What waited behind it goes now.
                    syncer.wake();
                    "Dibuang dari perangkat ini."
                }
                Ok(false) => "Sudah sempat dikirim, jadi tidak dapat dibatalkan.",
                Err(error) => error.words(),
            });
            busy.try_set(false);
            open.try_set(false);
        });
    };
    view! {
        <Dialog open=open title="Buang ini?">
            <p><strong>{move || kiriman.with(label)}</strong></p>
            <p class="prose">{text.get_value()}</p>
            <p>
                {move || {
                    if kiriman.with(|kiriman| kiriman.kepala.is_settled()) {
                        "Kantor sudah mencatatnya, tetapi fotonya belum sampai. Setelah dibuang, foto ini tidak dapat dikembalikan."
                    } else {
                        "Kantor belum menerimanya. Setelah dibuang, ini tidak dapat dikembalikan."
                    }
                }}
            </p>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Tidak jadi"</Button>
                <Button kind=ButtonKind::Danger busy=busy on_press=act>"Buang"</Button>
            </div>
        </Dialog>
    }
}

/// Takes it back, unless a byte of it may have left meanwhile. True where it is gone.
async fn batal(id: AduanId) -> Result<bool, StoreError> {
    let all = outbox::kepala().await?;
    let may = |kepala: &Kepala| kepala.state() != State::Terkirim && kepala.may_be_deleted();
    if !all.iter().any(|kepala| kepala.id == id && may(kepala)) {
        return Ok(false);
    }
    // Asked once more in the transaction that deletes: whoever sends notes it before the first byte.
    outbox::delete_sent(id).await?;
    let left = outbox::kepala().await?;
    Ok(!left.iter().any(|kepala| kepala.id == id))
}
