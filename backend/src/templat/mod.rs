//! Templates of answers.

mod queries;
pub mod routes;
