//! Accounts: who may log in and what each role may do. What a role may do is the one table here, read by server
//! and screens alike.

use std::fmt;

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PerangkatId};
use crate::valid::trimmed_length;
use crate::wilayah::WilayahKode;

/// A role. More will follow; each match on it is exhaustive, so that a new one must choose everywhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Peran {
    Admin,
    Petugas,
}

/// A right that a route or a screen asks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Hak {
    /// Reads complaints with what belongs to them.
    LihatAduan,
    /// Moves complaints along, answers, releases to the public.
    TanganiAduan,
}

impl Peran {
    pub const ALL: [Self; 2] = [Self::Admin, Self::Petugas];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Petugas => "petugas",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|peran| peran.as_str() == text)
    }

    /// The word for the role on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Petugas => "Petugas",
        }
    }

    /// The table of rights.
    pub const fn boleh(self, hak: Hak) -> bool {
        match (self, hak) {
            (Self::Admin | Self::Petugas, Hak::LihatAduan | Hak::TanganiAduan) => true,
        }
    }
}

impl fmt::Display for Peran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// Who is logged in, as his own screens see him.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    pub id: AccountId,
    pub nama_pengguna: String,
    pub nama: String,
    pub peran: Peran,
    /// The region for which he works, with all below it.
    pub wilayah: WilayahKode,
}

/// What is sent to log in.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Login {
    #[garde(custom(trimmed_length(1, 64)))]
    pub nama_pengguna: String,
    // Not trimmed: spaces may belong to a password. The upper bound keeps Argon2 from being fed megabytes.
    #[garde(length(chars, min = 1, max = 256))]
    pub sandi: String,
    #[garde(skip)]
    pub perangkat: PerangkatId,
}

/// The answer to a login or a refresh; the refresh token itself travels in an HttpOnly cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sesi {
    /// Access token (JWT) for `Authorization: Bearer`, to be kept in memory only.
    pub token: String,
    /// When the access token ends.
    pub kedaluwarsa: DateTime<Utc>,
    pub akun: Account,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_back_from_their_names() {
        for peran in Peran::ALL {
            assert_eq!(Peran::parse(peran.as_str()), Some(peran));
            assert_eq!(serde_json::to_value(peran).unwrap(), peran.as_str());
        }
    }
}
