//! The times during which the clock of a complaint stood still.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use shared::clock::Jeda;
use uuid::Uuid;

use crate::aduan::row::JedaRow;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::jeda;

pub fn list(conn: &mut Conn, aduan_id: &str) -> QueryResult<Vec<JedaRow>> {
    let own = jeda::table.filter(jeda::aduan_id.eq(aduan_id));
    own.order(jeda::dari).load(conn)
}

/// Those of many complaints, by their ids.
pub fn list_of(conn: &mut Conn, ids: &[&str]) -> QueryResult<HashMap<String, Vec<Jeda>>> {
    let rows: Vec<JedaRow> = jeda::table.filter(jeda::aduan_id.eq_any(ids)).load(conn)?;
    let mut found: HashMap<String, Vec<Jeda>> = HashMap::new();
    for row in rows {
        found.entry(row.aduan_id).or_default().push(Jeda {
            dari: row.dari.and_utc(),
            sampai: row.sampai.map(|sampai| sampai.and_utc()),
        });
    }
    Ok(found)
}

pub fn mulai(conn: &mut Conn, aduan_id: &str, hingga: NaiveDate, now: DateTime<Utc>) -> Result<()> {
    let row = JedaRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: aduan_id.to_owned(),
        dari: now.naive_utc(),
        hingga,
        sampai: None,
    };
    diesel::insert_into(jeda::table).values(row).execute(conn)?;
    Ok(())
}

/// Lets the clock go on.
pub fn akhiri(conn: &mut Conn, aduan_id: &str, now: DateTime<Utc>) -> Result<()> {
    let open = jeda::table
        .filter(jeda::aduan_id.eq(aduan_id))
        .filter(jeda::sampai.is_null());
    diesel::update(open)
        .set(jeda::sampai.eq(Some(now.naive_utc())))
        .execute(conn)?;
    Ok(())
}
