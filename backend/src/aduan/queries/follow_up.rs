//! What is done to a complaint that stands. Steps and releases name the version that they were decided on; messages
//! and ratings only add, so they never come too late.

use anyhow::Context;
use diesel::prelude::*;
use shared::account::Account;
use shared::aduan::{
    Aduan, BatasWaktu, Isian, Jenis, PenilaianBaru, PesanBaru, Pihak, RilisBaru, Status, Tindakan,
    TindakanBaru, langkah_dari, tenggat,
};
use shared::error::{ApiError, ErrorCode};
use shared::wilayah::{WilayahKode, full_name};
use uuid::Uuid;

use super::{belongings, find_for, kata};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanChange, AduanRow, LangkahRow, PenilaianRow, PesanRow};
use crate::aduan::view::{self, pihak_text};
use crate::aksi::{self, Answer, Masuk};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::riwayat::{self, Perubahan};
use crate::schema::{aduan, aduan_langkah, aduan_penilaian, aduan_pesan};
use crate::wilayah;

/// One step by the table of states.
pub fn tindakan(
    conn: &mut Conn,
    batas: BatasWaktu,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    (tindakan, baru): (Tindakan, &TindakanBaru),
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    aksi::once(conn, masuk, |conn| {
        let before = find_for(conn, id, &pembaca)?;
        refuse_stale(conn, &before, baru.versi, &pembaca, masuk)?;
        let teks = baru.teks_for(tindakan)?;
        let status = Status::parse(&before.status).context("status")?;
        let ke = langkah_dari(status, tindakan).ok_or_else(|| not_from_here(status, tindakan))?;
        let mut after = before.clone();
        after.status = ke.as_str().to_owned();
        if ke == Status::Diverifikasi {
            after.diverifikasi_pada = Some(masuk.pada.naive_utc());
        }
        let kalender = wilayah::queries::kalender(conn)?;
        let jenis = Jenis::parse(&after.jenis).context("jenis")?;
        let verified = after.diverifikasi_pada.map(|pada| pada.and_utc());
        after.set_tenggat(tenggat(
            batas,
            &kalender,
            ke,
            jenis,
            after.diterima_pada.and_utc(),
            verified,
        ));
        update(conn, &before, &mut after, petugas, masuk)?;
        // Nothing of a rahasia complaint is ever public, whatever box was ticked.
        let publik = baru.publik && !before.rahasia;
        let answers = tindakan.isian() == Isian::Tanggapan;
        let step = LangkahRow {
            id: Uuid::now_v7().to_string(),
            aduan_id: before.id.clone(),
            urutan: next_urutan(conn, &before.id)?,
            tindakan: Some(tindakan.as_str().to_owned()),
            status: ke.as_str().to_owned(),
            catatan: teks.clone().filter(|_| !answers),
            publik: publik && !answers,
            account_id: Some(petugas.id.to_string()),
            pada: masuk.pada.naive_utc(),
        };
        diesel::insert_into(aduan_langkah::table)
            .values(step)
            .execute(conn)?;
        if let Some(isi) = teks.filter(|_| answers) {
            let row = PesanRow {
                tanggapan: true,
                publik,
                ..pesan_row(&before, &pembaca, masuk, masuk.id.to_string(), isi)
            };
            diesel::insert_into(aduan_pesan::table)
                .values(row)
                .execute(conn)?;
        }
        Answer::ok(&seen(conn, &after, &pembaca, masuk)?)
    })
}

/// What the public may read of the complaint, in the officer's words.
pub fn rilis(
    conn: &mut Conn,
    masuk: &Masuk,
    id: &str,
    petugas: &Account,
    baru: &RilisBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    aksi::once(conn, masuk, |conn| {
        let before = find_for(conn, id, &pembaca)?;
        refuse_stale(conn, &before, baru.versi, &pembaca, masuk)?;
        if before.rahasia {
            let detail = "Pelapor meminta aduan ini dirahasiakan, jadi tidak dapat ditampilkan kepada umum.";
            return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
        }
        let mut after = before.clone();
        after.rilis_judul = Some(baru.judul.trim().to_owned());
        after.rilis_ringkasan = Some(baru.ringkasan.trim().to_owned());
        after.rilis_pada = Some(masuk.pada.naive_utc());
        update(conn, &before, &mut after, petugas, masuk)?;
        let regions = wilayah::queries::list(conn)?;
        let tempat = WilayahKode::parse(&after.wilayah_kode).and_then(|kode| full_name(&regions, &kode));
        kata::replace(conn, &after, &tempat.unwrap_or_default())?;
        Answer::ok(&seen(conn, &after, &pembaca, masuk)?)
    })
}

/// A message of either side. It changes nothing that a decision rests on, so it carries no version.
pub fn pesan(
    conn: &mut Conn,
    masuk: &Masuk,
    id: &str,
    pembaca: &Pembaca,
    baru: &PesanBaru,
) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let row = find_for(conn, id, pembaca)?;
        if aduan_pesan::table
            .find(baru.id.to_string())
            .count()
            .get_result::<i64>(conn)?
            > 0
        {
            return Err(AppError::refused(
                ErrorCode::SudahAda,
                "Pesan dengan id ini sudah ada.",
            ));
        }
        let new = pesan_row(
            &row,
            pembaca,
            masuk,
            baru.id.to_string(),
            baru.isi.trim().to_owned(),
        );
        diesel::insert_into(aduan_pesan::table)
            .values(new)
            .execute(conn)?;
        touch(conn, &row, masuk)?;
        Answer::created(
            &seen(conn, &row, pembaca, masuk)?,
            format!("{}/{}", shared::paths::ADUAN, row.id),
        )
    })
}

