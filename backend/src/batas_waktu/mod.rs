//! How many working days each stage of a complaint may take (*batas waktu*). Rules are never rewritten: one ends, the
//! next begins on a day to come, so that what was received before keeps its own.

pub mod queries;
pub mod routes;
mod row;
