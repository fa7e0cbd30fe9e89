//! The outbox on screen.

mod actions;
mod item;
mod page;

pub use page::AntreanPage;
