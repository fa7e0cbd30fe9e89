//! What of a complaint is needed to tell of it.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Conn;
use crate::schema::aduan;

#[derive(Queryable, Selectable)]
#[diesel(table_name = aduan)]
pub struct Dikabarkan {
    pub id: String,
    pub kode: String,
    pub kategori: String,
    pub wilayah_kode: String,
    pub skpd_kode: Option<String>,
    pub bidang_kode: Option<String>,
    pub petugas_id: Option<String>,
    pub rahasia: bool,
    pub email: Option<String>,
}

pub fn dikabarkan(conn: &mut Conn, id: &str) -> QueryResult<Option<Dikabarkan>> {
    aduan::table
        .find(id)
        .select(Dikabarkan::as_select())
        .first(conn)
        .optional()
}

/// The complaints that were found to be the same as this one.
pub fn gabungan_of(conn: &mut Conn, id: &str) -> QueryResult<Vec<String>> {
    aduan::table
        .filter(aduan::induk_id.eq(id))
        .select(aduan::id)
        .load(conn)
}

/// By their ids.
pub fn list_dikabarkan(conn: &mut Conn, ids: &[&str]) -> QueryResult<HashMap<String, Dikabarkan>> {
    let found = aduan::table
        .filter(aduan::id.eq_any(ids))
        .select(Dikabarkan::as_select())
        .load(conn)?;
    Ok(found.into_iter().map(|one| (one.id.clone(), one)).collect())
}
