//! The whole portal in one file, and back: `portal backup FILE`, `portal restore FILE`.
//!
//! The file is a tar, packed by zstd: `manifest.json` first, then one `tables/NAME.ndjson` a table, one row a line, then
//! the photos as `photos/ADUAN/SHA256`. It says nothing of the database that it came from, so a backup of SQLite
//! restores into PostgreSQL and back. All rows are read in one snapshot while the portal goes on serving; a photo
//! is never changed once its row counts it, so reading it later is the same.
//!
//! Left out on purpose: sessions and the secret that signs access tokens (officers log in anew), settings, map tiles,
//! and photos that were still arriving (their phones begin anew).
//! The file holds personal data in clear: it is made readable for its owner alone, and must be kept so.

mod archive;
mod create;
mod manifest;
mod restore;
mod table;
mod tables;

pub use create::create;
pub use manifest::Manifest;
pub use restore::{Existing, restore};
pub use table::Table;
pub use tables::{LEFT_OUT, TABLES};
