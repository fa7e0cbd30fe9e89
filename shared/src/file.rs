//! Photos that belong to a record: what the record says of them before their bytes arrive, and their limits.

use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::aduan::SebagaiFoto;
use crate::kunci::is_sha256;

/// Largest photo that is taken, in bytes.
pub const BYTES_MAX: u64 = 10 * 1024 * 1024;
/// Largest photo that is taken, in pixels; more would cost a viewer's phone its memory.
pub const PIXELS_MAX: u64 = 50_000_000;
/// Long side, in pixels, to which the device shrinks a photo.
pub const LONG_SIDE: u32 = 1_600;
/// Size in bytes that the device aims at.
pub const BYTES_AIM: u64 = 300_000;
/// Size of the parts in which the device uploads, in bytes.
pub const PART: u64 = 256 * 1024;
/// Size of the parts on a slow link, in bytes.
pub const PART_SLOW: u64 = 64 * 1024;

/// The kinds of picture that are taken and served.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaType {
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/webp")]
    Webp,
}

impl MediaType {
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Webp];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.as_str() == text)
    }

    /// Extension for file names, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }
}

/// A photo as its record lists it. The bytes are known by their SHA-256 alone; names and media types from outside
/// are never trusted.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Foto {
    /// SHA-256 of the bytes, lower-case hex.
    #[garde(custom(is_hex_sha256))]
    pub sha256: String,
    #[garde(range(min = 1, max = BYTES_MAX))]
    pub bytes: u64,
    #[garde(skip)]
    pub media_type: MediaType,
}

pub(crate) fn is_hex_sha256(text: &str, _: &()) -> garde::Result {
    if is_sha256(text) {
        Ok(())
    } else {
        Err(garde::Error::new(
            "SHA-256 ditulis dengan 64 angka heksadesimal huruf kecil.",
        ))
    }
}

/// A photo as a record shows it: listed, and arrived or not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FotoTampil {
    #[serde(flatten)]
    pub foto: Foto,
    /// The bytes are whole on the server.
    pub diterima: bool,
    #[serde(default)]
    pub sebagai: SebagaiFoto,
    /// Anyone may see a copy of it.
    #[serde(default)]
    pub umum: bool,
}
