//! A new key for a reporter who lost his. It is minted here and shown once; the server is told its hash alone.

use leptos::prelude::*;
use shared::account::Hak;
use shared::aduan::{CATATAN_KUNCI_MAX, CaraPeriksa, KunciBaru, Qr, Tautan};
use shared::kunci::Kunci;
use shared::paths;
use web_sys::SubmitEvent;

use super::draf::random;
use super::lembar::{Lembar, Pokok};
use super::tindakan_form::Steps;
use crate::account::session::Session;
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::page::Page;
use crate::portal::PortalContext;
use crate::ui::{Button, ButtonKind, Choice, Choices, Notice, TextField, TextKind, Toaster, Tone, clipboard};

const HP: &str = "kunci-hp";
const CARA: &str = "kunci-cara";
const CATATAN: &str = "kunci-catatan";
const CONTROLS: Controls = &[("hp", HP), ("cara", CARA), ("catatan", CATATAN)];

/// Where the reporter can have one at all: a complaint without a number to call has nobody to check.
#[component]
pub fn KunciBaruSection(steps: Steps) -> impl IntoView {
    let session = expect_context::<Session>();
    let may = Memo::new(move |_| {
        let granted = session
            .account()
            .is_some_and(|account| account.boleh(Hak::TerbitkanKunci));
        granted && steps.aduan.with(|aduan| aduan.pelapor.is_some())
    });
    let issued = RwSignal::new(None::<Kunci>);
    view! {
        <Show when=move || may.get()>
            {move || match issued.get() {
                Some(kunci) => view! { <Issued steps=steps kunci=kunci /> }.into_any(),
                None => {
                    view! {
                        <details>
                            <summary>"Pelapor kehilangan tautannya?"</summary>
                            <KunciBaruForm steps=steps issued=issued />
                        </details>
                    }
                        .into_any()
                }
            }}
        </Show>
    }
}

#[component]
fn KunciBaruForm(steps: Steps, issued: RwSignal<Option<Kunci>>) -> impl IntoView {
    let hp = RwSignal::new(String::new());
    let cara = RwSignal::new(String::new());
    let catatan = RwSignal::new(String::new());
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<KunciBaru>::new();
    // One key for all attempts: an answer that was lost on its way must not leave the reporter with another key than
    // the server knows.
    let minted = StoredValue::new(random().map(Kunci::from_random));
    let id = steps.aduan.with_untracked(|aduan| aduan.id);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let Some(way) = CaraPeriksa::parse(&cara.get_untracked()) else {
            judged.fault(CARA, "Pilih cara Anda memeriksa orangnya.");
            return;
        };
        let Some(kunci) = minted.get_value() else {
            judged.fault(
                HP,
                "Peramban ini tidak dapat membuat kunci. Perbarui peramban, lalu coba lagi.",
            );
            return;
        };
        leptos::task::spawn_local(async move {
            let (hp, note) = (hp.get_untracked(), catatan.get_untracked());
            let said = format!("{hp}|{}|{note}", way.as_str());
            let make = || KunciBaru {
                kunci_hash: kunci.hash(),
                hp,
                cara: way,
                catatan: note,
                asal: device::asal(),
            };
            let path = format!("{}/{id}/kunci-baru", paths::ADUAN);
            match attempt.send(&path, said, make, &steps.caller()).await {
                Ok(()) => {
                    steps.on_done.try_run(());
                    issued.try_set(Some(kunci));
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    // Whoever has no phone has no number to be checked.
    let tanpa_hp = steps
        .aduan
        .with_untracked(|aduan| aduan.pelapor.as_ref().is_some_and(|pelapor| pelapor.tanpa_hp));
    let ways = CaraPeriksa::ALL
        .into_iter()
        .filter(|cara| (*cara == CaraPeriksa::DatangTanpaHp) == tanpa_hp)
        .map(|cara| Choice::new(cara.as_str(), cara.label(), ""))
        .collect::<Vec<_>>();
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <p class="small">
                "Buat kunci baru hanya setelah Anda yakin bahwa orang ini pelapornya. Kunci lama langsung tidak berlaku, dan penggantian ini tercatat atas nama Anda."
            </p>
            {(!tanpa_hp)
                .then(|| {
                    view! {
                        <TextField
                            id=HP
                            label="Nomor HP yang disebut pelapor"
                            hint="Dicocokkan dengan nomor pada aduan."
                            value=hp
                            kind=TextKind::Phone
                            error=judged.at(HP)
                        />
                    }
                })}
            <Choices id=CARA label="Bagaimana orangnya diperiksa?" options=ways value=cara error=judged.at(CARA) />
            <TextField
                id=CATATAN
                label="Catatan (bila perlu)"
                value=catatan
                kind=TextKind::Line
                limit=CATATAN_KUNCI_MAX
                error=judged.at(CATATAN)
            />
            <Button submit=true kind=ButtonKind::Quiet busy=attempt.busy>
                {move || if attempt.busy.get() { "Membuat kunci…" } else { "Buat kunci baru" }}
            </Button>
        </form>
    }
}

#[component]
fn Issued(steps: Steps, kunci: Kunci) -> impl IntoView {
    let portal = expect_context::<PortalContext>();
    let toaster = expect_context::<Toaster>();
    let origin = window().location().origin().unwrap_or_default();
    let aduan = steps.aduan.get_untracked();
    let path = Page::Lacak {
        kode: aduan.kode.to_string(),
        kunci: kunci.as_str().to_owned(),
    }
    .url();
    let link = StoredValue::new(format!("{origin}{path}"));
    let paper = Signal::derive(move || {
        let pokok = steps.aduan.with(Pokok::of_aduan);
        link.with_value(|link| pokok.on_paper(portal, link))
    });
    let copy = move |_| {
        leptos::task::spawn_local(async move {
            toaster.say(if clipboard::copy(&link.get_value()).await {
                "Tautan disalin."
            } else {
                "Tautan belum tersalin. Cetak tanda terimanya, atau pindai kodenya."
            });
        });
    };
    let words = Tautan::Pelapor(String::new()).penjelasan();
    let code = link.with_value(|link| Qr::of(link).map(|code| code.svg()));
    view! {
        <section class="card stack" aria-labelledby="kunci-baru-judul">
            <h3 id="kunci-baru-judul">"Kunci baru untuk pelapor"</h3>
            <Notice tone=Tone::Gold>
                "Kunci ini hanya tampil sekali. Serahkan sekarang: minta pelapor memindai kode ini dengan ponselnya, atau cetak tanda terimanya. Setelah halaman ini ditutup, kunci tidak dapat ditampilkan lagi."
            </Notice>
            <div class="qr" role="img" aria-label="Kode QR tautan pelapor" inner_html=code />
            <p class="small muted">{words}</p>
            <div class="actions">
                <Button on_press=move |_| drop(window().print())>"Cetak tanda terima"</Button>
                <Button kind=ButtonKind::Quiet on_press=copy>"Salin tautan"</Button>
            </div>
        </section>
        <Lembar paper=paper />
    }
}
