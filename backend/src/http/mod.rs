//! What every route shares: who calls, how a body is read, which headers an answer bears. Knows no domain.

pub mod address;
pub mod answer;
pub mod body;
pub mod client;
pub mod csv;
pub mod headers;
pub mod idempotency;
pub mod limits;
pub mod log;
pub mod problem;
pub mod rute;
pub mod site;
