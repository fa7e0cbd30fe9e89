//! What an officer has typed and chosen for a step. It outlives the dialog: closing it by a slip loses nothing.

use leptos::prelude::*;
use shared::aduan::{Pelengkap, Rincian, Tindakan};
use shared::kode::Kode;

use crate::judged::Controls;

pub const TEKS: &str = "tindakan-teks";
pub const SKPD: &str = "tindakan-skpd";
pub const BIDANG: &str = "tindakan-bidang";
pub const PETUGAS: &str = "tindakan-petugas";
pub const SAMPAI: &str = "tindakan-sampai";
pub const INSTANSI: &str = "tindakan-instansi";
pub const INDUK: &str = "tindakan-induk";
pub const CONTROLS: Controls = &[
    ("teks", TEKS),
    ("skpd", SKPD),
    ("bidang", BIDANG),
    ("petugas", PETUGAS),
    ("sampai", SAMPAI),
    ("instansi", INSTANSI),
    ("induk", INDUK),
];

#[derive(Clone, Copy)]
pub struct Isi {
    pub teks: RwSignal<String>,
    pub publik: RwSignal<bool>,
    pub skpd: RwSignal<String>,
    pub bidang: RwSignal<String>,
    pub petugas: RwSignal<String>,
    pub sampai: RwSignal<String>,
    pub instansi: RwSignal<String>,
    /// The complaint that was chosen as the other one.
    pub induk: RwSignal<Option<Kode>>,
}

impl Isi {
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            teks: text(),
            publik: RwSignal::new(false),
            skpd: text(),
            bidang: text(),
            petugas: text(),
            sampai: text(),
            instansi: text(),
            induk: RwSignal::new(None),
        }
    }

    /// For the next step; the person may have left the page meanwhile.
    pub fn clear(self) {
        let texts = [
            self.teks,
            self.skpd,
            self.bidang,
            self.petugas,
            self.sampai,
            self.instansi,
        ];
        for text in texts {
            text.try_set(String::new());
        }
        self.publik.try_set(false);
        self.induk.try_set(None);
    }

    /// What the step needs besides its text, and nothing else.
    pub fn rincian(self, tindakan: Tindakan) -> Rincian {
        let said = |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.is_empty());
        let nothing = Rincian::default();
        match tindakan.pelengkap() {
            Pelengkap::Tanpa => nothing,
            Pelengkap::Tujuan => Rincian {
                skpd: said(self.skpd),
                bidang: said(self.bidang),
                petugas: said(self.petugas).and_then(|id| id.parse().ok()),
                ..nothing
            },
            Pelengkap::Sampai => Rincian {
                sampai: said(self.sampai).and_then(|day| day.parse().ok()),
                ..nothing
            },
            Pelengkap::Instansi => Rincian {
                instansi: said(self.instansi),
                ..nothing
            },
            Pelengkap::Induk => Rincian {
                induk: self.induk.get_untracked(),
                ..nothing
            },
        }
    }
}
