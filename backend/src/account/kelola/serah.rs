//! *Serah terima*: somebody leaves, his assignments end on a day, and his successor holds the same from the day after.
//! What was done stays under the name of who did it.

use chrono::{DateTime, Days, Utc};
use serde_json::json;
use shared::account::{Penugasan, SerahTerima, Tugas};
use shared::error::{ApiError, ErrorCode};
use shared::id::AccountId;

use super::tulis::{close, end_on, give, remember};
use super::{Wilayahku, find_for};
use crate::db::Conn;
use crate::error::{AppError, Result};

pub fn hand_over(
    conn: &mut Conn,
    (reach, admin): (&Wilayahku, AccountId),
    leaves: AccountId,
    over: &SerahTerima,
    now: DateTime<Utc>,
) -> Result<()> {
    let (row, held) = find_for(conn, reach, leaves)?;
    let (successor, goes_on) = find_for(conn, reach, over.penerus).map_err(unknown_successor)?;
    if over.penerus == leaves || !successor.terbuka(now) {
        return Err(unknown_successor(AppError::not_found()));
    }
    let first = over.hari + Days::new(1);
    for held in held
        .iter()
        .filter(|held| held.berlaku(first) || held.mulai > over.hari)
    {
        end_on(conn, admin, leaves, held, over.hari, now)?;
        let tugas = Tugas {
            mulai: held.mulai.max(first),
            ..Tugas::from(held.clone())
        };
        if !goes_on.iter().any(|own| includes(own, &tugas)) {
            give(conn, (reach, admin), over.penerus, &tugas, now)?;
        }
    }
    let told = json!({"serah_terima": {"penerus": over.penerus, "hari": over.hari, "keterangan": over.keterangan.trim()}});
    remember(conn, &row.id, admin, now, &json!({}), &told)?;
    close(conn, admin, &row, over.hari, now)
}

/// Whether the successor holds the same work already, for as long.
fn includes(own: &Penugasan, tugas: &Tugas) -> bool {
    let same = (own.peran, &own.wilayah, &own.skpd, &own.bidang)
        == (tugas.peran, &tugas.wilayah, &tugas.skpd, &tugas.bidang);
    let lasts = own
        .sampai
        .is_none_or(|own| tugas.sampai.is_some_and(|asked| asked <= own));
    same && own.mulai <= tugas.mulai && lasts
}

fn unknown_successor(error: AppError) -> AppError {
    match error {
        AppError::Refused(_) => {
            let message = "Pilih penerus: akun lain yang masih aktif.";
            AppError::Refused(ApiError::field(ErrorCode::IsianSalah, "penerus", message))
        }
        other @ (AppError::Wait(_) | AppError::Contended | AppError::Busy(_) | AppError::Internal(_)) => {
            other
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::account::Peran;
    use shared::clock::wita_day;
    use shared::id::PenugasanId;
    use shared::wilayah::WilayahKode;

    use super::*;

    #[test]
    fn what_the_successor_holds_already_is_not_given_twice() {
        let today = wita_day(Utc::now());
        let tugas = Tugas {
            peran: Peran::Camat,
            wilayah: WilayahKode::parse("63.11.05").unwrap(),
            skpd: None,
            bidang: None,
            mulai: today,
            sampai: None,
        };
        let own = tugas.clone().dengan(PenugasanId::mint());
        assert!(includes(&own, &tugas));
        let ends = Penugasan {
            sampai: Some(today),
            ..own.clone()
        };
        assert!(!includes(&ends, &tugas));
        let later = Penugasan {
            mulai: today + Days::new(1),
            ..own
        };
        assert!(!includes(&later, &tugas));
    }
}
