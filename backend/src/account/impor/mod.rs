//! Accounts in bulk, from a spreadsheet: each line is judged by itself, the good ones are made, the bad ones explained.
//! A user name that stands already is left as it is, so the same file may be sent again.

mod baca;
mod contoh;
mod nilai;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use shared::account::{AkunBaru, ImporHasil, ImporSalah, SekaliPakai, Slip};
use shared::aksi::Asal;
use shared::clock::wita_day;
use shared::id::AccountId;

pub use baca::baca;
pub use contoh::contoh;

use super::kelola::{Wilayahku, create};
use super::{queries, sekali};
use crate::db::Conn;
use crate::error::Result;
use crate::lembar::Baris;
use crate::skpd;
use crate::wilayah;

/// Lines of one file at most.
pub const BARIS_MAX: usize = 2_000;

/// A line, with the one-time password that its account gets if it is made. Minted before the transaction, which may run
/// more than once.
pub struct Calon {
    pub baris: Baris,
    pub once: SekaliPakai,
}

pub fn calon(baris: Vec<Baris>) -> anyhow::Result<Vec<Calon>> {
    baris
        .into_iter()
        .map(|baris| {
            Ok(Calon {
                baris,
                once: sekali::mint()?,
            })
        })
        .collect()
}

/// Judges all lines and makes the good ones, unless it is a trial.
pub fn run(
    conn: &mut Conn,
    (reach, admin): (&Wilayahku, AccountId),
    all: &[Calon],
    (coba, asal): (bool, &Asal),
    now: DateTime<Utc>,
) -> Result<ImporHasil> {
    let regions = wilayah::queries::list(conn)?;
    let offices = skpd::queries::list(conn)?;
    let known = nilai::Dikenal::new(&regions, &offices, reach, wita_day(now));
    let mut result = ImporHasil {
        coba,
        dibuat: 0,
        sudah_ada: 0,
        salah: Vec::new(),
        slip: Vec::new(),
        berlaku_sampai: (!coba).then(|| now + sekali::BERLAKU),
    };
    let mut seen = HashSet::new();
    for calon in all {
        let judged = known.judge(&calon.baris);
        let (nama_pengguna, nama, email, hp, tugas) = match judged {
            Ok(good) => (good.nama_pengguna, good.nama, good.email, good.hp, good.tugas),
            Err(slips) => {
                result.salah.extend(slips);
                continue;
            }
        };
        if !seen.insert(nama_pengguna.clone()) {
            result.salah.push(twice(&calon.baris, nama_pengguna));
            continue;
        }
        if queries::find_by_name(conn, &nama_pengguna)?.is_some() {
            result.sudah_ada += 1;
            continue;
        }
        result.dibuat += 1;
        if coba {
            continue;
        }
        let new = AkunBaru {
            id: AccountId::mint(),
            nama_pengguna: nama_pengguna.clone(),
            nama: nama.clone(),
            email,
            hp,
            tugas: vec![tugas],
            asal: asal.clone(),
        };
        create(conn, (reach, admin), &new, &calon.once, now)?;
        result.slip.push(Slip {
            nama_pengguna,
            nama,
            sekali_pakai: calon.once.clone(),
        });
    }
    Ok(result)
}

fn twice(baris: &Baris, nama_pengguna: String) -> ImporSalah {
    ImporSalah {
        baris: baris.nomor,
        kolom: "nama_pengguna".to_owned(),
        isi: nama_pengguna,
        pesan: "Nama pengguna ini sudah ada di baris sebelumnya. Hapus salah satu, atau beri nama lain."
            .to_owned(),
    }
}
