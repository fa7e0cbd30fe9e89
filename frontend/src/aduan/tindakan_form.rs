//! The steps an officer may take now. Which ones comes from the server, by the table of states; a step
//! is taken on the version that the officer saw, and a stale one shows what happened meanwhile.

use leptos::prelude::*;
use shared::aduan::{Aduan, Isian, Pelengkap, Rincian, TEKS_MAX, Tindakan, TindakanBaru};
use shared::clock::wita_day;
use shared::error::{ApiError, ErrorCode};
use shared::kode::Kode;
use shared::paths;
use shared::words::waktu;
use web_sys::SubmitEvent;

use super::words::status_tone;
use crate::account::session::Session;
use crate::api::{ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::message;
use crate::ui::{Button, ButtonKind, Chip, Dialog, Notice, TextField, TextKind, Tick, Toaster, Tone};

/// What the steps of one complaint share: the page they belong to, and what was learned too late.
#[derive(Clone, Copy)]
pub struct Steps {
    pub aduan: RwSignal<Aduan>,
    /// Loads the complaint anew.
    pub on_done: Callback<()>,
    /// The state that made the officer's version stale.
    stale: RwSignal<Option<Aduan>>,
    stale_open: RwSignal<bool>,
    toaster: Toaster,
    session: Session,
}

impl Steps {
    pub fn new(aduan: RwSignal<Aduan>, on_done: Callback<()>) -> Self {
        Self {
            aduan,
            on_done,
            stale: RwSignal::new(None),
            stale_open: RwSignal::new(false),
            toaster: expect_context::<Toaster>(),
            session: expect_context::<Session>(),
        }
    }

    /// Takes a step. What comes back is for the form to show; a stale version opens its own dialog.
    pub async fn take(
        self,
        attempt: Attempt<TindakanBaru>,
        tindakan: Tindakan,
        teks: String,
        (publik, rincian): (bool, Rincian),
    ) -> Result<(), String> {
        let (path, versi) = self.aduan.with_untracked(|aduan| {
            (
                format!("{}/{}/{}", paths::ADUAN, aduan.id, tindakan.as_str()),
                aduan.versi,
            )
        });
        let teks = Some(teks.trim().to_owned()).filter(|teks| !teks.is_empty());
        let make = || TindakanBaru {
            versi,
            teks: teks.clone(),
            publik,
            rincian: rincian.clone(),
            asal: device::asal(),
        };
        make()
            .teks_for(tindakan)
            .map_err(|refused| message::of_refusal(&refused))?;
        rincian
            .lengkap(tindakan, wita_day(device::asal().ditangkap_pada))
            .map_err(|refused| message::of_refusal(&refused))?;
        let said = format!(
            "{versi} {publik} {rincian:?} {}",
            teks.as_deref().unwrap_or_default()
        );
        self.judge(attempt.send(&path, said, make, &self.caller()).await)
    }

    pub fn caller(self) -> Caller {
        Caller::Petugas(self.session)
    }

    /// The same judgement for all that names a version.
    pub fn judge(self, outcome: Result<(), ApiFailure>) -> Result<(), String> {
        match outcome {
            Ok(()) => {
                self.toaster.say("Tersimpan.");
                self.on_done.try_run(());
                Ok(())
            }
            Err(ApiFailure::Refused(refused)) if refused.code == ErrorCode::VersiUsang => {
                self.stale.try_set(present_state(&refused));
                self.stale_open.try_set(true);
                Err("Aduan ini sudah berubah sejak Anda membukanya. Tulisan Anda masih ada di sini.".into())
            }
            Err(failure) => Err(message::of_failure(&failure)),
        }
    }
}

fn present_state(refused: &ApiError) -> Option<Aduan> {
    refused
        .sekarang
        .as_ref()
        .and_then(|now| serde_json::from_value((**now).clone()).ok())
}

/// Buttons for all steps but the answer, which has a box of its own.
#[component]
pub fn TindakanButtons(steps: Steps) -> impl IntoView {
    let chosen = RwSignal::new(None::<Tindakan>);
    let open = RwSignal::new(false);
    let title = Signal::derive(move || chosen.get().map(Tindakan::label).unwrap_or_default().to_owned());
    let buttons = move || {
        let possible = steps.aduan.with(|aduan| aduan.tindakan.clone());
        let button = |tindakan: Tindakan| {
            let press = move |_| {
                chosen.set(Some(tindakan));
                open.set(true);
            };
            view! { <Button kind=kind_of(tindakan) on_press=press>{tindakan.label()}</Button> }
        };
        possible
            .into_iter()
            .filter(|tindakan| *tindakan != Tindakan::Tanggapi)
            .map(button)
            .collect_view()
    };
    view! {
        <div class="actions">{buttons}</div>
        <Dialog open=open title=title>
            {move || {
                chosen.get().map(|tindakan| view! { <TindakanForm steps=steps tindakan=tindakan open=open /> })
            }}
        </Dialog>
        <StaleDialog steps=steps />
    }
}

const fn kind_of(tindakan: Tindakan) -> ButtonKind {
    match tindakan {
        Tindakan::Verifikasi
        | Tindakan::Disposisi
        | Tindakan::Proses
        | Tindakan::Tunda
        | Tindakan::Lanjutkan
        | Tindakan::Tanggapi
        | Tindakan::Selesai
        | Tindakan::BukaKembali
        | Tindakan::Pulihkan => ButtonKind::Primary,
        Tindakan::Tolak | Tindakan::BukanWewenang | Tindakan::Gabung | Tindakan::Arsipkan => {
            ButtonKind::Danger
        }
    }
}

/// What else is asked for.
const fn lain_label(tindakan: Tindakan) -> Option<&'static str> {
    match tindakan.pelengkap() {
        Pelengkap::Tanpa => None,
        Pelengkap::Tujuan => Some("Kode SKPD tujuan"),
        Pelengkap::Sampai => Some("Ditunda sampai tanggal (tahun-bulan-hari)"),
        Pelengkap::Instansi => Some("Instansi yang berwenang"),
        Pelengkap::Induk => Some("Kode unik aduan yang sama"),
    }
}

