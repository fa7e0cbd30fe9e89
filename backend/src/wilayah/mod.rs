//! The regions of the district, their boundaries and the calendar of its holidays: tables that the district brings as
//! files, replaced whole by an import or not at all.

pub mod import;
pub mod libur;
mod parse;
pub mod queries;
pub mod routes;
mod row;
