//! Reads the trail, newest first, from the last line seen.

use std::collections::HashMap;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use shared::aduan::awal_hari;
use shared::error::{ApiError, ErrorCode};
use shared::jejak::{Jejak, JejakFilter, Objek, Pelaku, Perbuatan};
use shared::kode::Kode;
use shared::page::{Page, rows};

use super::baris::{Isi, JejakRow};
use crate::db::{Backend, Conn, Hitung};
use crate::error::{AppError, Result};
use crate::schema::{jejak, jejak_rantai};
use crate::{account, aduan};

pub fn list(conn: &mut Conn, filter: &JejakFilter) -> Result<Page<Jejak>> {
    let limit = rows(filter.limit)?;
    let after = filter.cursor.as_deref().map(Letak::parse).transpose()?;
    let Some(wanted) = Wanted::of(conn, filter)? else {
        // A record or an account that is not known did nothing.
        return Ok(Page {
            items: Vec::new(),
            next: None,
            total: 0,
        });
    };
    let most = i64::from(Page::<Jejak>::TOTAL_MAX);
    let total: i64 = Hitung(wanted.query(None).select(jejak::id).limit(most)).get_result(conn)?;
    let (mut items, _) = wanted.page(conn, after.as_ref(), i64::from(limit) + 1)?;
    let has_more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items
        .last()
        .filter(|_| has_more)
        .map(|last| Letak::of(last).to_text());
    Ok(Page {
        items,
        next,
        total: u32::try_from(total).context("number of lines")?,
    })
}

/// Lines after the last one seen, for an export that reads on until there are none.
pub fn sesudah(
    conn: &mut Conn,
    filter: &JejakFilter,
    after: Option<&Letak>,
    limit: i64,
) -> Result<(Vec<Jejak>, Option<Letak>)> {
    match Wanted::of(conn, filter)? {
        Some(wanted) => wanted.page(conn, after, limit),
        None => Ok((Vec::new(), None)),
    }
}

/// The filter in the words of the table.
struct Wanted {
    perbuatan: Option<Perbuatan>,
    objek: Option<Objek>,
    catatan: Option<String>,
    oleh: Option<String>,
    dari: Option<NaiveDateTime>,
    sebelum: Option<NaiveDateTime>,
}

impl Wanted {
    /// None where the record or the account that is asked for is not known.
    fn of(conn: &mut Conn, filter: &JejakFilter) -> Result<Option<Self>> {
        let text = |field: &Option<String>| {
            let text = field.as_deref().map(str::trim).filter(|text| !text.is_empty());
            text.map(str::to_owned)
        };
        let oleh = match text(&filter.oleh) {
            None => None,
            Some(name) => match account::queries::find_by_name(conn, &name.to_lowercase())? {
                Some(row) => Some(row.id),
                None => return Ok(None),
            },
        };
        let catatan = match text(&filter.catatan) {
            None => None,
            Some(name) => Some(record(conn, name)?),
        };
        Ok(Some(Self {
            perbuatan: filter.perbuatan,
            objek: filter.objek,
            catatan,
            oleh,
            dari: filter.dari.map(midnight),
            sebelum: filter
                .sampai
                .and_then(|day| day.checked_add_days(Days::new(1)))
                .map(midnight),
        }))
    }

    fn query<'a>(&self, after: Option<&Letak>) -> jejak::BoxedQuery<'a, Backend> {
        let mut query = jejak::table.into_boxed();
        if let Some(perbuatan) = self.perbuatan {
            query = query.filter(jejak::perbuatan.eq(perbuatan.as_str()));
        }
        if let Some(objek) = self.objek {
            query = query.filter(jejak::objek.eq(objek.as_str()));
        }
        if let Some(catatan) = self.catatan.clone() {
            query = query.filter(jejak::catatan_id.eq(catatan));
        }
        if let Some(oleh) = self.oleh.clone() {
            query = query.filter(jejak::account_id.eq(oleh));
        }
        if let Some(dari) = self.dari {
            query = query.filter(jejak::pada.ge(dari));
        }
        if let Some(sebelum) = self.sebelum {
            query = query.filter(jejak::pada.lt(sebelum));
        }
        if let Some(Letak { pada, id }) = after.cloned() {
            let same = jejak::pada.eq(pada).and(jejak::id.lt(id));
            // Said twice, so that an index is entered where the last page ended.
            query = query
                .filter(jejak::pada.le(pada))
                .filter(jejak::pada.lt(pada).or(same));
        }
        query
    }

    fn page(
        &self,
        conn: &mut Conn,
        after: Option<&Letak>,
        limit: i64,
    ) -> Result<(Vec<Jejak>, Option<Letak>)> {
        let rows: Vec<JejakRow> = self
            .query(after)
            .order((jejak::pada.desc(), jejak::id.desc()))
            .select(JejakRow::as_select())
            .limit(limit)
            .load(conn)?;
        let last = rows.last().map(|row| Letak {
            pada: row.pada,
            id: row.id.clone(),
        });
        Ok((shown(conn, rows)?, last))
    }
}

