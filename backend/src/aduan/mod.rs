//! Complaints (*aduan*): taken once, moved along by the table of states, seen by officer, reporter and public each as
//! far as it is theirs.

mod pembaca;
mod publik;
pub mod queries;
pub mod routes;
mod row;
mod view;

pub use pembaca::Pembaca;
pub use row::FotoRow;
