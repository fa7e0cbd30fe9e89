//! Accounts and sessions as they are stored.

use anyhow::Context;
use chrono::NaiveDateTime;
use diesel::prelude::{Insertable, Queryable};
use shared::account::{Account, Peran};
use shared::id::AccountId;
use shared::wilayah::WilayahKode;

use crate::schema::{account, sesi, sesi_token};

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = account)]
pub struct AccountRow {
    pub id: String,
    pub nama_pengguna: String,
    pub nama: String,
    pub peran: String,
    pub wilayah_kode: String,
    pub sandi_hash: String,
    pub aktif: bool,
    pub dibuat_pada: NaiveDateTime,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = sesi)]
pub struct SesiRow {
    pub id: String,
    pub account_id: String,
    pub perangkat: String,
    pub dibuat_pada: NaiveDateTime,
    pub kedaluwarsa: NaiveDateTime,
    pub dicabut_pada: Option<NaiveDateTime>,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = sesi_token)]
pub struct SesiTokenRow {
    pub hash: String,
    pub sesi_id: String,
    /// Hash of the token that this one was given for.
    pub pendahulu: Option<String>,
    pub dibuat_pada: NaiveDateTime,
    /// When it was first exchanged for a successor.
    pub dipakai_pada: Option<NaiveDateTime>,
}

impl TryFrom<AccountRow> for Account {
    type Error = anyhow::Error;

    fn try_from(row: AccountRow) -> anyhow::Result<Self> {
        Ok(Self {
            id: row.id.parse::<AccountId>().context("account id")?,
            nama_pengguna: row.nama_pengguna,
            nama: row.nama,
            peran: Peran::parse(&row.peran).with_context(|| format!("role {:?}", row.peran))?,
            wilayah: WilayahKode::parse(&row.wilayah_kode)
                .with_context(|| format!("region {:?}", row.wilayah_kode))?,
        })
    }
}
