//! The settings as they are written, and what holds where nothing is.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use serde::{Deserialize, Serialize};

use super::{LogFormat, Prefetch, Secret};
use crate::kabar::push::LAYANAN;

/// OpenStreetMap's own tiles: with attribution, and never fetched beforehand.
const OSM_TILES: &str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";
const OSM_ATTRIBUTION: &str = "© kontributor OpenStreetMap";
const OSM_ATTRIBUTION_URL: &str = "https://www.openstreetmap.org/copyright";
/// Most tile sources have pictures up to here.
const USUAL_ZOOM_MAX: u8 = 19;
/// With fewer a single export would leave nobody else a connection to read by; with more a database server may have to be told
/// to allow them.
const USUAL_CONNECTIONS: (u32, u32) = (6, 16);

/// Settings as they are written, one field a name: `listen` is `PORTAL_LISTEN` in the environment.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database_url: Option<String>,
    pub database_connections: u32,
    pub files: Option<String>,
    pub site: Option<PathBuf>,
    pub tiles: String,
    pub tiles_attribution: String,
    pub tiles_attribution_url: String,
    pub tiles_zoom_max: u8,
    pub tiles_prefetch: Prefetch,
    pub district: Option<PathBuf>,
    pub secret: Option<Secret>,
    pub trusted_proxies: String,
    /// The address under which people know the portal, e.g. `https://portal.balangankab.go.id`.
    pub public_url: String,
    pub metrics: Option<SocketAddr>,
    pub log_format: LogFormat,
    pub aduan_per_minute: u32,
    pub aduan_burst: u32,
    /// Roles that need a second step at login, e.g. `admin,verifikator_skpd`.
    pub totp_wajib: String,
    /// Who may file through Open311: `nama=kunci`, with commas between. Nobody where it is empty.
    pub open311_kunci: String,
    /// `smtps://nama:sandi@server:465`; no e-mail goes out where it is empty.
    pub smtp_url: String,
    /// In whose name: `Portal Layanan <portal@contoh.go.id>`.
    pub surel_dari: String,
    /// Hosts of the push services that browsers may name; none where it is empty.
    pub push_layanan: String,
    /// From which the key pair of rescue files is made.
    pub penyelamat_kunci: Option<Secret>,
    /// Largest rescue file that is taken, in MiB.
    pub penyelamat_mib: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("data"),
            database_url: None,
            database_connections: usual_connections(),
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
            public_url: String::new(),
            metrics: None,
            log_format: LogFormat::Lines,
            aduan_per_minute: 60,
            aduan_burst: 120,
            totp_wajib: String::new(),
            open311_kunci: String::new(),
            smtp_url: String::new(),
            surel_dari: String::new(),
            push_layanan: LAYANAN.to_owned(),
            penyelamat_kunci: None,
            penyelamat_mib: 256,
        }
    }
}

/// What the database answers at once is a matter of the processor: more than this makes all wait longer and no more be
/// answered.
fn usual_connections() -> u32 {
    connections_for(thread::available_parallelism().map_or(1, NonZero::get))
}

fn connections_for(cores: usize) -> u32 {
    let (least, most) = USUAL_CONNECTIONS;
    u32::try_from(2 * cores + 2).map_or(most, |wanted| wanted.clamp(least, most))
}

/// Only these are read from the environment: a `PORTAL_` name of some other tool must not stop the start.
pub fn known_names() -> [&'static str; 25] {
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
        "public_url",
        "metrics",
        "log_format",
        "aduan_per_minute",
        "aduan_burst",
        "totp_wajib",
        "open311_kunci",
        "smtp_url",
        "surel_dari",
        "push_layanan",
        "penyelamat_kunci",
        "penyelamat_mib",
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn connections_follow_the_cores_within_bounds() {
        assert_eq!([1, 2, 4, 7, 64].map(connections_for), [6, 6, 10, 16, 16]);
    }
}
