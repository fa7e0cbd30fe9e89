//! The portal's server. `app` lists the domains; `db` is the only door to the database; `http` knows no domain.

pub mod db;
pub mod error;
pub mod schema;
