//! The fields of a complaint that can be put right, as they are stored.

use anyhow::Context;
use shared::aduan::{Jenis, Kategori, NamaKolom, Nilai};
use shared::wilayah::WilayahKode;

use super::row::AduanRow;
use super::view::{posisi, sumber_text};

/// What stands in the field.
pub fn nilai(row: &AduanRow, kolom: NamaKolom) -> anyhow::Result<Nilai> {
    Ok(match kolom {
        NamaKolom::Jenis => Nilai::Jenis(Jenis::parse(&row.jenis).context("jenis")?),
        NamaKolom::Kategori => Nilai::Kategori(Kategori::parse(&row.kategori).context("kategori")?),
        NamaKolom::Wilayah => Nilai::Wilayah(WilayahKode::parse(&row.wilayah_kode).context("wilayah")?),
        NamaKolom::Patokan => Nilai::patokan(&row.lokasi_catatan),
        NamaKolom::Posisi => Nilai::posisi(posisi(row)?),
    })
}

/// Puts the value into its field.
pub fn tulis(row: &mut AduanRow, nilai: &Nilai) {
    match nilai {
        Nilai::Jenis(jenis) => jenis.as_str().clone_into(&mut row.jenis),
        Nilai::Kategori(kategori) => kategori.as_str().clone_into(&mut row.kategori),
        Nilai::Wilayah(kode) => {
            row.wilayah_kode = kode.to_string();
            row.wilayah_dari_posisi = false;
        }
        Nilai::Patokan(text) => row.lokasi_catatan.clone_from(text),
        Nilai::Posisi(posisi) => {
            row.lat = posisi.map(|posisi| posisi.lat);
            row.lng = posisi.map(|posisi| posisi.lng);
            row.akurasi_m = posisi.and_then(|posisi| posisi.akurasi_m);
            row.posisi_sumber = posisi.map(|posisi| sumber_text(posisi.sumber).to_owned());
        }
    }
}

/// The columns of the field, as the field history names them.
pub const fn kolom_of(kolom: NamaKolom) -> &'static [&'static str] {
    match kolom {
        NamaKolom::Jenis => &["jenis"],
        NamaKolom::Kategori => &["kategori"],
        NamaKolom::Wilayah => &["wilayah_kode"],
        NamaKolom::Patokan => &["lokasi_catatan"],
        NamaKolom::Posisi => &["lat", "lng", "akurasi_m", "posisi_sumber"],
    }
}
