//! Map tiles from an `.mbtiles` file (MBTiles 1.3), for districts that would rather not, or cannot, ask the internet.
//! Pictures only; the file is opened to be read and checked before the portal starts.

mod file;
pub mod routes;

pub use file::TileFile;
