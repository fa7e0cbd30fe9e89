//! Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): other tools read what anyone may see, and those that hold a key
//! file complaints. *Kategori* is the service, the *kode unik* the request's id.

mod bentuk;
mod kirim;
pub mod routes;
mod salah;
mod saring;
mod tampil;
