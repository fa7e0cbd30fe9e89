//! The templates that devices keep.

use shared::jejak::Objek;
use shared::perubahan::Perubahan;

use super::queries::{self, BANYAK};
use crate::db::Conn;
use crate::error::Result;
use crate::perubahan::{self, Pelanggan, Sesudah};

pub struct Sumber;

impl perubahan::Sumber for Sumber {
    fn objek(&self) -> Objek {
        Objek::Templat
    }

    fn baca(&self, conn: &mut Conn, _: &Pelanggan, ids: &[String]) -> Result<Vec<(String, Perubahan)>> {
        let all = queries::list(conn)?.into_iter();
        Ok(all
            .map(|isi| (isi.id.to_string(), Perubahan::Templat { isi }))
            .filter(|(id, _)| ids.contains(id))
            .collect())
    }

    /// Everybody who is logged in sees all of them, and none is ever taken away.
    fn pernah(&self, _: &Pelanggan, _: &str) -> bool {
        true
    }

    /// All of them at once.
    fn bekal(
        &self,
        conn: &mut Conn,
        _: &Pelanggan,
        after: Option<&Sesudah>,
        _: usize,
    ) -> Result<Vec<(Sesudah, Perubahan)>> {
        if after.is_some() {
            return Ok(Vec::new());
        }
        let all = queries::list(conn)?.into_iter();
        Ok(all
            .map(|isi| (isi.id.to_string().into(), Perubahan::Templat { isi }))
            .collect())
    }

    fn paling_banyak(&self) -> usize {
        usize::try_from(BANYAK).unwrap_or(usize::MAX)
    }
}
