//! Accounts and their sessions: who may log in, on which device, and for how long.
//!
//! An access token lives 15 minutes in the memory of a page. The refresh token lives in a cookie that no script can
//! read, changes at each use, and dies with its whole family when a used one comes back.

mod caller;
mod open;
pub mod password;
pub mod queries;
pub mod routes;
mod row;
pub mod session;
mod token;

pub use caller::Petugas;
pub use open::{open, penugasan};
pub use token::Keys;
