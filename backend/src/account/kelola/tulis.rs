//! Makes and changes accounts. Each change keeps its history; nothing is ever deleted.

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::prelude::*;
use serde_json::json;
use shared::account::{AkunBaru, Hak, NamaBaru, Penugasan, PenugasanBerakhir, SekaliPakai, Tugas, Urusan};
use shared::clock::wita_day;
use shared::error::{ApiError, ErrorCode};
use shared::id::{AccountId, PenugasanId};
use shared::jejak::Objek;

use super::{Wilayahku, find_for};
use crate::account::row::AccountRow;
use crate::account::{Petugas, gagal, queries, saya, sekali, totp};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::Oleh;
use crate::riwayat::{self, Perubahan};
use crate::schema::{account, penugasan};
use crate::skpd;

/// A new account with its work and its one-time password.
pub fn create(
    conn: &mut Conn,
    (reach, admin): (&Wilayahku, AccountId),
    new: &AkunBaru,
    once: &SekaliPakai,
    now: DateTime<Utc>,
) -> Result<()> {
    let nama_pengguna = new.nama_pengguna.trim().to_lowercase();
    if queries::find(conn, &new.id.to_string())?.is_some() {
        return Err(AppError::refused(ErrorCode::SudahAda, "Akun ini sudah ada."));
    }
    if queries::find_by_name(conn, &nama_pengguna)?.is_some() {
        let message = format!("Nama pengguna \"{nama_pengguna}\" sudah dipakai. Pilih nama lain.");
        return Err(ApiError::field(ErrorCode::SudahAda, "nama_pengguna", message).into());
    }
    let row = AccountRow {
        id: new.id.to_string(),
        nama_pengguna,
        nama: new.nama.trim().to_owned(),
        sandi_hash: String::new(),
        aktif: true,
        dibuat_pada: now.naive_utc(),
        email: given(new.email.as_deref()),
        hp: given(new.hp.as_deref()),
        wajib_ganti: true,
        tutup_sesudah: None,
    };
    remember(
        conn,
        &row.id,
        admin,
        now,
        &json!({}),
        &json!({"nama_pengguna": row.nama_pengguna, "aktif": true}),
    )?;
    queries::insert(conn, row.clone())?;
    queries::write_kata(conn, &row.id, &row.nama_pengguna, &row.nama)?;
    for (place, tugas) in new.tugas.iter().enumerate() {
        give(conn, (reach, admin), new.id, tugas, now).map_err(|error| at_place(error, place))?;
    }
    sekali::give(conn, &row.id, once, Some(admin), now)?;
    Ok(())
}

/// A refusal of one of several assignments names which.
fn at_place(error: AppError, place: usize) -> AppError {
    match error {
        AppError::Refused(mut refused) => {
            for field in &mut refused.fields {
                field.field = format!("tugas[{place}].{}", field.field);
            }
            AppError::Refused(refused)
        }
        other @ (AppError::Wait(_) | AppError::Contended | AppError::Busy(_) | AppError::Internal(_)) => {
            other
        }
    }
}

