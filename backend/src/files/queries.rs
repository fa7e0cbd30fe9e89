//! Uploads in their table. Which photos a record lists, and whose it is, is asked of `aduan`.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::error::{ApiError, ErrorCode};
use shared::id::{AduanId, UploadId};

use super::headers::{LENGTH, Metadata};
use super::row::{Unggahan, UnggahanRow};
use crate::aduan::queries::{find_foto, find_own_foto};
use crate::aduan::{FotoRow, Pembaca};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::unggahan;

/// How long an upload waits for its next byte: a phone may be out of reach for a week.
pub const LIFETIME: chrono::Duration = chrono::Duration::days(7);

/// Begins the upload of a photo that its record lists and lacks. The same creation sent again, its answer lost, finds
/// the upload that it began.
pub fn begin(
    conn: &mut Conn,
    pembaca: &Pembaca,
    photo: &Metadata,
    bytes: u64,
    now: NaiveDateTime,
) -> Result<Unggahan> {
    let listed = find_listed(conn, pembaca, photo.aduan, &photo.sha256)?.ok_or_else(not_wanted)?;
    let begun = find_by_photo(conn, photo.aduan, &photo.sha256)?;
    let (live, over) = match begun {
        Some(upload) if upload.kedaluwarsa > now => (Some(upload), None),
        over => (None, over),
    };
    if let Some(live) = live.filter(|live| live.bytes == bytes) {
        return Ok(live);
    }
    if listed.diterima_pada.is_some() {
        return Err(not_wanted());
    }
    if u64::try_from(listed.bytes) != Ok(bytes) {
        let message = format!("Aduan mencatat foto ini sebesar {} byte.", listed.bytes);
        return Err(ApiError::field(ErrorCode::HeaderSalah, LENGTH, message).into());
    }
    if let Some(over) = over {
        delete(conn, over.id)?;
    }
    insert(conn, photo, bytes, now)
}

/// An unknown record, a foreign one and one that does not lack this photo read alike.
pub fn not_wanted() -> AppError {
    AppError::refused(
        ErrorCode::TidakBerhak,
        "Tidak ada aduan Anda yang menunggu foto ini.",
    )
}

fn insert(conn: &mut Conn, photo: &Metadata, bytes: u64, now: NaiveDateTime) -> Result<Unggahan> {
    let row = UnggahanRow {
        id: UploadId::mint().to_string(),
        aduan_id: photo.aduan.to_string(),
        sha256: photo.sha256.clone(),
        bytes: i64::try_from(bytes).map_err(anyhow::Error::new)?,
        diterima_bytes: 0,
        dibuat_pada: now,
        kedaluwarsa: now + LIFETIME,
    };
    diesel::insert_into(unggahan::table)
        .values(row.clone())
        .execute(conn)?;
    Ok(row.try_into()?)
}

fn find_by_photo(conn: &mut Conn, aduan: AduanId, sha256: &str) -> Result<Option<Unggahan>> {
    let row = unggahan::table
        .filter(unggahan::aduan_id.eq(aduan.to_string()))
        .filter(unggahan::sha256.eq(sha256))
        .first::<UnggahanRow>(conn)
        .optional()?;
    Ok(row.map(Unggahan::try_from).transpose()?)
}

/// The caller's upload and what its record lists; unknown and foreign ones are absent alike.
pub fn find(conn: &mut Conn, pembaca: &Pembaca, id: UploadId) -> Result<Option<(Unggahan, FotoRow)>> {
    let row = unggahan::table
        .find(id.to_string())
        .first::<UnggahanRow>(conn)
        .optional()?;
    let Some(upload) = row.map(Unggahan::try_from).transpose()? else {
        return Ok(None);
    };
    let listed = find_listed(conn, pembaca, upload.aduan, &upload.sha256)?;
    Ok(listed.map(|foto| (upload, foto)))
}

