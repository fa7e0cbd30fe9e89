//! All that reads and writes the tables of complaints.

mod beda;
mod catatan;
mod create;
mod disposisi;
mod find;
mod foto;
mod foto_petugas;
mod hitung;
mod ikut;
mod jeda;
mod kabar;
mod kata;
mod kategori;
mod kunci;
mod langkah;
mod list;
mod mungkin;
mod pecahan;
mod pembetulan;
mod percakapan;
mod pribadi;
mod tinjau;

pub use beda::pilih;
pub use catatan::catat;
pub use create::{Penerima, insert_once, jangan_tinjau};
pub use disposisi::calon;
pub use find::{belongings, belongings_for, count, find, find_for, is_empty, kode_of, list_keadaan};
pub use foto::{count_foto, find_foto, find_own_foto, foto_arrived, list_foto, list_foto_kurang};
pub use foto_petugas::{find_foto_umum, foto_sesudah, foto_umum, hapus_foto_sesudah};
pub use hitung::{Dihitung, bila_ditunda, recount_tenggat};
pub use ikut::{berhenti_ikut, diikuti, ikuti};
pub use kabar::{Dikabarkan, dikabarkan, gabungan_of, list_dikabarkan};
pub use kategori::ganti_kategori;
pub use kunci::ganti_kunci;
pub use langkah::{buka_kembali, rilis, tindakan};
pub use list::{Cakupan, FotoCount, Jangkauan, RingkasRow, bekal, list, menurut_id};
pub use mungkin::bukan_sama;
pub use pecahan::{pecah, sekunci};
pub use pembetulan::betulkan;
pub use percakapan::{penilaian, pesan};
pub use pribadi::{hapus_pribadi, perbaiki_pelapor};
pub use tinjau::{Hasil, jatuh_waktu, tinjau};

use find::seen;