fn given(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// Gives work to an account, within the admin's reach.
pub fn give(
    conn: &mut Conn,
    (reach, admin): (&Wilayahku, AccountId),
    to: AccountId,
    tugas: &Tugas,
    now: DateTime<Utc>,
) -> Result<()> {
    reach.must_give(conn, &tugas.wilayah)?;
    skpd::queries::must_be_active(conn, tugas.skpd.as_deref(), tugas.bidang.as_deref())?;
    let held = tugas.clone().dengan(PenugasanId::mint());
    let change = json!({"penugasan": held});
    remember(conn, &to.to_string(), admin, now, &json!({}), &change)?;
    queries::insert_penugasan(conn, to, &held, Some(admin), now)?;
    Ok(())
}

pub fn rename(
    conn: &mut Conn,
    (reach, admin): (&Wilayahku, AccountId),
    id: AccountId,
    new: &NamaBaru,
    now: DateTime<Utc>,
) -> Result<()> {
    let (row, _) = find_for(conn, reach, id)?;
    let (nama, email, hp) = (
        new.nama.trim(),
        given(new.email.as_deref()),
        given(new.hp.as_deref()),
    );
    remember(
        conn,
        &row.id,
        admin,
        now,
        &json!({"nama": row.nama, "email": row.email, "hp": row.hp}),
        &json!({"nama": nama, "email": email, "hp": hp}),
    )?;
    diesel::update(account::table.find(&row.id))
        .set((
            account::nama.eq(nama),
            account::email.eq(email),
            account::hp.eq(hp),
        ))
        .execute(conn)?;
    Ok(queries::write_kata(conn, &row.id, &row.nama_pengguna, nama)?)
}

/// Gives an assignment its last day. One that has begun is not undone: its first day stays, and so does what was done.
pub fn end(
    conn: &mut Conn,
    (reach, admin): (&Wilayahku, AccountId),
    id: AccountId,
    ends: &PenugasanBerakhir,
    now: DateTime<Utc>,
) -> Result<()> {
    let (_, held) = find_for(conn, reach, id)?;
    let held = held
        .into_iter()
        .find(|held| held.id == ends.penugasan)
        .ok_or_else(AppError::not_found)?;
    if id == admin && held.boleh(Hak::KelolaAkun) {
        let detail = "Anda tidak dapat mengakhiri penugasan admin sendiri. Mintalah admin lain.";
        return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
    }
    if ends.sampai < held.mulai {
        let message = "Hari terakhir lebih awal daripada hari mulai penugasan ini.";
        return Err(ApiError::field(ErrorCode::IsianSalah, "sampai", message).into());
    }
    end_on(conn, admin, id, &held, ends.sampai, now)
}

pub(super) fn end_on(
    conn: &mut Conn,
    admin: AccountId,
    of: AccountId,
    held: &Penugasan,
    sampai: NaiveDate,
    now: DateTime<Utc>,
) -> Result<()> {
    let ended = Penugasan {
        sampai: Some(sampai),
        ..held.clone()
    };
    remember(
        conn,
        &of.to_string(),
        admin,
        now,
        &json!({"penugasan": held}),
        &json!({"penugasan": ended}),
    )?;
    diesel::update(penugasan::table.find(held.id.to_string()))
        .set(penugasan::sampai.eq(Some(sampai)))
        .execute(conn)?;
    Ok(())
}

/// Does what the URL names. `once` is given where a new one-time password is.
pub fn urus(
    conn: &mut Conn,
    (reach, admin): (&Wilayahku, &Petugas),
    id: AccountId,
    (urusan, once): (Urusan, &SekaliPakai),
    now: DateTime<Utc>,
) -> Result<()> {
    let (row, _) = find_for(conn, reach, id)?;
    match urusan {
        Urusan::Tutup => close(conn, admin.0.id, &row, wita_day(now) - Days::new(1), now),
        Urusan::Buka => {
            set_open(conn, &row, true, None)?;
            remember(
                conn,
                &row.id,
                admin.0.id,
                now,
                &open_or_not(&row, now),
                &json!({"aktif": true}),
            )
        }
        Urusan::AturUlang => {
            queries::reset_sandi(conn, &row.id)?;
            queries::revoke_all_sesi(conn, &row.id, now.naive_utc())?;
            gagal::clear(conn, &row.nama_pengguna)?;
            sekali::give(conn, &row.id, once, Some(admin.0.id), now)?;
            remember(
                conn,
                &row.id,
                admin.0.id,
                now,
                &json!({}),
                &json!({"sandi": "diatur ulang"}),
            )
        }
        Urusan::BukaKunci => {
            gagal::clear(conn, &row.nama_pengguna)?;
            remember(
                conn,
                &row.id,
                admin.0.id,
                now,
                &json!({}),
                &json!({"kunci": "dibuka"}),
            )
        }
        Urusan::LepasTotp => {
            if totp::remove(conn, &row.id)? {
                queries::revoke_all_sesi(conn, &row.id, now.naive_utc())?;
                saya::remember(conn, admin, &row.id, (true, false), now)?;
            }
            Ok(())
        }
    }
}

/// Closes an account after this day; if the day is over, at once.
pub(super) fn close(
    conn: &mut Conn,
    admin: AccountId,
    row: &AccountRow,
    last: NaiveDate,
    now: DateTime<Utc>,
) -> Result<()> {
    let over = last < wita_day(now);
    if over && row.id == admin.to_string() {
        let detail = "Anda tidak dapat menutup akun sendiri. Mintalah admin lain.";
        return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
    }
    set_open(conn, row, !over, (!over).then_some(last))?;
    if over {
        queries::revoke_all_sesi(conn, &row.id, now.naive_utc())?;
        sekali::withdraw(conn, &row.id)?;
    }
    let closes = json!({"aktif": !over, "tutup_sesudah": (!over).then_some(last)});
    remember(conn, &row.id, admin, now, &open_or_not(row, now), &closes)
}

fn set_open(conn: &mut Conn, row: &AccountRow, aktif: bool, last: Option<NaiveDate>) -> QueryResult<usize> {
    diesel::update(account::table.find(&row.id))
        .set((account::aktif.eq(aktif), account::tutup_sesudah.eq(last)))
        .execute(conn)
}

fn open_or_not(row: &AccountRow, now: DateTime<Utc>) -> serde_json::Value {
    json!({"aktif": row.terbuka(now), "tutup_sesudah": row.tutup_sesudah})
}

pub(super) fn remember(
    conn: &mut Conn,
    account_id: &str,
    admin: AccountId,
    pada: DateTime<Utc>,
    lama: &serde_json::Value,
    baru: &serde_json::Value,
) -> Result<()> {
    let perubahan = Perubahan {
        objek: Objek::Account,
        catatan_id: account_id,
        oleh: Oleh::Petugas(admin),
        pada,
    };
    riwayat::keep(conn, &perubahan, lama, baru)
}
