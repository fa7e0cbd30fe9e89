//! The officer's inbox: filtered by indexes, read page by page from the last row seen.

use std::collections::{HashMap, HashSet};

use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use serde::{Deserialize, Serialize};
use shared::account::{Account, Hak, Penugasan};
use shared::aduan::{AduanFilter, AduanRingkas, SebagaiFoto, Status, Urut};
use shared::error::{ApiError, ErrorCode};
use shared::id::AduanId;
use shared::kode::Kode;
use shared::page::{Page, rows};
use shared::wilayah::WilayahKode;

use super::kata;
use crate::aduan::row::{AduanRow, NO_TENGGAT};
use crate::aduan::view;
use crate::clock;
use crate::db::{Backend, Conn, Hitung};
use crate::error::{AppError, Result};
use crate::schema::{aduan, aduan_foto, aduan_kata, mungkin_sama};
use crate::wilayah;

/// Greater than any letter, so that `word..word+this` is all that begins with the word.
const AFTER_ANY: char = char::MAX;

#[derive(Queryable, Selectable)]
#[diesel(table_name = aduan)]
pub struct RingkasRow {
    pub id: String,
    pub kode: String,
    pub versi: i64,
    pub status: String,
    pub jenis: String,
    pub kategori: String,
    pub uraian: String,
    pub rilis_judul: Option<String>,
    pub wilayah_kode: String,
    pub rahasia: bool,
    pub diterima_pada: NaiveDateTime,
    pub tenggat: NaiveDate,
    pub tenggat_sementara: bool,
    pub eskalasi: i32,
    pub skpd_kode: Option<String>,
}

/// Photos that a complaint lists, and those of them that have not arrived.
#[derive(Clone, Copy, Default)]
pub struct FotoCount {
    pub listed: u32,
    pub lacking: u32,
}

/// One page of the complaints that the filter lets through, within `reach` where the officer has not the whole district.
pub fn list(
    conn: &mut Conn,
    reach: &Jangkauan,
    filter: &AduanFilter,
    now: DateTime<Utc>,
) -> Result<Page<AduanRingkas>> {
    let limit = rows(filter.limit)?;
    let after = filter
        .cursor
        .as_deref()
        .map(|text| Cursor::parse(text, filter.urut))
        .transpose()?;
    let total = count(conn, reach, filter)?;
    let mut rows = page(matching(reach, filter), filter.urut, after.as_ref())
        .select(RingkasRow::as_select())
        .limit(i64::from(limit) + 1)
        .load(conn)?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows
        .last()
        .filter(|_| has_more)
        .map(|last| Cursor::of(last, filter.urut).to_text());
    let items = ringkas(conn, rows, now)?;
    Ok(Page { items, next, total })
}

/// The lines of the inbox for these rows, in their order.
fn ringkas(conn: &mut Conn, rows: Vec<RingkasRow>, now: DateTime<Utc>) -> Result<Vec<AduanRingkas>> {
    let foto = count_foto(conn, &rows)?;
    let marked = marked(conn, &rows)?;
    let regions = wilayah::queries::list_hingga(conn, rows.iter().map(|row| row.wilayah_kode.as_str()))?;
    let kalender = wilayah::queries::kalender(conn)?;
    let items = rows.into_iter().map(|row| {
        let foto = foto.get(&row.id).copied().unwrap_or_default();
        let mungkin = marked.contains(&row.id);
        view::ringkas(row, (foto, mungkin), &regions, &kalender, now)
    });
    Ok(items.collect::<anyhow::Result<_>>()?)
}

