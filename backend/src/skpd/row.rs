//! Offices and their parts as they are stored.

use diesel::prelude::{Insertable, Queryable};
use serde::Serialize;

use crate::schema::{bidang, skpd};

#[derive(Clone, Debug, Queryable, Insertable, Serialize)]
#[diesel(table_name = skpd)]
pub struct SkpdRow {
    pub kode: String,
    pub nama: String,
    pub aktif: bool,
}

#[derive(Clone, Debug, Queryable, Insertable, Serialize)]
#[diesel(table_name = bidang)]
pub struct BidangRow {
    pub kode: String,
    pub skpd_kode: String,
    pub nama: String,
    pub aktif: bool,
}
