//! The outbox on screen.

mod actions;
mod item;
mod keamanan;
mod page;
mod pin;
mod simpan_peta;
mod terkunci;

pub use page::AntreanPage;
pub use terkunci::{Terkunci, TerkunciPart};
