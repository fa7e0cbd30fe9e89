//! Templates of answers.

mod queries;
pub mod routes;
mod salinan;

pub use salinan::Sumber;
