//! Complaints that may tell of the same thing: like kategori, near by, still open. They are marked for an officer, who
//! merges them or says that they are not the same; what came in late is marked like anything else, and never refused.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::account::Account;
use shared::aduan::{BukanSama, Status};
use shared::error::{ApiError, ErrorCode};
use shared::jejak::Objek;
use shared::place::{around, distance_m};

use super::find::{find, find_for, seen};
use crate::aduan::pembaca::Pembaca;
use crate::aduan::row::AduanRow;
use crate::aksi::{self, Answer, Masuk, Tentang};
use crate::db::Conn;
use crate::error::Result;
use crate::perubahan;
use crate::schema::{aduan, mungkin_sama};

/// Near ones that are looked at; where more stand open within a few steps, the nearest of these will do.
const DILIHAT: i64 = 200;
/// Nearest ones that are marked.
const DITANDAI: usize = 5;

#[derive(Queryable, Insertable)]
#[diesel(table_name = mungkin_sama)]
struct MungkinRow {
    aduan_id: String,
    lain_id: String,
    jarak_m: i32,
    pada: NaiveDateTime,
    bukan_pada: Option<NaiveDateTime>,
    bukan_oleh: Option<String>,
}

/// Marks what may be the same as a complaint that has just come in. Without a point nothing is near it.
pub(super) fn tandai(conn: &mut Conn, row: &AduanRow, radius_m: u32) -> Result<()> {
    let (Some(here), true) = (row.lat.zip(row.lng), radius_m > 0) else {
        return Ok(());
    };
    let (low, high) = around(here, f64::from(radius_m));
    let near = aduan::table
        .filter(aduan::kategori.eq(&row.kategori))
        .filter(aduan::lat.assume_not_null().between(low.0, high.0))
        .filter(aduan::lng.assume_not_null().between(low.1, high.1))
        .filter(aduan::berakhir_pada.is_null())
        .filter(aduan::id.ne(&row.id))
        .order(aduan::lat)
        .limit(DILIHAT)
        .select((
            aduan::id,
            aduan::lat.assume_not_null(),
            aduan::lng.assume_not_null(),
        ))
        .load::<(String, f64, f64)>(conn)?;
    let mut near: Vec<(f64, String)> = near
        .into_iter()
        .map(|(id, lat, lng)| (distance_m(here, (lat, lng)), id))
        .filter(|(metres, _)| *metres <= f64::from(radius_m))
        .collect();
    near.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (metres, lain_id) in near.into_iter().take(DITANDAI) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "no more metres than the radius has"
        )]
        let jarak_m = metres.round() as i32;
        let mark = MungkinRow {
            aduan_id: row.id.clone(),
            lain_id,
            jarak_m,
            pada: row.diterima_pada,
            bukan_pada: None,
            bukan_oleh: None,
        };
        diesel::insert_into(mungkin_sama::table)
            .values(mark)
            .execute(conn)?;
    }
    Ok(())
}

/// The other complaints of marks that nobody has decided on, with their distance in metres, the nearest first.
pub(super) fn list(conn: &mut Conn, id: &str) -> Result<Vec<(AduanRow, i32)>> {
    let open = mungkin_sama::table
        .filter(mungkin_sama::aduan_id.eq(id).or(mungkin_sama::lain_id.eq(id)))
        .filter(mungkin_sama::bukan_pada.is_null())
        .order(mungkin_sama::jarak_m)
        .limit(DILIHAT)
        .select((
            mungkin_sama::aduan_id,
            mungkin_sama::lain_id,
            mungkin_sama::jarak_m,
        ))
        .load::<(String, String, i32)>(conn)?;
    let mut others = Vec::with_capacity(open.len());
    for (one, other, jarak_m) in open {
        let lain = if one == id { other } else { one };
        // What was merged is told elsewhere, and what was filed away is nobody's matter.
        let told = |row: &AduanRow| {
            let status = Status::parse(&row.status);
            !matches!(status, Some(Status::Digabung | Status::Diarsipkan))
        };
        if let Some(row) = find(conn, &lain)?.filter(told) {
            others.push((row, jarak_m));
        }
    }
    Ok(others)
}

/// An officer has looked at both: they are not the same.
pub fn bukan_sama(
    conn: &mut Conn,
    masuk: &Masuk,
    (id, petugas): (&str, &Account),
    baru: &BukanSama,
) -> Result<Answer> {
    let pembaca = Pembaca::Petugas(petugas.clone());
    let effect = |conn: &mut Conn| {
        let row = find_for(conn, id, &pembaca)?;
        let unmarked = || {
            let message = "Aduan ini tidak ditandai mungkin sama dengan yang itu. Muat ulang halamannya.";
            ApiError::field(ErrorCode::IsianSalah, "lain", message)
        };
        let other = find(conn, baru.lain.as_str())?.ok_or_else(unmarked)?;
        let pair = [(&row.id, &other.id), (&other.id, &row.id)];
        let mut decided = 0;
        for (one, two) in pair {
            let mark = mungkin_sama::table.find((one, two));
            decided += diesel::update(mark)
                .set((
                    mungkin_sama::bukan_pada.eq(Some(masuk.pada.naive_utc())),
                    mungkin_sama::bukan_oleh.eq(Some(petugas.id.to_string())),
                ))
                .execute(conn)?;
        }
        if decided == 0 {
            return Err(unmarked().into());
        }
        // The mark stands on both; the trail names the one on which it was decided.
        perubahan::antrekan(conn, Objek::Aduan, &other.id)?;
        Ok(Tentang::new(Objek::Aduan, row.id))
    };
    aksi::once_shown(conn, masuk, effect, |conn| {
        Answer::ok(&seen(conn, id, &pembaca, masuk)?)
    })
}
