//! Regions, boundaries and holidays as they are stored.

use anyhow::Context;
use chrono::NaiveDate;
use diesel::prelude::{Insertable, Queryable};
use shared::libur::HariLibur;
use shared::wilayah::{Level, Wilayah, WilayahKode};

use crate::schema::{libur, wilayah, wilayah_batas};

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = wilayah)]
pub struct WilayahRow {
    pub kode: String,
    pub level: String,
    pub nama: String,
    pub induk: Option<String>,
    pub lat: f64,
    pub lng: f64,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = wilayah_batas)]
pub struct BatasRow {
    pub kode: String,
    pub nama: String,
    pub level: String,
    /// GeoJSON geometry.
    pub geometri: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = libur)]
pub struct LiburRow {
    pub tanggal: NaiveDate,
    pub jenis: String,
    pub nama: String,
}

impl From<&HariLibur> for LiburRow {
    fn from(libur: &HariLibur) -> Self {
        Self {
            tanggal: libur.tanggal,
            jenis: libur.jenis.as_str().to_owned(),
            nama: libur.nama.trim().to_owned(),
        }
    }
}

impl TryFrom<WilayahRow> for Wilayah {
    type Error = anyhow::Error;

    fn try_from(row: WilayahRow) -> anyhow::Result<Self> {
        Ok(Self {
            kode: WilayahKode::parse(&row.kode).with_context(|| format!("region code {:?}", row.kode))?,
            level: Level::parse(&row.level).with_context(|| format!("region level {:?}", row.level))?,
            nama: row.nama,
            induk: row.induk.as_deref().and_then(WilayahKode::parse),
            lat: row.lat,
            lng: row.lng,
        })
    }
}

impl From<&Wilayah> for WilayahRow {
    fn from(wilayah: &Wilayah) -> Self {
        Self {
            kode: wilayah.kode.to_string(),
            level: wilayah.level.as_str().to_owned(),
            nama: wilayah.nama.clone(),
            induk: wilayah.induk.as_ref().map(WilayahKode::to_string),
            lat: wilayah.lat,
            lng: wilayah.lng,
        }
    }
}