/// The lines of those complaints that lie in reach.
pub fn menurut_id(
    conn: &mut Conn,
    reach: &Jangkauan,
    ids: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<AduanRingkas>> {
    let rows = reach
        .narrow(aduan::table.into_boxed())
        .filter(aduan::id.eq_any(ids.to_vec()))
        .select(RingkasRow::as_select())
        .load(conn)?;
    ringkas(conn, rows, now)
}

/// Lines of what is open, and of what came in since then; the newest first, after the one that was read last.
pub fn bekal(
    conn: &mut Conn,
    reach: &Jangkauan,
    (since, after): (DateTime<Utc>, Option<(NaiveDateTime, AduanId)>),
    limit: i64,
    now: DateTime<Utc>,
) -> Result<Vec<AduanRingkas>> {
    let after = after.map(|(pada, id)| Cursor {
        urut: Urut::Terbaru,
        key: Key::Pada(pada),
        id: id.to_string(),
    });
    let wanted = aduan::berakhir_pada
        .is_null()
        .or(aduan::diterima_pada.ge(clock::stored(since)));
    let query = reach.narrow(aduan::table.into_boxed()).filter(wanted);
    let rows = page(query, Urut::Terbaru, after.as_ref())
        .select(RingkasRow::as_select())
        .limit(limit)
        .load(conn)?;
    ringkas(conn, rows, now)
}

/// Counts no further than a person wants to know, so that a large table costs no more than a small one.
fn count(conn: &mut Conn, reach: &Jangkauan, filter: &AduanFilter) -> Result<u32> {
    let most = i64::from(Page::<AduanRingkas>::TOTAL_MAX);
    let found: i64 = Hitung(matching(reach, filter).select(aduan::id).limit(most)).get_result(conn)?;
    Ok(u32::try_from(found).context("number of complaints")?)
}

fn matching<'a>(reach: &Jangkauan, filter: &AduanFilter) -> aduan::BoxedQuery<'a, Backend> {
    let mut query = reach.narrow(aduan::table.into_boxed());
    if let Some(wilayah) = &filter.wilayah {
        query = query.filter(within(wilayah));
    }
    if let Some(status) = filter.status {
        query = query.filter(aduan::status.eq(status.as_str()));
    }
    if let Some(kategori) = filter.kategori {
        query = query.filter(aduan::kategori.eq(kategori.as_str()));
    }
    if let Some(skpd) = &filter.skpd {
        query = query.filter(aduan::skpd_kode.eq(skpd.clone()));
    }
    if let Some(tingkat) = filter.eskalasi {
        // The first term is the partial indexes' own.
        query = query
            .filter(sql::<Bool>("aduan.eskalasi > 0"))
            .filter(aduan::eskalasi.ge(tingkat.nomor()));
    }
    if let Some(wanted) = filter.mungkin_sama {
        let open = aduan::id.eq_any(undecided().select(mungkin_sama::aduan_id));
        query = if wanted {
            query.filter(open).filter(aduan::berakhir_pada.is_null())
        } else {
            query.filter(diesel::dsl::not(open))
        };
    }
    let cari = filter.cari.as_deref().unwrap_or_default();
    if let Ok(kode) = Kode::parse(cari) {
        return query.filter(aduan::kode.eq(kode.to_string()));
    }
    for word in kata::asked(cari) {
        let end = format!("{word}{AFTER_ANY}");
        let having = aduan_kata::table
            .filter(aduan_kata::kata.ge(word))
            .filter(aduan_kata::kata.lt(end));
        query = query.filter(aduan::id.eq_any(having.select(aduan_kata::aduan_id)));
    }
    query
}

type Condition<'a> = Box<dyn BoxableExpression<aduan::table, Backend, SqlType = Bool> + 'a>;

/// What of the inbox an account may see: its regions, and in which of them what is *rahasia* too, or what was handed to
/// its office alone.
pub struct Jangkauan {
    /// None: the whole district.
    bagian: Option<Vec<Bagian>>,
}

struct Bagian {
    wilayah: WilayahKode,
    rahasia: bool,
    kantor: Option<Kantor>,
}

struct Kantor {
    skpd: String,
    bidang: Option<String>,
    /// Himself, where what was handed to somebody else is not his.
    pribadi: Option<String>,
}

impl Bagian {
    fn of(penugasan: &Penugasan, account: &Account) -> Self {
        let kantor = penugasan.kantor().map(|skpd| Kantor {
            skpd: skpd.to_owned(),
            bidang: penugasan.bidang.clone(),
            pribadi: penugasan.bagi_perorangan().then(|| account.id.to_string()),
        });
        Self {
            wilayah: penugasan.wilayah.clone(),
            rahasia: penugasan.boleh(Hak::LihatRahasia),
            kantor,
        }
    }

    fn memuat(&self, cakupan: &Cakupan) -> bool {
        let here = WilayahKode::parse(&cakupan.wilayah).is_some_and(|kode| self.wilayah.covers(&kode));
        let office = |kantor: &Kantor| {
            let same = |wanted: &str, found: &Option<String>| found.as_deref() == Some(wanted);
            same(&kantor.skpd, &cakupan.skpd)
                && kantor
                    .bidang
                    .as_ref()
                    .is_none_or(|bidang| same(bidang, &cakupan.bidang))
                && kantor
                    .pribadi
                    .as_ref()
                    .is_none_or(|me| cakupan.petugas.is_none() || same(me, &cakupan.petugas))
        };
        here && (self.rahasia || !cakupan.rahasia) && self.kantor.as_ref().is_none_or(office)
    }

    fn condition<'a>(&self) -> Condition<'a> {
        let mut all = within(&self.wilayah);
        if !self.rahasia {
            all = Box::new(all.and(aduan::rahasia.eq(false)));
        }
        let Some(kantor) = &self.kantor else {
            return all;
        };
        all = Box::new(all.and(aduan::skpd_kode.assume_not_null().eq(kantor.skpd.clone())));
        if let Some(bidang) = &kantor.bidang {
            all = Box::new(all.and(aduan::bidang_kode.assume_not_null().eq(bidang.clone())));
        }
        if let Some(me) = &kantor.pribadi {
            let mine = aduan::petugas_id.assume_not_null().eq(me.clone());
            all = Box::new(all.and(aduan::petugas_id.is_null().or(mine)));
        }
        all
    }
}

/// Where a complaint lies: by this is judged who sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cakupan {
    wilayah: String,
    rahasia: bool,
    skpd: Option<String>,
    bidang: Option<String>,
    petugas: Option<String>,
}

