//! Steps and releases of officers. Each names the version that it was decided on; one that comes too late is refused
//! with the present state, and never taken silently.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use shared::account::Account;
use shared::aduan::{Isian, Lengkap, RilisBaru, Status, Tindakan, TindakanBaru, awal_hari, langkah_dari};
use shared::clock::wita_day;
use shared::error::{ApiError, ErrorCode};
use shared::jejak::Objek;
use shared::kode::Kode;
use shared::wilayah::{WilayahKode, full_name};
use uuid::Uuid;

use super::find::must;
use super::hitung::Aturan;
use super::list::Cakupan;
use super::{disposisi, find_for, jeda, kata, percakapan, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanChange, AduanRow, LangkahRow};
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::Oleh;
use crate::kabar::{self, Kejadian};
use crate::perubahan;
use crate::riwayat::{self, Perubahan};
use crate::schema::{aduan, aduan_langkah};
use crate::{publik, wilayah};

/// One step of an officer by the table of states.
pub fn tindakan(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    (tindakan, baru): (Tindakan, &TindakanBaru),
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, &pembaca)?;
        let detail = "Langkah ini bukan tugas Anda pada aduan ini.";
        // A step that is no officer's at all is nobody's here.
        let hak = tindakan
            .hak()
            .ok_or_else(|| AppError::refused(ErrorCode::TidakBerhak, detail))?;
        must(petugas, hak, &before, detail)?;
        refuse_stale(conn, &before, baru.versi, &pembaca, masuk)?;
        take(conn, masuk, &before, &pembaca, (tindakan, baru))?;
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    let show = |conn: &mut Conn| match find_for(conn, id, &pembaca) {
        // Handed on to an office that is not his: it was done, and is his no more.
        Err(AppError::Refused(error)) if error.code == ErrorCode::TidakDitemukan => {
            Answer::ok(&serde_json::json!({"tindakan": tindakan}))
        }
        _ => Answer::ok(&seen(conn, id, &pembaca, masuk)?),
    };
    aksi::once_shown(conn, masuk, effect, show)
}

/// The reporter's own step, within the days that the district gives.
pub fn buka_kembali(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, pembaca): (&str, &Pembaca),
    (baru, hari): (&TindakanBaru, u32),
) -> Result<Answer> {
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, pembaca)?;
        refuse_stale(conn, &before, baru.versi, pembaca, masuk)?;
        let last = before
            .berakhir_pada
            .map(|ended| ended.and_utc() + TimeDelta::days(i64::from(hari)));
        if last.is_some_and(|last| last < masuk.pada) {
            let detail = format!(
                "Aduan hanya dapat dibuka kembali dalam {hari} hari setelah berakhir. Buatlah aduan baru dan sebutkan \
                 kode yang ini."
            );
            return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
        }
        take(conn, masuk, &before, pembaca, (Tindakan::BukaKembali, baru))?;
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, pembaca, masuk)?)
    })
}

/// A step that the time takes, in nobody's name.
pub(super) fn sistem(
    conn: &mut Conn,
    before: &AduanRow,
    tindakan: Tindakan,
    (catatan, now): (String, DateTime<Utc>),
) -> Result<()> {
    if tindakan == Tindakan::Lanjutkan {
        jeda::akhiri(conn, &before.id, now)?;
    }
    let mut after = moved(conn, now, before, tindakan)?;
    let by = (Oleh::Sistem, now);
    update(conn, before, &mut after, by)?;
    insert_langkah(conn, &after, tindakan, by, (Some(catatan), false))
}

