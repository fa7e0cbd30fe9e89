//! What anyone may see of complaints. It stands in tables of its own, made of the complaints in the transactions that
//! change them: a public answer never reads a table that holds a name, a number or somebody's own words.

mod alamat;
pub mod data;
pub mod queries;
pub mod routes;
mod row;
mod umpan;

pub use alamat::Alamat;
pub use row::{Keadaan, PublikRow};