impl Cakupan {
    pub fn of(row: &AduanRow) -> Self {
        Self {
            wilayah: row.wilayah_kode.clone(),
            rahasia: row.rahasia,
            skpd: row.skpd_kode.clone(),
            bidang: row.bidang_kode.clone(),
            petugas: row.petugas_id.clone(),
        }
    }
}

impl Jangkauan {
    /// Whether what lies there is seen: the same as `narrow` asks the database.
    pub fn memuat(&self, cakupan: &Cakupan) -> bool {
        self.bagian
            .as_ref()
            .is_none_or(|bagian| bagian.iter().any(|one| one.memuat(cakupan)))
    }

    /// An assignment for the whole district makes any smaller one needless.
    pub fn of(account: &Account, district: &WilayahKode) -> Self {
        let bagian: Vec<Bagian> = account
            .jangkauan(Hak::LihatAduan)
            .map(|penugasan| Bagian::of(penugasan, account))
            .collect();
        let is_whole = |one: &Bagian| one.rahasia && one.kantor.is_none() && one.wilayah.covers(district);
        let whole = bagian.iter().any(is_whole);
        Self {
            bagian: (!whole).then_some(bagian),
        }
    }

    fn narrow<'a>(&self, query: aduan::BoxedQuery<'a, Backend>) -> aduan::BoxedQuery<'a, Backend> {
        let Some(bagian) = &self.bagian else {
            return query;
        };
        let conditions = bagian.iter().map(Bagian::condition);
        let either = conditions.reduce(|one, other| -> Condition<'a> { Box::new(one.or(other)) });
        match either {
            Some(either) => query.filter(either),
            // Nobody without a region comes this far; if he does, he sees nothing.
            None => query.filter(aduan::id.is_null()),
        }
    }
}

