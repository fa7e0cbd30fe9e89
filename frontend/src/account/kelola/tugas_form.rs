//! The fields of an assignment: which role, where, in which office, from when until when.

use chrono::{NaiveDate, Utc};
use leptos::prelude::*;
use shared::account::{Hak, Peran, Skpd, Tugas};
use shared::clock::wita_day;
use shared::wilayah::WilayahKode;

use crate::account::session::Session;
use crate::judged::Judged;
use crate::portal::PortalContext;
use crate::ui::{Choice, Combobox, SelectField, TextField, TextKind};

pub const PERAN: &str = "tugas-peran";
pub const WILAYAH: &str = "tugas-wilayah";
pub const SKPD: &str = "tugas-skpd";
pub const BIDANG: &str = "tugas-bidang";
pub const MULAI: &str = "tugas-mulai";
pub const SAMPAI: &str = "tugas-sampai";

/// What is chosen so far, as the controls hold it.
#[derive(Clone, Copy)]
pub struct TugasIsian {
    peran: RwSignal<String>,
    wilayah: RwSignal<String>,
    skpd: RwSignal<String>,
    bidang: RwSignal<String>,
    mulai: RwSignal<String>,
    sampai: RwSignal<String>,
}

impl TugasIsian {
    pub fn new() -> Self {
        Self {
            peran: RwSignal::new(String::new()),
            wilayah: RwSignal::new(String::new()),
            skpd: RwSignal::new(String::new()),
            bidang: RwSignal::new(String::new()),
            mulai: RwSignal::new(wita_day(Utc::now()).to_string()),
            sampai: RwSignal::new(String::new()),
        }
    }

    /// The assignment, or what is wrong at which field.
    pub fn read(self, judged: Judged) -> Option<Tugas> {
        let peran = self.peran.with_untracked(|text| Peran::parse(text));
        if peran.is_none() {
            judged.fault(PERAN, "Pilih peran.");
        }
        let wilayah = self.wilayah.with_untracked(|text| WilayahKode::parse(text));
        if wilayah.is_none() {
            judged.fault(
                WILAYAH,
                "Pilih wilayah: ketik nama desa atau kecamatan, lalu pilih dari daftar.",
            );
        }
        let mulai = self.mulai.with_untracked(|text| day(text));
        if mulai.is_none() {
            judged.fault(MULAI, "Isi hari pertama.");
        }
        let sampai = self.sampai.with_untracked(|text| day(text));
        if let (Some(mulai), Some(sampai)) = (mulai, sampai)
            && sampai < mulai
        {
            judged.fault(
                SAMPAI,
                "Hari terakhir lebih awal daripada hari mulai. Tukar kedua tanggal itu.",
            );
        }
        Some(Tugas {
            peran: peran?,
            wilayah: wilayah?,
            skpd: chosen(self.skpd),
            bidang: chosen(self.bidang),
            mulai: mulai?,
            sampai,
        })
    }
}

fn chosen(value: RwSignal<String>) -> Option<String> {
    Some(value.get_untracked()).filter(|value| !value.is_empty())
}

/// As the browser's own field for days writes it.
pub fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

#[component]
pub fn TugasFields(isian: TugasIsian, judged: Judged, skpd: Signal<Vec<Skpd>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let portal = expect_context::<PortalContext>();
    // Only where he keeps accounts himself; the server judges by the same.
    let within = Signal::derive(move || {
        session.account().map_or_else(Vec::new, |account| {
            account
                .jangkauan(Hak::KelolaAkun)
                .map(|held| held.wilayah.clone())
                .collect()
        })
    });
    let offices = Signal::derive(move || skpd.with(|all| office_choices(all)));
    let parts = Signal::derive(move || skpd.with(|all| isian.skpd.with(|kode| part_choices(all, kode))));
    view! {
        <SelectField
            id=PERAN
            label="Peran"
            options=Signal::stored(role_choices())
            value=isian.peran
            on_choose=Callback::new(move |text: String| isian.peran.set(text))
            error=judged.at(PERAN)
        />
        <Combobox
            id=WILAYAH
            label="Wilayah"
            hint="Berlaku juga untuk semua di bawahnya."
            entries=portal.regions(within)
            value=isian.wilayah
            error=judged.at(WILAYAH)
        />
        <SelectField
            id=SKPD
            label="SKPD"
            hint="Hanya untuk peran yang bekerja di satu SKPD."
            options=offices
            value=isian.skpd
            on_choose=Callback::new(move |text: String| {
                isian.skpd.set(text);
                isian.bidang.set(String::new());
            })
            error=judged.at(SKPD)
        />
        <Show when=move || parts.with(|parts| parts.len() > 1)>
            <SelectField
                id=BIDANG
                label="Bidang"
                options=parts
                value=isian.bidang
                on_choose=Callback::new(move |text: String| isian.bidang.set(text))
                error=judged.at(BIDANG)
            />
        </Show>
        <div class="pair">
            <TextField id=MULAI label="Hari pertama" kind=TextKind::Date value=isian.mulai error=judged.at(MULAI) />
            <TextField
                id=SAMPAI
                label="Hari terakhir"
                optional=true
                kind=TextKind::Date
                value=isian.sampai
                error=judged.at(SAMPAI)
            />
        </div>
    }
}

fn role_choices() -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Pilih peran", "")];
    list.extend(Peran::ALL.map(|peran| Choice::new(peran.as_str(), peran.label(), "")));
    list
}

fn office_choices(all: &[Skpd]) -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Tidak terikat SKPD", "")];
    let active = all.iter().filter(|office| office.aktif);
    list.extend(active.map(|office| Choice::new(office.kode.as_str(), office.nama.as_str(), "")));
    list
}

/// The whole office, then its parts.
fn part_choices(all: &[Skpd], kode: &str) -> Vec<Choice> {
    let mut list = vec![Choice::new("", "Seluruh SKPD", "")];
    let office = all.iter().find(|office| office.kode == kode);
    let parts = office
        .iter()
        .flat_map(|office| &office.bidang)
        .filter(|part| part.aktif);
    list.extend(parts.map(|part| Choice::new(part.kode.as_str(), part.nama.as_str(), "")));
    list
}
