//! The public status page: HTML from the server, readable without JavaScript on the oldest phone.

pub mod routes;
mod view;
