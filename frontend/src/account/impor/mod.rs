//! Accounts in bulk: a file is tried first, its faults are told line by line, then the good lines are made, and each new
//! account has a slip that is shown this once.

mod berkas;
mod laporan;
mod page;
mod slip;
mod slip_cetak;

pub use page::ImporPage;
pub use slip::SlipLembar;
