//! The district's own offices, from its file, where none are known yet.

use shared::account::SkpdBaru;
use shared::aksi::{Asal, SKEMA};
use shared::id::PerangkatId;

use super::queries;
use crate::clock;
use crate::config::District;
use crate::db::Db;
use crate::error::AppError;

pub fn seed(db: &Db, district: &District) -> anyhow::Result<()> {
    db.write_blocking(|conn| {
        if !queries::is_empty(conn)? {
            return Ok(());
        }
        let now = clock::now();
        for office in &district.daftar_skpd {
            queries::put(conn, &new(&office.kode, &office.nama, None), None, now)?;
            for part in &office.bidang {
                queries::put(conn, &new(&part.kode, &part.nama, Some(&office.kode)), None, now)?;
            }
        }
        Ok(())
    })
    .map_err(AppError::into_cause)
}

fn new(kode: &str, nama: &str, skpd: Option<&str>) -> SkpdBaru {
    SkpdBaru {
        kode: kode.to_owned(),
        nama: nama.to_owned(),
        aktif: true,
        skpd: skpd.map(str::to_owned),
        asal: Asal {
            perangkat: PerangkatId::mint(),
            urutan: 1,
            ditangkap_pada: clock::now(),
            skema: SKEMA,
        },
    }
}