/// The reporter's judgement, once, after the end.
pub fn penilaian(
    conn: &mut Conn,
    masuk: &Masuk,
    id: &str,
    pembaca: &Pembaca,
    baru: &PenilaianBaru,
) -> Result<Answer> {
    aksi::once(conn, masuk, |conn| {
        let row = find_for(conn, id, pembaca)?;
        if Status::parse(&row.status) != Some(Status::Selesai) {
            let detail = "Penilaian dapat diberikan setelah aduan selesai.";
            return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
        }
        if aduan_penilaian::table
            .find(&row.id)
            .count()
            .get_result::<i64>(conn)?
            > 0
        {
            return Err(AppError::refused(
                ErrorCode::SudahAda,
                "Aduan ini sudah Anda nilai. Terima kasih.",
            ));
        }
        let new = PenilaianRow {
            aduan_id: row.id.clone(),
            nilai: i32::from(baru.nilai),
            komentar: baru.komentar.trim().to_owned(),
            pada: masuk.pada.naive_utc(),
        };
        diesel::insert_into(aduan_penilaian::table)
            .values(new)
            .execute(conn)?;
        touch(conn, &row, masuk)?;
        Answer::created(
            &seen(conn, &row, pembaca, masuk)?,
            format!("{}/{}", shared::paths::ADUAN, row.id),
        )
    })
}

fn seen(conn: &mut Conn, row: &AduanRow, pembaca: &Pembaca, masuk: &Masuk) -> Result<Aduan> {
    let with = belongings(conn, row)?;
    Ok(view::aduan(row, &with, pembaca, masuk.pada)?)
}

/// Whoever decided on an older state is shown the present one and decides again.
fn refuse_stale(conn: &mut Conn, row: &AduanRow, versi: i64, pembaca: &Pembaca, masuk: &Masuk) -> Result<()> {
    if row.versi == versi {
        return Ok(());
    }
    let sekarang = serde_json::to_value(seen(conn, row, pembaca, masuk)?)?;
    let detail = "Aduan ini sudah berubah sejak Anda buka. Lihat keadaan sekarang, lalu putuskan lagi.";
    Err(ApiError {
        sekarang: Some(Box::new(sekarang)),
        ..ApiError::new(ErrorCode::VersiUsang, detail)
    }
    .into())
}

fn not_from_here(status: Status, tindakan: Tindakan) -> AppError {
    let detail = format!(
        "\"{}\" tidak dapat dilakukan pada aduan yang {}.",
        tindakan.label(),
        status.label().to_lowercase()
    );
    AppError::refused(ErrorCode::LangkahSalah, detail)
}

/// Stores the new state under the next version, with its history. Another writer who was faster makes the whole
/// transaction begin again, which then finds the decision stale.
fn update(
    conn: &mut Conn,
    before: &AduanRow,
    after: &mut AduanRow,
    petugas: &Account,
    masuk: &Masuk,
) -> Result<()> {
    after.versi = before.versi + 1;
    after.diubah_pada = masuk.pada.naive_utc();
    let same = aduan::table
        .find(&before.id)
        .filter(aduan::versi.eq(before.versi));
    if diesel::update(same)
        .set(AduanChange::from(&*after))
        .execute(conn)?
        == 0
    {
        return Err(AppError::Contended);
    }
    let perubahan = Perubahan {
        tabel: "aduan",
        catatan_id: &before.id,
        oleh: Some(petugas.id),
        pada: masuk.pada,
    };
    riwayat::keep(conn, &perubahan, before, after)
}

fn touch(conn: &mut Conn, row: &AduanRow, masuk: &Masuk) -> QueryResult<()> {
    diesel::update(aduan::table.find(&row.id))
        .set(aduan::diubah_pada.eq(masuk.pada.naive_utc()))
        .execute(conn)
        .map(|_| ())
}

fn next_urutan(conn: &mut Conn, aduan_id: &str) -> QueryResult<i32> {
    let last = aduan_langkah::table
        .filter(aduan_langkah::aduan_id.eq(aduan_id))
        .order(aduan_langkah::urutan.desc());
    Ok(last
        .select(aduan_langkah::urutan)
        .first::<i32>(conn)
        .optional()?
        .unwrap_or_default()
        + 1)
}

fn pesan_row(aduan: &AduanRow, pembaca: &Pembaca, masuk: &Masuk, id: String, isi: String) -> PesanRow {
    let (dari, account_id) = match pembaca {
        Pembaca::Petugas(account) => (Pihak::Petugas, Some(account.id.to_string())),
        Pembaca::Pelapor(_) => (Pihak::Pelapor, None),
    };
    PesanRow {
        id,
        aduan_id: aduan.id.clone(),
        dari: pihak_text(dari).to_owned(),
        account_id,
        isi,
        tanggapan: false,
        publik: false,
        pada: masuk.pada.naive_utc(),
    }
}
