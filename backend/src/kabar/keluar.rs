//! What goes out of the portal, with its tries.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;
use shared::aksi::JenisAksi;
use shared::error::{ApiError, ErrorCode};
use shared::id::{AccountId, KabarId};
use shared::jejak::{Objek, Perbuatan};
use shared::kabar::KabarKeluar;
use uuid::Uuid;

use super::Saluran;
use super::antre::Kejadian;
use super::row::{KeluarRow, TIDAK_LAGI};
use crate::db::Conn;
use crate::error::Result;
use crate::jejak::{self, Baris, Dalam, Oleh};
use crate::schema::kabar_keluar;
use crate::{account, aduan};

pub const SUREL: &str = "surel";
pub const PUSH: &str = "push";
/// In place of an event: all the news that the account has not read.
const RINGKASAN: &str = "ringkasan";
/// Whoever reads his news in the portal meanwhile is not written to.
const TUNGGU: TimeDelta = TimeDelta::minutes(10);
/// An account is written to no more often than this.
const JEDA: TimeDelta = TimeDelta::hours(1);
/// A sender that dies while it sends holds a letter this long.
const PEGANG: TimeDelta = TimeDelta::minutes(5);
/// News, and what was sent of it, is kept this long, in days.
const SIMPAN_HARI: i64 = 90;
/// After so many tries it is given up.
const COBA_MAX: i32 = 12;
/// Letters that an admin sees at once.
const TAMPIL: i64 = 200;

/// A letter about unread news, unless one is waiting.
pub fn ringkasan(conn: &mut Conn, account_id: AccountId, now: DateTime<Utc>) -> QueryResult<()> {
    let id = account_id.to_string();
    let last = kabar_keluar::table
        .filter(kabar_keluar::account_id.eq(&id))
        .filter(kabar_keluar::saluran.eq(SUREL))
        .order(kabar_keluar::dibuat_pada.desc())
        .select((
            kabar_keluar::berikut_pada,
            kabar_keluar::selesai_pada,
            kabar_keluar::dibuat_pada,
        ))
        .first::<(NaiveDateTime, Option<NaiveDateTime>, NaiveDateTime)>(conn)
        .optional()?;
    let mut berikut = now + TUNGGU;
    if let Some((berikut_pada, selesai_pada, dibuat_pada)) = last {
        if selesai_pada.is_none() && berikut_pada < TIDAK_LAGI {
            return Ok(());
        }
        berikut = berikut.max(dibuat_pada.and_utc() + JEDA);
    }
    insert(conn, Kepada::akun(id), RINGKASAN.to_owned(), (now, berikut))
}

/// A letter to the reporter of a complaint.
pub fn pelapor(conn: &mut Conn, aduan_id: &str, kejadian: Kejadian, now: DateTime<Utc>) -> QueryResult<()> {
    insert(conn, Kepada::pelapor(aduan_id), kejadian.to_text(), (now, now))
}

/// A push to one browser of an account about unread news, unless one is waiting.
pub fn push_akun(
    conn: &mut Conn,
    (account_id, browser): (AccountId, &str),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let waiting = kabar_keluar::table
        .filter(kabar_keluar::langganan_id.eq(browser))
        .filter(kabar_keluar::account_id.is_not_null())
        .filter(kabar_keluar::selesai_pada.is_null())
        .filter(kabar_keluar::berikut_pada.lt(TIDAK_LAGI))
        .count();
    if waiting.get_result::<i64>(conn)? > 0 {
        return Ok(());
    }
    let to = Kepada::akun(account_id.to_string()).on(browser);
    insert(conn, to, RINGKASAN.to_owned(), (now, now))
}

/// A push to one browser about a complaint.
pub fn push_aduan(
    conn: &mut Conn,
    (aduan_id, browser): (&str, &str),
    kejadian: Kejadian,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let to = Kepada::pelapor(aduan_id).on(browser);
    insert(conn, to, kejadian.to_text(), (now, now))
}

