//! All that reads and writes the public tables.

mod angka;
mod catat;
mod list;
mod peta;

pub use angka::angka;
pub use catat::{catat, susun, susun_bila_belum};
pub use list::{Letak, Saring, find, halaman, list, nomor, sesudah};
pub use peta::{Kotak, peta};
