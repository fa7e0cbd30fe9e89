//! Complaints (*aduan*): taken once, moved along by the table of states, seen by officer, reporter and public each as
//! far as it is theirs.

pub mod dilihat;
pub mod foto_petugas;
mod huruf;
pub mod ikut;
pub mod impor;
pub mod kategori;
mod kolom;
pub mod kunci_baru;
pub mod mungkin;
pub mod pecahan;
mod pembaca;
pub mod pembetulan;
pub mod penjaga;
pub mod pertimbangan;
mod publik;
pub mod queries;
pub mod routes;
pub(crate) mod row;
mod salinan;
mod surat;
pub mod tanda_terima;
pub(crate) mod view;

pub use pembaca::Pembaca;
pub use row::FotoRow;
pub use salinan::Sumber;
