//! What the web app needs to know of this installation: the district's own name, its map, its words on consent.
//! Nothing here is compiled in, so that another district runs the same build.

use serde::{Deserialize, Serialize};

use crate::wilayah::WilayahKode;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Portal {
    /// Name of the portal, e.g. `Portal Balangan`.
    pub nama: String,
    /// Name of the district, e.g. `Kabupaten Balangan`.
    pub kabupaten: String,
    /// The agency that answers complaints.
    pub skpd: String,
    /// Path of the logo on this server, if the district has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub logo: Option<String>,
    pub wilayah: WilayahKode,
    pub kontak: Kontak,
    pub peta: Peta,
    pub persetujuan: TeksPersetujuan,
    /// Days within which the reporter may open again what has ended.
    #[serde(default)]
    pub buka_kembali_hari: u32,
    /// Days after which an answer without a reply ends the matter.
    #[serde(default)]
    pub tutup_hari: u32,
    /// Metres within which an open complaint of like kategori is offered to whoever files another; 0 where none is.
    #[serde(default)]
    pub mungkin_sama_m: u32,
    /// The key by which browsers know this portal's pushes, base64url; absent where it sends none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub push_kunci: Option<String>,
    /// The key to which devices seal rescue files: a point of P-256, uncompressed, base64url.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub penyelamat_kunci: Option<String>,
    /// Version of the running server.
    pub versi: String,
}

/// Where a person turns who cannot go on by himself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Kontak {
    pub alamat: Option<String>,
    pub telepon: Option<String>,
    /// Number in E.164 for a `wa.me` link.
    pub whatsapp: Option<String>,
    pub email: Option<String>,
}

/// The map: where it opens and where its tiles come from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Peta {
    /// Centre, degrees, WGS84.
    pub lat: f64,
    pub lng: f64,
    pub zoom: u8,
    /// URL template with `{z}`, `{x}`, `{y}`; empty where the map has no tiles.
    pub ubin: String,
    /// Whom to thank for the tiles; HTML is not allowed, a link stands in `atribusi_url`.
    pub atribusi: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub atribusi_url: Option<String>,
    /// Largest zoom that the source has.
    pub zoom_maks: u8,
    /// The owner of the tiles allows fetching whole areas beforehand.
    pub boleh_prabaca: bool,
    /// Boundaries have been imported.
    pub ada_batas: bool,
}

/// What a person consents to (UU 27/2022, articles 20 to 22: purpose, kinds of data, time kept, rights).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeksPersetujuan {
    /// Version of the text; kept with each consent.
    pub versi: String,
    pub tujuan: String,
    pub masa_simpan: String,
    pub hak: String,
}
