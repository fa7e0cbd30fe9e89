//! The calendar of holidays, a year at a time. A new one counts the running deadlines again that go by it, in the same
//! transaction: nobody ever sees the one without the other.

pub mod queries;
pub mod routes;
