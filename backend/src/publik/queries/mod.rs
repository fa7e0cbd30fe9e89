//! All that reads and writes the public tables.

mod angka;
mod catat;
mod list;
mod peta;
mod tambah;

pub use angka::angka;
pub use catat::{catat, catat_baru, susun, susun_bila_belum};
pub use list::{Letak, Saring, find, halaman, list, nomor, sesudah, terbuka};
pub use peta::{Kotak, peta};