/// Length of a sub-district's code: 63.11.05.
const KECAMATAN: usize = 8;

/// The region itself and all below it. Said by equality, so that an index in the order of the page can serve it; a range
/// would be read whole and sorted.
fn within<'a>(wilayah: &WilayahKode) -> Condition<'a> {
    let kode = wilayah.to_string();
    match kode.len() {
        // Word for word as the indexes have it.
        KECAMATAN => Box::new(sql::<Text>("substr(aduan.wilayah_kode, 1, 8)").eq(kode)),
        // The district and what is above it: nearly everything, so no index is meant to serve it.
        length if length < KECAMATAN => {
            Box::new(sql::<Text>(&format!("substr(aduan.wilayah_kode, 1, {length})")).eq(kode))
        }
        // No complaint lies deeper than a village.
        _ => Box::new(aduan::wilayah_kode.eq(kode)),
    }
}

fn page<'a>(
    query: aduan::BoxedQuery<'a, Backend>,
    urut: Urut,
    after: Option<&Cursor>,
) -> aduan::BoxedQuery<'a, Backend> {
    let query = match urut {
        Urut::Terbaru => query.order((aduan::diterima_pada.desc(), aduan::id.desc())),
        Urut::Terlama => query.order((aduan::diterima_pada.asc(), aduan::id.asc())),
        Urut::Tenggat => query.order((aduan::tenggat.asc(), aduan::id.asc())),
    };
    let Some(Cursor { urut: _, key, id }) = after.cloned() else {
        return query;
    };
    // The bound alone says enough for the answer's order, and lets an index be entered where the last page ended; what
    // stands beside it takes out the rows of the same moment that were shown already.
    match (urut, key) {
        (Urut::Terbaru, Key::Pada(pada)) => {
            let same = aduan::diterima_pada.eq(pada).and(aduan::id.lt(id));
            query
                .filter(aduan::diterima_pada.le(pada))
                .filter(aduan::diterima_pada.lt(pada).or(same))
        }
        (Urut::Terlama, Key::Pada(pada)) => {
            let same = aduan::diterima_pada.eq(pada).and(aduan::id.gt(id));
            query
                .filter(aduan::diterima_pada.ge(pada))
                .filter(aduan::diterima_pada.gt(pada).or(same))
        }
        (Urut::Tenggat, Key::Hari(hari)) => {
            let same = aduan::tenggat.eq(hari).and(aduan::id.gt(id));
            query
                .filter(aduan::tenggat.ge(hari))
                .filter(aduan::tenggat.gt(hari).or(same))
        }
        // Cursor::parse gives each order its own kind of key.
        (Urut::Terbaru | Urut::Terlama, Key::Hari(_)) | (Urut::Tenggat, Key::Pada(_)) => query,
    }
}

/// Marks on which nobody has decided.
#[diesel::dsl::auto_type(no_type_alias)]
fn undecided() -> _ {
    mungkin_sama::table.filter(mungkin_sama::bukan_pada.is_null())
}

/// Those of the page that are still open and marked as perhaps the same as an earlier one.
fn marked(conn: &mut Conn, rows: &[RingkasRow]) -> QueryResult<HashSet<String>> {
    let open = |row: &&RingkasRow| Status::parse(&row.status).is_some_and(|status| !status.berakhir());
    let ids: Vec<&str> = rows.iter().filter(open).map(|row| row.id.as_str()).collect();
    let found = undecided()
        .filter(mungkin_sama::aduan_id.eq_any(ids))
        .select(mungkin_sama::aduan_id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}

fn count_foto(conn: &mut Conn, rows: &[RingkasRow]) -> QueryResult<HashMap<String, FotoCount>> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let listed = aduan_foto::table
        .filter(aduan_foto::aduan_id.eq_any(ids))
        .filter(aduan_foto::sebagai.eq(SebagaiFoto::Laporan.as_str()))
        .select((aduan_foto::aduan_id, aduan_foto::diterima_pada))
        .load::<(String, Option<NaiveDateTime>)>(conn)?;
    let mut counts: HashMap<String, FotoCount> = HashMap::new();
    for (aduan_id, diterima_pada) in listed {
        let count = counts.entry(aduan_id).or_default();
        count.listed += 1;
        count.lacking += u32::from(diterima_pada.is_none());
    }
    Ok(counts)
}

