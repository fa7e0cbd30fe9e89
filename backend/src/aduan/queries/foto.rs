//! The photos that complaints list, and which of them have arrived.

use std::collections::HashSet;

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use shared::aduan::SebagaiFoto;
use shared::file::MediaType;
use shared::id::{AccountId, AduanId};
use shared::jejak::{Objek, Perbuatan};
use shared::kunci::is_sha256;

use super::find_for;
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::FotoRow;
use crate::db::Conn;
use crate::error::Result;
use crate::jejak::{self, Baris, Dalam, Oleh};
use crate::schema::aduan_foto;

/// The photo as the complaint lists it, if both are there and the complaint is the reader's to see.
pub fn find_foto(conn: &mut Conn, aduan: &str, sha256: &str, pembaca: &Pembaca) -> Result<Option<FotoRow>> {
    let row = find_for(conn, aduan, pembaca)?;
    if !is_sha256(sha256) {
        return Ok(None);
    }
    Ok(aduan_foto::table.find((&row.id, sha256)).first(conn).optional()?)
}

/// The photo that this account listed, wherever its complaint is by now.
pub fn find_own_foto(
    conn: &mut Conn,
    aduan: AduanId,
    sha256: &str,
    account: AccountId,
) -> Result<Option<FotoRow>> {
    let own = aduan_foto::table
        .find((aduan.to_string(), sha256))
        .filter(aduan_foto::account_id.eq(account.to_string()));
    Ok(own.first(conn).optional()?)
}

/// Every photo that a complaint lists, arrived or not, as the id of its complaint and its SHA-256.
pub fn list_foto(conn: &mut Conn) -> QueryResult<HashSet<(String, String)>> {
    let listed = aduan_foto::table
        .select((aduan_foto::aduan_id, aduan_foto::sha256))
        .load(conn)?;
    Ok(listed.into_iter().collect())
}

/// Marks a listed photo as whole in the store, with the kind that its content has. Answers false when the complaint does
/// not list it or has it already.
pub fn foto_arrived(
    conn: &mut Conn,
    aduan_id: &str,
    sha256: &str,
    media: MediaType,
    now: DateTime<Utc>,
) -> Result<bool> {
    let lacking = aduan_foto::table
        .find((aduan_id, sha256))
        .filter(aduan_foto::diterima_pada.is_null());
    let change = (
        aduan_foto::diterima_pada.eq(Some(now.naive_utc())),
        aduan_foto::media_type.eq(media.as_str()),
    );
    let is_new = diesel::update(lacking).set(change).execute(conn)? == 1;
    if is_new {
        let added_by = aduan_foto::table
            .find((aduan_id, sha256))
            .select(aduan_foto::account_id)
            .first::<Option<String>>(conn)?;
        let oleh = match added_by {
            Some(id) => Oleh::Petugas(id.parse().context("account of a photo")?),
            None => Oleh::Pelapor,
        };
        let baris = Baris {
            // The upload was admitted by the key or the token that listed it, and outlives both.
            oleh,
            perbuatan: Perbuatan::Foto,
            objek: Objek::Aduan,
            catatan_id: aduan_id,
            perangkat: None,
            aksi_id: None,
            dalam: Dalam::Tanpa,
            pada: now,
        };
        jejak::tulis(conn, &baris)?;
    }
    Ok(is_new)
}

/// The photos that a complaint lists and that have not arrived.
pub fn list_foto_kurang(conn: &mut Conn, aduan_id: &str) -> QueryResult<HashSet<String>> {
    let lacking = aduan_foto::table
        .filter(aduan_foto::aduan_id.eq(aduan_id))
        .filter(aduan_foto::diterima_pada.is_null())
        .select(aduan_foto::sha256)
        .load(conn)?;
    Ok(lacking.into_iter().collect())
}

/// How many photos the reporter listed, arrived or not.
pub fn count_foto(conn: &mut Conn, aduan_id: &str) -> QueryResult<usize> {
    let listed = aduan_foto::table
        .filter(aduan_foto::aduan_id.eq(aduan_id))
        .filter(aduan_foto::sebagai.eq(SebagaiFoto::Laporan.as_str()));
    let count = listed.count().get_result::<i64>(conn)?;
    Ok(usize::try_from(count).unwrap_or_default())
}
