//! The district that the portal stands in. Nothing of it is code: another district brings its own file.

use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use shared::aduan::BatasWaktu;
use shared::portal::{Kontak, TeksPersetujuan};
use shared::wilayah::WilayahKode;

/// Used when no file is named.
const DEFAULT: &str = include_str!("../../district/balangan.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// The portal's own name.
    pub nama: String,
    /// The district in full, as on a letterhead: "Kabupaten …".
    pub kabupaten: String,
    /// Code of the district in the region table.
    pub wilayah: WilayahKode,
    /// Path of a picture below the web app, if the district has put one there.
    #[serde(default)]
    pub logo: Option<String>,
    /// The office that answers.
    pub skpd: String,
    pub kontak: Kontak,
    pub peta: Peta,
    /// What a reporter consents to (UU 27/2022, articles 20 to 22).
    pub persetujuan: TeksPersetujuan,
    #[serde(default)]
    pub batas_waktu: BatasHari,
}

/// Where the map opens.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peta {
    /// Degrees, WGS84.
    pub lat: f64,
    /// Degrees, WGS84.
    pub lng: f64,
    pub zoom: u8,
}

/// The district's limits in *hari kerja*; what is left out is as the national rules have it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BatasHari {
    pub verifikasi: u32,
    pub informasi: u32,
    pub tindak_lanjut: u32,
}

impl Default for BatasHari {
    fn default() -> Self {
        let BatasWaktu {
            verifikasi,
            informasi,
            tindak_lanjut,
        } = BatasWaktu::default();
        Self {
            verifikasi,
            informasi,
            tindak_lanjut,
        }
    }
}

impl From<BatasHari> for BatasWaktu {
    fn from(batas: BatasHari) -> Self {
        let BatasHari {
            verifikasi,
            informasi,
            tindak_lanjut,
        } = batas;
        Self {
            verifikasi,
            informasi,
            tindak_lanjut,
        }
    }
}

impl District {
    pub fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        match path {
            None => toml::from_str(DEFAULT).context("berkas daerah bawaan tidak terbaca"),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("PORTAL_DISTRICT: {} tidak dapat dibaca", path.display()))?;
                toml::from_str(&text)
                    .with_context(|| format!("PORTAL_DISTRICT: {} tidak dapat dipakai", path.display()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_district_is_complete() {
        let district = District::load(None).unwrap();
        assert!(!district.nama.is_empty() && !district.persetujuan.masa_simpan.is_empty());
    }

    #[test]
    fn a_misspelt_line_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lain.toml");
        std::fs::write(&path, DEFAULT.replace("skpd =", "skdp =")).unwrap();
        assert!(format!("{:#}", District::load(Some(&path)).unwrap_err()).contains("skdp"));
    }
}
