//! What the web app asks of the installation itself: its names and map, and whether anybody is there.

pub mod routes;
