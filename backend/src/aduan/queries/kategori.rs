//! Another kategori in place of the one that the reporter chose. The deadline goes by the kategori, so it is counted anew.

use anyhow::Context;
use diesel::prelude::*;
use shared::account::{Account, Hak};
use shared::aduan::{Kategori, KategoriBaru};
use shared::error::{ApiError, ErrorCode};
use shared::jejak::Objek;
use shared::wilayah::WilayahKode;
use uuid::Uuid;

use super::hitung::Aturan;
use super::langkah::{refuse_stale, update};
use super::{find_for, jeda, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::CatatanRow;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::{AppError, Result};
use crate::jejak::Oleh;
use crate::schema::aduan_catatan;

pub fn ganti_kategori(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &KategoriBaru,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let before = find_for(conn, id, &pembaca)?;
        let wilayah = WilayahKode::parse(&before.wilayah_kode).context("wilayah")?;
        if !petugas.boleh_atas(Hak::KelolaAduan, &before.letak(&wilayah)?) {
            let detail = "Mengganti kategori bukan tugas Anda pada aduan ini.";
            return Err(AppError::refused(ErrorCode::TidakBerhak, detail));
        }
        refuse_stale(conn, &before, baru.versi, &pembaca, masuk)?;
        let lama = Kategori::parse(&before.kategori).context("kategori")?;
        if lama == baru.kategori {
            let message = "Kategorinya sudah ini. Pilih kategori yang lain.";
            return Err(ApiError::field(ErrorCode::IsianSalah, "kategori", message).into());
        }
        let mut after = before.clone();
        after.kategori = baru.kategori.as_str().to_owned();
        // What has ended has no clock, and what is put off is looked at on the day on which it goes on.
        if before.berakhir_pada.is_none() {
            let jeda = jeda::list_of(conn, &[&after.id])?;
            let jeda = jeda.get(&after.id).map_or(&[][..], Vec::as_slice);
            Aturan::load(conn)?.set_tenggat(&mut after, jeda)?;
            if jeda.iter().any(|jeda| jeda.sampai.is_none()) {
                after.tinjau_pada = before.tinjau_pada;
            }
            if after.tenggat != before.tenggat {
                after.eskalasi = 0;
            }
        }
        update(conn, &before, &mut after, (Oleh::Petugas(petugas.id), masuk.pada))?;
        let isi = format!(
            "Kategori diganti dari {} menjadi {}: {}",
            lama.label(),
            baru.kategori.label(),
            baru.alasan.trim()
        );
        let note = CatatanRow {
            id: Uuid::now_v7().to_string(),
            aduan_id: before.id.clone(),
            account_id: petugas.id.to_string(),
            isi,
            pada: masuk.pada.naive_utc(),
        };
        diesel::insert_into(aduan_catatan::table)
            .values(note)
            .execute(conn)?;
        Ok(Tentang::new(Objek::Aduan, before.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}
