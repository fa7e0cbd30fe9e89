//! Notes among officers.

use diesel::prelude::*;
use shared::account::Account;
use shared::aduan::PesanBaru;
use shared::error::ErrorCode;
use shared::jejak::Objek;
use shared::paths;

use super::{find_for, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::CatatanRow;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::schema::aduan_catatan;

pub fn list(conn: &mut Conn, aduan_id: &str) -> QueryResult<Vec<CatatanRow>> {
    let own = aduan_catatan::table.filter(aduan_catatan::aduan_id.eq(aduan_id));
    own.order((aduan_catatan::pada, aduan_catatan::id)).load(conn)
}

pub fn catat(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &PesanBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let row = find_for(conn, id, &pembaca)?;
        let same = aduan_catatan::table.find(baru.id.to_string()).count();
        if same.get_result::<i64>(conn)? > 0 {
            let detail = "Catatan dengan id ini sudah ada.";
            return Err(AppError::refused(ErrorCode::SudahAda, detail));
        }
        let new = CatatanRow {
            id: baru.id.to_string(),
            aduan_id: row.id.clone(),
            account_id: petugas.id.to_string(),
            isi: baru.isi.trim().to_owned(),
            pada: masuk.pada.naive_utc(),
        };
        diesel::insert_into(aduan_catatan::table)
            .values(new)
            .execute(conn)?;
        Ok(Tentang::new(Objek::Aduan, row.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        let aduan = seen(conn, id, &pembaca, masuk)?;
        Answer::created(&aduan, format!("{}/{}", paths::ADUAN, aduan.id))
    })
}
