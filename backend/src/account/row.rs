//! Accounts and sessions as they are stored.

use anyhow::Context;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::{Insertable, Queryable};
use shared::account::{Account, Penugasan, Peran};
use shared::id::AccountId;
use shared::wilayah::WilayahKode;

use crate::schema::{account, penugasan, sesi, sesi_token};

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = account)]
pub struct AccountRow {
    pub id: String,
    pub nama_pengguna: String,
    pub nama: String,
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

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = penugasan)]
pub struct PenugasanRow {
    pub id: String,
    pub account_id: String,
    pub peran: String,
    pub wilayah_kode: String,
    pub skpd_kode: Option<String>,
    pub bidang_kode: Option<String>,
    /// First day, in WITA.
    pub mulai: NaiveDate,
    /// Last day, in WITA.
    pub sampai: Option<NaiveDate>,
    pub dibuat_oleh: Option<String>,
    pub dibuat_pada: NaiveDateTime,
}

impl AccountRow {
    /// The account with the assignments that hold.
    pub fn with(self, penugasan: Vec<PenugasanRow>) -> anyhow::Result<Account> {
        Ok(Account {
            id: self.id.parse::<AccountId>().context("account id")?,
            nama_pengguna: self.nama_pengguna,
            nama: self.nama,
            penugasan: penugasan
                .into_iter()
                .map(Penugasan::try_from)
                .collect::<anyhow::Result<_>>()?,
        })
    }
}

impl TryFrom<PenugasanRow> for Penugasan {
    type Error = anyhow::Error;

    fn try_from(row: PenugasanRow) -> anyhow::Result<Self> {
        Ok(Self {
            id: row.id.parse().context("id of an assignment")?,
            peran: Peran::parse(&row.peran).with_context(|| format!("role {:?}", row.peran))?,
            wilayah: WilayahKode::parse(&row.wilayah_kode)
                .with_context(|| format!("region {:?}", row.wilayah_kode))?,
            skpd: row.skpd_kode,
            bidang: row.bidang_kode,
            mulai: row.mulai,
            sampai: row.sampai,
        })
    }
}
