//! Many aksi in one request. Each is done by the very function that answers it when it comes alone.

pub(crate) mod jalan;
pub mod routes;
