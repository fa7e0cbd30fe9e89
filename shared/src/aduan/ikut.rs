//! Following somebody else's complaint instead of filing the same once more: no name and no number is asked for, and
//! what a follower learns is what anyone may see.

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::Status;
use super::baru::is_kunci_hash;
use crate::aksi::Asal;
use crate::id::IkutId;
use crate::kode::Kode;
use crate::kunci::KunciHash;

/// Somebody joins a complaint.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IkutBaru {
    #[garde(skip)]
    pub id: IkutId,
    /// Code of the complaint that is followed.
    #[garde(skip)]
    pub kode: Kode,
    /// SHA-256 of the follower's own key, by which he leaves again.
    #[garde(custom(is_kunci_hash))]
    pub kunci_hash: KunciHash,
    #[garde(dive)]
    pub asal: Asal,
}

/// The server's word that somebody follows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IkutDiterima {
    pub id: IkutId,
    pub kode: Kode,
    /// Where the complaint stands.
    pub status: Status,
    pub diterima_pada: DateTime<Utc>,
}

/// The server's word that he follows no longer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IkutBerakhir {
    pub id: IkutId,
}

/// He follows it no longer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IkutAkhir {
    #[garde(dive)]
    pub asal: Asal,
}
