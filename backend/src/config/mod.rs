//! What the portal is told at its start: built-in values, then the settings file, then the environment. A value that
//! cannot be meant stops the start with a sentence that names it.

mod district;
mod secret;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

pub use self::district::District;
pub use self::secret::Secret;
use crate::db::DatabaseUrl;
use crate::http::address::TrustedProxies;

/// The settings file that is read when it lies in the working directory.
const DEFAULT_FILE: &str = "portal.toml";
/// OpenStreetMap's own tiles: with attribution, and never fetched beforehand.
const OSM_TILES: &str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
const OSM_ATTRIBUTION: &str = "© kontributor OpenStreetMap";
const OSM_ATTRIBUTION_URL: &str = "https://www.openstreetmap.org/copyright";
/// Most tile sources have pictures up to here.
const USUAL_ZOOM_MAX: u8 = 19;

/// Settings as they are written, one field a name: `listen` is `PORTAL_LISTEN` in the environment.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    listen: SocketAddr,
    data: PathBuf,
    database_url: Option<String>,
    database_connections: u32,
    files: Option<String>,
    site: Option<PathBuf>,
    tiles: String,
    tiles_attribution: String,
    tiles_attribution_url: String,
    tiles_zoom_max: u8,
    tiles_prefetch: Prefetch,
    district: Option<PathBuf>,
    secret: Option<Secret>,
    trusted_proxies: String,
    metrics: Option<SocketAddr>,
    log_format: LogFormat,
    aduan_per_minute: u32,
    aduan_burst: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("data"),
            database_url: None,
            database_connections: 8,
            files: None,
            site: None,
            tiles: OSM_TILES.to_owned(),
            tiles_attribution: OSM_ATTRIBUTION.to_owned(),
            tiles_attribution_url: OSM_ATTRIBUTION_URL.to_owned(),
            tiles_zoom_max: USUAL_ZOOM_MAX,
            tiles_prefetch: Prefetch::Denied,
            district: None,
            secret: None,
            trusted_proxies: String::new(),
            metrics: None,
            log_format: LogFormat::Lines,
            aduan_per_minute: 60,
            aduan_burst: 120,
        }
    }
}

/// Whether the owner of the tile source allows areas to be fetched before they are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prefetch {
    Allowed,
    Denied,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Lines,
    Json,
}

/// Where the map's pictures come from.
#[derive(Clone, PartialEq, Debug)]
pub enum Tiles {
    /// A URL with `{z}`, `{x}` and `{y}`.
    Url(String),
    /// An `.mbtiles` file, which the portal serves itself.
    File(PathBuf),
}

/// Settings that were understood.
#[derive(Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database: DatabaseUrl,
    /// Most database connections held at once.
    pub database_connections: u32,
    /// A folder, or `s3://…`.
    pub files: String,
    /// The folder of the web app, when there is one.
    pub site: Option<PathBuf>,
    pub tiles: Tiles,
    pub tiles_attribution: String,
    pub tiles_attribution_url: Option<String>,
    pub tiles_zoom_max: u8,
    pub tiles_prefetch: Prefetch,
    pub district: District,
    pub secret: Secret,
    pub trusted_proxies: TrustedProxies,
    pub metrics: Option<SocketAddr>,
    pub log_format: LogFormat,
    /// Reports that one address may send a minute, in the long run.
    pub aduan_per_minute: u32,
    /// Reports that one address may send at once, after a day without network.
    pub aduan_burst: u32,
}

