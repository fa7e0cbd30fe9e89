//! The lines of the inbox that devices keep.

use std::collections::HashMap;

use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};
use shared::aduan::AduanRingkas;
use shared::id::AduanId;
use shared::jejak::Objek;
use shared::perubahan::{BEKAL, BEKAL_HARI, Perubahan};

use super::queries::{self, Cakupan, Jangkauan};
use crate::clock;
use crate::db::Conn;
use crate::error::Result;
use crate::perubahan::{self, Pelanggan, Sesudah};

pub struct Sumber;

/// The last complaint that was given.
#[derive(Serialize, Deserialize)]
struct Terakhir(NaiveDateTime, AduanId);

impl perubahan::Sumber for Sumber {
    fn objek(&self) -> Objek {
        Objek::Aduan
    }

    fn baca(&self, conn: &mut Conn, kepada: &Pelanggan, ids: &[String]) -> Result<Vec<(String, Perubahan)>> {
        let found = queries::menurut_id(conn, &reach(kepada), ids, kepada.pada)?;
        let mut lines: HashMap<String, AduanRingkas> =
            found.into_iter().map(|isi| (isi.id.to_string(), isi)).collect();
        let known = ids
            .iter()
            .filter_map(|id| lines.remove(id).map(|isi| (id.clone(), line(isi))));
        Ok(known.collect())
    }

    fn pernah(&self, kepada: &Pelanggan, cakupan: &str) -> bool {
        // What an older version wrote otherwise was perhaps seen.
        serde_json::from_str::<Cakupan>(cakupan).map_or(true, |cakupan| reach(kepada).memuat(&cakupan))
    }

    fn bekal(
        &self,
        conn: &mut Conn,
        kepada: &Pelanggan,
        after: Option<&Sesudah>,
        limit: usize,
    ) -> Result<Vec<(Sesudah, Perubahan)>> {
        let after = after
            .map(|after| serde_json::from_value(after.clone()).map_err(|_| perubahan::unknown_cursor()))
            .transpose()?
            .map(|Terakhir(pada, id)| (pada, id));
        let since = kepada.pada - TimeDelta::days(BEKAL_HARI);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = queries::bekal(conn, &reach(kepada), (since, after), limit, kepada.pada)?;
        found
            .into_iter()
            .map(|isi| {
                let last = Terakhir(clock::stored(isi.diterima_pada), isi.id);
                Ok((serde_json::to_value(last)?, line(isi)))
            })
            .collect()
    }

    fn paling_banyak(&self) -> usize {
        BEKAL
    }
}

fn reach(kepada: &Pelanggan) -> Jangkauan {
    Jangkauan::of(&kepada.account, &kepada.kabupaten)
}

fn line(isi: AduanRingkas) -> Perubahan {
    Perubahan::Aduan { isi: Box::new(isi) }
}
