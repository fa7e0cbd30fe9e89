//! The outbox on screen.

mod actions;
mod item;
mod page;
mod simpan_peta;

pub use page::AntreanPage;