fn take(
    conn: &mut Conn,
    masuk: &Masuk,
    before: &AduanRow,
    pembaca: &Pembaca,
    (tindakan, baru): (Tindakan, &TindakanBaru),
) -> Result<()> {
    let mut teks = baru.teks_for(tindakan)?;
    let lengkap = baru.rincian.lengkap(tindakan, wita_day(masuk.pada))?;
    refuse_impossible(before, tindakan)?;
    let by = (pembaca.pemilik().oleh(), masuk.pada);
    let mut with = before.clone();
    match lengkap {
        Lengkap::Tanpa => {}
        Lengkap::Tujuan {
            skpd,
            bidang,
            petugas,
        } => {
            let tujuan = (skpd.as_str(), bidang.as_deref(), petugas);
            // The note is for the office, not for the reporter.
            let note = (teks.take(), by.0.account(), masuk);
            disposisi::beri(conn, &mut with, tujuan, note)?;
        }
        Lengkap::Sampai(hingga) => {
            jeda::mulai(conn, &before.id, hingga, masuk.pada)?;
            with.tinjau_pada = awal_hari(hingga).naive_utc();
        }
        Lengkap::Instansi(instansi) => with.instansi = Some(instansi),
        Lengkap::Induk(kode) => with.induk_id = Some(induk(conn, before, &kode, pembaca)?),
    }
    match tindakan {
        Tindakan::Lanjutkan => jeda::akhiri(conn, &before.id, masuk.pada)?,
        Tindakan::Pulihkan => with.induk_id = None,
        Tindakan::Verifikasi
        | Tindakan::Disposisi
        | Tindakan::Proses
        | Tindakan::Tunda
        | Tindakan::Tanggapi
        | Tindakan::Selesai
        | Tindakan::Tolak
        | Tindakan::BukanWewenang
        | Tindakan::BukaKembali
        | Tindakan::Gabung
        | Tindakan::Arsipkan => {}
    }
    let mut after = moved(conn, masuk.pada, &with, tindakan)?;
    update(conn, before, &mut after, by)?;
    // Nothing of a rahasia complaint is ever public, whatever box was ticked.
    let publik = baru.publik && !before.rahasia;
    match tindakan.isian() {
        Isian::Tanggapan => {
            insert_langkah(conn, &after, tindakan, by, (None, false))?;
            let answer = (teks.unwrap_or_default(), publik);
            percakapan::insert_tanggapan(conn, &after, pembaca, masuk, answer)
        }
        Isian::Bebas | Isian::Alasan => insert_langkah(conn, &after, tindakan, by, (teks, publik)),
    }
}

