//! Reads the templates, and puts one down or changes it.

use anyhow::Context;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;
use shared::account::Account;
use shared::aduan::Kategori;
use shared::error::{ApiError, ErrorCode};
use shared::id::TemplatId;
use shared::jejak::Objek;
use shared::templat::{Templat, TemplatBaru};

use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::Result;
use crate::jejak::Oleh;
use crate::riwayat::{self, Perubahan};
use crate::schema::templat;

/// Templates of one district: more than these nobody finds his way in.
pub(super) const BANYAK: i64 = 200;

#[derive(Clone, Queryable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = templat, treat_none_as_null = true)]
struct TemplatRow {
    id: String,
    judul: String,
    isi: String,
    kategori: Option<String>,
    aktif: bool,
    diubah_pada: NaiveDateTime,
}

impl TryFrom<TemplatRow> for Templat {
    type Error = anyhow::Error;

    fn try_from(row: TemplatRow) -> anyhow::Result<Self> {
        let kategori = row
            .kategori
            .map(|text| Kategori::parse(&text).context("kategori"))
            .transpose()?;
        Ok(Self {
            id: row.id.parse()?,
            judul: row.judul,
            isi: row.isi,
            kategori,
            aktif: row.aktif,
        })
    }
}

/// All of them by their titles; those that are no longer offered too.
pub fn list(conn: &mut Conn) -> Result<Vec<Templat>> {
    let mut rows: Vec<TemplatRow> = templat::table.limit(BANYAK).load(conn)?;
    // Sorted here: the databases do not agree on capitals.
    rows.sort_by_key(|row| (row.judul.to_lowercase(), row.id.clone()));
    Ok(rows
        .into_iter()
        .map(Templat::try_from)
        .collect::<anyhow::Result<_>>()?)
}

/// Puts a template down, or another in its place. Answers all as they then are.
pub fn simpan(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (TemplatId, &Account),
    baru: &TemplatBaru,
) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let key = id.to_string();
        let before: Option<TemplatRow> = templat::table.find(&key).first(conn).optional()?;
        let row = TemplatRow {
            id: key.clone(),
            judul: baru.judul.trim().to_owned(),
            isi: baru.isi.trim().to_owned(),
            kategori: baru.kategori.map(|kategori| kategori.as_str().to_owned()),
            aktif: baru.aktif,
            diubah_pada: masuk.pada.naive_utc(),
        };
        let same_title = templat::table
            .filter(templat::judul.eq(&row.judul))
            .filter(templat::id.ne(&key));
        if same_title.count().get_result::<i64>(conn)? > 0 {
            let message = "Judul ini sudah dipakai templat lain. Pakai judul yang berbeda.";
            return Err(ApiError::field(ErrorCode::IsianSalah, "judul", message).into());
        }
        if before.is_some() {
            diesel::update(templat::table.find(&key))
                .set(row.clone())
                .execute(conn)?;
        } else {
            if templat::table.count().get_result::<i64>(conn)? >= BANYAK {
                let message = format!("Sudah ada {BANYAK} templat. Ubahlah salah satunya.");
                return Err(ApiError::field(ErrorCode::IsianSalah, "judul", message).into());
            }
            diesel::insert_into(templat::table)
                .values(row.clone())
                .execute(conn)?;
        }
        let perubahan = Perubahan {
            objek: Objek::Templat,
            catatan_id: &key,
            oleh: Oleh::Petugas(petugas.id),
            pada: masuk.pada,
        };
        riwayat::keep_whole(conn, &perubahan, before.as_ref(), Some(&row))?;
        Ok((Tentang::new(Objek::Templat, id), Answer::ok(&list(conn)?)?))
    })
}
