//! What anyone may see of complaints: where they are (as squares of a grid), a list, and the figures of a month.

mod angka;
mod kisi;

pub use angka::{Angka, AngkaBulan, Hasil, Sebaran};
pub use kisi::{Petak, TINGKAT_TERKASAR, tingkat_untuk};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::aduan::{AduanPublik, Jenis, Kategori, Status};
use crate::kode::Kode;
use crate::wilayah::WilayahKode;

/// A line of the public list. It is never *rahasia*, and holds no words of its reporter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublikRingkas {
    pub kode: Kode,
    pub jenis: Jenis,
    pub kategori: Kategori,
    pub status: Status,
    /// Village and sub-district in words.
    pub wilayah: String,
    /// Code of the sub-district; of the whole district where no village is known.
    pub kecamatan: WilayahKode,
    /// In an officer's words, once released.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub judul: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ringkasan: Option<String>,
    /// Middle of the square of about 550 m in which it lies, degrees, WGS84.
    pub lat: f64,
    pub lng: f64,
    pub diterima_pada: DateTime<Utc>,
    pub diubah_pada: DateTime<Utc>,
}

/// One complaint as the public page shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublikRinci {
    pub ringkas: PublikRingkas,
    pub aduan: AduanPublik,
}

/// One page of the public list. How many there are in all is told by the map and the figures, which need not count.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublikHalaman {
    pub items: Vec<PublikRingkas>,
    /// Opaque; handed back as `cursor` it gives the next page. Absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
}

/// What is asked of the public list; as it stands in the query of a URL.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema), into_params(parameter_in = Query))]
#[serde(default)]
pub struct PublikFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kecamatan: Option<WilayahKode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kategori: Option<Kategori>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// One square of the map, as the map names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub petak: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows on the page, 1 to [`crate::page::LIMIT_MAX`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Most squares that are asked for at once.
pub const PETAK_MAX: usize = 9;
/// Most open complaints of one square that are told.
pub const SEPETAK_MAX: i64 = 20;
/// Most open complaints of the whole district that are told: what a device keeps for when it has no network.
pub const TERBUKA_MAX: i64 = 500;

/// Which open complaints are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema), into_params(parameter_in = Query))]
#[serde(default)]
pub struct TerbukaFilter {
    /// Squares of the map by their names, with commas between, at most [`PETAK_MAX`]; the whole district without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub petak: Option<String>,
    /// Together with squares alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kategori: Option<Kategori>,
}

/// Which part of the map is asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema), into_params(parameter_in = Query))]
pub struct PetaFilter {
    /// West, south, east, north in degrees, with commas between.
    pub bbox: String,
    pub zoom: u8,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kategori: Option<Kategori>,
    /// Only what is still open (true) or what has ended (false).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub terbuka: Option<bool>,
}

/// Complaints of one square of the map.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kelompok {
    /// Names the square; of the finest grid it can be asked of the list.
    pub petak: String,
    pub tingkat: u8,
    /// Middle of the square, degrees, WGS84.
    pub lat: f64,
    pub lng: f64,
    pub terbuka: u32,
    pub berakhir: u32,
}

/// Whether anyone may see that there is such a complaint, at this state.
pub const fn tampil(status: Status) -> bool {
    match status {
        Status::Diterima
        | Status::Diverifikasi
        | Status::Didisposisikan
        | Status::Diproses
        | Status::Ditunda
        | Status::Ditanggapi
        | Status::Selesai
        | Status::Ditolak
        | Status::BukanWewenang
        | Status::DibukaKembali => true,
        // A duplicate is shown and counted at the other one; spam is nobody's complaint.
        Status::Digabung | Status::Diarsipkan => false,
    }
}
