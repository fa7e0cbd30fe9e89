//! The figures of a month, from its counters alone.

use std::collections::BTreeMap;

use anyhow::Context;
use diesel::prelude::*;
use shared::aduan::Kategori;
use shared::publik::{AngkaBulan, Hasil, Sebaran};
use shared::wilayah::{WilayahKode, full_name};

use crate::db::Conn;
use crate::error::Result;
use crate::publik::row::hari;
use crate::schema::publik_angka;
use crate::wilayah;

pub fn angka(conn: &mut Conn, bulan: &str, sasaran_persen: f64) -> Result<AngkaBulan> {
    let counters = publik_angka::table
        .filter(publik_angka::bulan.eq(bulan))
        .filter(publik_angka::n.gt(0))
        .select((
            publik_angka::kecamatan,
            publik_angka::kategori,
            publik_angka::hasil,
            publik_angka::hari,
            publik_angka::n,
        ))
        .load::<(String, String, String, i32, i64)>(conn)?;
    let mut semua = Sebaran::default();
    let mut hidden = Sebaran::default();
    let mut places: BTreeMap<String, Sebaran> = BTreeMap::new();
    let mut kinds: BTreeMap<String, Sebaran> = BTreeMap::new();
    for (kecamatan, kategori, hasil, days, n) in counters {
        let hasil = Hasil::parse(&hasil).context("hasil")?;
        let (days, n) = (hari(days), u64::try_from(n).context("n")?);
        semua.tambah(hasil, days, n);
        if kecamatan.is_empty() {
            hidden.tambah(hasil, days, n);
        } else {
            places.entry(kecamatan).or_default().tambah(hasil, days, n);
            kinds.entry(kategori).or_default().tambah(hasil, days, n);
        }
    }
    let regions = wilayah::queries::list(conn)?;
    let per_kecamatan = places.into_iter().map(|(kode, sebaran)| {
        let kode = WilayahKode::parse(&kode).context("kecamatan")?;
        let nama = full_name(&regions, &kode).unwrap_or_else(|| kode.to_string());
        anyhow::Ok((kode, nama, sebaran.angka()))
    });
    Ok(AngkaBulan {
        bulan: bulan.to_owned(),
        semua: semua.angka(),
        dirahasiakan: hidden.angka().masuk,
        per_kecamatan: per_kecamatan.collect::<anyhow::Result<_>>()?,
        per_kategori: Kategori::ALL
            .into_iter()
            .filter_map(|kategori| Some((kategori, kinds.get(kategori.as_str())?.angka())))
            .collect(),
        sasaran_persen,
    })
}
