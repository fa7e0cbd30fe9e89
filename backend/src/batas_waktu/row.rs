//! Rules as they are stored.

use anyhow::Context;
use chrono::NaiveDate;
use diesel::prelude::{Insertable, Queryable};
use serde::Serialize;
use shared::aduan::{AturanBatas, Hal, Jenis, Kategori, Tahap};
use uuid::Uuid;

use crate::schema::batas_waktu;

#[derive(Clone, Debug, Queryable, Insertable, Serialize)]
#[diesel(table_name = batas_waktu)]
pub struct BatasWaktuRow {
    pub id: String,
    pub tahap: String,
    pub jenis: String,
    pub kategori: Option<String>,
    pub hari_kerja: i32,
    pub berlaku_mulai: NaiveDate,
    pub berlaku_sampai: Option<NaiveDate>,
}

impl BatasWaktuRow {
    pub fn new(hal: Hal, hari_kerja: u32, berlaku_mulai: NaiveDate) -> anyhow::Result<Self> {
        Ok(Self {
            id: Uuid::now_v7().to_string(),
            tahap: hal.tahap.as_str().to_owned(),
            jenis: hal.jenis.as_str().to_owned(),
            kategori: hal.kategori.map(|kategori| kategori.as_str().to_owned()),
            hari_kerja: i32::try_from(hari_kerja).context("hari_kerja")?,
            berlaku_mulai,
            berlaku_sampai: None,
        })
    }
}

impl TryFrom<&BatasWaktuRow> for AturanBatas {
    type Error = anyhow::Error;

    fn try_from(row: &BatasWaktuRow) -> anyhow::Result<Self> {
        let kategori = row.kategori.as_deref();
        Ok(Self {
            tahap: Tahap::parse(&row.tahap).context("tahap")?,
            jenis: Jenis::parse(&row.jenis).context("jenis")?,
            kategori: kategori
                .map(|text| Kategori::parse(text).context("kategori"))
                .transpose()?,
            hari_kerja: u32::try_from(row.hari_kerja).context("hari_kerja")?,
            berlaku_mulai: row.berlaku_mulai,
            berlaku_sampai: row.berlaku_sampai,
        })
    }
}
