//! Personal data (UU 27/2022): a reporter reads what is kept of him, asks for a correction or for its end, and is answered
//! within clock hours; what is kept longer than the district allows is erased by the portal itself.

mod permintaan;
mod retensi;
pub mod routes;
mod row;

pub use retensi::{Jumlah, round, start};
