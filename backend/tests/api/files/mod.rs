//! Photos: begun for a record that lists them, sent in parts over links that break, judged by their content, served to
//! those alone whose they are.

mod begin;
mod fault;
mod judge;
mod kill;
mod part;
mod s3;
mod show;
