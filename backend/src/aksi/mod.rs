//! What was done is done once. The aksi's id is the idempotency key, kept for ever with the answer that was given, and
//! written in the same transaction as the effect: there is no moment at which one is there without the other.

mod answer;
mod queries;

pub use answer::Answer;

use chrono::{DateTime, Utc};
use shared::aksi::{Asal, JenisAksi};
use shared::error::ErrorCode;
use shared::id::{AccountId, AksiId};
use shared::kunci::KunciHash;

use crate::db::Conn;
use crate::error::{AppError, Result};

/// Whoever did it; nobody else gets its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pemilik {
    Account(AccountId),
    Kunci(KunciHash),
}

/// An aksi as it came in.
#[derive(Clone, Debug)]
pub struct Masuk {
    pub id: AksiId,
    pub jenis: JenisAksi,
    pub pemilik: Pemilik,
    /// SHA-256 (hex) of the canonical body and of the place that it was sent to.
    pub badan_sha256: String,
    pub asal: Asal,
    pub pada: DateTime<Utc>,
}

/// Does `effect` unless it was done before, and keeps its answer. A refused effect leaves nothing behind, so it may be
/// tried again.
///
/// Two connections that bring the same aksi at once both find nothing; the database lets one of them through and the
/// other's transaction is begun again, to find the first one's answer.
pub fn once(
    conn: &mut Conn,
    masuk: &Masuk,
    effect: impl FnOnce(&mut Conn) -> Result<Answer>,
) -> Result<Answer> {
    if let Some(kept) = find_same(conn, masuk)? {
        return kept.try_into();
    }
    let answer = effect(conn)?;
    queries::insert(conn, masuk, Some(&answer))?;
    Ok(answer)
}

/// [`once`] for an effect that is answered with a record as its reader may see it. It is shown anew each time, so that
/// no copy of anybody's data stands beside the record, to be forgotten when the record is erased.
pub fn once_shown(
    conn: &mut Conn,
    masuk: &Masuk,
    effect: impl FnOnce(&mut Conn) -> Result<()>,
    show: impl FnOnce(&mut Conn) -> Result<Answer>,
) -> Result<Answer> {
    let replayed = find_same(conn, masuk)?.is_some();
    if !replayed {
        effect(conn)?;
        queries::insert(conn, masuk, None)?;
    }
    Ok(Answer {
        replayed,
        ..show(conn)?
    })
}

fn find_same(conn: &mut Conn, masuk: &Masuk) -> Result<Option<queries::AksiRow>> {
    match queries::find(conn, masuk.id)? {
        Some(row) if !queries::is_same(&row, masuk) => {
            let detail = "Kiriman dengan id ini sudah ada, tetapi isinya berbeda. Buat kiriman baru.";
            Err(AppError::refused(ErrorCode::KunciDipakai, detail))
        }
        found => Ok(found),
    }
}
