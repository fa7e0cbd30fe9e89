//! What a backup says of itself; whoever restores it checks every word.

use anyhow::{bail, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The one format that is written and read.
const FORMAT: u32 = 1;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    /// Version of the portal that wrote it.
    pub app: String,
    /// The newest migration of the schema that the rows follow.
    pub schema: String,
    pub made_at: DateTime<Utc>,
    /// In the order in which they are restored.
    pub tables: Vec<TableEntry>,
    /// Photos that the rows count as received.
    pub photos: u64,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableEntry {
    pub name: String,
    pub rows: u64,
    pub bytes: u64,
    pub sha256: String,
}

impl Manifest {
    pub fn new(schema: String, made_at: DateTime<Utc>, tables: Vec<TableEntry>, photos: u64) -> Self {
        Self {
            format: FORMAT,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            schema,
            made_at,
            tables,
            photos,
        }
    }

    /// # Errors
    /// Says what to do about a backup that this portal cannot read.
    pub fn check(&self, schema: &str, names: impl Iterator<Item = &'static str>) -> anyhow::Result<()> {
        ensure!(
            self.format == FORMAT,
            "cadangan ini berformat {}; portal ini membaca format {FORMAT}",
            self.format
        );
        ensure!(
            self.schema == schema,
            "cadangan ini mengikuti skema {} (portal {}), sedangkan portal ini memakai skema {schema}; pulihkan dengan \
             portal versi {}, lalu perbarui",
            self.schema,
            self.app,
            self.app
        );
        if !self.tables.iter().map(|table| table.name.as_str()).eq(names) {
            bail!("daftar tabel dalam cadangan ini tidak lengkap");
        }
        Ok(())
    }
}
