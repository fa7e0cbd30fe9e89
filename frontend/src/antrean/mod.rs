//! The outbox on screen.

mod actions;
mod item;
mod keamanan;
mod page;
mod pin;
mod simpan_foto;
mod simpan_peta;
mod terkunci;

pub use page::AntreanPage;
pub use simpan_foto::SimpanFoto;
pub use terkunci::{Terkunci, TerkunciPart};
