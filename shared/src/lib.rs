//! What the district's records are and when one is valid. Leans on nothing of ours and does no I/O, so that the
//! form and the server judge by the very same code; builds natively and for wasm.

pub mod account;
pub mod aduan;
pub mod aksi;
pub mod clock;
pub mod error;
pub mod file;
pub mod gabung;
pub mod id;
pub mod jejak;
pub mod kabar;
pub mod kode;
pub mod kunci;
pub mod libur;
pub mod page;
pub mod paths;
pub mod penyelamat;
pub mod perubahan;
pub mod place;
pub mod portal;
pub mod pribadi;
pub mod publik;
pub mod sinkron;
pub mod templat;
pub mod ubin;
pub mod valid;
pub mod wilayah;
pub mod words;