/// The last row of a page: the next page begins after it, whatever has been added since.
#[derive(Clone, PartialEq, Debug)]
struct Cursor {
    urut: Urut,
    key: Key,
    id: String,
}

#[derive(Clone, PartialEq, Debug)]
enum Key {
    Pada(NaiveDateTime),
    Hari(NaiveDate),
}

impl Cursor {
    fn of(row: &RingkasRow, urut: Urut) -> Self {
        let key = match urut {
            Urut::Terbaru | Urut::Terlama => Key::Pada(row.diterima_pada),
            Urut::Tenggat => Key::Hari(row.tenggat),
        };
        Self {
            urut,
            key,
            id: row.id.clone(),
        }
    }

    fn to_text(&self) -> String {
        let key = match self.key {
            Key::Pada(pada) => pada.and_utc().timestamp_millis().to_string(),
            Key::Hari(hari) => hari.to_string(),
        };
        hex::encode(format!("{}~{key}~{}", self.urut.as_str(), self.id))
    }

    fn parse(text: &str, urut: Urut) -> Result<Self> {
        Self::read(text)
            .filter(|cursor| cursor.urut == urut)
            .ok_or_else(|| {
                let message = "Halaman ini tidak dikenal. Mulai lagi dari halaman pertama.";
                AppError::Refused(ApiError::field(ErrorCode::BentukSalah, "cursor", message))
            })
    }

    fn read(text: &str) -> Option<Self> {
        let plain = String::from_utf8(hex::decode(text).ok()?).ok()?;
        let mut parts = plain.split('~');
        let (urut, key, id) = (Urut::parse(parts.next()?)?, parts.next()?, parts.next()?);
        let key = match urut {
            Urut::Terbaru | Urut::Terlama => {
                let pada = DateTime::from_timestamp_millis(key.parse().ok()?)?;
                Key::Pada(Some(pada.naive_utc()).filter(|stored| *stored == clock::stored(pada))?)
            }
            Urut::Tenggat => Key::Hari(Some(key.parse().ok()?).filter(|hari| *hari <= NO_TENGGAT)?),
        };
        Some(Self {
            urut,
            key,
            id: id.parse::<AduanId>().ok()?.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_by_its_own_order_alone() {
        for (urut, key) in [
            (
                Urut::Terbaru,
                Key::Pada(
                    DateTime::from_timestamp_millis(1_763_700_000_123)
                        .unwrap()
                        .naive_utc(),
                ),
            ),
            (Urut::Tenggat, Key::Hari(NO_TENGGAT)),
        ] {
            let cursor = Cursor {
                urut,
                key,
                id: AduanId::mint().to_string(),
            };
            assert_eq!(Cursor::parse(&cursor.to_text(), urut).unwrap(), cursor);
            assert!(Cursor::parse(&cursor.to_text(), Urut::Terlama).is_err());
        }
        for text in ["", "zz", "7465", "ffff"] {
            assert!(Cursor::parse(text, Urut::Terbaru).is_err(), "{text}");
        }
        let id = AduanId::mint();
        for plain in [
            "terbaru~0~0199\0".to_owned(),
            format!("terbaru~-1~{id}"),
            format!("terbaru~8210266876799999~{id}"),
        ] {
            assert!(
                Cursor::parse(&hex::encode(&plain), Urut::Terbaru).is_err(),
                "{plain}"
            );
        }
    }
}
