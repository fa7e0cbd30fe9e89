//! The audit trail (*jejak*): every write, and every delivery of personal data to a device. A line is written in the
//! transaction that it tells of; one worker then gives the lines their places in a chain of hashes, so that no writer
//! waits for another and whoever changes, removes or slips in a line is found out by [`periksa`].

pub mod antar;
mod baris;
mod list;
mod periksa;
pub mod routes;
mod segel;

pub use antar::{Antaran, Pengantar};
pub use baris::{Baris, Beda, Dalam, Oleh, tulis};
pub use list::list;
pub use periksa::{Kepala, Laporan, Temuan, periksa};
pub use segel::{segel, start};
