//! The tables' rows.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;

use crate::schema::{kabar, kabar_antre, kabar_keluar};

/// Stands where nothing is left to send.
pub const TIDAK_LAGI: NaiveDateTime = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day.and_time(NaiveTime::MIN),
    None => NaiveDateTime::MAX,
};

#[derive(Queryable, Insertable)]
#[diesel(table_name = kabar_antre)]
pub struct AntreRow {
    pub id: String,
    pub aduan_id: String,
    pub kejadian: String,
    pub oleh: Option<String>,
    pub pada: NaiveDateTime,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = kabar)]
pub struct KabarRow {
    pub id: String,
    pub account_id: String,
    pub aduan_id: String,
    pub peristiwa: String,
    pub pada: NaiveDateTime,
    pub dibaca_pada: Option<NaiveDateTime>,
}

#[derive(Clone, Queryable, Insertable)]
#[diesel(table_name = kabar_keluar)]
pub struct KeluarRow {
    pub id: String,
    pub saluran: String,
    pub account_id: Option<String>,
    pub aduan_id: Option<String>,
    pub kejadian: String,
    pub dibuat_pada: NaiveDateTime,
    pub coba: i32,
    pub berikut_pada: NaiveDateTime,
    pub selesai_pada: Option<NaiveDateTime>,
    pub galat: Option<String>,
    /// Of a push: to which browser.
    pub langganan_id: Option<String>,
}
