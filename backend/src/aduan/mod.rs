//! Complaints (*aduan*): taken once, moved along by the table of states, seen by officer, reporter and public each as
//! far as it is theirs.

mod huruf;
pub mod kategori;
pub mod kunci_baru;
pub mod mungkin;
mod pembaca;
pub mod penjaga;
pub mod pertimbangan;
mod publik;
pub mod queries;
pub mod routes;
pub(crate) mod row;
mod surat;
pub mod tanda_terima;
pub(crate) mod view;

pub use pembaca::Pembaca;
pub use row::FotoRow;
