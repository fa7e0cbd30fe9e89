//! Photos good and bad. The good ones were drawn by a browser.

use sha2::{Digest, Sha256};
use shared::file::{Foto, MediaType};

pub const JPEG: &[u8] = include_bytes!("photo/small.jpg");
pub const PNG: &[u8] = include_bytes!("photo/small.png");
pub const WEBP: &[u8] = include_bytes!("photo/small.webp");

/// As a complaint lists these bytes; it may well say that they are a JPEG when they are not.
pub fn listed(bytes: &[u8]) -> Foto {
    Foto {
        sha256: sha256(bytes),
        bytes: bytes.len() as u64,
        media_type: MediaType::Jpeg,
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A true JPEG that nobody has sent before, made longer by what a phone may write after the end.
pub fn jpeg_of(bytes: usize, seed: u8) -> Vec<u8> {
    let mut photo = JPEG.to_vec();
    photo.resize(bytes.max(JPEG.len()), seed);
    photo
}

/// A PNG of a few bytes that announces 50,000 × 50,000 pixels.
pub fn huge_png() -> Vec<u8> {
    let mut photo = PNG.to_vec();
    photo[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
    photo[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
    photo
}
