//! Photos that officers add: how it looks after the work, and the copy of a photo that anyone may see.

use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::aksi::Asal;
use crate::file::{Foto, is_hex_sha256};

/// Most photos of how it looks after the work.
pub const SESUDAH_MAX: i64 = 5;

/// What a photo of a complaint is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SebagaiFoto {
    /// The reporter's.
    #[default]
    Laporan,
    /// An officer's, of how it looks after the work.
    Sesudah,
    /// A copy for the public of one of the others, with faces and plates made unreadable.
    Umum,
}

impl SebagaiFoto {
    pub const ALL: [Self; 3] = [Self::Laporan, Self::Sesudah, Self::Umum];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Laporan => "laporan",
            Self::Sesudah => "sesudah",
            Self::Umum => "umum",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sebagai| sebagai.as_str() == text)
    }
}

/// An officer lists a photo of how it looks after the work; its bytes come by an upload.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FotoSesudahBaru {
    #[garde(dive)]
    pub foto: Foto,
    #[garde(dive)]
    pub asal: Asal,
}

/// An officer takes such a photo away again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FotoSesudahHapus {
    /// SHA-256 of the photo, lower-case hex.
    #[garde(custom(is_hex_sha256))]
    pub sha256: String,
    #[garde(dive)]
    pub asal: Asal,
}

/// What anyone may see of a photo from now on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FotoUmumBaru {
    /// SHA-256 of the photo that it is a copy of, lower-case hex.
    #[garde(custom(is_hex_sha256))]
    pub dari: String,
    /// The copy, whose bytes come by an upload; absent where nothing of the photo is to be seen any more.
    #[garde(dive)]
    #[serde(default)]
    pub foto: Option<Foto>,
    #[garde(dive)]
    pub asal: Asal,
}

/// A photo that anyone may see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FotoPublik {
    /// SHA-256 of the copy, lower-case hex.
    pub sha256: String,
    /// It shows how it looks after the work.
    pub sesudah: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for sebagai in SebagaiFoto::ALL {
            assert_eq!(SebagaiFoto::parse(sebagai.as_str()), Some(sebagai));
            assert_eq!(serde_json::to_value(sebagai).unwrap(), sebagai.as_str());
        }
    }
}
