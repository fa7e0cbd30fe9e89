//! Offices (*SKPD*) and their parts (*bidang*), to which assignments belong and to which complaints are handed.

pub mod queries;
pub mod routes;
mod row;
pub mod seed;
