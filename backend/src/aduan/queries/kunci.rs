//! A reporter's key is replaced; who did it, and how he made sure, is kept for ever.

use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{CaraPeriksa, KunciBaru};
use shared::error::{ApiError, ErrorCode};
use shared::jejak::Objek;
use shared::wilayah::WilayahKode;
use shared::words::nomor_hp;

use super::{find_for, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::KunciRow;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::Oleh;
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
        let mut after = before.clone();
        after.kunci_hash = baru.kunci_hash.to_string();
        after.diubah_pada = masuk.pada.naive_utc();
        diesel::update(aduan::table.find(&before.id))
            .set((
                aduan::kunci_hash.eq(&after.kunci_hash),
                aduan::diubah_pada.eq(after.diubah_pada),
            ))
            .execute(conn)?;
        let row = KunciRow {
            id: masuk.id.to_string(),
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
        riwayat::keep(conn, &perubahan, &before, &after)?;
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}
