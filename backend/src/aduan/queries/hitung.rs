//! Counts the deadlines of complaints, and counts them again when the calendar has changed.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde_json::json;
use shared::aduan::{BatasWaktu, Jenis, Kategori, Perjalanan, Status, awal_hari, tenggat};
use shared::clock::{Jeda, Kalender, Tenggat};
use shared::id::AccountId;
use shared::jejak::Objek;

use super::jeda;
use crate::aduan::row::{AduanRow, NO_TENGGAT, NO_TINJAU, split_tenggat, stored_tenggat};
use crate::batas_waktu;
use crate::db::Conn;
use crate::error::Result;
use crate::jejak::Oleh;
use crate::riwayat::{self, Perubahan};
use crate::schema::aduan;
use crate::wilayah;

/// Complaints that are read at once.
const BATCH: i64 = 500;

/// What a deadline is counted by, as it stands until the transaction ends.
pub(super) struct Aturan {
    batas: BatasWaktu,
    kalender: Kalender,
}

impl Aturan {
    pub(super) fn load(conn: &mut Conn) -> Result<Self> {
        Ok(Self {
            kalender: wilayah::libur::queries::kalender_tetap(conn)?,
            batas: batas_waktu::queries::list(conn)?,
        })
    }

    pub(super) const fn kalender(&self) -> &Kalender {
        &self.kalender
    }

    /// Sets the deadline that runs in the state of the complaint.
    pub(super) fn set_tenggat(&self, row: &mut AduanRow, jeda: &[Jeda]) -> anyhow::Result<()> {
        let berjalan = Berjalan::from(&*row);
        let tenggat = self.of(&berjalan, jeda)?;
        row.set_tenggat(tenggat);
        row.tinjau_pada = lihat_pada(row.tenggat);
        Ok(())
    }

    fn of(&self, row: &Berjalan, jeda: &[Jeda]) -> anyhow::Result<Option<Tenggat>> {
        let perjalanan = Perjalanan {
            status: Status::parse(&row.status).context("status")?,
            jenis: Jenis::parse(&row.jenis).context("jenis")?,
            kategori: Kategori::parse(&row.kategori).context("kategori")?,
            diterima_pada: row.diterima_pada.and_utc(),
            diverifikasi_pada: row.diverifikasi_pada.map(|pada| pada.and_utc()),
            dibuka_pada: row.dibuka_pada.map(|pada| pada.and_utc()),
            jeda,
        };
        Ok(tenggat(&self.batas, &self.kalender, &perjalanan))
    }
}

/// The deadline once the clock goes on, if it stood still from now until this day.
pub fn bila_ditunda(
    conn: &mut Conn,
    row: &AduanRow,
    hingga: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<Tenggat>> {
    let mut jeda = jeda::list_of(conn, &[&row.id])?
        .remove(&row.id)
        .unwrap_or_default();
    jeda.push(Jeda {
        dari: now,
        sampai: Some(awal_hari(hingga)),
    });
    let aturan = Aturan {
        kalender: wilayah::queries::kalender(conn)?,
        batas: batas_waktu::queries::list(conn)?,
    };
    Ok(aturan.of(&Berjalan::from(row), &jeda)?)
}

/// When the portal has first to look at what has this deadline: as soon as it is over. What is due by then is decided
/// there, by the steps of the district.
fn lihat_pada(tenggat: NaiveDate) -> NaiveDateTime {
    match tenggat.succ_opt() {
        Some(next) if tenggat != NO_TENGGAT => awal_hari(next).naive_utc(),
        Some(_) | None => NO_TINJAU,
    }
}

/// What of a complaint its deadline is counted from.
#[derive(Queryable, Selectable)]
#[diesel(table_name = aduan)]
struct Berjalan {
    id: String,
    status: String,
    jenis: String,
    kategori: String,
    diterima_pada: NaiveDateTime,
    diverifikasi_pada: Option<NaiveDateTime>,
    dibuka_pada: Option<NaiveDateTime>,
    tenggat: NaiveDate,
    tenggat_sementara: bool,
    tinjau_pada: NaiveDateTime,
}

impl From<&AduanRow> for Berjalan {
    fn from(row: &AduanRow) -> Self {
        Self {
            id: row.id.clone(),
            status: row.status.clone(),
            jenis: row.jenis.clone(),
            kategori: row.kategori.clone(),
            diterima_pada: row.diterima_pada,
            diverifikasi_pada: row.diverifikasi_pada,
            dibuka_pada: row.dibuka_pada,
            tenggat: row.tenggat,
            tenggat_sementara: row.tenggat_sementara,
            tinjau_pada: row.tinjau_pada,
        }
    }
}

/// What counting again has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Dihitung {
    /// Complaints with another deadline, or with one that is *sementara* or no longer so.
    pub berubah: u32,
    pub menjadi_pasti: u32,
}

