//! The receipt as the device makes it, without a network: the shared template, with a QR code that bears the reporter's
//! key in the fragment of its link. It stands in the page for the printer alone.

use leptos::prelude::*;
use shared::aduan::{Aduan, AduanBaru, Jenis, Kategori, TandaTerima, Tautan};
use shared::kode::Kode;
use shared::wilayah::WilayahKode;
use sync::Kiriman;

use crate::portal::PortalContext;

/// What of a complaint stands on its receipt.
#[derive(Clone, PartialEq)]
pub struct Pokok {
    kode: Kode,
    jenis: Jenis,
    kategori: Kategori,
    wilayah: Option<WilayahKode>,
    dibuat: chrono::DateTime<chrono::Utc>,
    diterima: Option<chrono::DateTime<chrono::Utc>>,
    foto: usize,
}

impl Pokok {
    /// `None` where the body was stored by a version of the app that wrote another shape.
    pub fn of_kiriman(kiriman: &Kiriman) -> Option<Self> {
        let isi: AduanBaru = serde_json::from_str(&kiriman.rahasia.isi).ok()?;
        Some(Self {
            kode: kiriman.rahasia.kode.clone(),
            jenis: isi.jenis,
            kategori: isi.kategori,
            wilayah: isi.lokasi.wilayah,
            dibuat: isi.asal.ditangkap_pada,
            diterima: kiriman.kepala.receipt.map(|receipt| receipt.diterima_pada),
            foto: kiriman.kepala.foto.len(),
        })
    }

    pub fn of_aduan(aduan: &Aduan) -> Self {
        Self {
            kode: aduan.kode.clone(),
            jenis: aduan.jenis,
            kategori: aduan.kategori,
            wilayah: aduan.lokasi.wilayah.clone(),
            dibuat: aduan.ditangkap_pada,
            diterima: Some(aduan.diterima_pada),
            foto: aduan.foto.len(),
        }
    }

    /// `None` until the portal's own name is known.
    pub fn on_paper(self, context: PortalContext, link: &str) -> Option<TandaTerima> {
        let tempat = self
            .wilayah
            .map(|kode| context.region_name(&kode))
            .unwrap_or_default();
        context.portal.with(|portal| {
            portal.as_ref().map(|portal| TandaTerima {
                portal: portal.nama.clone(),
                kabupaten: portal.kabupaten.clone(),
                skpd: portal.skpd.clone(),
                telepon: portal.kontak.telepon.clone(),
                kode: self.kode,
                jenis: self.jenis,
                kategori: self.kategori,
                tempat,
                dibuat: self.dibuat,
                diterima: self.diterima,
                foto: self.foto,
                tautan: Tautan::Pelapor(link.to_owned()),
            })
        })
    }
}

/// Seen on paper alone.
#[component]
pub fn Lembar(#[prop(into)] paper: Signal<Option<TandaTerima>>) -> impl IntoView {
    move || {
        paper.get().map(|paper| {
            view! { <section class="paper-only print-alone" aria-label="Tanda terima" inner_html=paper.html() /> }
        })
    }
}
