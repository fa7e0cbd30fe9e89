//! Reads the rules, and lets one follow another.

use chrono::NaiveDate;
use diesel::prelude::*;
use shared::account::Account;
use shared::aduan::{AturanBatas, BatasWaktu, BatasWaktuBaru, PerubahanBatas};
use shared::clock::wita_day;
use shared::jejak::Objek;

use super::row::BatasWaktuRow;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::jejak::Oleh;
use crate::riwayat::{self, Perubahan};
use crate::schema::batas_waktu;

const TABEL: &str = "batas_waktu";

/// All rules, past and planned ones too.
pub fn list(conn: &mut Conn) -> Result<BatasWaktu> {
    let rows = rows(conn)?;
    let rules = rows.iter().map(AturanBatas::try_from);
    Ok(BatasWaktu(rules.collect::<anyhow::Result<_>>()?))
}

/// A kind's own rule comes before those of its categories, and each is told from the first day on.
fn rows(conn: &mut Conn) -> QueryResult<Vec<BatasWaktuRow>> {
    let mut rows: Vec<BatasWaktuRow> = batas_waktu::table.load(conn)?;
    // Sorted here: the databases do not agree on where NULL stands.
    rows.sort_by(|one, other| {
        let key = |row: &BatasWaktuRow| (row.tahap.clone(), row.jenis.clone(), row.kategori.clone());
        (key(one), one.berlaku_mulai).cmp(&(key(other), other.berlaku_mulai))
    });
    Ok(rows)
}

/// Puts the district's first rules into a portal that has none.
pub fn seed(conn: &mut Conn, first: &[AturanBatas]) -> Result<()> {
    if batas_waktu::table.count().get_result::<i64>(conn)? > 0 {
        return Ok(());
    }
    for aturan in first {
        let row = BatasWaktuRow::new(aturan.hal(), aturan.hari_kerja, aturan.berlaku_mulai)?;
        diesel::insert_into(batas_waktu::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

/// Lets new rules follow, all of them or none. Answers all rules as they then are.
pub fn ubah(conn: &mut Conn, masuk: &Masuk, petugas: &Account, baru: &BatasWaktuBaru) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        baru.periksa(wita_day(masuk.pada))?;
        db::claim(conn, TABEL)?;
        for change in &baru.perubahan {
            follow(conn, masuk, petugas, change)?;
        }
        Ok((Tentang::new(Objek::BatasWaktu, ""), Answer::ok(&list(conn)?)?))
    })
}

/// The rule of before ends on the day before; rules that were planned for later never come into force.
fn follow(conn: &mut Conn, masuk: &Masuk, petugas: &Account, change: &PerubahanBatas) -> Result<()> {
    for row in rows(conn)? {
        let aturan = AturanBatas::try_from(&row)?;
        if aturan.hal() != change.hal() {
            continue;
        }
        if aturan.berlaku_mulai >= change.berlaku_mulai {
            diesel::delete(batas_waktu::table.find(&row.id)).execute(conn)?;
            keep(conn, masuk, petugas, Some(&row), None)?;
        } else if aturan
            .berlaku_sampai
            .is_none_or(|last| last >= change.berlaku_mulai)
        {
            let ended = BatasWaktuRow {
                berlaku_sampai: change.berlaku_mulai.pred_opt(),
                ..row.clone()
            };
            end(conn, &ended.id, ended.berlaku_sampai)?;
            keep(conn, masuk, petugas, Some(&row), Some(&ended))?;
        }
    }
    if let Some(hari_kerja) = change.hari_kerja {
        let row = BatasWaktuRow::new(change.hal(), hari_kerja, change.berlaku_mulai)?;
        keep(conn, masuk, petugas, None, Some(&row))?;
        diesel::insert_into(batas_waktu::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

fn end(conn: &mut Conn, id: &str, last: Option<NaiveDate>) -> QueryResult<()> {
    diesel::update(batas_waktu::table.find(id))
        .set(batas_waktu::berlaku_sampai.eq(last))
        .execute(conn)?;
    Ok(())
}

fn keep(
    conn: &mut Conn,
    masuk: &Masuk,
    petugas: &Account,
    lama: Option<&BatasWaktuRow>,
    baru: Option<&BatasWaktuRow>,
) -> Result<()> {
    let Some(id) = lama.or(baru).map(|row| row.id.as_str()) else {
        return Ok(());
    };
    let perubahan = Perubahan {
        objek: Objek::BatasWaktu,
        catatan_id: id,
        oleh: Oleh::Petugas(petugas.id),
        pada: masuk.pada,
    };
    riwayat::keep_whole(conn, &perubahan, lama, baru)
}
