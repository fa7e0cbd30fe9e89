//! Finds and keeps aksi.

use anyhow::Context;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::id::AksiId;

use super::{Answer, Masuk, Pemilik};
use crate::clock;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::aksi;

/// In place of a status, where no answer is kept.
const SHOWN_ANEW: i32 = 0;

#[derive(Queryable, Insertable)]
#[diesel(table_name = aksi)]
pub struct AksiRow {
    id: String,
    jenis: String,
    pemilik: String,
    badan_sha256: String,
    status: i32,
    jawaban: String,
    lokasi: Option<String>,
    perangkat: String,
    urutan: i64,
    ditangkap_pada: NaiveDateTime,
    pada: NaiveDateTime,
}

pub fn find(conn: &mut Conn, id: AksiId) -> QueryResult<Option<AksiRow>> {
    aksi::table.find(id.to_string()).first(conn).optional()
}

/// What was brought under this id, as the hash of its body, and how it was answered; whoever brought it.
pub fn kept(conn: &mut Conn, id: AksiId) -> QueryResult<Option<(String, String)>> {
    aksi::table
        .find(id.to_string())
        .select((aksi::badan_sha256, aksi::jawaban))
        .first(conn)
        .optional()
}

pub fn is_of(conn: &mut Conn, id: AksiId, pemilik: &Pemilik) -> QueryResult<bool> {
    let own = aksi::table
        .find(id.to_string())
        .filter(aksi::pemilik.eq(owner(pemilik)));
    diesel::select(diesel::dsl::exists(own)).get_result(conn)
}

pub fn is_same(row: &AksiRow, masuk: &Masuk) -> bool {
    row.jenis == masuk.jenis.as_str()
        && row.pemilik == owner(&masuk.pemilik)
        && row.badan_sha256 == masuk.badan_sha256
}

/// Without an answer, what is shown is made anew each time.
pub fn insert(conn: &mut Conn, masuk: &Masuk, answer: Option<&Answer>) -> Result<()> {
    let row = AksiRow {
        id: masuk.id.to_string(),
        jenis: masuk.jenis.as_str().to_owned(),
        pemilik: owner(&masuk.pemilik),
        badan_sha256: masuk.badan_sha256.clone(),
        status: answer.map_or(SHOWN_ANEW, |answer| i32::from(answer.status)),
        jawaban: answer.map(|answer| answer.json.clone()).unwrap_or_default(),
        lokasi: answer.and_then(|answer| answer.lokasi.clone()),
        perangkat: masuk.asal.perangkat.to_string(),
        urutan: i64::try_from(masuk.asal.urutan).context("urutan")?,
        ditangkap_pada: clock::stored(masuk.asal.ditangkap_pada),
        pada: masuk.pada.naive_utc(),
    };
    diesel::insert_into(aksi::table).values(row).execute(conn)?;
    Ok(())
}

fn owner(pemilik: &Pemilik) -> String {
    match pemilik {
        Pemilik::Account(id) => format!("account:{id}"),
        Pemilik::Kunci(hash) => format!("kunci:{hash}"),
    }
}

impl TryFrom<AksiRow> for Answer {
    type Error = AppError;

    fn try_from(row: AksiRow) -> Result<Self> {
        let status = u16::try_from(row.status).context("status of an aksi")?;
        Ok(Self {
            status,
            json: row.jawaban,
            lokasi: row.lokasi,
            replayed: true,
        })
    }
}
