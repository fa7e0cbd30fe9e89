//! What the time makes of complaints: each is claimed by one conditional change of its row, so that of two processes that
//! look at it at once one does what is due, and the other nothing.

use anyhow::Context;
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde_json::json;
use shared::aduan::{AturanSiklus, Keadaan, Pihak, Status, Tindakan, Tingkat, Tinjauan, tinjau as putuskan};
use shared::clock::Kalender;
use shared::jejak::Objek;
use uuid::Uuid;

use super::{jeda, langkah};
use crate::aduan::row::{AduanRow, EskalasiRow, NO_TINJAU};
use crate::aduan::view::pihak_text;
use crate::db::Conn;
use crate::error::Result;
use crate::jejak::Oleh;
use crate::kabar::{self, Kejadian};
use crate::riwayat::{self, Perubahan};
use crate::schema::{aduan, aduan_pesan, eskalasi};
use crate::wilayah;

/// What was done to one complaint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hasil {
    Dieskalasi(Tingkat),
    Ditutup,
    Dilanjutkan,
    /// Nothing yet, or another process was faster.
    Nihil,
}

/// Complaints at which the portal has to look now, from the last one on: by the index of `tinjau_pada` alone.
pub fn jatuh_waktu(
    conn: &mut Conn,
    now: DateTime<Utc>,
    (last, limit): (Option<&(NaiveDateTime, String)>, i64),
) -> QueryResult<Vec<(NaiveDateTime, String)>> {
    let mut due = aduan::table
        .filter(aduan::tinjau_pada.le(now.naive_utc()))
        .into_boxed::<crate::db::Backend>();
    if let Some((pada, id)) = last.cloned() {
        let same = aduan::tinjau_pada.eq(pada).and(aduan::id.gt(id));
        due = due
            .filter(aduan::tinjau_pada.ge(pada))
            .filter(aduan::tinjau_pada.gt(pada).or(same));
    }
    due.order((aduan::tinjau_pada, aduan::id))
        .limit(limit)
        .select((aduan::tinjau_pada, aduan::id))
        .load(conn)
}

/// Looks at one complaint and does what is due.
pub fn tinjau(conn: &mut Conn, id: &str, aturan: &AturanSiklus, now: DateTime<Utc>) -> Result<Hasil> {
    let row: Option<AduanRow> = aduan::table.find(id).first(conn).optional()?;
    let Some(row) = row.filter(|row| row.tinjau_pada <= now.naive_utc()) else {
        return Ok(Hasil::Nihil);
    };
    let kalender = wilayah::queries::kalender(conn)?;
    let keadaan = keadaan(conn, &row)?;
    match putuskan(aturan, &kalender, &keadaan, now) {
        Tinjauan::Eskalasi(tingkat) => {
            let then = Keadaan {
                tingkat: Some(tingkat),
                ..keadaan
            };
            let next = next_look(aturan, &kalender, &then, now);
            if !claim(conn, &row, (tingkat.nomor(), next))? {
                return Ok(Hasil::Nihil);
            }
            tell(conn, &row, tingkat, now)?;
            Ok(Hasil::Dieskalasi(tingkat))
        }
        Tinjauan::Tutup => {
            let why = format!(
                "Selesai otomatis: {} hari sesudah tanggapan tanpa balasan pelapor.",
                aturan.tutup_hari
            );
            langkah::sistem(conn, &row, Tindakan::Selesai, (why, now))?;
            Ok(Hasil::Ditutup)
        }
        Tinjauan::Lanjutkan => {
            let why = "Waktu penundaan sudah habis.".to_owned();
            langkah::sistem(conn, &row, Tindakan::Lanjutkan, (why, now))?;
            Ok(Hasil::Dilanjutkan)
        }
        Tinjauan::Nanti(_) | Tinjauan::Tidak => {
            let next = next_look(aturan, &kalender, &keadaan, now);
            claim(conn, &row, (row.eskalasi, next))?;
            Ok(Hasil::Nihil)
        }
    }
}

fn next_look(
    aturan: &AturanSiklus,
    kalender: &Kalender,
    keadaan: &Keadaan,
    now: DateTime<Utc>,
) -> NaiveDateTime {
    match putuskan(aturan, kalender, keadaan, now) {
        Tinjauan::Nanti(pada) => pada.naive_utc(),
        Tinjauan::Tidak => NO_TINJAU,
        Tinjauan::Eskalasi(_) | Tinjauan::Tutup | Tinjauan::Lanjutkan => now.naive_utc(),
    }
}

fn keadaan(conn: &mut Conn, row: &AduanRow) -> Result<Keadaan> {
    let status = Status::parse(&row.status).context("status")?;
    let menunggu_balasan = match row.ditanggapi_pada {
        Some(pada) if status == Status::Ditanggapi => {
            let replies = aduan_pesan::table
                .filter(aduan_pesan::aduan_id.eq(&row.id))
                .filter(aduan_pesan::dari.eq(pihak_text(Pihak::Pelapor)))
                .filter(aduan_pesan::pada.gt(pada));
            let count: i64 = replies.count().get_result(conn)?;
            Some(pada.and_utc()).filter(|_| count == 0)
        }
        Some(_) | None => None,
    };
    let lanjut = match status {
        Status::Ditunda => jeda::list(conn, &row.id)?.last().map(|jeda| jeda.hingga),
        Status::Diterima
        | Status::Diverifikasi
        | Status::Didisposisikan
        | Status::Diproses
        | Status::Ditanggapi
        | Status::Selesai
        | Status::Ditolak
        | Status::BukanWewenang
        | Status::DibukaKembali
        | Status::Digabung
        | Status::Diarsipkan => None,
    };
    Ok(Keadaan {
        status,
        tenggat: row.tenggat().map(|tenggat| tenggat.hari),
        tingkat: Tingkat::of_nomor(row.eskalasi),
        menunggu_balasan,
        lanjut,
    })
}

/// Whether this process is the one. The row must still be as it was read: whoever was faster has changed it.
fn claim(conn: &mut Conn, row: &AduanRow, (eskalasi, tinjau_pada): (i32, NaiveDateTime)) -> Result<bool> {
    let same = aduan::table
        .find(&row.id)
        .filter(aduan::versi.eq(row.versi))
        .filter(aduan::eskalasi.eq(row.eskalasi))
        .filter(aduan::tinjau_pada.eq(row.tinjau_pada));
    let change = (aduan::eskalasi.eq(eskalasi), aduan::tinjau_pada.eq(tinjau_pada));
    Ok(diesel::update(same).set(change).execute(conn)? == 1)
}

/// Keeps who learned of it. Whoever is to be told of an escalation is told from here.
fn tell(conn: &mut Conn, row: &AduanRow, tingkat: Tingkat, now: DateTime<Utc>) -> Result<()> {
    let new = EskalasiRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: row.id.clone(),
        tingkat: tingkat.nomor(),
        tenggat: row.tenggat,
        pada: now.naive_utc(),
    };
    diesel::insert_into(eskalasi::table).values(new).execute(conn)?;
    kabar::antrekan(conn, &row.id, Kejadian::Eskalasi(tingkat), (None, now))?;
    let perubahan = Perubahan {
        objek: Objek::Aduan,
        catatan_id: &row.id,
        oleh: Oleh::Sistem,
        pada: now,
    };
    riwayat::keep(
        conn,
        &perubahan,
        &json!({"eskalasi": row.eskalasi}),
        &json!({"eskalasi": tingkat.nomor()}),
    )
}
