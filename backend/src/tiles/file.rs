//! One `.mbtiles` file: a SQLite database with the tables `tiles` and `metadata`.

use std::path::Path;

use anyhow::{Context, bail};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Binary, Integer, Nullable, Text};

use crate::db::{ForeignConn, ForeignFile};
use crate::error::{AppError, Result};
use crate::files::image::sniff;

/// Connections to the file: tiles are small and the file is on the disk.
const CONNECTIONS: u32 = 4;
/// A tile beyond this zoom would show single bricks.
const ZOOM_LIMIT: u8 = 24;

pub struct TileFile {
    file: ForeignFile,
    pub zoom_min: u8,
    pub zoom_max: u8,
}

#[derive(QueryableByName)]
struct Tile {
    #[diesel(sql_type = Binary)]
    tile_data: Vec<u8>,
}

#[derive(QueryableByName)]
struct Zooms {
    #[diesel(sql_type = Nullable<Integer>)]
    zoom_min: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    zoom_max: Option<i32>,
}

#[derive(QueryableByName)]
struct Value {
    #[diesel(sql_type = Text)]
    value: String,
}

impl TileFile {
    /// # Errors
    /// A sentence that says why the file cannot serve as a map.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let checked = Self::check(path);
        checked.with_context(|| {
            format!(
                "PORTAL_TILES: {} tidak dapat dipakai sebagai peta",
                path.display()
            )
        })
    }

    fn check(path: &Path) -> anyhow::Result<Self> {
        let file = ForeignFile::open(path, CONNECTIONS)?;
        let zooms = file.read(zooms).map_err(AppError::into_cause);
        let zooms = zooms.context("berkas ini bukan MBTiles: tabel tiles tidak terbaca")?;
        let (Some(zoom_min), Some(zoom_max)) = (zooms.zoom_min, zooms.zoom_max) else {
            bail!("tabel tiles kosong");
        };
        let format = file.read(|conn| metadata(conn, "format"));
        let format = format
            .map_err(AppError::into_cause)
            .context("berkas ini bukan MBTiles: tabel metadata tidak terbaca")?;
        if let Some(format) =
            format.filter(|format| !matches!(format.as_str(), "png" | "jpg" | "jpeg" | "webp"))
        {
            bail!("isinya \"{format}\"; yang dilayani hanya gambar png, jpg, atau webp");
        }
        Ok(Self {
            file,
            zoom_min: zoom(zoom_min)?,
            zoom_max: zoom(zoom_max)?,
        })
    }

    /// Whether a map of the world has such a tile at all at a zoom that the file has.
    pub fn covers(&self, z: u8, x: u32, y: u32) -> bool {
        let across = 1_u32.checked_shl(u32::from(z)).unwrap_or(0);
        (self.zoom_min..=self.zoom_max).contains(&z) && x < across && y < across
    }

    /// The picture at this place, counted from the north as browsers do. Blocks.
    pub fn find(&self, z: u8, x: u32, y: u32) -> Result<Option<Vec<u8>>> {
        if !self.covers(z, x, y) {
            return Ok(None);
        }
        // MBTiles counts rows from the south.
        let row = (1_u32 << z) - 1 - y;
        let place = [i64::from(z), i64::from(x), i64::from(row)].map(i32::try_from);
        let [Ok(z), Ok(x), Ok(row)] = place else {
            return Ok(None);
        };
        let query = sql_query(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
        );
        let query = query
            .bind::<Integer, _>(z)
            .bind::<Integer, _>(x)
            .bind::<Integer, _>(row);
        let tile = self.file.read(|conn| query.get_result::<Tile>(conn).optional())?;
        // Whatever else lies in the file is not for browsers.
        Ok(tile
            .map(|tile| tile.tile_data)
            .filter(|bytes| sniff(bytes).is_some()))
    }
}

fn zooms(conn: &mut ForeignConn) -> QueryResult<Zooms> {
    sql_query("SELECT min(zoom_level) AS zoom_min, max(zoom_level) AS zoom_max FROM tiles").get_result(conn)
}

fn metadata(conn: &mut ForeignConn, name: &str) -> QueryResult<Option<String>> {
    let query = sql_query("SELECT value FROM metadata WHERE name = ?").bind::<Text, _>(name);
    Ok(query
        .get_result::<Value>(conn)
        .optional()?
        .map(|found| found.value))
}

fn zoom(zoom: i32) -> anyhow::Result<u8> {
    match u8::try_from(zoom) {
        Ok(zoom) if zoom <= ZOOM_LIMIT => Ok(zoom),
        Ok(_) | Err(_) => bail!("tingkat zoom {zoom} di luar 0 sampai {ZOOM_LIMIT}"),
    }
}