/// The photo as its record lists it; absent alike when the record is unknown, foreign, or does not list it. What an officer
/// listed himself he may bring also where the record has left his reach since: he took it, and nobody else has it.
pub fn find_listed(
    conn: &mut Conn,
    pembaca: &Pembaca,
    aduan: AduanId,
    sha256: &str,
) -> Result<Option<FotoRow>> {
    match find_foto(conn, &aduan.to_string(), sha256, pembaca) {
        Err(AppError::Refused(error)) if error.code == ErrorCode::TidakDitemukan => match pembaca {
            Pembaca::Petugas(account) => find_own_foto(conn, aduan, sha256, account.id),
            Pembaca::Pelapor(_) => Ok(None),
        },
        found => found,
    }
}

pub fn exists(conn: &mut Conn, id: UploadId) -> Result<bool> {
    let found = unggahan::table.find(id.to_string()).count();
    Ok(found.get_result::<i64>(conn)? > 0)
}

/// Counts bytes that are on the disk, and gives the upload a new week.
pub fn acknowledge(conn: &mut Conn, id: UploadId, offset: u64, now: NaiveDateTime) -> Result<NaiveDateTime> {
    let offset = i64::try_from(offset).map_err(anyhow::Error::new)?;
    let kedaluwarsa = now + LIFETIME;
    diesel::update(unggahan::table.find(id.to_string()))
        .set((
            unggahan::diterima_bytes.eq(offset),
            unggahan::kedaluwarsa.eq(kedaluwarsa),
        ))
        .execute(conn)?;
    Ok(kedaluwarsa)
}

/// Ends the upload of a photo, if one was begun; its file is swept away later.
pub fn delete_of_photo(conn: &mut Conn, aduan: AduanId, sha256: &str) -> Result<()> {
    let begun = unggahan::table
        .filter(unggahan::aduan_id.eq(aduan.to_string()))
        .filter(unggahan::sha256.eq(sha256));
    diesel::delete(begun).execute(conn)?;
    Ok(())
}

/// How many of these photos of a record have arrived.
pub fn count_arrived(conn: &mut Conn, pembaca: &Pembaca, aduan: AduanId, all: &[String]) -> Result<usize> {
    let mut arrived = 0;
    for sha256 in all {
        let listed = find_listed(conn, pembaca, aduan, sha256)?;
        arrived += usize::from(listed.is_some_and(|foto| foto.diterima_pada.is_some()));
    }
    Ok(arrived)
}

pub fn delete(conn: &mut Conn, id: UploadId) -> Result<()> {
    diesel::delete(unggahan::table.find(id.to_string())).execute(conn)?;
    Ok(())
}

/// Uploads whose time is over, the oldest first.
pub fn list_expired(conn: &mut Conn, now: NaiveDateTime, limit: i64) -> Result<Vec<UploadId>> {
    let ids = unggahan::table
        .filter(unggahan::kedaluwarsa.le(now))
        .order(unggahan::kedaluwarsa)
        .limit(limit)
        .select(unggahan::id)
        .load::<String>(conn)?;
    let ids: Result<Vec<UploadId>, _> = ids.iter().map(|id| id.parse()).collect();
    Ok(ids.map_err(anyhow::Error::new)?)
}

/// Deletes an upload unless it was given more time meanwhile; answers whether it is gone.
pub fn delete_expired(conn: &mut Conn, id: UploadId, now: NaiveDateTime) -> Result<bool> {
    let expired = unggahan::table
        .find(id.to_string())
        .filter(unggahan::kedaluwarsa.le(now));
    Ok(diesel::delete(expired).execute(conn)? > 0)
}

/// Uploads that wait for bytes, and those that are complete and wait for their end.
pub struct Count {
    pub arriving: i64,
    pub complete: i64,
}

pub fn count(conn: &mut Conn) -> Result<Count> {
    let arriving = unggahan::table.filter(unggahan::diterima_bytes.lt(unggahan::bytes));
    let arriving: i64 = arriving.count().get_result(conn)?;
    let all: i64 = unggahan::table.count().get_result(conn)?;
    Ok(Count {
        arriving,
        complete: all - arriving,
    })
}

/// Forgets all uploads; their files are swept away later.
pub fn clear(conn: &mut Conn) -> Result<()> {
    diesel::delete(unggahan::table).execute(conn)?;
    Ok(())
}