/// Whom something is for, and by which way.
struct Kepada {
    saluran: &'static str,
    account_id: Option<String>,
    aduan_id: Option<String>,
    langganan_id: Option<String>,
}

impl Kepada {
    fn akun(id: String) -> Self {
        Self {
            saluran: SUREL,
            account_id: Some(id),
            aduan_id: None,
            langganan_id: None,
        }
    }

    fn pelapor(aduan_id: &str) -> Self {
        Self {
            saluran: SUREL,
            account_id: None,
            aduan_id: Some(aduan_id.to_owned()),
            langganan_id: None,
        }
    }

    fn on(self, browser: &str) -> Self {
        Self {
            saluran: PUSH,
            langganan_id: Some(browser.to_owned()),
            ..self
        }
    }
}

fn insert(
    conn: &mut Conn,
    to: Kepada,
    kejadian: String,
    (now, berikut): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<()> {
    let row = KeluarRow {
        id: Uuid::now_v7().to_string(),
        saluran: to.saluran.to_owned(),
        account_id: to.account_id,
        aduan_id: to.aduan_id,
        kejadian,
        dibuat_pada: now.naive_utc(),
        coba: 0,
        berikut_pada: berikut.naive_utc(),
        selesai_pada: None,
        galat: None,
        langganan_id: to.langganan_id,
    };
    diesel::insert_into(kabar_keluar::table)
        .values(row)
        .execute(conn)
        .map(drop)
}

/// What is due, by the ways that there are.
pub fn due(conn: &mut Conn, ke: Saluran, now: DateTime<Utc>, limit: i64) -> QueryResult<Vec<KeluarRow>> {
    let ways: Vec<&str> = [(ke.surel, SUREL), (ke.push, PUSH)]
        .into_iter()
        .filter(|(open, _)| *open)
        .map(|(_, name)| name)
        .collect();
    kabar_keluar::table
        .filter(kabar_keluar::berikut_pada.le(now.naive_utc()))
        .filter(kabar_keluar::saluran.eq_any(ways))
        .order(kabar_keluar::berikut_pada)
        .limit(limit)
        .load(conn)
}

/// Whether this process is the one that sends it now.
pub fn claim(conn: &mut Conn, row: &KeluarRow, now: DateTime<Utc>) -> QueryResult<bool> {
    let same = kabar_keluar::table
        .find(&row.id)
        .filter(kabar_keluar::berikut_pada.eq(row.berikut_pada))
        .filter(kabar_keluar::selesai_pada.is_null());
    let held = (
        kabar_keluar::berikut_pada.eq((now + PEGANG).naive_utc()),
        kabar_keluar::coba.eq(row.coba + 1),
    );
    Ok(diesel::update(same).set(held).execute(conn)? == 1)
}

/// It went out, or there is nothing left to say.
pub fn finish(conn: &mut Conn, id: &str, now: DateTime<Utc>) -> QueryResult<()> {
    let done = (
        kabar_keluar::berikut_pada.eq(TIDAK_LAGI),
        kabar_keluar::selesai_pada.eq(Some(now.naive_utc())),
        kabar_keluar::galat.eq(None::<String>),
    );
    diesel::update(kabar_keluar::table.find(id))
        .set(done)
        .execute(conn)
        .map(drop)
}

/// It did not go out: tried again later and later, within a day and a half in all, or given up where the other side will
/// not have it.
pub fn fail(
    conn: &mut Conn,
    row: &KeluarRow,
    (galat, for_good): (&str, bool),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let tries = row.coba + 1;
    let next = if for_good || tries >= COBA_MAX {
        TIDAK_LAGI
    } else {
        let minutes = 2_i64.pow(u32::try_from(tries).unwrap_or_default().min(8));
        (now + TimeDelta::minutes(minutes)).naive_utc()
    };
    let failed = (
        kabar_keluar::berikut_pada.eq(next),
        kabar_keluar::galat.eq(Some(galat)),
    );
    diesel::update(kabar_keluar::table.find(&row.id))
        .set(failed)
        .execute(conn)
        .map(drop)
}

/// What waits after a failed try, and what was given up, the latest first.
pub fn tertahan(conn: &mut Conn) -> Result<Vec<KabarKeluar>> {
    // A browser that cannot be reached is nobody's work: its owner reads the news in the portal.
    let rows = kabar_keluar::table
        .filter(kabar_keluar::saluran.eq(SUREL))
        .filter(kabar_keluar::selesai_pada.is_null())
        .filter(kabar_keluar::galat.is_not_null())
        .order(kabar_keluar::id.desc())
        .limit(TAMPIL)
        .load::<KeluarRow>(conn)?;
    let of = |pick: fn(&KeluarRow) -> Option<&str>| -> Vec<&str> { rows.iter().filter_map(pick).collect() };
    let names = account::queries::names_of(conn, &of(|row| row.account_id.as_deref()))?;
    let codes = aduan::queries::kode_of(conn, &of(|row| row.aduan_id.as_deref()))?;
    let shown = rows.iter().map(|row| {
        let name = row.account_id.as_ref().and_then(|id| names.get(id));
        let code = row.aduan_id.as_ref().and_then(|id| codes.get(id));
        let sebutan = name.map(|(user, _)| user).or(code);
        Ok(KabarKeluar {
            id: row.id.parse()?,
            kepada: if row.account_id.is_some() {
                "akun"
            } else {
                "pelapor"
            }
            .to_owned(),
            sebutan: sebutan.cloned().unwrap_or_default(),
            dibuat_pada: row.dibuat_pada.and_utc(),
            coba: u32::try_from(row.coba)?,
            berikut_pada: (row.berikut_pada < TIDAK_LAGI).then(|| row.berikut_pada.and_utc()),
            galat: row.galat.clone(),
        })
    });
    Ok(shown.collect::<anyhow::Result<_>>()?)
}

/// Tries a letter again now, as if it were new.
pub fn ulangi(conn: &mut Conn, id: KabarId, oleh: AccountId, now: DateTime<Utc>) -> Result<()> {
    let open = kabar_keluar::table
        .find(id.to_string())
        .filter(kabar_keluar::selesai_pada.is_null());
    let again = (
        kabar_keluar::berikut_pada.eq(now.naive_utc()),
        kabar_keluar::coba.eq(0),
    );
    if diesel::update(open).set(again).execute(conn)? == 1 {
        let about = kabar_keluar::table
            .find(id.to_string())
            .select((kabar_keluar::account_id, kabar_keluar::aduan_id))
            .first::<(Option<String>, Option<String>)>(conn)?;
        let (objek, catatan_id) = match about {
            (Some(account), _) => (Objek::Account, account),
            (None, aduan) => (Objek::Aduan, aduan.unwrap_or_default()),
        };
        return jejak::tulis(
            conn,
            &Baris {
                oleh: Oleh::Petugas(oleh),
                perbuatan: Perbuatan::Aksi(JenisAksi::KabarUlangi),
                objek,
                catatan_id: &catatan_id,
                perangkat: None,
                aksi_id: None,
                dalam: Dalam::Tanpa,
                pada: now,
            },
        );
    }
    let message = "Kabar ini sudah terkirim atau tidak ada. Muat ulang daftarnya.";
    Err(ApiError::new(ErrorCode::TidakDitemukan, message).into())
}

/// Letters that went out long ago are cleared away; answers how many. What was given up stays until somebody looks at it.
pub fn sapu(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    let old = kabar_keluar::table.filter(kabar_keluar::id.lt(id_sebelum(now)));
    diesel::delete(old.filter(kabar_keluar::selesai_pada.is_not_null())).execute(conn)
}

/// Ids are in the order of time: all that are kept no longer are lower than this one, so no table is read whole for it.
pub fn id_sebelum(now: DateTime<Utc>) -> String {
    let since = (now - TimeDelta::days(SIMPAN_HARI)).timestamp_millis();
    let millis = u64::try_from(since).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10])
        .into_uuid()
        .to_string()
}
