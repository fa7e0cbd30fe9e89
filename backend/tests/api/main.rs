//! The API as its callers meet it: a real server on a port of its own, real HTTP, a fresh database for each test. Runs on
//! SQLite, and the same on PostgreSQL when TEST_DATABASE_URL names a server on which databases may be made.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends there and says where"
)]

mod aduan;
mod akun;
mod auth;
mod backup;
mod cek;
mod diulang;
mod docs;
mod files;
mod follow_up;
mod foto_petugas;
mod gangguan;
mod hak;
mod http;
mod ikut;
mod impor_aduan;
mod jejak;
mod kabar;
mod kunci;
mod limits;
mod list;
mod metrics;
mod mungkin;
mod open311;
mod pecahan;
mod pekerjaan;
mod pembetulan;
mod penyelamat;
mod perubahan;
mod pribadi;
mod public;
mod publik;
mod push;
mod rencana;
mod sample;
mod siklus;
mod sinkron;
mod support;
mod tanda_terima;
mod tebakan;
mod tenggat;
mod tiles;
mod titipan;
mod wilayah;
