//! What the portal is told at its start: built-in values, then the settings file, then the environment. A value that
//! cannot be meant stops the start with a sentence that names it.

mod district;
mod secret;
mod settings;
mod tiles;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::account::Peran;

pub use self::district::District;
pub use self::secret::Secret;
use self::settings::{Settings, known_names};
pub use self::tiles::{Prefetch, Tiles};
use crate::db::DatabaseUrl;
use crate::folder;
use crate::http::address::TrustedProxies;
use crate::kabar::{Push, Surel};
use crate::penyelamat::KunciBerkas;

/// The settings file that is read when it lies in the working directory.
const DEFAULT_FILE: &str = "portal.toml";
/// Where the secret behind the rescue files' key lies in the data folder.
pub const KUNCI_PENYELAMAT: &str = "penyelamat.key";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Lines,
    Json,
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
    /// Without a slash at its end; what the server hands out leads there.
    pub public_url: Option<String>,
    pub metrics: Option<SocketAddr>,
    pub log_format: LogFormat,
    /// Reports that one address may send a minute, in the long run.
    pub aduan_per_minute: u32,
    /// Reports that one address may send at once, after a day without network.
    pub aduan_burst: u32,
    /// Roles that need a second step at login.
    pub totp_wajib: Vec<Peran>,
    /// Who may file through Open311, with the SHA-256 (hex) of each key.
    pub open311_kunci: Vec<(String, String)>,
    /// Where e-mail goes out, when it does.
    pub surel: Option<Surel>,
    /// Where pushes go out, when they do.
    pub push: Option<Push>,
    /// What rescue files are sealed to.
    pub penyelamat: KunciBerkas,
    /// Largest rescue file that is taken, in bytes.
    pub penyelamat_bytes: u64,
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
        folder::make(&settings.data)
            .with_context(|| format!("folder data {} tidak dapat dibuat", settings.data.display()))?;
        let secret = match settings.secret {
            Some(secret) => secret,
            None => Secret::keep(&settings.data.join("secret.key"))?,
        };
        let penyelamat = match settings.penyelamat_kunci {
            Some(secret) => secret,
            None => Secret::keep(&settings.data.join(KUNCI_PENYELAMAT))?,
        };
        let tiles = Tiles::parse(&settings.tiles)?;
        let public_url = public_url(&settings.public_url)?;
        let push = push(&secret, public_url.as_deref(), &settings.push_layanan)?;
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
            push,
            penyelamat: KunciBerkas::of(&penyelamat)?,
            penyelamat_bytes: u64::from(settings.penyelamat_mib) * 1024 * 1024,
            public_url,
            metrics: settings.metrics,
            log_format: settings.log_format,
            aduan_per_minute: settings.aduan_per_minute,
            aduan_burst: settings.aduan_burst,
            totp_wajib: roles(&settings.totp_wajib)?,
            open311_kunci: keys(&settings.open311_kunci)?,
            surel: surel(&settings.smtp_url, &settings.surel_dari)?,
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

/// The one without the other would be a notice that nobody ever gets.
fn surel(url: &str, dari: &str) -> anyhow::Result<Option<Surel>> {
    match (url.is_empty(), dari.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => Surel::new(url, dari).map(Some),
        (false, true) => bail!("surel_dari: isi alamat pengirim, atau kosongkan juga smtp_url"),
        (true, false) => bail!("smtp_url: isi server surel, atau kosongkan juga surel_dari"),
    }
}

/// Browsers take pushes of a portal that they know by HTTPS, and its address is what the push services know it by.
fn push(secret: &Secret, public_url: Option<&str>, layanan: &str) -> anyhow::Result<Option<Push>> {
    match public_url {
        Some(address) if address.starts_with("https://") && !layanan.trim().is_empty() => {
            Push::new(secret, address, layanan).map(Some)
        }
        Some(_) | None => Ok(None),
    }
}

/// An address that a QR code, a letter or a notice can lead to.
fn public_url(text: &str) -> anyhow::Result<Option<String>> {
    let text = text.trim().trim_end_matches('/');
    if text.is_empty() {
        return Ok(None);
    }
    let uri: actix_web::http::Uri = text
        .parse()
        .context("public_url: bukan alamat, misalnya https://portal.contoh.go.id")?;
    let web = matches!(uri.scheme_str(), Some("https" | "http"));
    if !web
        || uri.host().is_none_or(str::is_empty)
        || !matches!(uri.path(), "" | "/")
        || uri.query().is_some()
    {
        bail!("public_url: alamat portal saja, misalnya https://portal.contoh.go.id, tanpa bagian lain");
    }
    Ok(Some(text.to_owned()))
}

/// Roles by their names, with commas between.
fn roles(text: &str) -> anyhow::Result<Vec<Peran>> {
    text.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Peran::parse(name).with_context(|| format!("totp_wajib: peran \"{name}\" tidak dikenal")))
        .collect()
}

/// Shorter keys of other tools could be guessed.
const KEY_MIN: usize = 16;

/// Keys of other tools by the tools' names; only their hashes are held.
fn keys(text: &str) -> anyhow::Result<Vec<(String, String)>> {
    let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
    let read = |pair: &str| {
        let (nama, kunci) = pair.split_once('=').context("open311_kunci: tulis nama=kunci")?;
        if kunci.len() < KEY_MIN {
            bail!("open311_kunci: kunci {nama} terlalu pendek; paling sedikit {KEY_MIN} huruf");
        }
        Ok((nama.to_owned(), hex::encode(Sha256::digest(kunci))))
    };
    pairs.map(read).collect()
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
            ("penyelamat_kunci", "short"),
            ("public_url", "portal.contoh.go.id/aduan"),
            ("totp_wajib", "admin, penguasa"),
            ("open311_kunci", "aplikasi=pendek"),
            ("smtp_url", "smtps://surel.contoh.go.id"),
            ("surel_dari", "Portal <portal@contoh.go.id>"),
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
}