fn rincian(tindakan: Tindakan, lain: &str) -> Rincian {
    let (lain, nothing) = (lain.trim(), Rincian::default());
    match tindakan.pelengkap() {
        Pelengkap::Tanpa => nothing,
        Pelengkap::Tujuan => Rincian {
            skpd: Some(lain.to_owned()),
            ..nothing
        },
        Pelengkap::Sampai => Rincian {
            sampai: lain.parse().ok(),
            ..nothing
        },
        Pelengkap::Instansi => Rincian {
            instansi: Some(lain.to_owned()),
            ..nothing
        },
        Pelengkap::Induk => Rincian {
            induk: Kode::parse(lain).ok(),
            ..nothing
        },
    }
}

#[component]
fn TindakanForm(steps: Steps, tindakan: Tindakan, open: RwSignal<bool>) -> impl IntoView {
    let teks = RwSignal::new(String::new());
    let publik = RwSignal::new(false);
    let lain = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let attempt = Attempt::<TindakanBaru>::new();
    let (label, hint) = match tindakan.isian() {
        Isian::Alasan => ("Alasan", "Dibaca pelapor. Jelaskan dengan kata biasa dan sopan."),
        Isian::Bebas | Isian::Tanggapan => ("Catatan", "Dibaca pelapor."),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            match steps
                .take(
                    attempt,
                    tindakan,
                    teks.get_untracked(),
                    (publik.get_untracked(), rincian(tindakan, &lain.get_untracked())),
                )
                .await
            {
                Ok(()) => drop(open.try_set(false)),
                Err(words) => drop(error.try_set(Some(words))),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {lain_label(tindakan)
                .map(|label| view! { <TextField id="tindakan-lain" label=label value=lain /> })}
            <TextField
                id="tindakan-teks"
                label=label
                hint=hint
                value=teks
                kind=TextKind::Area
                limit=TEKS_MAX
                error=error
                optional=tindakan.isian() == Isian::Bebas
            />
            <PublikTick id="tindakan-publik" publik=publik />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true kind=kind_of(tindakan) busy=attempt.busy>
                    {tindakan.label()}
                </Button>
            </div>
        </form>
    }
}

#[component]
pub fn PublikTick(id: &'static str, publik: RwSignal<bool>) -> impl IntoView {
    view! {
        <Tick
            id=id
            label="Boleh dibaca umum"
            value=publik
            hint="Tampil di halaman cek status. Jangan sebut nama atau nomor siapa pun."
        />
    }
}

/// What happened meanwhile, before the officer decides again.
#[component]
fn StaleDialog(steps: Steps) -> impl IntoView {
    let see = move |_| {
        if let Some(now) = steps.stale.get_untracked() {
            steps.aduan.set(now);
        } else {
            steps.on_done.run(());
        }
        steps.stale_open.set(false);
    };
    let now = move || {
        steps.stale.get().map(|aduan| {
            let last = aduan.langkah.last().cloned();
            view! {
                <p>
                    "Keadaan sekarang: "
                    <Chip tone=status_tone(aduan.status)>{aduan.status.label()}</Chip>
                </p>
                {last
                    .map(|langkah| {
                        let who = langkah.oleh.map(|oleh| format!(" oleh {oleh}")).unwrap_or_default();
                        view! { <p class="muted num">"Diubah " {waktu(langkah.pada)} {who} "."</p> }
                    })}
            }
        })
    };
    view! {
        <Dialog open=steps.stale_open title="Aduan ini sudah berubah">
            <Notice tone=Tone::Gold>
                <p>"Orang lain lebih dulu mengubah aduan ini, jadi langkah Anda belum disimpan. Tulisan Anda tetap ada."</p>
            </Notice>
            {now}
            <Button on_press=see>"Lihat keadaan sekarang"</Button>
        </Dialog>
    }
}
