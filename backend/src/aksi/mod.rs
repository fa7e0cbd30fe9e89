//! What was done is done once. The aksi's id is the idempotency key, kept for ever with the answer that was given, and
//! written in the same transaction as the effect, with its line of the audit trail: there is no moment at which one is
//! there without the others.

mod answer;
mod queries;

pub use answer::Answer;
pub use queries::kept;

use chrono::{DateTime, Utc};
use shared::aksi::{Asal, JenisAksi};
use shared::error::ErrorCode;
use shared::id::{AccountId, AksiId};
use shared::jejak::{Objek, Perbuatan};
use shared::kunci::KunciHash;

use crate::db::{self, Conn};
use crate::error::{AppError, Result};
use crate::jejak::{self, Baris, Dalam, Oleh};

/// Whoever did it; nobody else gets its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pemilik {
    Account(AccountId),
    Kunci(KunciHash),
}

impl Pemilik {
    pub const fn oleh(&self) -> Oleh {
        match self {
            Self::Account(id) => Oleh::Petugas(*id),
            Self::Kunci(_) => Oleh::Pelapor,
        }
    }
}

/// Which record an aksi was about, for the audit trail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tentang {
    pub objek: Objek,
    /// Empty where it was not one record alone.
    pub id: String,
}

impl Tentang {
    pub fn new(objek: Objek, id: impl ToString) -> Self {
        Self {
            objek,
            id: id.to_string(),
        }
    }
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
/// Two connections that bring the same aksi at once take turns: the second finds the first one's answer. Were both to
/// look first and write then, the second could meet the record that the first one had just brought, and be told that
/// somebody else was there before it.
pub fn once(
    conn: &mut Conn,
    masuk: &Masuk,
    effect: impl FnOnce(&mut Conn) -> Result<(Tentang, Answer)>,
) -> Result<Answer> {
    if let Some(kept) = find_same(conn, masuk)? {
        return kept.try_into();
    }
    let (tentang, answer) = effect(conn)?;
    remember(conn, masuk, &tentang, Some(&answer))?;
    Ok(answer)
}

/// [`once`] for an effect that is answered with a record as its reader may see it. It is shown anew each time, so that
/// no copy of anybody's data stands beside the record, to be forgotten when the record is erased. Where it has left his
/// reach since, or he lost his right, who asks once more is told that it was done, and nothing of the record: a refusal would have his device
/// believe that it was not.
pub fn once_shown(
    conn: &mut Conn,
    masuk: &Masuk,
    effect: impl FnOnce(&mut Conn) -> Result<Tentang>,
    show: impl FnOnce(&mut Conn) -> Result<Answer>,
) -> Result<Answer> {
    let replayed = find_same(conn, masuk)?.is_some();
    if !replayed {
        let tentang = effect(conn)?;
        remember(conn, masuk, &tentang, None)?;
    }
    let shown = match show(conn) {
        Err(AppError::Refused(error)) if replayed && is_out_of_reach(error.code) => {
            Answer::ok(&serde_json::json!({"aksi": masuk.id}))
        }
        shown => shown,
    };
    Ok(Answer { replayed, ..shown? })
}

const fn is_out_of_reach(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::TidakDitemukan | ErrorCode::TidakBerhak)
}

/// Whether this account did an aksi of this id, whatever it may do now.
pub fn was_done_by(conn: &mut Conn, id: AksiId, account: AccountId) -> Result<bool> {
    Ok(queries::is_of(conn, id, &Pemilik::Account(account))?)
}

fn remember(conn: &mut Conn, masuk: &Masuk, tentang: &Tentang, answer: Option<&Answer>) -> Result<()> {
    queries::insert(conn, masuk, answer)?;
    let baris = Baris {
        oleh: masuk.pemilik.oleh(),
        perbuatan: Perbuatan::Aksi(masuk.jenis),
        objek: tentang.objek,
        catatan_id: &tentang.id,
        perangkat: Some(masuk.asal.perangkat),
        aksi_id: Some(masuk.id),
        dalam: Dalam::Tanpa,
        pada: masuk.pada,
    };
    jejak::tulis(conn, &baris)
}

fn find_same(conn: &mut Conn, masuk: &Masuk) -> Result<Option<queries::AksiRow>> {
    db::one_at_a_time(conn, &masuk.id.to_string())?;
    match queries::find(conn, masuk.id)? {
        Some(row) if !queries::is_same(&row, masuk) => Err(other_body()),
        found => Ok(found),
    }
}

/// 409: under this id something else was brought.
pub fn other_body() -> AppError {
    let detail = "Kiriman dengan id ini sudah ada, tetapi isinya berbeda. Buat kiriman baru.";
    AppError::refused(ErrorCode::KunciDipakai, detail)
}
