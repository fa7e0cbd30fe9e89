//! Two values of one field, of which neither overwrote the other, and the choice between them.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{NamaKolom, Nilai, PilihanBaru};
use shared::gabung::{Beda, Kolom, Sisi};
use shared::id::{AccountId, BedaId};
use shared::jejak::Objek;

use super::find::must;
use super::langkah::usang;
use super::pembetulan::{self, Perubahan, refuse_unfit, regions_of};
use super::{find_for, seen};
use crate::aduan::kolom::{kolom_of, nilai};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanRow, BedaRow};
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::riwayat;
use crate::schema::aduan_beda;

/// Those that wait for a choice, the oldest first.
pub fn terbuka(conn: &mut Conn, aduan_id: &str) -> QueryResult<Vec<BedaRow>> {
    aduan_beda::table
        .filter(aduan_beda::aduan_id.eq(aduan_id))
        .filter(aduan_beda::putusan.is_null())
        .order((aduan_beda::ajuan_pada, aduan_beda::id))
        .load(conn)
}

/// The field as it stands, with what differs from it.
pub(super) fn kolom(conn: &mut Conn, row: &AduanRow, nama: NamaKolom) -> Result<Kolom<BedaId, Nilai>> {
    let open = terbuka(conn, &row.id)?.into_iter();
    let own = open.filter(|beda| beda.kolom == nama.as_str());
    Ok(Kolom {
        kini: nilai(row, nama)?,
        beda: own.map(|row| read(&row)).collect::<anyhow::Result<_>>()?,
    })
}

fn read(row: &BedaRow) -> anyhow::Result<Beda<BedaId, Nilai>> {
    Ok(Beda {
        id: row.id.parse().context("id of a difference")?,
        versi: row.versi,
        dasar: serde_json::from_str(&row.dasar)?,
        kini: serde_json::from_str(&row.kini)?,
        ajuan: serde_json::from_str(&row.ajuan)?,
        putusan: row.putusan.as_deref().and_then(Sisi::parse),
    })
}

/// Stores the differences of a field as they are now.
pub(super) fn simpan(
    conn: &mut Conn,
    aduan: &AduanRow,
    perubahan: &Perubahan,
    (oleh, pada): (AccountId, DateTime<Utc>),
) -> Result<()> {
    for beda in &perubahan.baru.beda {
        match perubahan.lama.beda.iter().find(|old| old.id == beda.id) {
            Some(old) if old == beda => {}
            Some(old) => change(conn, (old, beda), (oleh, pada))?,
            None => insert(conn, aduan, beda, (oleh, pada))?,
        }
    }
    Ok(())
}

fn insert(
    conn: &mut Conn,
    aduan: &AduanRow,
    beda: &Beda<BedaId, Nilai>,
    (oleh, pada): (AccountId, DateTime<Utc>),
) -> Result<()> {
    let kolom = beda.ajuan.kolom();
    let last = riwayat::terakhir(conn, Objek::Aduan, &aduan.id, kolom_of(kolom))?;
    let (kini_oleh, kini_pada) = last.unwrap_or((None, aduan.diterima_pada));
    let row = BedaRow {
        id: beda.id.to_string(),
        aduan_id: aduan.id.clone(),
        kolom: kolom.as_str().to_owned(),
        versi: beda.versi,
        dasar: serde_json::to_string(&beda.dasar)?,
        kini: serde_json::to_string(&beda.kini)?,
        kini_oleh,
        kini_pada,
        ajuan: serde_json::to_string(&beda.ajuan)?,
        ajuan_oleh: oleh.to_string(),
        ajuan_pada: pada.naive_utc(),
        putusan: None,
        diputus_oleh: None,
        diputus_pada: None,
    };
    diesel::insert_into(aduan_beda::table).values(row).execute(conn)?;
    Ok(())
}

fn change(
    conn: &mut Conn,
    (old, new): (&Beda<BedaId, Nilai>, &Beda<BedaId, Nilai>),
    (oleh, pada): (AccountId, DateTime<Utc>),
) -> Result<()> {
    let same = || aduan_beda::table.find(new.id.to_string());
    let mut row: BedaRow = same().first(conn)?;
    row.versi = new.versi;
    if new.kini != old.kini {
        row.kini = serde_json::to_string(&new.kini)?;
        (row.kini_oleh, row.kini_pada) = (Some(oleh.to_string()), pada.naive_utc());
    }
    if new.ajuan != old.ajuan {
        row.ajuan = serde_json::to_string(&new.ajuan)?;
        (row.ajuan_oleh, row.ajuan_pada) = (oleh.to_string(), pada.naive_utc());
    }
    if let Some(sisi) = new.putusan {
        row.putusan = Some(sisi.as_str().to_owned());
        row.diputus_oleh = Some(oleh.to_string());
        row.diputus_pada = Some(pada.naive_utc());
    }
    diesel::update(same()).set(row).execute(conn)?;
    Ok(())
}

/// An officer chooses one of the two.
pub fn pilih(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, beda_id): (&str, &str),
    petugas: &Account,
    baru: &PilihanBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, &pembaca)?;
        let detail = "Memilih isian bukan tugas Anda pada aduan ini.";
        must(petugas, Hak::KelolaAduan, &before, detail)?;
        let beda = find(conn, &before.id, beda_id)?;
        let lama = kolom(conn, &before, beda.ajuan.kolom())?;
        let mut dipilih = lama.clone();
        // What is not among the open ones was decided.
        if dipilih.pilih(&beda.id, baru.versi, baru.pilih).is_err() {
            return Err(usang(conn, &before, &pembaca, masuk)?);
        }
        let regions = regions_of(conn, [&beda.kini, &beda.ajuan].into_iter())?;
        let (yang, bukan) = match baru.pilih {
            Sisi::Kini => (&beda.kini, &beda.ajuan),
            Sisi::Ajuan => (&beda.ajuan, &beda.kini),
        };
        refuse_unfit((petugas, &before), yang, &regions)?;
        let cerita = format!(
            "{}: dipilih {}, bukan {}",
            yang.kolom().label(),
            yang.kata(&regions),
            bukan.kata(&regions)
        );
        let change = Perubahan {
            lama,
            baru: dipilih,
            cerita,
        };
        pembetulan::simpan(conn, (petugas, masuk.pada), &before, (&[change], ""))?;
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

/// The difference, open or decided, if it is of this complaint.
fn find(conn: &mut Conn, aduan_id: &str, beda_id: &str) -> Result<Beda<BedaId, Nilai>> {
    let beda_id = beda_id.parse::<BedaId>().map_err(|_| AppError::not_found())?;
    let row = aduan_beda::table
        .find(beda_id.to_string())
        .filter(aduan_beda::aduan_id.eq(aduan_id))
        .first::<BedaRow>(conn)
        .optional()?;
    Ok(read(&row.ok_or_else(AppError::not_found)?)?)
}
