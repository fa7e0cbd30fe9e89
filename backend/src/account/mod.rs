//! Accounts and their sessions: who may log in, on which device, and for how long.
//!
//! An access token lives 15 minutes in the memory of a page. The refresh token lives in a cookie that no script can
//! read, changes at each use, and dies with its whole family when a used one comes back.

mod caller;
mod gagal;
mod impor;
mod jejak;
pub mod kelola;
mod open;
pub mod password;
mod peramban;
pub mod queries;
pub mod routes;
mod row;
pub mod saya;
mod segel;
mod sekali;
pub mod session;
mod token;
mod totp;

pub use caller::{Petugas, with_duty};
pub use open::{open, penugasan};
pub use token::Keys;

use chrono::{DateTime, Utc};

use crate::db::Db;
use crate::error::Result;

/// Forgets what ended a while ago: sessions, one-time passwords, waits. Answers how many.
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<usize> {
    Ok(session::sweep(db, now).await? + sekali::sweep(db, now).await? + gagal::sweep(db, now).await?)
}