/// Counts the running deadlines again that end on `dari` or later: a clock that ends before a day does not go by the
/// calendar of that day. In batches, so that no more than one of them is in memory.
pub fn recount_tenggat(
    conn: &mut Conn,
    dari: NaiveDate,
    (oleh, pada): (Option<AccountId>, DateTime<Utc>),
) -> Result<Dihitung> {
    let aturan = Aturan::load(conn)?;
    let mut dihitung = Dihitung::default();
    let mut last: Option<(NaiveDate, String)> = None;
    loop {
        let batch = batch(conn, dari, last.as_ref())?;
        let ids: Vec<&str> = batch.iter().map(|row| row.id.as_str()).collect();
        let jeda = jeda::list_of(conn, &ids)?;
        for row in &batch {
            let new = aturan.of(row, jeda.get(&row.id).map_or(&[][..], Vec::as_slice))?;
            let old = stored_tenggat(row.tenggat, row.tenggat_sementara);
            if new == old {
                continue;
            }
            // A deadline that moves on is met once more further on, and is then found to be right.
            store(conn, row, new, (oleh, pada))?;
            dihitung.berubah += 1;
            let is_final = new.is_none_or(|tenggat| !tenggat.sementara);
            dihitung.menjadi_pasti += u32::from(row.tenggat_sementara && is_final);
        }
        match batch.into_iter().last() {
            Some(row) => last = Some((row.tenggat, row.id)),
            None => return Ok(dihitung),
        }
    }
}

fn batch(conn: &mut Conn, dari: NaiveDate, last: Option<&(NaiveDate, String)>) -> QueryResult<Vec<Berjalan>> {
    let (hari, id) = last.cloned().unwrap_or((dari, String::new()));
    let same = aduan::tenggat.eq(hari).and(aduan::id.gt(id));
    aduan::table
        .filter(aduan::tenggat.ge(hari).and(aduan::tenggat.lt(NO_TENGGAT)))
        .filter(aduan::tenggat.gt(hari).or(same))
        .order((aduan::tenggat, aduan::id))
        .limit(BATCH)
        .select(Berjalan::as_select())
        .load(conn)
}

fn store(
    conn: &mut Conn,
    row: &Berjalan,
    new: Option<Tenggat>,
    (oleh, pada): (Option<AccountId>, DateTime<Utc>),
) -> Result<()> {
    let (hari, sementara) = split_tenggat(new);
    // What is put off is looked at on the day on which it goes on, whatever its deadline is.
    let tinjau_pada = match Status::parse(&row.status).context("status")? {
        Status::Ditunda => row.tinjau_pada,
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
        | Status::Diarsipkan => lihat_pada(hari),
    };
    diesel::update(aduan::table.find(&row.id))
        .set((
            aduan::tenggat.eq(hari),
            aduan::tenggat_sementara.eq(sementara),
            aduan::tinjau_pada.eq(tinjau_pada),
        ))
        .execute(conn)?;
    let perubahan = Perubahan {
        objek: Objek::Aduan,
        catatan_id: &row.id,
        oleh: Oleh::account_or_sistem(oleh),
        pada,
    };
    let told = |hari: NaiveDate, sementara: bool| json!({"tenggat": hari, "tenggat_sementara": sementara});
    riwayat::keep(
        conn,
        &perubahan,
        &told(row.tenggat, row.tenggat_sementara),
        &told(hari, sementara),
    )
}
