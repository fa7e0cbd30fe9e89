//! Another kategori in place of the one that the reporter chose, as older apps send it: on a version of the whole, and with
//! a reason.

use shared::account::{Account, Hak};
use shared::aduan::{KategoriBaru, NamaKolom, Nilai};
use shared::error::{ApiError, ErrorCode};
use shared::gabung::Ubahan;
use shared::jejak::Objek;

use super::find::must;
use super::langkah::refuse_stale;
use super::pembetulan::gabungkan;
use super::{find_for, seen};
use crate::aduan::kolom::nilai;
use crate::aduan::pembaca::Pembaca;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::Result;

pub fn ganti_kategori(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &KategoriBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, &pembaca)?;
        let detail = "Mengganti kategori bukan tugas Anda pada aduan ini.";
        must(petugas, Hak::KelolaAduan, &before, detail)?;
        refuse_stale(conn, &before, baru.versi, &pembaca, masuk)?;
        let ubahan = Ubahan {
            dari: nilai(&before, NamaKolom::Kategori)?,
            ke: Nilai::Kategori(baru.kategori),
        };
        if ubahan.dari == ubahan.ke {
            let message = "Kategorinya sudah ini. Pilih kategori yang lain.";
            return Err(ApiError::field(ErrorCode::IsianSalah, "kategori", message).into());
        }
        gabungkan(conn, masuk.pada, (petugas, &before), (&[ubahan], &baru.alasan))?;
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}
