//! All that reads and writes the tables of complaints.

mod catatan;
mod create;
mod disposisi;
mod find;
mod foto;
mod hitung;
mod jeda;
mod kabar;
mod kata;
mod kategori;
mod kunci;
mod langkah;
mod list;
mod mungkin;
mod percakapan;
mod pribadi;
mod tinjau;

pub use catatan::catat;
pub use create::{Penerima, insert_once};
pub use disposisi::calon;
pub use find::{belongings, belongings_for, count, find, find_for, is_empty, kode_of, list_keadaan};
pub use foto::{count_foto, find_foto, foto_arrived, list_foto};
pub use hitung::{Dihitung, bila_ditunda, recount_tenggat};
pub use kabar::{Dikabarkan, dikabarkan, list_dikabarkan};
pub use kategori::ganti_kategori;
pub use kunci::ganti_kunci;
pub use langkah::{buka_kembali, rilis, tindakan};
pub use list::{FotoCount, Jangkauan, RingkasRow, list};
pub use mungkin::bukan_sama;
pub use percakapan::{penilaian, pesan};
pub use pribadi::{hapus_pribadi, perbaiki_pelapor};
pub use tinjau::{Hasil, jatuh_waktu, tinjau};

use find::seen;
