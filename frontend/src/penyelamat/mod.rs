//! The rescue file: what waits on this device is saved as a file that the office alone can open, or given up; and an
//! admin brings such a file in.

mod buang;
mod impor_hasil;
mod impor_page;
mod simpan;
mod tulis;

pub use buang::buang;
pub use impor_page::ImporPenyelamatPage;
pub use simpan::{HasilSimpan, Penyimpan};

use ::sync::{Kepala, State};
use shared::id::AccountId;

/// What an officer entered on this device for others and the office does not have whole yet.
pub fn milik(all: &[Kepala], owner: AccountId) -> Vec<&Kepala> {
    let own = |kepala: &&Kepala| kepala.titipan == Some(owner) && kepala.state() != State::Terkirim;
    all.iter().filter(own).collect()
}
