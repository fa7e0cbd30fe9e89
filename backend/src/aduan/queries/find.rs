//! Finds one complaint for somebody, with all that belongs to it.

use std::collections::HashMap;

use anyhow::Context;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{Aduan, Status};
use shared::error::ErrorCode;
use shared::id::AduanId;
use shared::kode::Kode;
use shared::wilayah::WilayahKode;

use super::{beda, catatan, disposisi, ikut, jeda, mungkin, pecahan};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanRow, EskalasiRow, FotoRow, LangkahRow, PenilaianRow, PesanRow};
use crate::aduan::view::{self, Belongings};
use crate::aksi::Masuk;
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::publik::Keadaan;
use crate::schema::{account, aduan, aduan_foto, aduan_langkah, aduan_penilaian, aduan_pesan, eskalasi};
use crate::{skpd, wilayah};

/// Most duplicates of one complaint that are named.
const GABUNGAN_MAX: i64 = 100;

/// By id or by kode unik. What is neither is never asked for: PostgreSQL knows texts that it refuses to compare with.
pub fn find(conn: &mut Conn, id: &str) -> QueryResult<Option<AduanRow>> {
    if let Ok(kode) = Kode::parse(id) {
        return aduan::table
            .filter(aduan::kode.eq(kode.as_str()))
            .first(conn)
            .optional();
    }
    let Ok(id) = id.parse::<AduanId>() else {
        return Ok(None);
    };
    aduan::table.find(id.to_string()).first(conn).optional()
}

pub fn is_empty(conn: &mut Conn) -> QueryResult<bool> {
    Ok(aduan::table
        .select(aduan::id)
        .first::<String>(conn)
        .optional()?
        .is_none())
}

/// The complaint, if it is the reader's to see. A foreign one is answered like one that does not exist.
pub fn find_for(conn: &mut Conn, id: &str, pembaca: &Pembaca) -> Result<AduanRow> {
    find(conn, id)?
        .filter(|row| may_see(row, pembaca))
        .ok_or_else(AppError::not_found)
}

fn may_see(row: &AduanRow, pembaca: &Pembaca) -> bool {
    match pembaca {
        Pembaca::Petugas(account) => WilayahKode::parse(&row.wilayah_kode).is_some_and(|kode| {
            row.letak(&kode).is_ok_and(|letak| {
                account.boleh_atas(Hak::LihatAduan, &letak)
                    && (!row.rahasia || account.boleh_atas(Hak::LihatRahasia, &letak))
            })
        }),
        // Both are SHA-256 of random keys: comparing them tells nothing by its time.
        Pembaca::Pelapor(kunci) => row.kunci_hash == kunci.0,
    }
}

/// Who has a right somewhere may still lack it over what was handed to another; `detail` tells him so.
pub(super) fn must(petugas: &Account, hak: Hak, row: &AduanRow, detail: &str) -> Result<()> {
    let wilayah = WilayahKode::parse(&row.wilayah_kode).context("wilayah")?;
    if petugas.boleh_atas(hak, &row.letak(&wilayah)?) {
        return Ok(());
    }
    Err(AppError::refused(ErrorCode::TidakBerhak, detail))
}

/// The complaint as its reader sees it when something has come in.
pub(super) fn seen(conn: &mut Conn, id: &str, pembaca: &Pembaca, masuk: &Masuk) -> Result<Aduan> {
    let row = find_for(conn, id, pembaca)?;
    let with = belongings_for(conn, &row, pembaca)?;
    let aduan = view::aduan(&row, &with, pembaca, masuk.pada)?;
    if let Some(antaran) = pembaca.antaran(&aduan) {
        antaran.tulis(conn, masuk.pada)?;
    }
    Ok(aduan)
}

/// The codes of complaints, by their ids.
pub fn kode_of(conn: &mut Conn, ids: &[&str]) -> QueryResult<HashMap<String, String>> {
    let known = aduan::table.filter(aduan::id.eq_any(ids));
    Ok(known
        .select((aduan::id, aduan::kode))
        .load(conn)?
        .into_iter()
        .collect())
}

/// [`belongings`], with the parts of the report, and for an officer with what may be the same and is his to read. The public
/// is told of neither, and a lookup by code does not pay for them.
pub fn belongings_for(conn: &mut Conn, row: &AduanRow, pembaca: &Pembaca) -> Result<Belongings> {
    let mut with = belongings(conn, row)?;
    (with.pecahan_dari, with.pecahan) = pecahan::kerabat(conn, &row.id)?;
    if matches!(pembaca, Pembaca::Petugas(_)) && row.berakhir_pada.is_none() {
        with.mungkin = mungkin::list(conn, &row.id)?;
        with.mungkin.retain(|(other, _)| may_see(other, pembaca));
    }
    if matches!(pembaca, Pembaca::Petugas(_)) {
        with.beda = beda::terbuka(conn, &row.id)?;
        let authors = with.beda.iter();
        let authors = authors.flat_map(|beda| beda.kini_oleh.iter().chain([&beda.ajuan_oleh]));
        with.names.extend(names(conn, authors.cloned().collect())?);
    }
    Ok(with)
}

