//! One new rule, from a day to come on.

use chrono::Days;
use leptos::prelude::*;
use shared::aduan::{BatasWaktu, BatasWaktuBaru, Jenis, Kategori, PerubahanBatas, Tahap};
use shared::clock::wita_day;
use shared::paths;
use web_sys::SubmitEvent;

use super::batas_page::tahap_words;
use super::kategori_choices;
use crate::account::session::Session;
use crate::api::{ApiFailure, Caller};
use crate::attempt::Attempt;
use crate::device;
use crate::judged::{Controls, Judged, JudgedSummary};
use crate::loaded::Loaded;
use crate::ui::{Button, ButtonKind, Choice, SelectField, TextField, TextKind, Tick, Toaster};

const TAHAP: &str = "batas-tahap";
const JENIS: &str = "batas-jenis";
const KATEGORI: &str = "batas-kategori";
const HARI: &str = "batas-hari";
const MULAI: &str = "batas-mulai";
const CONTROLS: Controls = &[
    ("tahap", TAHAP),
    ("jenis", JENIS),
    ("kategori", KATEGORI),
    ("hari_kerja", HARI),
    ("berlaku_mulai", MULAI),
];

/// What is typed and chosen.
#[derive(Clone, Copy)]
struct Isi {
    tahap: RwSignal<String>,
    jenis: RwSignal<String>,
    kategori: RwSignal<String>,
    hari: RwSignal<String>,
    hapus: RwSignal<bool>,
    mulai: RwSignal<String>,
}

impl Isi {
    fn new() -> Self {
        let tomorrow = wita_day(chrono::Utc::now()) + Days::new(1);
        Self {
            tahap: RwSignal::new(Tahap::TindakLanjut.as_str().to_owned()),
            jenis: RwSignal::new(Jenis::Pengaduan.as_str().to_owned()),
            kategori: RwSignal::new(String::new()),
            hari: RwSignal::new(String::new()),
            hapus: RwSignal::new(false),
            mulai: RwSignal::new(tomorrow.to_string()),
        }
    }

    /// Only the rule of a kategori can be ended; what goes by its kind needs a number of days.
    fn ends(self) -> bool {
        self.hapus.get() && !self.kategori.with(String::is_empty)
    }

    /// The rule, unless something in it cannot be read.
    fn change(self, judged: Judged) -> Option<PerubahanBatas> {
        let Ok(berlaku_mulai) = self.mulai.get_untracked().parse() else {
            judged.fault(MULAI, "Pilih hari mulai berlakunya.");
            return None;
        };
        let days = self.hari.with_untracked(|text| text.trim().parse::<u32>());
        let hari_kerja = match (untrack(|| self.ends()), days) {
            (true, _) => None,
            (false, Ok(days)) => Some(days),
            (false, Err(_)) => {
                judged.fault(HARI, "Isi jumlah hari kerjanya dengan angka.");
                return None;
            }
        };
        Some(PerubahanBatas {
            tahap: Tahap::parse(&self.tahap.get_untracked())?,
            jenis: Jenis::parse(&self.jenis.get_untracked())?,
            kategori: Kategori::parse(&self.kategori.get_untracked()),
            hari_kerja,
            berlaku_mulai,
        })
    }
}

#[component]
pub fn BatasForm(state: RwSignal<Loaded<BatasWaktu>>, open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toaster = expect_context::<Toaster>();
    let isi = Isi::new();
    let judged = Judged::new(CONTROLS);
    let attempt = Attempt::<BatasWaktuBaru>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if attempt.busy.get_untracked() {
            return;
        }
        judged.clear();
        let Some(change) = isi.change(judged) else { return };
        let body = BatasWaktuBaru {
            perubahan: vec![change],
            asal: device::asal(),
        };
        if let Err(error) = body.periksa(wita_day(chrono::Utc::now())) {
            return judged.take(&ApiFailure::Refused(error));
        }
        leptos::task::spawn_local(async move {
            let said = format!("{change:?}");
            let saved: Result<BatasWaktu, ApiFailure> = attempt
                .put_for(paths::BATAS_WAKTU, said, || body, &Caller::Petugas(session))
                .await;
            match saved {
                Ok(all) => {
                    toaster.say("Batas waktu tersimpan.");
                    open.try_set(false);
                    state.try_set(Loaded::Here(all));
                }
                Err(failure) => judged.take(&failure),
            }
        });
    };
    let kinds = kategori_choices("Semua kategori lain");
    view! {
        <form class="stack" novalidate on:submit=submit>
            <JudgedSummary judged=judged />
            <SelectField
                id=TAHAP
                label="Tahap"
                options=Signal::stored(Tahap::ALL.map(|one| Choice::new(one.as_str(), tahap_words(one), "")).to_vec())
                value=isi.tahap
                on_choose=Callback::new(move |text| isi.tahap.set(text))
                error=judged.at(TAHAP)
            />
            <SelectField
                id=JENIS
                label="Jenis"
                options=Signal::stored(Jenis::ALL.map(|one| Choice::new(one.as_str(), one.label(), "")).to_vec())
                value=isi.jenis
                on_choose=Callback::new(move |text| isi.jenis.set(text))
                error=judged.at(JENIS)
            />
            <SelectField
                id=KATEGORI
                label="Kategori"
                options=Signal::stored(kinds)
                value=isi.kategori
                on_choose=Callback::new(move |text| isi.kategori.set(text))
                error=judged.at(KATEGORI)
            />
            <Show when=move || !isi.kategori.with(String::is_empty)>
                <Tick
                    id="batas-hapus"
                    label="Hapus aturan kategori ini"
                    hint="Sejak hari itu kategori ini mengikuti jenisnya lagi."
                    value=isi.hapus
                />
            </Show>
            <Show when=move || !isi.ends()>
                <TextField id=HARI label="Hari kerja" value=isi.hari error=judged.at(HARI) />
            </Show>
            <TextField
                id=MULAI
                label="Berlaku mulai"
                hint="Paling cepat besok; yang diterima sebelumnya tetap memakai aturan lama."
                kind=TextKind::Date
                value=isi.mulai
                error=judged.at(MULAI)
            />
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |_| open.set(false)>"Batal"</Button>
                <Button submit=true busy=attempt.busy>"Simpan"</Button>
            </div>
        </form>
    }
}
