//! An upload as its table holds it.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::id::{AduanId, UploadId};

use crate::schema::unggahan;

#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = unggahan)]
pub struct UnggahanRow {
    pub id: String,
    pub aduan_id: String,
    pub sha256: String,
    /// Length of the whole photo.
    pub bytes: i64,
    /// Bytes that were acknowledged, all of them on the disk.
    pub diterima_bytes: i64,
    pub dibuat_pada: NaiveDateTime,
    pub kedaluwarsa: NaiveDateTime,
}

/// An upload on its way in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unggahan {
    pub id: UploadId,
    pub aduan: AduanId,
    pub sha256: String,
    pub bytes: u64,
    pub offset: u64,
    pub kedaluwarsa: NaiveDateTime,
}

impl Unggahan {
    pub fn is_complete(&self) -> bool {
        self.offset == self.bytes
    }
}

impl TryFrom<UnggahanRow> for Unggahan {
    type Error = anyhow::Error;

    fn try_from(row: UnggahanRow) -> Result<Self, anyhow::Error> {
        Ok(Self {
            id: row.id.parse()?,
            aduan: row.aduan_id.parse()?,
            sha256: row.sha256,
            bytes: row.bytes.try_into()?,
            offset: row.diterima_bytes.try_into()?,
            kedaluwarsa: row.kedaluwarsa,
        })
    }
}
