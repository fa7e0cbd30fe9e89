//! An office or a part of one: new, or as it shall read from now on. Codes stay, since records name them.

use leptos::prelude::*;
use shared::account::{Bidang, Skpd, SkpdBaru};
use shared::paths;
use web_sys::SubmitEvent;

use crate::account::session::Session;
use crate::api::Caller;
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::ui::{Button, ButtonKind, TextField, Tick, Toaster};

const KODE: &str = "skpd-kode";
const NAMA: &str = "skpd-nama";
const AKTIF: &str = "skpd-aktif";
const CONTROLS: Controls = &[("kode", KODE), ("nama", NAMA)];

/// What is made or changed.
#[derive(Clone, PartialEq, Eq)]
pub enum Sasaran {
    SkpdBaru,
    Skpd(Skpd),
    /// A new part of this office.
    BidangBaru(Skpd),
    Bidang(Skpd, Bidang),
}

impl Sasaran {
    pub const fn title(&self) -> &'static str {
        match self {
            Self::SkpdBaru => "Tambah SKPD",
            Self::Skpd(_) => "Ubah SKPD",
            Self::BidangBaru(_) => "Tambah bidang",
            Self::Bidang(..) => "Ubah bidang",
        }
    }

    /// Its code, where it stands already.
    fn kode(&self) -> Option<String> {
        match self {
            Self::SkpdBaru | Self::BidangBaru(_) => None,
            Self::Skpd(office) => Some(office.kode.clone()),
            Self::Bidang(_, part) => Some(part.kode.clone()),
        }
    }

    fn nama(&self) -> String {
        match self {
            Self::SkpdBaru | Self::BidangBaru(_) => String::new(),
            Self::Skpd(office) => office.nama.clone(),
            Self::Bidang(_, part) => part.nama.clone(),
        }
    }

    const fn aktif(&self) -> bool {
        match self {
            Self::SkpdBaru | Self::BidangBaru(_) => true,
            Self::Skpd(office) => office.aktif,
            Self::Bidang(_, part) => part.aktif,
        }
    }

    /// The office that a part belongs to.
    const fn above(&self) -> Option<&Skpd> {
        match self {
            Self::SkpdBaru | Self::Skpd(_) => None,
            Self::BidangBaru(office) | Self::Bidang(office, _) => Some(office),
        }
    }
}

#[component]
pub fn SkpdForm(sasaran: Sasaran, all: RwSignal<Vec<Skpd>>, open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    let known = sasaran.kode();
    let is_new = known.is_none();
    let kode = RwSignal::new(known.unwrap_or_default());
    let nama = RwSignal::new(sasaran.nama());
    let aktif = RwSignal::new(sasaran.aktif());
    let above = sasaran.above().cloned();
    let office = StoredValue::new(above.as_ref().map(|office| office.kode.clone()));
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<SkpdBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let [kode, nama] = [kode, nama].map(|field| field.with_untracked(|text| text.trim().to_owned()));
        // What stands already would be renamed by what was meant to be new.
        if is_new && all.with_untracked(|all| stands(all, &kode)) {
            judged.fault(KODE, "Kode ini sudah dipakai. Pilih kode lain.");
            return;
        }
        let (aktif, skpd) = (aktif.get_untracked(), office.get_value());
        leptos::task::spawn_local(async move {
            let said = format!("{kode} {nama} {aktif} {skpd:?}");
            let make = || SkpdBaru {
                kode,
                nama,
                aktif,
                skpd,
                asal: device::asal(),
            };
            match attempt
                .send_for::<Vec<Skpd>>(paths::SKPD, said, make, &Caller::Petugas(session))
                .await
            {
                Ok(now) => {
                    toaster.say("Tersimpan.");
                    all.try_set(now);
                    open.try_set(false);
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            {above.map(|office| view! { <p>"SKPD: " <b>{office.nama}</b></p> })}
            {if is_new {
                view! {
                    <TextField
                        id=KODE
                        label="Kode"
                        hint="2 sampai 32 huruf kecil, angka, atau tanda hubung; tidak dapat diubah lagi. Contoh: perkim"
                        value=kode
                        autocomplete="off"
                        error=judged.at(KODE)
                    />
                }
                    .into_any()
            } else {
                view! { <p>"Kode: " <b>{kode.get_untracked()}</b></p> }.into_any()
            }}
            <TextField id=NAMA label="Nama" value=nama autocomplete="off" error=judged.at(NAMA) />
            <Tick
                id=AKTIF
                label="Aktif"
                value=aktif
                hint="Yang tidak aktif tidak dapat dipilih untuk tugas baru; yang lama tetap menyebutnya."
            />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true busy=attempt.busy>"Simpan"</Button>
            </div>
        </form>
    }
}

/// Whether an office or a part bears this code.
fn stands(all: &[Skpd], kode: &str) -> bool {
    all.iter()
        .any(|office| office.kode == kode || office.bidang.iter().any(|part| part.kode == kode))
}