fn midnight(day: NaiveDate) -> NaiveDateTime {
    awal_hari(day).naive_utc()
}

/// The id of what somebody calls by a code or by a user name; else what he typed, which may be an id.
fn record(conn: &mut Conn, name: String) -> Result<String> {
    if let Ok(kode) = Kode::parse(&name)
        && let Some(row) = aduan::queries::find(conn, kode.as_str())?
    {
        return Ok(row.id);
    }
    let account = account::queries::find_by_name(conn, &name.to_lowercase())?;
    Ok(account.map_or(name, |row| row.id))
}

fn shown(conn: &mut Conn, rows: Vec<JejakRow>) -> Result<Vec<Jejak>> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let nomor: HashMap<String, i64> = jejak_rantai::table
        .filter(jejak_rantai::jejak_id.eq_any(ids))
        .select((jejak_rantai::jejak_id, jejak_rantai::nomor))
        .load::<(String, i64)>(conn)?
        .into_iter()
        .collect();
    let of = |objek: Objek| -> Vec<&str> {
        rows.iter()
            .filter(|row| row.objek == objek.as_str())
            .map(|row| row.catatan_id.as_str())
            .collect()
    };
    let kode = aduan::queries::kode_of(conn, &of(Objek::Aduan))?;
    let mut accounts = of(Objek::Account);
    accounts.extend(rows.iter().filter_map(|row| row.account_id.as_deref()));
    let names = account::queries::names_of(conn, &accounts)?;
    rows.iter()
        .map(|row| {
            let objek = Objek::parse(&row.objek).context("objek of a line")?;
            let isi: Isi = serde_json::from_str(&row.isi)?;
            let sebutan = match objek {
                Objek::Aduan => kode.get(&row.catatan_id).cloned(),
                Objek::Account => names.get(&row.catatan_id).map(|(user, _)| user.clone()),
                Objek::Skpd | Objek::Bidang | Objek::Libur | Objek::BatasWaktu | Objek::Templat => None,
            };
            let by = row.account_id.as_ref();
            let one = Some(row.catatan_id.clone()).filter(|id| !id.is_empty());
            Ok(Jejak {
                id: row.id.clone(),
                nomor: nomor.get(&row.id).copied(),
                pada: row.pada.and_utc(),
                pelaku: Pelaku::parse(&row.pelaku).context("pelaku of a line")?,
                account_id: by.map(|id| id.parse()).transpose().context("account of a line")?,
                nama: by.and_then(|id| names.get(id)).map(|(_, name)| name.clone()),
                perbuatan: Perbuatan::parse(&row.perbuatan).context("perbuatan of a line")?,
                objek,
                catatan: one.into_iter().chain(isi.catatan).collect(),
                sebutan,
                kolom: isi.kolom.into_keys().collect(),
                perangkat: row.perangkat.clone(),
                aksi_id: row
                    .aksi_id
                    .as_ref()
                    .map(|id| id.parse())
                    .transpose()
                    .context("aksi of a line")?,
            })
        })
        .collect::<Result<_>>()
}

/// Where a page ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Letak {
    pada: NaiveDateTime,
    id: String,
}

impl Letak {
    fn of(line: &Jejak) -> Self {
        Self {
            pada: line.pada.naive_utc(),
            id: line.id.clone(),
        }
    }

    fn to_text(&self) -> String {
        hex::encode(format!("{}~{}", self.pada.and_utc().timestamp_millis(), self.id))
    }

    fn parse(text: &str) -> Result<Self> {
        Self::read(text).ok_or_else(|| {
            let message = "Halaman ini tidak dikenal. Mulai lagi dari halaman pertama.";
            AppError::Refused(ApiError::field(ErrorCode::BentukSalah, "cursor", message))
        })
    }

    fn read(text: &str) -> Option<Self> {
        let plain = String::from_utf8(hex::decode(text).ok()?).ok()?;
        let (millis, id) = plain.split_once('~')?;
        let pada = DateTime::from_timestamp_millis(millis.parse().ok()?)?;
        Some(Self {
            pada: pada.naive_utc(),
            id: uuid::Uuid::parse_str(id).ok()?.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_page_ended_is_read_back() {
        let letak = Letak {
            pada: DateTime::from_timestamp_millis(1_763_700_000_123)
                .unwrap()
                .naive_utc(),
            id: uuid::Uuid::now_v7().to_string(),
        };
        assert_eq!(Letak::parse(&letak.to_text()).unwrap(), letak);
        for text in ["", "zz", "7465", &hex::encode("1~x")] {
            assert!(Letak::parse(text).is_err(), "{text}");
        }
    }
}
