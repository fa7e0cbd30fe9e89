//! Tells of a change, in the transaction that makes it.

use diesel::prelude::*;
use serde::Serialize;
use shared::jejak::Objek;
use uuid::Uuid;

use super::sumber;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::perubahan_antre;

/// Queues a record that changed; one that no device keeps a copy of is passed over.
pub fn antrekan(conn: &mut Conn, objek: Objek, catatan_id: &str) -> Result<()> {
    if catatan_id.is_empty() || sumber::of(objek).is_none() {
        return Ok(());
    }
    insert(conn, objek, catatan_id, None)
}

/// Queues a record that has left the reach in which it lay: those who saw it there are told to let go of it, unless they
/// still see it.
pub fn lepaskan(conn: &mut Conn, objek: Objek, catatan_id: &str, cakupan: &impl Serialize) -> Result<()> {
    let cakupan = serde_json::to_string(cakupan)?;
    insert(conn, objek, catatan_id, Some(cakupan))
}

fn insert(conn: &mut Conn, objek: Objek, catatan_id: &str, cakupan: Option<String>) -> Result<()> {
    diesel::insert_into(perubahan_antre::table)
        .values((
            perubahan_antre::id.eq(Uuid::now_v7().to_string()),
            perubahan_antre::objek.eq(objek.as_str()),
            perubahan_antre::catatan_id.eq(catatan_id),
            perubahan_antre::cakupan.eq(cakupan),
        ))
        .execute(conn)?;
    Ok(())
}
