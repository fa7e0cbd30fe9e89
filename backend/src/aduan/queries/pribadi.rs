//! What a complaint says of a person (UU 27/2022): put right, or erased.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::aduan::{Kontak, NamaKolom};
use shared::jejak::{Objek, Perbuatan};
use shared::pribadi::DIHAPUS;
use shared::wilayah::{WilayahKode, full_name};
use shared::words::nomor_hp;

use super::kata;
use crate::aduan::row::{AduanRow, PribadiChange};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::{self, Baris, Dalam, Oleh};
use crate::riwayat::{self, Perubahan};
use crate::schema::{
    aduan, aduan_beda, aduan_catatan, aduan_foto, aduan_kunci, aduan_langkah, aduan_penilaian, aduan_pesan,
    disposisi, foto_buang, jejak as lines, riwayat as history,
};
use crate::{kabar, publik, wilayah};

/// Columns of a complaint that tell who reported it, or may.
const PRIBADI: &[&str] = &[
    "nama",
    "hp",
    "email",
    "uraian",
    "lokasi_catatan",
    "lat",
    "lng",
    "akurasi_m",
    "posisi_sumber",
    "perangkat",
];
/// What else goes with them.
const IKUT: &[&str] = &[
    "nama",
    "hp",
    "email",
    "uraian",
    "lokasi",
    "pesan",
    "catatan",
    "penilaian",
    "foto",
];

/// Writes name and numbers as the reporter says they are; the field history keeps what stood there.
pub fn perbaiki_pelapor(
    conn: &mut Conn,
    before: &AduanRow,
    kontak: &Kontak,
    (oleh, pada): (Oleh, DateTime<Utc>),
) -> Result<()> {
    let mut after = before.clone();
    kontak.nama.trim().clone_into(&mut after.nama);
    after.hp = nomor_hp(&kontak.hp).unwrap_or_else(|| kontak.hp.trim().to_owned());
    after.email = kontak.email.as_deref().map(|email| email.trim().to_owned());
    store(conn, before, &mut after, pada)?;
    let perubahan = Perubahan {
        objek: Objek::Aduan,
        catatan_id: &before.id,
        oleh,
        pada,
    };
    riwayat::keep(conn, &perubahan, before, &after)
}

/// Puts *dihapus* in the place of all that tells of a person, in every table. The words that an officer released for
/// everyone stay, and so do state, dates and region, of which the figures are made. All photos go, also those that
/// everyone could see: they are taken out of the store afterwards;
/// until then no record leads to them. Answers false where it was erased before.
pub fn hapus_pribadi(
    conn: &mut Conn,
    before: &AduanRow,
    (oleh, pada): (Oleh, DateTime<Utc>),
) -> Result<bool> {
    if before.dihapus_pada.is_some() {
        return Ok(false);
    }
    let mut after = before.clone();
    for text in [&mut after.nama, &mut after.hp, &mut after.uraian] {
        DIHAPUS.clone_into(text);
    }
    if !after.lokasi_catatan.is_empty() {
        DIHAPUS.clone_into(&mut after.lokasi_catatan);
    }
    after.email = None;
    (after.lat, after.lng, after.akurasi_m, after.posisi_sumber) = (None, None, None, None);
    after.perangkat = None;
    after.dihapus_pada = Some(pada.naive_utc());
    store(conn, before, &mut after, pada)?;
    hapus_tulisan(conn, &after.id)?;
    hapus_beda(conn, &after.id)?;
    hapus_riwayat(conn, &after.id)?;
    hapus_foto(conn, &after.id)?;
    kabar::langganan::lupakan_aduan(conn, &after.id)?;
    let regions = wilayah::queries::list_hingga(conn, [after.wilayah_kode.as_str()])?;
    let tempat = WilayahKode::parse(&after.wilayah_kode).and_then(|kode| full_name(&regions, &kode));
    kata::replace(conn, &after, &tempat.unwrap_or_default())?;
    publik::queries::catat(conn, &after.keadaan()?)?;
    let baris = Baris {
        oleh,
        perbuatan: Perbuatan::Hapus,
        objek: Objek::Aduan,
        catatan_id: &after.id,
        perangkat: None,
        aksi_id: None,
        dalam: Dalam::Antar {
            catatan: Vec::new(),
            kolom: IKUT,
        },
        pada,
    };
    jejak::tulis(conn, &baris)?;
    Ok(true)
}

