//! Photos that officers list: of how it looks after the work, and the copies that anyone may see. A listed photo counts
//! when its bytes have arrived by an upload, like the reporter's.

use anyhow::Context;
use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{FotoSesudahBaru, FotoSesudahHapus, FotoUmumBaru, SESUDAH_MAX, SebagaiFoto};
use shared::error::{ApiError, ErrorCode};
use shared::file::Foto;
use shared::jejak::Objek;

use super::find::must;
use super::{find_for, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanRow, FotoRow};
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::{aduan_foto, foto_buang};

pub fn foto_sesudah(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &FotoSesudahBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let aduan = find_for(conn, id, &pembaca)?;
        must(petugas, Hak::KerjakanAduan, &aduan, BUKAN_TUGAS)?;
        let own = of(&aduan.id, SebagaiFoto::Sesudah).count();
        if own.get_result::<i64>(conn)? >= SESUDAH_MAX {
            let message =
                format!("Paling banyak {SESUDAH_MAX} foto sesudah pekerjaan. Hapus salah satu dahulu.");
            return Err(fault("foto", &message));
        }
        list(conn, &aduan, (SebagaiFoto::Sesudah, None), (&baru.foto, petugas))?;
        Ok(Tentang::new(Objek::Aduan, aduan.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

pub fn hapus_foto_sesudah(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &FotoSesudahHapus,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let aduan = find_for(conn, id, &pembaca)?;
        must(petugas, Hak::KerjakanAduan, &aduan, BUKAN_TUGAS)?;
        let listed = of(&aduan.id, SebagaiFoto::Sesudah).filter(aduan_foto::sha256.eq(&baru.sha256));
        if listed.count().get_result::<i64>(conn)? == 0 {
            return Err(fault(
                "sha256",
                "Foto ini tidak ada di antara foto sesudah pekerjaan.",
            ));
        }
        drop_copy(conn, &aduan.id, &baru.sha256)?;
        drop_photo(conn, &aduan.id, &baru.sha256)?;
        Ok(Tentang::new(Objek::Aduan, aduan.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

/// Lists the copy that anyone may see of a photo, in place of an earlier one; or takes the earlier one away.
pub fn foto_umum(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &FotoUmumBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let aduan = find_for(conn, id, &pembaca)?;
        must(petugas, Hak::RilisAduan, &aduan, BUKAN_TUGAS)?;
        let of_this = aduan_foto::table.find((&aduan.id, &baru.dari));
        let source = of_this.first::<FotoRow>(conn).optional()?;
        let is_shown =
            |row: &FotoRow| row.sebagai != SebagaiFoto::Umum.as_str() && row.diterima_pada.is_some();
        if !source.as_ref().is_some_and(is_shown) {
            return Err(fault("dari", "Foto ini tidak ada pada aduan, atau belum sampai."));
        }
        let shown = of(&aduan.id, SebagaiFoto::Umum)
            .filter(aduan_foto::dari_sha256.eq(&baru.dari))
            .select(aduan_foto::sha256)
            .first::<String>(conn)
            .optional()?;
        if shown.is_some() && shown == baru.foto.as_ref().map(|foto| foto.sha256.clone()) {
            return Ok(Tentang::new(Objek::Aduan, aduan.id));
        }
        drop_copy(conn, &aduan.id, &baru.dari)?;
        if let Some(foto) = &baru.foto {
            if aduan.rahasia {
                let detail = "Pelapor meminta aduan ini dirahasiakan, jadi fotonya tidak dapat ditampilkan kepada umum.";
                return Err(AppError::refused(ErrorCode::LangkahSalah, detail));
            }
            list(
                conn,
                &aduan,
                (SebagaiFoto::Umum, Some(&baru.dari)),
                (foto, petugas),
            )?;
        }
        Ok(Tentang::new(Objek::Aduan, aduan.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}

/// The copy with this SHA-256 that anyone may see, once it has arrived. What is *rahasia* has none.
pub fn find_foto_umum(conn: &mut Conn, aduan_id: &str, sha256: &str) -> Result<Option<FotoRow>> {
    let copy = of(aduan_id, SebagaiFoto::Umum)
        .filter(aduan_foto::sha256.eq(sha256))
        .filter(aduan_foto::diterima_pada.is_not_null());
    Ok(copy.first(conn).optional()?)
}

type Listed<'a> = diesel::helper_types::Filter<
    diesel::helper_types::Filter<aduan_foto::table, diesel::dsl::Eq<aduan_foto::aduan_id, &'a str>>,
    diesel::dsl::Eq<aduan_foto::sebagai, &'static str>,
>;

fn of(aduan_id: &str, sebagai: SebagaiFoto) -> Listed<'_> {
    aduan_foto::table
        .filter(aduan_foto::aduan_id.eq(aduan_id))
        .filter(aduan_foto::sebagai.eq(sebagai.as_str()))
}

const BUKAN_TUGAS: &str = "Foto pada aduan ini bukan tugas Anda.";

fn list(
    conn: &mut Conn,
    aduan: &AduanRow,
    (sebagai, dari): (SebagaiFoto, Option<&String>),
    (foto, petugas): (&Foto, &Account),
) -> Result<()> {
    let same = aduan_foto::table.find((&aduan.id, &foto.sha256)).count();
    if same.get_result::<i64>(conn)? > 0 {
        return Err(fault("foto", "Foto yang sama sudah ada pada aduan ini."));
    }
    // Its file is on its way out of the store, and would take the new one along.
    let leaving = foto_buang::table.find((&aduan.id, &foto.sha256)).count();
    if leaving.get_result::<i64>(conn)? > 0 {
        let message = "Foto yang sama baru saja dihapus. Coba lagi beberapa menit lagi.";
        return Err(fault("foto", message));
    }
    let last = aduan_foto::table
        .filter(aduan_foto::aduan_id.eq(&aduan.id))
        .select(diesel::dsl::max(aduan_foto::urutan))
        .first::<Option<i32>>(conn)?;
    let row = FotoRow {
        aduan_id: aduan.id.clone(),
        sha256: foto.sha256.clone(),
        urutan: last.map_or(0, |last| last + 1),
        bytes: i64::try_from(foto.bytes).context("size of a photo")?,
        media_type: foto.media_type.as_str().to_owned(),
        diterima_pada: None,
        sebagai: sebagai.as_str().to_owned(),
        dari_sha256: dari.cloned(),
        account_id: Some(petugas.id.to_string()),
    };
    diesel::insert_into(aduan_foto::table).values(row).execute(conn)?;
    Ok(())
}

/// The copy of a photo for the public, if there is one, is gone.
fn drop_copy(conn: &mut Conn, aduan_id: &str, dari: &str) -> Result<()> {
    let copies: Vec<String> = of(aduan_id, SebagaiFoto::Umum)
        .filter(aduan_foto::dari_sha256.eq(dari))
        .select(aduan_foto::sha256)
        .load(conn)?;
    for sha256 in copies {
        drop_photo(conn, aduan_id, &sha256)?;
    }
    Ok(())
}

/// The photo is no more the complaint's; its file is taken out of the store afterwards.
fn drop_photo(conn: &mut Conn, aduan_id: &str, sha256: &str) -> Result<()> {
    diesel::insert_into(foto_buang::table)
        .values((foto_buang::aduan_id.eq(aduan_id), foto_buang::sha256.eq(sha256)))
        .execute(conn)?;
    diesel::delete(aduan_foto::table.find((aduan_id, sha256))).execute(conn)?;
    Ok(())
}

fn fault(field: &str, message: &str) -> AppError {
    ApiError::field(ErrorCode::IsianSalah, field, message).into()
}
