//! The rescue file (*berkas penyelamat*): what waited on a device that will not send it any more, brought in by an admin
//! under the same ids. A file is only read here; devices write it (frontend/js/penyelamat.js).

pub mod bentuk;
mod kunci;
mod masuk;
pub mod routes;

pub use kunci::KunciBerkas;
