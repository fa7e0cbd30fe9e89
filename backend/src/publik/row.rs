//! The public tables, and what their rows are made of.

use anyhow::Context;
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::{AsChangeset, Insertable, Queryable};
use shared::aduan::{Jenis, Kategori, Status};
use shared::clock::{Kalender, Tenggat, wita_day};
use shared::kode::Kode;
use shared::publik::{Hasil, Petak, PublikRingkas, tampil};
use shared::wilayah::{Wilayah, WilayahKode, full_name};

use crate::schema::{publik, publik_hitung};

/// Dots in the code of a sub-district: `63.11.05`.
const DOTS_KECAMATAN: usize = 2;
/// In place of days, until there was an answer.
const BELUM: i32 = -1;

/// A complaint as far as the public tables need to know it.
#[derive(Clone, Debug)]
pub struct Keadaan {
    pub aduan_id: String,
    pub kode: String,
    pub jenis: String,
    pub kategori: String,
    pub status: Status,
    pub wilayah: WilayahKode,
    pub posisi: Option<(f64, f64)>,
    pub rahasia: bool,
    pub judul: Option<String>,
    pub ringkasan: Option<String>,
    pub diterima_pada: NaiveDateTime,
    pub diubah_pada: NaiveDateTime,
    /// The first answer; a later one is passed over where one is known.
    pub dijawab_pada: Option<NaiveDateTime>,
}

#[derive(Clone, PartialEq, Debug, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = publik, treat_none_as_null = true)]
pub struct PublikRow {
    pub aduan_id: String,
    pub kode: String,
    pub jenis: String,
    pub kategori: String,
    pub status: String,
    pub terbuka: bool,
    pub wilayah_kode: String,
    pub kecamatan: String,
    pub baris: i32,
    pub kolom: i32,
    pub judul: Option<String>,
    pub ringkasan: Option<String>,
    pub diterima_pada: NaiveDateTime,
    pub diubah_pada: NaiveDateTime,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = publik_hitung)]
pub struct HitungRow {
    pub aduan_id: String,
    pub bulan: String,
    pub kecamatan: String,
    pub kategori: String,
    pub hasil: String,
    pub hari: i32,
}

impl Keadaan {
    /// The row that anyone may see, if there is to be one. Where no point was given, the middle of the village stands in.
    pub fn publik(&self, regions: &[Wilayah]) -> Option<PublikRow> {
        if self.rahasia || !tampil(self.status) {
            return None;
        }
        let village = || {
            let own = regions.iter().find(|wilayah| wilayah.kode == self.wilayah);
            own.map(|wilayah| (wilayah.lat, wilayah.lng))
        };
        let (lat, lng) = self.posisi.or_else(village)?;
        let petak = Petak::of(lat, lng);
        Some(PublikRow {
            aduan_id: self.aduan_id.clone(),
            kode: self.kode.clone(),
            jenis: self.jenis.clone(),
            kategori: self.kategori.clone(),
            status: self.status.as_str().to_owned(),
            terbuka: !self.status.berakhir(),
            wilayah_kode: self.wilayah.to_string(),
            kecamatan: kecamatan(&self.wilayah),
            baris: petak.baris,
            kolom: petak.kolom,
            judul: self.judul.clone(),
            ringkasan: self.ringkasan.clone(),
            diterima_pada: self.diterima_pada,
            diubah_pada: self.diubah_pada,
        })
    }

    /// The line of the figures that it counts in. What was hidden counts in the whole alone, and what an officer found to
    /// be none is not counted.
    pub fn hitung(&self, kalender: &Kalender, known: Option<i32>) -> Option<HitungRow> {
        if !tampil(self.status) {
            return None;
        }
        let open = |text: String| if self.rahasia { String::new() } else { text };
        let days = || {
            let until = wita_day(self.dijawab_pada?.and_utc());
            let tenggat = Tenggat {
                hari: until,
                sementara: false,
            };
            Some(kalender.sisa(tenggat, self.diterima_pada.and_utc()).max(0))
        };
        Some(HitungRow {
            aduan_id: self.aduan_id.clone(),
            bulan: wita_day(self.diterima_pada.and_utc()).format("%Y-%m").to_string(),
            kecamatan: open(kecamatan(&self.wilayah)),
            kategori: open(self.kategori.clone()),
            hasil: Hasil::of(self.status).as_str().to_owned(),
            hari: known.filter(|hari| *hari != BELUM).or_else(days).unwrap_or(BELUM),
        })
    }
}

/// The sub-district of a village; a region above it stands for itself.
fn kecamatan(wilayah: &WilayahKode) -> String {
    wilayah
        .as_str()
        .split('.')
        .take(DOTS_KECAMATAN + 1)
        .collect::<Vec<_>>()
        .join(".")
}

impl PublikRow {
    pub fn petak(&self) -> Petak {
        Petak {
            tingkat: 0,
            baris: self.baris,
            kolom: self.kolom,
        }
    }

    pub fn diterima(&self) -> DateTime<Utc> {
        self.diterima_pada.and_utc()
    }

    pub fn diubah(&self) -> DateTime<Utc> {
        self.diubah_pada.and_utc()
    }

    pub fn ringkas(self, regions: &[Wilayah]) -> anyhow::Result<PublikRingkas> {
        let (lat, lng) = self.petak().tengah();
        let wilayah = WilayahKode::parse(&self.wilayah_kode).context("wilayah")?;
        Ok(PublikRingkas {
            kode: Kode::parse(&self.kode).map_err(|error| anyhow::anyhow!("kode: {error:?}"))?,
            jenis: Jenis::parse(&self.jenis).context("jenis")?,
            kategori: Kategori::parse(&self.kategori).context("kategori")?,
            status: Status::parse(&self.status).context("status")?,
            wilayah: full_name(regions, &wilayah).unwrap_or_else(|| wilayah.to_string()),
            kecamatan: WilayahKode::parse(&self.kecamatan).context("kecamatan")?,
            diterima_pada: self.diterima(),
            diubah_pada: self.diubah(),
            judul: self.judul,
            ringkasan: self.ringkasan,
            lat,
            lng,
        })
    }
}

/// The days of a row that counts an answer.
pub fn hari(stored: i32) -> Option<u32> {
    u32::try_from(stored).ok()
}
