//! What an officer read without a network.

use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::aksi::Asal;

/// He read the complaint from the copy on his device, when and where `asal` says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dilihat {
    #[garde(dive)]
    pub asal: Asal,
}
