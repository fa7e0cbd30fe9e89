//! The API's own description (OpenAPI 3.1) and a page on which a person reads it.

pub mod openapi;
pub mod routes;
mod view;
