//! What changed since a device last asked, so that its own copy stays true.

use serde::{Deserialize, Serialize};

use crate::aduan::AduanRingkas;
use crate::jejak::Objek;
use crate::templat::Templat;

/// Most changes of one page.
pub const SEHALAMAN: usize = 500;
/// Most complaints that a device is given to begin with: the newest.
pub const BEKAL: usize = 2_000;
/// Complaints that have ended are given for so many days after they came in; open ones whatever their age.
pub const BEKAL_HARI: i64 = 90;

/// One page of changes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PerubahanPage {
    pub perubahan: Vec<Perubahan>,
    /// Opaque; handed back as `since` it gives what changed after this page.
    pub kursor: String,
    /// There is more to fetch at once.
    pub lagi: bool,
    /// The copy is being made from its beginning: what the device had before and was not given again is out of date.
    pub awal: bool,
}

/// A change of one record, as the caller may see it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum Perubahan {
    /// The line of the inbox as it now stands.
    Aduan {
        isi: Box<AduanRingkas>,
    },
    Templat {
        isi: Templat,
    },
    /// No longer the caller's, or no longer there.
    Lepas {
        objek: Objek,
        id: String,
    },
    /// Of a version of the portal that is newer than the reader.
    #[serde(other)]
    Lain,
}

/// What is fetched.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PerubahanFilter {
    /// The cursor of the last page; without it a copy is begun.
    pub since: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_this_version_does_not_know_is_read_over() {
        let newer = r#"{"jenis":"usulan","isi":{"id":"1"}}"#;
        assert_eq!(serde_json::from_str::<Perubahan>(newer).unwrap(), Perubahan::Lain);
    }
}
