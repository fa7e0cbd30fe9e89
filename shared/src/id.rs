//! Identities of records. Each is a UUIDv7 minted on the device that captured the record, so that a record
//! has its name before any server has seen it; the newtypes keep one kind of id from standing in for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id: time-ordered, so that rows written one after another lie beside one another on disk.
            pub fn mint() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// One complaint, aspiration or request for information.
    AduanId
);
id!(
    /// One thing that a person did; also the idempotency key under which the server keeps its outcome.
    AksiId
);
id!(
    /// One message in the thread of a record.
    PesanId
);
id!(
    /// Two values of one field between which somebody is to choose.
    BedaId
);
id!(
    /// One user account.
    AccountId
);
id!(
    /// That somebody follows a complaint.
    IkutId
);
id!(
    /// One request about personal data.
    PermintaanId
);
id!(
    /// One template of an answer.
    TemplatId
);
id!(
    /// One piece of news.
    KabarId
);
id!(
    /// One assignment of an account.
    PenugasanId
);
id!(
    /// One login that goes on in one browser.
    SesiId
);
id!(
    /// One installation of the web app in one browser.
    PerangkatId
);
id!(
    /// One tus upload.
    UploadId
);
