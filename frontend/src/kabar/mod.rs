//! News for officers: how many wait, and the page that lists them.

mod lonceng;
mod page;
mod tertahan;

pub use lonceng::{KabarCount, Lonceng};
pub use page::KabarPage;
