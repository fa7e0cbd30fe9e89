//! Field history: what each field held before, who changed it and when. Read backwards from the present it tells how a
//! record stood on any date.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use shared::jejak::{Objek, Perbuatan};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;
use crate::jejak::{self, Baris, Beda, Dalam, Oleh};
use crate::schema::riwayat;

#[derive(Insertable)]
#[diesel(table_name = riwayat)]
struct RiwayatRow {
    id: String,
    tabel: &'static str,
    catatan_id: String,
    kolom: String,
    lama: Option<String>,
    baru: Option<String>,
    account_id: Option<String>,
    pada: NaiveDateTime,
}

/// The change of one record.
pub struct Perubahan<'a> {
    pub objek: Objek,
    pub catatan_id: &'a str,
    pub oleh: Oleh,
    pub pada: DateTime<Utc>,
}

/// Keeps each field in which the two states of a record differ, and writes a line of the audit trail about them.
pub fn keep<T: Serialize>(conn: &mut Conn, perubahan: &Perubahan<'_>, lama: &T, baru: &T) -> Result<()> {
    let differences = differences(&serde_json::to_value(lama)?, &serde_json::to_value(baru)?);
    if differences.is_empty() {
        return Ok(());
    }
    for (kolom, (lama, baru)) in &differences {
        let row = RiwayatRow {
            id: Uuid::now_v7().to_string(),
            tabel: perubahan.objek.as_str(),
            catatan_id: perubahan.catatan_id.to_owned(),
            kolom: kolom.clone(),
            lama: lama.clone(),
            baru: baru.clone(),
            account_id: perubahan.oleh.account().map(|id| id.to_string()),
            pada: perubahan.pada.naive_utc(),
        };
        diesel::insert_into(riwayat::table).values(row).execute(conn)?;
    }
    let baris = Baris {
        oleh: perubahan.oleh,
        perbuatan: Perbuatan::Ubah,
        objek: perubahan.objek,
        catatan_id: perubahan.catatan_id,
        perangkat: None,
        aksi_id: None,
        dalam: Dalam::Kolom(differences),
        pada: perubahan.pada,
    };
    jejak::tulis(conn, &baris)
}

/// Who changed one of these fields last (none where nobody's account did), and when; nothing where they stand as they came.
pub fn terakhir(
    conn: &mut Conn,
    objek: Objek,
    catatan_id: &str,
    kolom: &[&str],
) -> QueryResult<Option<(Option<String>, NaiveDateTime)>> {
    riwayat::table
        .filter(riwayat::tabel.eq(objek.as_str()))
        .filter(riwayat::catatan_id.eq(catatan_id))
        .filter(riwayat::kolom.eq_any(kolom))
        .order((riwayat::pada.desc(), riwayat::id.desc()))
        .select((riwayat::account_id, riwayat::pada))
        .first(conn)
        .optional()
}

/// Keeps a record that was added (`lama` is none) or taken away (`baru` is none), or each field in which the two differ.
pub fn keep_whole<T: Serialize>(
    conn: &mut Conn,
    perubahan: &Perubahan<'_>,
    lama: Option<&T>,
    baru: Option<&T>,
) -> Result<()> {
    let (lama, baru) = (as_json(lama)?, as_json(baru)?);
    let names = |of: &Value| -> Vec<String> {
        of.as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    // What is gone is told as empty.
    let filled = |of: &Value, like: &Value| -> Value {
        let fields = names(of).into_iter().chain(names(like));
        fields
            .map(|name| (name.clone(), of[name.as_str()].clone()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    keep(conn, perubahan, &filled(&lama, &baru), &filled(&baru, &lama))
}

fn as_json(record: Option<&impl Serialize>) -> Result<Value> {
    Ok(record.map_or(Ok(Value::Null), serde_json::to_value)?)
}

fn differences(lama: &Value, baru: &Value) -> BTreeMap<String, Beda> {
    let (Some(lama), Some(baru)) = (lama.as_object(), baru.as_object()) else {
        return BTreeMap::new();
    };
    let text = |value: Option<&Value>| value.filter(|value| !value.is_null()).map(Value::to_string);
    baru.iter()
        .map(|(kolom, value)| (kolom.clone(), (text(lama.get(kolom)), text(Some(value)))))
        .filter(|(_, (lama, baru))| lama != baru)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_kept() {
        let found = differences(
            &json!({"a": 1, "b": null, "c": "x"}),
            &json!({"a": 1, "b": "y", "c": null}),
        );
        assert_eq!(
            found,
            BTreeMap::from([
                ("b".to_owned(), (None, Some("\"y\"".to_owned()))),
                ("c".to_owned(), (Some("\"x\"".to_owned()), None))
            ])
        );
    }
}
