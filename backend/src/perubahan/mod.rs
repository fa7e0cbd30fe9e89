//! The change feed: what devices fetch to keep their copy true. Whatever writes a line of the audit trail about a record
//! that is carried here has thereby told of the change; a new kind of record costs a [`Sumber`] and nothing else.

mod aliran;
mod antre;
mod kursor;
mod list;
mod nomor;
pub mod routes;
mod sumber;

pub use aliran::Aliran;
pub use antre::{antrekan, lepaskan};
pub use kursor::unknown_cursor;
pub use nomor::{nomori, seed, start};
pub use sumber::{Pelanggan, Sesudah, Sumber};
