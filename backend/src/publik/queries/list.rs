//! The public list: by indexes, from the last row seen, the newest first.

use anyhow::Context;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::aduan::{Kategori, Status};
use shared::error::{ApiError, ErrorCode};
use shared::kode::Kode;
use shared::page::rows;
use shared::publik::{
    PETAK_MAX, Petak, PublikFilter, PublikHalaman, PublikRingkas, SEPETAK_MAX, TERBUKA_MAX, TerbukaFilter,
};
use shared::wilayah::WilayahKode;

use crate::db::{Backend, Conn};
use crate::error::Result;
use crate::publik::row::PublikRow;
use crate::schema::publik;
use crate::wilayah;

/// What is looked for; each part that is given narrows.
#[derive(Clone, Default, Debug)]
pub struct Saring {
    pub kecamatan: Option<WilayahKode>,
    pub kategori: Option<Kategori>,
    pub status: Option<Status>,
    pub terbuka: Option<bool>,
    pub petak: Option<Petak>,
    pub dari: Option<NaiveDateTime>,
    pub sampai: Option<NaiveDateTime>,
}

impl Saring {
    fn query<'a>(&self) -> publik::BoxedQuery<'a, Backend> {
        let mut query = publik::table.into_boxed();
        if let Some(kecamatan) = &self.kecamatan {
            query = query.filter(publik::kecamatan.eq(kecamatan.to_string()));
        }
        if let Some(kategori) = self.kategori {
            query = query.filter(publik::kategori.eq(kategori.as_str()));
        }
        if let Some(status) = self.status {
            query = query.filter(publik::status.eq(status.as_str()));
        }
        if let Some(terbuka) = self.terbuka {
            query = query.filter(publik::terbuka.eq(terbuka));
        }
        if let Some(petak) = self.petak {
            query = query.filter(publik::baris.eq(petak.baris).and(publik::kolom.eq(petak.kolom)));
        }
        if let Some(dari) = self.dari {
            query = query.filter(publik::diterima_pada.ge(dari));
        }
        if let Some(sampai) = self.sampai {
            query = query.filter(publik::diterima_pada.le(sampai));
        }
        query.order((publik::diterima_pada.desc(), publik::kode.desc()))
    }
}

/// Where a page ended.
pub type Letak = (NaiveDateTime, String);

/// Up to `limit` rows after one, the newest first.
pub fn sesudah(
    conn: &mut Conn,
    saring: &Saring,
    last: Option<&Letak>,
    limit: i64,
) -> QueryResult<Vec<PublikRow>> {
    let mut query = saring.query();
    if let Some((pada, kode)) = last.cloned() {
        let same = publik::diterima_pada.eq(pada).and(publik::kode.lt(kode));
        // Said twice, so that the index is entered where the page begins and not at the newest.
        query = query
            .filter(publik::diterima_pada.le(pada))
            .filter(publik::diterima_pada.lt(pada).or(same));
    }
    query.limit(limit).load(conn)
}

/// A page by its number, as Open311 has it; the caller bounds how far one may turn.
pub fn halaman(conn: &mut Conn, saring: &Saring, (page, size): (i64, i64)) -> QueryResult<Vec<PublikRow>> {
    saring.query().offset((page - 1) * size).limit(size).load(conn)
}

/// One complaint, by its code.
pub fn find(conn: &mut Conn, kode: &Kode) -> QueryResult<Option<PublikRow>> {
    publik::table
        .filter(publik::kode.eq(kode.as_str()))
        .first(conn)
        .optional()
}

/// Those of the codes that there are.
pub fn nomor(conn: &mut Conn, kode: &[Kode]) -> QueryResult<Vec<PublikRow>> {
    let kode: Vec<&str> = kode.iter().map(Kode::as_str).collect();
    publik::table
        .filter(publik::kode.eq_any(kode))
        .order((publik::diterima_pada.desc(), publik::kode.desc()))
        .load(conn)
}

pub fn list(conn: &mut Conn, filter: &PublikFilter) -> Result<PublikHalaman> {
    let limit = rows(filter.limit)?;
    let petak = filter.petak.as_deref().map(read_petak).transpose()?;
    let saring = Saring {
        kecamatan: filter.kecamatan.clone(),
        kategori: filter.kategori,
        status: filter.status,
        petak,
        ..Saring::default()
    };
    let last = filter.cursor.as_deref().map(read_cursor).transpose()?;
    let mut rows = sesudah(conn, &saring, last.as_ref(), i64::from(limit) + 1)?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| has_more).map(cursor);
    let regions = wilayah::queries::list_hingga(conn, rows.iter().map(|row| row.wilayah_kode.as_str()))?;
    let items = rows.into_iter().map(|row| row.ringkas(&regions));
    Ok(PublikHalaman {
        items: items.collect::<anyhow::Result<_>>()?,
        next,
    })
}

/// What is still open: in some squares, or the newest of the whole district.
pub fn terbuka(conn: &mut Conn, filter: &TerbukaFilter) -> Result<Vec<PublikRingkas>> {
    let saring = |petak| Saring {
        kategori: filter.kategori,
        terbuka: Some(true),
        petak,
        ..Saring::default()
    };
    let rows = match filter.petak.as_deref().filter(|text| !text.is_empty()) {
        None if filter.kategori.is_some() => {
            let message = "Kategori disaring bersama petak. Tambahkan petaknya.";
            return Err(ApiError::field(ErrorCode::IsianSalah, "petak", message).into());
        }
        None => sesudah(conn, &saring(None), None, TERBUKA_MAX)?,
        Some(text) => {
            let squares: Vec<Petak> = text.split(',').map(read_petak).collect::<Result<_>>()?;
            if squares.len() > PETAK_MAX {
                let message = format!("Paling banyak {PETAK_MAX} petak sekaligus.");
                return Err(ApiError::field(ErrorCode::IsianSalah, "petak", message).into());
            }
            let mut rows = Vec::new();
            for petak in squares {
                rows.extend(sesudah(conn, &saring(Some(petak)), None, SEPETAK_MAX)?);
            }
            rows
        }
    };
    let regions = wilayah::queries::list_hingga(conn, rows.iter().map(|row| row.wilayah_kode.as_str()))?;
    let open = rows.into_iter().map(|row| row.ringkas(&regions));
    Ok(open.collect::<anyhow::Result<_>>()?)
}

fn read_petak(nama: &str) -> Result<Petak> {
    Petak::parse(nama).ok_or_else(|| {
        let message = "Petak ini tidak ada pada peta. Pilih lagi di peta.";
        ApiError::field(ErrorCode::IsianSalah, "petak", message).into()
    })
}

fn cursor(row: &PublikRow) -> String {
    format!("{}~{}", row.diterima_pada.and_utc().timestamp_millis(), row.kode)
}

fn read_cursor(text: &str) -> Result<Letak> {
    let parsed = || {
        let (millis, kode) = text.split_once('~')?;
        let pada = chrono::DateTime::from_timestamp_millis(millis.parse().ok()?)?;
        let kode = Kode::parse(kode).ok()?;
        Some((pada.naive_utc(), kode.to_string()))
    };
    parsed().context("cursor").map_err(|_| {
        ApiError::field(
            ErrorCode::IsianSalah,
            "cursor",
            "Halaman ini tidak ada. Mulai dari awal.",
        )
        .into()
    })
}
