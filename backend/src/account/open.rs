//! Opens an account, or changes one that stands, which ends its sessions on all devices.

use anyhow::{Context, anyhow, bail};
use chrono::{DateTime, Utc};
use shared::account::{Account, Penugasan, Peran, sandi_baik};
use shared::clock::wita_day;
use shared::id::PenugasanId;
use shared::wilayah::WilayahKode;

use super::{password, queries};
use crate::clock;
use crate::db::Db;
use crate::error::AppError;
use crate::wilayah;

/// An assignment from today on, without an end.
pub fn penugasan(peran: Peran, wilayah: WilayahKode, now: DateTime<Utc>) -> Penugasan {
    Penugasan {
        id: PenugasanId::mint(),
        peran,
        wilayah,
        skpd: None,
        bidang: None,
        mulai: wita_day(now),
        sampai: None,
    }
}

pub fn open(db: &Db, new: &Account, password: &str) -> anyhow::Result<Account> {
    sandi_baik(&new.nama_pengguna, password).context("kata sandi")?;
    let name = new.nama_pengguna.trim().to_lowercase();
    if name.is_empty() || name.chars().count() > 64 || name.chars().any(char::is_whitespace) {
        bail!("nama pengguna harus 1 sampai 64 karakter tanpa spasi");
    }
    let sandi_hash = password::hash(password)?;
    let new = Account {
        nama_pengguna: name,
        ..new.clone()
    };
    db.write_blocking(|conn| {
        for kode in new.penugasan.iter().map(|penugasan| &penugasan.wilayah) {
            if !wilayah::queries::exists(conn, kode)? {
                return Err(anyhow!("kode wilayah {kode} tidak ada dalam tabel wilayah").into());
            }
        }
        queries::create_or_change(conn, &new, &sandi_hash, clock::now())
    })
    .map_err(AppError::into_cause)
}