impl Config {
    /// Reads the settings from `file` (or `portal.toml`, if it is there) and the environment.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let path = file.unwrap_or(Path::new(DEFAULT_FILE));
        if file.is_some() && !path.is_file() {
            bail!("berkas pengaturan {} tidak ada", path.display());
        }
        Self::from_figment(
            Figment::from(Serialized::defaults(Settings::default()))
                .merge(Toml::file(path))
                .merge(Env::prefixed("PORTAL_").only(&known_names()))
                .merge(Env::raw().only(&["database_url"])),
        )
    }

    fn from_figment(figment: Figment) -> anyhow::Result<Self> {
        let settings: Settings = figment.extract().map_err(|error| {
            let name = error.path.join(".");
            anyhow::anyhow!("pengaturan {name} tidak dapat dipakai: {error}")
        })?;
        Self::understand(settings)
    }

    fn understand(settings: Settings) -> anyhow::Result<Self> {
        let database = match &settings.database_url {
            Some(url) => url
                .parse()
                .map_err(anyhow::Error::msg)
                .context("DATABASE_URL tidak dapat dipakai")?,
            None => DatabaseUrl::Sqlite(settings.data.join("portal.db")),
        };
        if settings.database_connections == 0 || settings.aduan_per_minute == 0 || settings.aduan_burst == 0 {
            bail!("database_connections, aduan_per_minute dan aduan_burst paling kecil 1");
        }
        std::fs::create_dir_all(&settings.data)
            .with_context(|| format!("folder data {} tidak dapat dibuat", settings.data.display()))?;
        let secret = match settings.secret {
            Some(secret) => secret,
            None => Secret::keep(&settings.data.join("secret.key"))?,
        };
        let tiles = Tiles::parse(&settings.tiles)?;
        Ok(Self {
            listen: settings.listen,
            files: settings
                .files
                .unwrap_or_else(|| settings.data.join("files").to_string_lossy().into_owned()),
            data: settings.data,
            database,
            database_connections: settings.database_connections,
            site: site_folder(settings.site)?,
            tiles_attribution: settings.tiles_attribution,
            tiles_attribution_url: Some(settings.tiles_attribution_url).filter(|url| !url.is_empty()),
            tiles_zoom_max: settings.tiles_zoom_max,
            tiles_prefetch: settings.tiles_prefetch,
            tiles,
            district: District::load(settings.district.as_deref())?,
            secret,
            trusted_proxies: settings.trusted_proxies.parse().map_err(anyhow::Error::msg)?,
            metrics: settings.metrics,
            log_format: settings.log_format,
            aduan_per_minute: settings.aduan_per_minute,
            aduan_burst: settings.aduan_burst,
        })
    }

    /// A configuration of nothing but defaults around one data folder, for a server inside a test.
    pub fn for_tests(data: &Path, database: DatabaseUrl) -> anyhow::Result<Self> {
        let settings = Settings {
            data: data.to_owned(),
            ..Settings::default()
        };
        Ok(Self {
            database,
            ..Self::understand(settings)?
        })
    }
}

impl Tiles {
    fn parse(text: &str) -> anyhow::Result<Self> {
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

/// Only these are read from the environment: a `PORTAL_` name of some other tool must not stop the start.
fn known_names() -> [&'static str; 17] {
    [
        "listen",
        "data",
        "database_connections",
        "files",
        "site",
        "tiles",
        "tiles_attribution",
        "tiles_attribution_url",
        "tiles_zoom_max",
        "tiles_prefetch",
        "district",
        "secret",
        "trusted_proxies",
        "metrics",
        "log_format",
        "aduan_per_minute",
        "aduan_burst",
    ]
}

/// The folder that was named must be there; without a name, the one that the build leaves beside the binary is taken.
fn site_folder(named: Option<PathBuf>) -> anyhow::Result<Option<PathBuf>> {
    if let Some(folder) = named {
        if !folder.join("index.html").is_file() {
            bail!("PORTAL_SITE: {} tidak memuat index.html", folder.display());
        }
        return Ok(Some(folder));
    }
    let binary = std::env::current_exe().context("letak program tidak diketahui")?;
    let beside = binary
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("site"));
    Ok(beside
        .into_iter()
        .find(|folder| folder.join("index.html").is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, value: &str) -> anyhow::Result<Config> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().to_string_lossy().into_owned();
        Config::from_figment(
            Figment::from(Serialized::defaults(Settings::default()))
                .merge(("data", data))
                .merge((name, value)),
        )
    }

    #[test]
    fn a_value_that_cannot_be_meant_is_named_in_the_refusal() {
        for (name, value) in [
            ("listen", "delapan ribu"),
            ("log_format", "xml"),
            ("tiles_prefetch", "maybe"),
            ("trusted_proxies", "10.0.0.0/8, somewhere"),
            ("database_url", "mysql://u@h/d"),
            ("no_such_setting", "1"),
            ("secret", "short"),
        ] {
            let refusal = with(name, value).err().map(|error| format!("{error:#}"));
            assert!(
                refusal.is_some_and(|text| text.to_lowercase().contains(name)),
                "{name}={value}"
            );
        }
        assert!(with("tiles", "https://tile.example/map.png").is_err());
        assert!(with("site", "/no/such/folder").is_err());
    }

    #[test]
    fn every_setting_may_be_given_in_the_environment() {
        let settings = serde_json::to_value(Settings::default()).unwrap();
        let mut names: Vec<&str> = settings.as_object().unwrap().keys().map(String::as_str).collect();
        names.retain(|name| *name != "database_url");
        let mut known = known_names();
        known.sort_unstable();
        names.sort_unstable();
        assert_eq!(names, known);
    }

    #[test]
    fn the_tile_origin_is_what_the_policy_needs() {
        let tiles = Tiles::parse("https://{s}.tile.example:8443/x/{z}/{x}/{y}.png").unwrap();
        assert_eq!(tiles.origin().as_deref(), Some("https://*.tile.example:8443"));
    }
}