/// The complaint that this one is the same as: another, that is not itself told elsewhere.
fn induk(conn: &mut Conn, before: &AduanRow, kode: &Kode, pembaca: &Pembaca) -> Result<String> {
    let fault = |message: &str| AppError::Refused(ApiError::field(ErrorCode::IsianSalah, "induk", message));
    let found = find_for(conn, kode.as_str(), pembaca);
    let found =
        found.map_err(|_| fault("Aduan dengan kode ini tidak ada di wilayah Anda. Periksa kodenya."))?;
    if found.id == before.id {
        return Err(fault(
            "Kode ini milik aduan ini sendiri. Tulis kode aduan yang lain.",
        ));
    }
    match Status::parse(&found.status).context("status")? {
        Status::Digabung | Status::Diarsipkan => Err(fault(
            "Aduan itu sudah digabung atau diarsipkan. Tulis kode aduan yang masih ditangani.",
        )),
        Status::Diterima
        | Status::Diverifikasi
        | Status::Didisposisikan
        | Status::Diproses
        | Status::Ditunda
        | Status::Ditanggapi
        | Status::Selesai
        | Status::Ditolak
        | Status::BukanWewenang
        | Status::DibukaKembali => Ok(found.id),
    }
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
    let effect = |conn: &mut Conn| {
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
        update(conn, &before, &mut after, (Oleh::Petugas(petugas.id), masuk.pada))?;
        let regions = wilayah::queries::list(conn)?;
        let tempat = WilayahKode::parse(&after.wilayah_kode).and_then(|kode| full_name(&regions, &kode));
        kata::replace(conn, &after, &tempat.unwrap_or_default())?;
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

fn refuse_impossible(before: &AduanRow, tindakan: Tindakan) -> Result<()> {
    let status = Status::parse(&before.status).context("status")?;
    match langkah_dari(status, tindakan) {
        Some(_) => Ok(()),
        None => Err(not_from_here(status, tindakan)),
    }
}

/// The complaint after the step, with the deadline that runs from there.
fn moved(conn: &mut Conn, now: DateTime<Utc>, before: &AduanRow, tindakan: Tindakan) -> Result<AduanRow> {
    let status = Status::parse(&before.status).context("status")?;
    let ke = langkah_dari(status, tindakan).ok_or_else(|| not_from_here(status, tindakan))?;
    let (mut after, now) = (before.clone(), Some(now.naive_utc()));
    after.status = ke.as_str().to_owned();
    match ke {
        Status::Diverifikasi => after.diverifikasi_pada = now,
        Status::Ditanggapi => after.ditanggapi_pada = now,
        Status::DibukaKembali => after.dibuka_pada = now,
        Status::Diterima
        | Status::Didisposisikan
        | Status::Diproses
        | Status::Ditunda
        | Status::Selesai
        | Status::Ditolak
        | Status::BukanWewenang
        | Status::Digabung
        | Status::Diarsipkan => {}
    }
    after.berakhir_pada = now.filter(|_| ke.berakhir());
    let jeda = jeda::list_of(conn, &[&after.id])?;
    let jeda = jeda.get(&after.id).map_or(&[][..], Vec::as_slice);
    Aturan::load(conn)?.set_tenggat(&mut after, jeda)?;
    if ke == Status::Ditunda {
        after.tinjau_pada = before.tinjau_pada;
    } else if let (Status::Ditanggapi, Some(now)) = (ke, now) {
        after.tinjau_pada = now;
    }
    // Who learned of a deadline that is over has not learned of the next one.
    if after.tenggat != before.tenggat {
        after.eskalasi = 0;
    }
    Ok(after)
}

fn not_from_here(status: Status, tindakan: Tindakan) -> AppError {
    let status = status.label().to_lowercase();
    let detail = format!(
        "\"{}\" tidak dapat dilakukan pada aduan yang {status}.",
        tindakan.label()
    );
    AppError::refused(ErrorCode::LangkahSalah, detail)
}

/// Whoever decided on an older state is shown the present one and decides again.
pub(super) fn refuse_stale(
    conn: &mut Conn,
    row: &AduanRow,
    versi: i64,
    pembaca: &Pembaca,
    masuk: &Masuk,
) -> Result<()> {
    if row.versi == versi {
        return Ok(());
    }
    Err(usang(conn, row, pembaca, masuk)?)
}

/// The refusal of what was decided on an older state, with the present one.
pub(super) fn usang(conn: &mut Conn, row: &AduanRow, pembaca: &Pembaca, masuk: &Masuk) -> Result<AppError> {
    let sekarang = serde_json::to_value(seen(conn, &row.id, pembaca, masuk)?)?;
    let detail = "Aduan ini sudah berubah sejak Anda buka. Lihat keadaan sekarang, lalu putuskan lagi.";
    Ok(ApiError {
        sekarang: Some(Box::new(sekarang)),
        ..ApiError::new(ErrorCode::VersiUsang, detail)
    }
    .into())
}

/// Stores the new state under the next version, with its history. Another writer who was faster makes the whole
/// transaction begin again, which then finds the decision stale.
pub(super) fn update(
    conn: &mut Conn,
    before: &AduanRow,
    after: &mut AduanRow,
    (oleh, pada): (Oleh, DateTime<Utc>),
) -> Result<()> {
    after.versi = before.versi + 1;
    after.diubah_pada = pada.naive_utc();
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
    let left = Cakupan::of(before);
    if left != Cakupan::of(after) {
        perubahan::lepaskan(conn, Objek::Aduan, &before.id, &left)?;
    }
    let perubahan = Perubahan {
        objek: Objek::Aduan,
        catatan_id: &before.id,
        oleh,
        pada,
    };
    riwayat::keep(conn, &perubahan, before, after)?;
    publik::queries::catat(conn, &after.keadaan()?)
}

/// Every change of a status comes by here, in its own transaction: whoever is to be told of one is told from here.
fn insert_langkah(
    conn: &mut Conn,
    after: &AduanRow,
    tindakan: Tindakan,
    (oleh, pada): (Oleh, DateTime<Utc>),
    (catatan, publik): (Option<String>, bool),
) -> Result<()> {
    let row = LangkahRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: after.id.clone(),
        urutan: next_urutan(conn, &after.id)?,
        tindakan: Some(tindakan.as_str().to_owned()),
        status: after.status.clone(),
        catatan,
        publik,
        account_id: oleh.account().map(|id| id.to_string()),
        pada: pada.naive_utc(),
    };
    diesel::insert_into(aduan_langkah::table)
        .values(row)
        .execute(conn)?;
    let status = Status::parse(&after.status).context("status")?;
    kabar::antrekan(conn, &after.id, Kejadian::Langkah(status), (oleh.account(), pada))?;
    Ok(())
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
