//! What a domain must know to have its records kept on devices.

use chrono::{DateTime, Utc};
use serde_json::Value;
use shared::account::Account;
use shared::jejak::Objek;
use shared::perubahan::Perubahan;
use shared::wilayah::WilayahKode;

use crate::db::Conn;
use crate::error::Result;
use crate::{aduan, templat};

/// Whoever keeps a copy.
#[derive(Clone, Debug)]
pub struct Pelanggan {
    pub account: Account,
    /// The whole district.
    pub kabupaten: WilayahKode,
    pub pada: DateTime<Utc>,
}

/// Where in the first copy a record stands, as its domain orders it.
pub type Sesudah = Value;

pub trait Sumber: Sync {
    fn objek(&self) -> Objek;

    /// The records of these ids that the caller may see, by id, as they now stand.
    fn baca(&self, conn: &mut Conn, kepada: &Pelanggan, ids: &[String]) -> Result<Vec<(String, Perubahan)>>;

    /// Whether the caller saw what lay in this reach, as it was given to [`super::lepaskan`]; in doubt yes, since to let
    /// go of what one never had does no harm.
    fn pernah(&self, kepada: &Pelanggan, cakupan: &str) -> bool;

    /// The next of the records that a copy begins with, each with its place; none when all are given.
    fn bekal(
        &self,
        conn: &mut Conn,
        kepada: &Pelanggan,
        after: Option<&Sesudah>,
        limit: usize,
    ) -> Result<Vec<(Sesudah, Perubahan)>>;

    /// Most records that a copy begins with.
    fn paling_banyak(&self) -> usize;
}

/// All that devices keep; the small ones first.
pub(super) static SUMBER: [&dyn Sumber; 2] = [&templat::Sumber, &aduan::Sumber];

pub(super) fn of(objek: Objek) -> Option<&'static dyn Sumber> {
    SUMBER.into_iter().find(|sumber| sumber.objek() == objek)
}
