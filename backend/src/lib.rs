//! The portal's server. `app` lists the domains; `db` is the only door to the database; `http` knows no domain.

pub mod account;
pub mod aduan;
pub mod aksi;
pub mod app;
pub mod backup;
pub mod batas_waktu;
pub mod cek;
pub mod clock;
pub mod config;
pub mod db;
pub mod docs;
pub mod error;
pub mod files;
pub mod http;
pub mod metrics;
pub mod pages;
pub mod portal;
pub mod riwayat;
pub mod sample;
pub mod schema;
pub mod serve;
pub mod skpd;
pub mod sweep;
pub mod tiles;
pub mod wilayah;
