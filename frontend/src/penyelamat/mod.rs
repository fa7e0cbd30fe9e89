//! The rescue file: what waits on this device is saved as a file that the office alone can open, or given up; and an
//! admin brings such a file in.

mod buang;
mod impor_hasil;
mod impor_page;
mod simpan;
mod tulis;

pub use buang::{buang, lupakan};
pub use impor_page::ImporPenyelamatPage;
pub use simpan::{HasilSimpan, Penyimpan};

use ::sync::{Kepala, State};
use shared::id::AccountId;

/// Whether it may leave by a file. What was done to a complaint is done in somebody's name, which a file does not prove.
pub fn dapat_dibawa(kepala: &Kepala) -> bool {
    kepala.state() != State::Terkirim && kepala.pada().is_none()
}

/// What an officer did or entered on this device and the office does not have whole yet.
pub fn milik(all: &[Kepala], owner: AccountId) -> Vec<&Kepala> {
    let own = |kepala: &&Kepala| kepala.titipan == Some(owner) && kepala.state() != State::Terkirim;
    all.iter().filter(own).collect()
}