/// Stores the new state under the next version; another writer who was faster makes the whole transaction begin again.
fn store(conn: &mut Conn, before: &AduanRow, after: &mut AduanRow, pada: DateTime<Utc>) -> Result<()> {
    after.versi = before.versi + 1;
    after.diubah_pada = pada.naive_utc();
    let same = aduan::table
        .find(&before.id)
        .filter(aduan::versi.eq(before.versi));
    if diesel::update(same)
        .set(PribadiChange::from(&*after))
        .execute(conn)?
        == 0
    {
        return Err(AppError::Contended);
    }
    Ok(())
}

/// What the reporter and the officers wrote to each other and about him; an answer that everyone may read is none of it.
fn hapus_tulisan(conn: &mut Conn, id: &str) -> QueryResult<()> {
    let pesan = aduan_pesan::table.filter(aduan_pesan::aduan_id.eq(id));
    diesel::update(pesan.filter(aduan_pesan::publik.eq(false)))
        .set(aduan_pesan::isi.eq(DIHAPUS))
        .execute(conn)?;
    let langkah = aduan_langkah::table.filter(aduan_langkah::aduan_id.eq(id));
    let langkah = langkah.filter(aduan_langkah::publik.eq(false));
    diesel::update(langkah.filter(aduan_langkah::catatan.is_not_null()))
        .set(aduan_langkah::catatan.eq(Some(DIHAPUS)))
        .execute(conn)?;
    diesel::update(aduan_catatan::table.filter(aduan_catatan::aduan_id.eq(id)))
        .set(aduan_catatan::isi.eq(DIHAPUS))
        .execute(conn)?;
    let penilaian = aduan_penilaian::table.filter(aduan_penilaian::aduan_id.eq(id));
    diesel::update(penilaian.filter(aduan_penilaian::komentar.ne("")))
        .set(aduan_penilaian::komentar.eq(DIHAPUS))
        .execute(conn)?;
    let disposisi = disposisi::table.filter(disposisi::aduan_id.eq(id));
    diesel::update(disposisi.filter(disposisi::catatan.is_not_null()))
        .set(disposisi::catatan.eq(Some(DIHAPUS)))
        .execute(conn)?;
    diesel::update(aduan_kunci::table.filter(aduan_kunci::aduan_id.eq(id)))
        .set(aduan_kunci::catatan.eq(DIHAPUS))
        .execute(conn)?;
    Ok(())
}

/// Values between which somebody was to choose, or chose, of fields that are erased: there is nothing left to choose.
fn hapus_beda(conn: &mut Conn, id: &str) -> QueryResult<()> {
    let pribadi = NamaKolom::ALL.into_iter().filter(|kolom| kolom.pribadi());
    let kolom: Vec<&str> = pribadi.map(NamaKolom::as_str).collect();
    let told = aduan_beda::table.filter(aduan_beda::aduan_id.eq(id));
    diesel::delete(told.filter(aduan_beda::kolom.eq_any(kolom))).execute(conn)?;
    Ok(())
}

/// What the fields held before, and the salts without which nobody can try names against the hashes of the trail.
fn hapus_riwayat(conn: &mut Conn, id: &str) -> Result<()> {
    let dihapus = serde_json::to_string(DIHAPUS)?;
    let of_it = || {
        history::table
            .filter(history::tabel.eq(Objek::Aduan.as_str()))
            .filter(history::catatan_id.eq(id))
            .filter(history::kolom.eq_any(PRIBADI))
    };
    diesel::update(of_it().filter(history::lama.is_not_null()))
        .set(history::lama.eq(Some(&dihapus)))
        .execute(conn)?;
    diesel::update(of_it().filter(history::baru.is_not_null()))
        .set(history::baru.eq(Some(&dihapus)))
        .execute(conn)?;
    diesel::update(lines::table.filter(lines::catatan_id.eq(id)))
        .set(lines::garam.eq(None::<String>))
        .execute(conn)?;
    Ok(())
}

fn hapus_foto(conn: &mut Conn, id: &str) -> QueryResult<()> {
    let listed = aduan_foto::table.filter(aduan_foto::aduan_id.eq(id));
    let photos: Vec<String> = listed.select(aduan_foto::sha256).load(conn)?;
    for sha256 in photos {
        diesel::insert_into(foto_buang::table)
            .values((foto_buang::aduan_id.eq(id), foto_buang::sha256.eq(sha256)))
            .execute(conn)?;
    }
    diesel::delete(listed).execute(conn)?;
    Ok(())
}
