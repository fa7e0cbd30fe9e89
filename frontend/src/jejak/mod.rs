//! The audit trail, for who may read it.

mod filter;
mod page;
mod tools;

pub use page::JejakPage;
