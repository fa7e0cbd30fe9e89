//! Where the map's pictures come from, and what the browser must be allowed for it.

use std::path::PathBuf;

use anyhow::bail;
use serde::{Deserialize, Serialize};

/// Whether the owner of the tile source allows areas to be fetched before they are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prefetch {
    Allowed,
    Denied,
}

/// Where the map's pictures come from.
#[derive(Clone, PartialEq, Debug)]
pub enum Tiles {
    /// A URL with `{z}`, `{x}` and `{y}`.
    Url(String),
    /// An `.mbtiles` file, which the portal serves itself.
    File(PathBuf),
}

impl Tiles {
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        if text.to_ascii_lowercase().ends_with(".mbtiles") {
            let path = PathBuf::from(text);
            if !path.is_file() {
                bail!("PORTAL_TILES: berkas {} tidak ada", path.display());
            }
            return Ok(Self::File(path));
        }
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        if is_web && ["{z}", "{x}", "{y}"].iter().all(|part| text.contains(part)) {
            return Ok(Self::Url(text.to_owned()));
        }
        bail!("PORTAL_TILES harus berupa alamat dengan {{z}}, {{x}} dan {{y}}, atau berkas .mbtiles")
    }

    /// Where the browser asks for a tile.
    pub fn template(&self) -> &str {
        match self {
            Self::Url(url) => url,
            Self::File(_) => "/tiles/{z}/{x}/{y}",
        }
    }

    /// The foreign origin that the content security policy must let the map reach, if any.
    pub fn origin(&self) -> Option<String> {
        match self {
            Self::Url(url) => {
                let (scheme, rest) = url.split_once("://")?;
                let host = rest.split('/').next()?;
                // Subdomains by placeholder (`{s}.tile…`) are one origin each.
                Some(format!("{scheme}://{}", host.replace("{s}", "*")))
            }
            Self::File(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tile_origin_is_what_the_policy_needs() {
        let tiles = Tiles::parse("https://{s}.tile.example:8443/x/{z}/{x}/{y}.png").unwrap();
        assert_eq!(tiles.origin().as_deref(), Some("https://*.tile.example:8443"));
    }
}
