//! All that reads and writes the tables of complaints.

mod create;
mod find;
mod follow_up;
mod foto;
mod kata;
mod list;

pub use create::{Penerima, insert_once};
pub use find::{belongings, count, find, find_for, is_empty, recount_tenggat};
pub use follow_up::{penilaian, pesan, rilis, tindakan};
pub use foto::{find_foto, foto_arrived};
pub use list::{FotoCount, RingkasRow, list};
