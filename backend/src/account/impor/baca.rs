//! The file of accounts.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::BARIS_MAX;
use crate::error::Result;
use crate::lembar::{self, Baris, Bentuk, unreadable};

pub const KOLOM: [&str; 10] = [
    "nama_pengguna",
    "nama",
    "peran",
    "wilayah",
    "skpd",
    "bidang",
    "mulai",
    "sampai",
    "email",
    "hp",
];

const BENTUK: Bentuk = Bentuk {
    kolom: &KOLOM,
    wajib: &["nama_pengguna", "nama", "peran", "wilayah"],
    baris_max: BARIS_MAX,
    contoh: "Pakai contoh yang dapat diunduh.",
};

/// # Errors
/// A refusal in words where the file as a whole cannot be read.
pub fn baca(base64: &str) -> Result<Vec<Baris>> {
    let bytes = STANDARD
        .decode(base64)
        .map_err(|_| unreadable("Berkas tidak terbaca. Pilih lagi berkasnya."))?;
    lembar::baca(bytes, &BENTUK)
}
