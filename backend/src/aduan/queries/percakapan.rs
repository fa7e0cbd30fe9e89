//! Messages between reporter and officer, and the rating at the end. They only add, so they carry no version and never
//! come too late.

use diesel::prelude::*;
use shared::aduan::{PenilaianBaru, PesanBaru, Pihak, Status};
use shared::error::ErrorCode;
use shared::jejak::Objek;
use shared::paths;

use super::{find_for, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::{AduanRow, PenilaianRow, PesanRow};
use crate::aduan::view::pihak_text;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::kabar::{self, Kejadian};
use crate::schema::{aduan, aduan_penilaian, aduan_pesan};

/// A message of either side.
pub fn pesan(
    conn: &mut Conn,
    masuk: &Masuk,
    id: &str,
    pembaca: &Pembaca,
    baru: &PesanBaru,
) -> Result<Answer> {
    let effect = |conn: &mut Conn| {
        let row = find_for(conn, id, pembaca)?;
        let same = aduan_pesan::table.find(baru.id.to_string());
        if same.count().get_result::<i64>(conn)? > 0 {
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
        let (dari, oleh) = match pembaca {
            Pembaca::Petugas(account) => (Pihak::Petugas, Some(account.id)),
            Pembaca::Pelapor(_) => (Pihak::Pelapor, None),
        };
        kabar::antrekan(conn, &row.id, Kejadian::Pesan(dari), (oleh, masuk.pada))?;
        Ok(Tentang::new(Objek::Aduan, row.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| added(conn, id, pembaca, masuk))
}

/// The reporter's judgement, once, after the end.
pub fn penilaian(
    conn: &mut Conn,
    masuk: &Masuk,
    id: &str,
    pembaca: &Pembaca,
    baru: &PenilaianBaru,
) -> Result<Answer> {
    let effect = |conn: &mut Conn| {
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
            let detail = "Aduan ini sudah Anda nilai. Terima kasih.";
            return Err(AppError::refused(ErrorCode::SudahAda, detail));
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
        Ok(Tentang::new(Objek::Aduan, row.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| added(conn, id, pembaca, masuk))
}

/// The answer to the complaint, as the officer's step brings it.
pub fn insert_tanggapan(
    conn: &mut Conn,
    aduan: &AduanRow,
    pembaca: &Pembaca,
    masuk: &Masuk,
    (isi, publik): (String, bool),
) -> Result<()> {
    let plain = pesan_row(aduan, pembaca, masuk, masuk.id.to_string(), isi);
    let row = PesanRow {
        tanggapan: true,
        publik,
        ..plain
    };
    diesel::insert_into(aduan_pesan::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// What the reporter is told in the thread besides, as a part of what an officer does.
pub fn sampaikan(
    conn: &mut Conn,
    row: &AduanRow,
    pembaca: &Pembaca,
    masuk: &Masuk,
    isi: String,
) -> Result<()> {
    let new = pesan_row(row, pembaca, masuk, masuk.id.to_string(), isi);
    diesel::insert_into(aduan_pesan::table)
        .values(new)
        .execute(conn)?;
    touch(conn, row, masuk)?;
    let oleh = pembaca.pemilik().oleh().account();
    kabar::antrekan(conn, &row.id, Kejadian::Pesan(Pihak::Petugas), (oleh, masuk.pada))?;
    Ok(())
}

fn added(conn: &mut Conn, id: &str, pembaca: &Pembaca, masuk: &Masuk) -> Result<Answer> {
    let aduan = seen(conn, id, pembaca, masuk)?;
    Answer::created(&aduan, format!("{}/{}", paths::ADUAN, aduan.id))
}

fn touch(conn: &mut Conn, row: &AduanRow, masuk: &Masuk) -> Result<()> {
    let now = aduan::diubah_pada.eq(masuk.pada.naive_utc());
    diesel::update(aduan::table.find(&row.id))
        .set(now)
        .execute(conn)?;
    Ok(())
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
