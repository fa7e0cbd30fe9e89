//! A reporter's key is replaced; who did it, and how he made sure, is kept for ever.

use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{CaraPeriksa, KunciBaru};
use shared::error::{ApiError, ErrorCode};
use shared::jejak::Objek;
use shared::wilayah::WilayahKode;
use shared::words::nomor_hp;
use uuid::Uuid;

use super::{find_for, pecahan, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanRow, KunciRow};
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::Oleh;
use crate::kabar;
use crate::riwayat::{self, Perubahan};
use crate::schema::{aduan, aduan_kunci};

pub fn ganti_kunci(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &KunciBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, &pembaca)?;
        let within = WilayahKode::parse(&before.wilayah_kode)
            .is_some_and(|kode| petugas.boleh_di(Hak::TerbitkanKunci, &kode));
        if !within {
            return Err(AppError::not_found());
        }
        if baru.cara == CaraPeriksa::DatangTanpaHp && !before.hp.is_empty() {
            let message = "Aduan ini memuat nomor HP. Periksa nomornya, lalu pilih cara yang Anda pakai.";
            return Err(ApiError::field(ErrorCode::IsianSalah, "cara", message).into());
        }
        if before.hp.is_empty() && baru.cara != CaraPeriksa::DatangTanpaHp {
            let message = "Pelapor ini tidak punya HP. Pilih cara pemeriksaan untuk pelapor tanpa HP.";
            return Err(ApiError::field(ErrorCode::IsianSalah, "cara", message).into());
        }
        if nomor_hp(&baru.hp).unwrap_or_default() != before.hp {
            let message = "Nomor ini tidak sama dengan nomor pada aduan. Tanyakan lagi nomor yang dipakai saat melapor.";
            return Err(ApiError::field(ErrorCode::IsianSalah, "hp", message).into());
        }
        // Parts of one report are opened by one key, and so they stay.
        let parts = pecahan::sekunci(conn, &before)?;
        for row in parts.iter().chain([&before]) {
            ganti(conn, masuk, petugas, (row, baru))?;
        }
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

/// Puts the new key in the place of the old one, whose holder is told nothing any more.
fn ganti(
    conn: &mut Conn,
    masuk: &Masuk,
    petugas: &Account,
    (before, baru): (&AduanRow, &KunciBaru),
) -> Result<()> {
    let mut after = before.clone();
    after.kunci_hash = baru.kunci_hash.to_string();
    after.diubah_pada = masuk.pada.naive_utc();
    diesel::update(aduan::table.find(&before.id))
        .set((
            aduan::kunci_hash.eq(&after.kunci_hash),
            aduan::diubah_pada.eq(after.diubah_pada),
        ))
        .execute(conn)?;
    kabar::langganan::lupakan_aduan(conn, &before.id)?;
    let row = KunciRow {
        id: Uuid::now_v7().to_string(),
        aduan_id: before.id.clone(),
        cara: baru.cara.as_str().to_owned(),
        catatan: baru.catatan.trim().to_owned(),
        account_id: petugas.id.to_string(),
        pada: masuk.pada.naive_utc(),
    };
    diesel::insert_into(aduan_kunci::table)
        .values(row)
        .execute(conn)?;
    let perubahan = Perubahan {
        objek: Objek::Aduan,
        catatan_id: &before.id,
        oleh: Oleh::Petugas(petugas.id),
        pada: masuk.pada,
    };
    riwayat::keep(conn, &perubahan, before, &after)
}
