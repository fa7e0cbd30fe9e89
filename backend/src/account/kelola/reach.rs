//! How far an admin reaches: the accounts whose every assignment lies in his regions, and work in these regions alone.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::Bool;
use shared::account::{Account, Hak};
use shared::error::{ApiError, ErrorCode};
use shared::wilayah::WilayahKode;

use crate::db::{Backend, Conn};
use crate::error::{AppError, Result};
use crate::schema::penugasan;
use crate::wilayah;

type Condition<'a> = Box<dyn BoxableExpression<penugasan::table, Backend, SqlType = Bool> + 'a>;

#[derive(Clone, Debug)]
pub struct Wilayahku {
    /// None: the whole district, and accounts without work too.
    wilayah: Option<Vec<WilayahKode>>,
}

impl Wilayahku {
    pub fn of(account: &Account, district: &WilayahKode) -> Self {
        let own = account
            .jangkauan(Hak::KelolaAkun)
            .map(|held| held.wilayah.clone());
        Self {
            wilayah: (!account.boleh_di(Hak::KelolaAkun, district)).then(|| own.collect()),
        }
    }

    pub fn is_whole(&self) -> bool {
        self.wilayah.is_none()
    }

    pub fn covers(&self, kode: &WilayahKode) -> bool {
        self.wilayah
            .as_ref()
            .is_none_or(|own| own.iter().any(|own| own.covers(kode)))
    }

    /// Whether an account whose assignments these are is his to see.
    pub fn sees<'a>(&self, mut held: impl Iterator<Item = &'a WilayahKode>) -> bool {
        let Some(first) = held.next() else {
            return self.is_whole();
        };
        self.covers(first) && held.all(|kode| self.covers(kode))
    }

    /// Refuses work in a region that is unknown or not his, in the same words.
    pub fn must_give(&self, conn: &mut Conn, kode: &WilayahKode) -> Result<()> {
        if self.covers(kode) && wilayah::queries::exists(conn, kode)? {
            return Ok(());
        }
        let message = format!("Wilayah {kode} tidak ada, atau di luar wilayah Anda. Pilih wilayah lain.");
        Err(AppError::Refused(ApiError::field(
            ErrorCode::IsianSalah,
            "wilayah",
            message,
        )))
    }

    /// The accounts that he sees; none where he sees all. A sub-district has some dozens.
    pub(super) fn accounts(&self, conn: &mut Conn) -> Result<Option<Vec<String>>> {
        let Some(own) = &self.wilayah else {
            return Ok(None);
        };
        let mut found = HashSet::new();
        for kode in own {
            let inside = penugasan::table
                .filter(within(kode))
                .select(penugasan::account_id);
            found.extend(inside.load::<String>(conn)?);
        }
        let rows = penugasan::table
            .filter(penugasan::account_id.eq_any(&found))
            .select((penugasan::account_id, penugasan::wilayah_kode))
            .load::<(String, String)>(conn)?;
        for (account_id, kode) in rows {
            if !WilayahKode::parse(&kode).is_some_and(|kode| self.covers(&kode)) {
                found.remove(&account_id);
            }
        }
        Ok(Some(found.into_iter().collect()))
    }
}

/// The region itself and all whose codes go on after a dot: one range, so that an index serves it.
fn within<'a>(wilayah: &WilayahKode) -> Condition<'a> {
    // The slash follows the dot in ASCII, and no code has a character before the dot.
    let end = format!("{wilayah}/");
    Box::new(
        penugasan::wilayah_kode
            .ge(wilayah.to_string())
            .and(penugasan::wilayah_kode.lt(end)),
    )
}
