//! Requests: made by whoever holds the reporter's key, answered by who keeps personal data for the whole district.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;
use shared::account::Account;
use shared::error::{ApiError, ErrorCode};
use shared::jejak::{Objek, Perbuatan};
use shared::page::{Page, rows};
use shared::pribadi::{
    AturanPribadi, DIHAPUS, DataSaya, JawabanBaru, JenisPermintaan, Permintaan, PermintaanBaru,
    PermintaanFilter,
};

use super::row::PermintaanRow;
use crate::aduan::queries as complaints;
use crate::aduan::row::AduanRow;
use crate::aduan::{Pembaca, view};
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::{Conn, Hitung};
use crate::error::{AppError, Result};
use crate::jejak::{Antaran, Oleh};
use crate::kabar::{self, Kejadian};
use crate::schema::{aduan, jejak, permintaan_data};

/// What goes to the device of who answers a request for a correction.
const KONTAK: &[&str] = &["nama", "hp", "email"];

pub fn create(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, pembaca): (&str, &Pembaca),
    (baru, aturan): (&PermintaanBaru, &AturanPribadi),
) -> Result<Answer> {
    let effect = |conn: &mut Conn| {
        baru.lengkap()?;
        let row = complaints::find_for(conn, id, pembaca)?;
        if row.dihapus_pada.is_some() {
            let detail = "Data pribadi pada aduan ini sudah dihapus; tidak ada lagi yang dapat diminta.";
            return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
        }
        let waiting = permintaan_data::table
            .filter(permintaan_data::aduan_id.eq(&row.id))
            .filter(permintaan_data::jenis.eq(baru.jenis.as_str()))
            .filter(permintaan_data::dijawab_pada.is_null());
        let taken = permintaan_data::table.find(baru.id.to_string());
        if waiting.count().get_result::<i64>(conn)? + taken.count().get_result::<i64>(conn)? > 0 {
            let detail = "Permintaan seperti ini sudah Anda kirim dan masih menunggu jawaban.";
            return Err(AppError::refused(ErrorCode::SudahAda, detail));
        }
        let kontak = match baru.jenis {
            JenisPermintaan::Perbaikan => baru.kontak.as_ref().map(serde_json::to_string).transpose()?,
            JenisPermintaan::Penghapusan => None,
        };
        let request = PermintaanRow {
            id: baru.id.to_string(),
            aduan_id: row.id.clone(),
            jenis: baru.jenis.as_str().to_owned(),
            kontak,
            keterangan: baru.keterangan.trim().to_owned(),
            diminta_pada: masuk.pada.naive_utc(),
            tenggat: (masuk.pada + TimeDelta::hours(i64::from(aturan.jawab_jam))).naive_utc(),
            dijawab_pada: None,
            dikabulkan: None,
            alasan: String::new(),
            account_id: None,
        };
        diesel::insert_into(permintaan_data::table)
            .values(request)
            .execute(conn)?;
        kabar::antrekan(conn, &row.id, Kejadian::PermintaanData, (None, masuk.pada))?;
        Ok(Tentang::new(Objek::Aduan, row.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        let row = complaints::find_for(conn, id, pembaca)?;
        Ok(Answer {
            status: 201,
            ..Answer::ok(&list_own(conn, &row)?)?
        })
    })
}

/// Those of one complaint, the newest first.
pub fn list_own(conn: &mut Conn, row: &AduanRow) -> Result<Vec<Permintaan>> {
    let of_it = permintaan_data::table.filter(permintaan_data::aduan_id.eq(&row.id));
    let found = of_it
        .order((permintaan_data::diminta_pada.desc(), permintaan_data::id.desc()))
        .load::<PermintaanRow>(conn)?;
    found
        .into_iter()
        .map(|one| Ok(one.tampil(&row.kode, Some(row.kontak()))?))
        .collect()
}

/// As who answers it sees it. An anonymous reporter is known to the system alone, also when he asks for a correction.
fn bagi_petugas(request: PermintaanRow, row: &AduanRow) -> Result<Permintaan> {
    let kini = (!row.anonim).then(|| row.kontak());
    Ok(request.tampil(&row.kode, kini)?)
}

/// All that is kept of a reporter.
pub fn data_saya(conn: &mut Conn, id: &str, pembaca: &Pembaca, now: DateTime<Utc>) -> Result<DataSaya> {
    let row = complaints::find_for(conn, id, pembaca)?;
    let with = complaints::belongings_for(conn, &row, pembaca)?;
    let delivered: i64 = jejak::table
        .filter(jejak::catatan_id.eq(&row.id))
        .filter(jejak::perbuatan.eq(Perbuatan::Antar.as_str()))
        .count()
        .get_result(conn)?;
    Ok(DataSaya {
        aduan: view::aduan(&row, &with, pembaca, now)?,
        persetujuan_versi: row.persetujuan_versi.clone(),
        persetujuan_pada: row.persetujuan_pada.and_utc(),
        permintaan: list_own(conn, &row)?,
        diantar: u32::try_from(delivered).unwrap_or(u32::MAX),
        diambil_pada: now,
    })
}

/// Those that wait, the most urgent first, or those that were answered, the newest first; with what goes to the device.
pub fn list(
    conn: &mut Conn,
    filter: &PermintaanFilter,
    petugas: &Account,
) -> Result<(Page<Permintaan>, Antaran)> {
    let limit = i64::from(rows(filter.limit)?);
    let after = filter.cursor.as_deref().map(parse_cursor).transpose()?;
    let wanted = || {
        let all = permintaan_data::table.inner_join(aduan::table).into_boxed();
        if filter.dijawab {
            all.filter(permintaan_data::dijawab_pada.is_not_null())
        } else {
            all.filter(permintaan_data::dijawab_pada.is_null())
        }
    };
    let most = i64::from(Page::<Permintaan>::TOTAL_MAX);
    let total: i64 = Hitung(wanted().select(permintaan_data::id).limit(most)).get_result(conn)?;
    let mut query = wanted();
    if filter.dijawab {
        if let Some((pada, id)) = after {
            let same = permintaan_data::dijawab_pada
                .eq(pada)
                .and(permintaan_data::id.lt(id));
            let older = permintaan_data::dijawab_pada.lt(pada).assume_not_null();
            query = query.filter(older.or(same.assume_not_null()));
        }
        query = query.order((permintaan_data::dijawab_pada.desc(), permintaan_data::id.desc()));
    } else {
        if let Some((pada, id)) = after {
            let same = permintaan_data::tenggat.eq(pada).and(permintaan_data::id.gt(id));
            query = query.filter(permintaan_data::tenggat.gt(pada).or(same));
        }
        query = query.order((permintaan_data::tenggat, permintaan_data::id));
    }
    let mut found: Vec<(PermintaanRow, AduanRow)> = query.limit(limit + 1).load(conn)?;
    let has_more = found.len() > usize::try_from(limit).unwrap_or_default();
    found.truncate(usize::try_from(limit).unwrap_or_default());
    let next = found.last().filter(|_| has_more).map(|(last, _)| {
        let pada = last.dijawab_pada.unwrap_or(last.tenggat);
        hex::encode(format!("{}~{}", pada.and_utc().timestamp_millis(), last.id))
    });
    let delivered = found
        .iter()
        .filter(|(request, row)| request.kontak.is_some() && !row.anonim);
    let antaran = Antaran {
        kepada: petugas.id,
        objek: Objek::Aduan,
        catatan: delivered.map(|(_, row)| row.id.clone()).collect(),
        kolom: KONTAK,
    };
    let items = found
        .into_iter()
        .map(|(request, row)| bagi_petugas(request, &row))
        .collect::<Result<_>>()?;
    let page = Page {
        items,
        next,
        total: u32::try_from(total).unwrap_or(u32::MAX),
    };
    Ok((page, antaran))
}

fn parse_cursor(text: &str) -> Result<(NaiveDateTime, String)> {
    let read = || {
        let plain = String::from_utf8(hex::decode(text).ok()?).ok()?;
        let (pada, id) = plain.split_once('~')?;
        let pada = DateTime::from_timestamp_millis(pada.parse().ok()?)?;
        let id: shared::id::PermintaanId = id.parse().ok()?;
        Some((pada.naive_utc(), id.to_string()))
    };
    read().ok_or_else(|| {
        let message = "Halaman ini tidak dikenal. Mulai lagi dari halaman pertama.";
        ApiError::field(ErrorCode::BentukSalah, "cursor", message).into()
    })
}

/// Answers a request; one that is granted is done in the same moment.
pub fn jawab(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &JawabanBaru,
) -> Result<Answer> {
    let effect = |conn: &mut Conn| {
        baru.lengkap()?;
        let (request, row) = find(conn, id)?;
        let waiting = permintaan_data::table
            .find(id)
            .filter(permintaan_data::dijawab_pada.is_null());
        let change = (
            permintaan_data::dijawab_pada.eq(Some(masuk.pada.naive_utc())),
            permintaan_data::dikabulkan.eq(Some(baru.dikabulkan)),
            permintaan_data::alasan.eq(baru.alasan.trim()),
            permintaan_data::account_id.eq(Some(petugas.id.to_string())),
            permintaan_data::kontak.eq(None::<String>),
        );
        if diesel::update(waiting).set(change).execute(conn)? == 0 {
            let detail = "Permintaan ini sudah dijawab. Muat ulang daftarnya.";
            return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
        }
        if baru.dikabulkan {
            let by = (Oleh::Petugas(petugas.id), masuk.pada);
            // Parts of one report tell of the same person.
            let parts = complaints::sekunci(conn, &row)?;
            match (request.jenis()?, request.kontak()?) {
                (JenisPermintaan::Perbaikan, Some(kontak)) if row.dihapus_pada.is_none() => {
                    let parts = parts.iter().filter(|part| part.dihapus_pada.is_none());
                    for one in parts.chain([&row]) {
                        complaints::perbaiki_pelapor(conn, one, &kontak, by)?;
                    }
                }
                (JenisPermintaan::Perbaikan, _) => {
                    let detail = "Data pada aduan ini sudah dihapus, jadi tidak ada yang diperbaiki. Tolak dengan alasan itu.";
                    return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
                }
                (JenisPermintaan::Penghapusan, _) => {
                    for one in parts.iter().chain([&row]) {
                        hapus(conn, one, by)?;
                    }
                }
            }
        }
        Ok(Tentang::new(Objek::Aduan, row.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        let (request, row) = find(conn, id)?;
        Answer::ok(&bagi_petugas(request, &row)?)
    })
}

fn find(conn: &mut Conn, id: &str) -> Result<(PermintaanRow, AduanRow)> {
    permintaan_data::table
        .inner_join(aduan::table)
        .filter(permintaan_data::id.eq(id))
        .first(conn)
        .optional()?
        .ok_or_else(AppError::not_found)
}

/// Erases a complaint's personal data, and what was said of them in requests. False where that was done before.
pub(super) fn hapus(conn: &mut Conn, row: &AduanRow, by: (Oleh, DateTime<Utc>)) -> Result<bool> {
    if !complaints::hapus_pribadi(conn, row, by)? {
        return Ok(false);
    }
    let of_it = permintaan_data::table.filter(permintaan_data::aduan_id.eq(&row.id));
    diesel::update(of_it)
        .set(permintaan_data::kontak.eq(None::<String>))
        .execute(conn)?;
    diesel::update(of_it.filter(permintaan_data::keterangan.ne("")))
        .set(permintaan_data::keterangan.eq(DIHAPUS))
        .execute(conn)?;
    Ok(true)
}