/// Photos, steps, messages, rating, and the tables by which they are put into words.
pub fn belongings(conn: &mut Conn, row: &AduanRow) -> Result<Belongings> {
    let foto = aduan_foto::table
        .filter(aduan_foto::aduan_id.eq(&row.id))
        .order(aduan_foto::urutan)
        .load::<FotoRow>(conn)?;
    let langkah = aduan_langkah::table
        .filter(aduan_langkah::aduan_id.eq(&row.id))
        .order(aduan_langkah::urutan)
        .load::<LangkahRow>(conn)?;
    let pesan = aduan_pesan::table
        .filter(aduan_pesan::aduan_id.eq(&row.id))
        .order((aduan_pesan::pada, aduan_pesan::id))
        .load::<PesanRow>(conn)?;
    let penilaian = aduan_penilaian::table
        .find(&row.id)
        .first::<PenilaianRow>(conn)
        .optional()?;
    let catatan = catatan::list(conn, &row.id)?;
    let disposisi = disposisi::terakhir(conn, &row.id)?;
    let authors = langkah
        .iter()
        .map(|l| &l.account_id)
        .chain(pesan.iter().map(|p| &p.account_id))
        .chain([&row.petugas_id, &row.dientri_oleh]);
    let mut authors: Vec<String> = authors.flatten().cloned().collect();
    authors.extend(catatan.iter().map(|note| note.account_id.clone()));
    let names = names(conn, authors)?;
    let induk = match &row.induk_id {
        None => None,
        Some(id) => Some(aduan::table.find(id).select(aduan::kode).first::<String>(conn)?),
    };
    let eskalasi = eskalasi::table
        .filter(eskalasi::aduan_id.eq(&row.id))
        .order((eskalasi::pada, eskalasi::tingkat))
        .load::<EskalasiRow>(conn)?;
    let gabungan = aduan::table
        .filter(aduan::induk_id.eq(&row.id))
        .order(aduan::diterima_pada)
        .limit(GABUNGAN_MAX)
        .select((aduan::id, aduan::kode))
        .load::<(String, String)>(conn)?;
    let (mut all, gabungan): (Vec<String>, Vec<String>) = gabungan.into_iter().unzip();
    all.push(row.id.clone());
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    Ok(Belongings {
        pecahan_dari: None,
        pecahan: Vec::new(),
        pengikut: ikut::count(conn, &all)?,
        mungkin: Vec::new(),
        eskalasi,
        gabungan,
        catatan,
        beda: Vec::new(),
        jeda: jeda::list(conn, &row.id)?,
        skpd: match disposisi {
            Some(_) => skpd::queries::list(conn)?,
            None => Vec::new(),
        },
        disposisi,
        induk,
        foto,
        langkah,
        pesan,
        penilaian,
        names,
        wilayah: wilayah::queries::list_hingga(conn, [row.wilayah_kode.as_str()])?,
        kalender: wilayah::queries::kalender(conn)?,
    })
}

/// Account ids with the names of their officers.
fn names(conn: &mut Conn, mut ids: Vec<String>) -> QueryResult<Vec<(String, String)>> {
    ids.sort_unstable();
    ids.dedup();
    let mut names = Vec::with_capacity(ids.len());
    for id in ids {
        let name = account::table.find(&id).select(account::nama).first(conn)?;
        names.push((id, name));
    }
    Ok(names)
}

/// How many complaints stand at this status.
pub fn count(conn: &mut Conn, status: Status) -> QueryResult<i64> {
    aduan::table
        .filter(aduan::status.eq(status.as_str()))
        .count()
        .get_result(conn)
}

/// Complaints in the order of their ids, each with what the public tables are made of.
pub fn list_keadaan(conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<Keadaan>> {
    let rows = aduan::table
        .filter(aduan::id.gt(after))
        .order(aduan::id)
        .limit(limit)
        .load::<AduanRow>(conn)?;
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let answered = aduan_langkah::table
        .filter(aduan_langkah::aduan_id.eq_any(ids))
        .filter(aduan_langkah::status.eq(Status::Ditanggapi.as_str()))
        .order(aduan_langkah::pada.desc())
        .select((aduan_langkah::aduan_id, aduan_langkah::pada))
        .load::<(String, NaiveDateTime)>(conn)?;
    // The first answer comes last and stays.
    let answered: HashMap<String, NaiveDateTime> = answered.into_iter().collect();
    let known = rows.iter().map(|row| {
        let keadaan = row.keadaan()?;
        let dijawab_pada = answered.get(&row.id).copied().or(keadaan.dijawab_pada);
        Ok(Keadaan {
            dijawab_pada,
            ..keadaan
        })
    });
    Ok(known.collect::<anyhow::Result<_>>()?)
}
