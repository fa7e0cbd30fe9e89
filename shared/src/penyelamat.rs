//! The rescue file (*berkas penyelamat*): what waits on a device, sealed for the district alone, to be brought in by
//! hand. What stands in it, and what an admin is told of it; docs/berkas-penyelamat.md is the format.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::aksi::JenisAksi;
use crate::id::{AccountId, AduanId, AksiId};
use crate::kode::Kode;
use crate::kunci::Kunci;

/// What the name of such a file ends in.
pub const AKHIRAN: &str = "portal";

/// One thing that waits, as it stands in the file; its photos follow it. Has no `Debug`, since the reporter's key must
/// reach no log.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct KirimanBerkas {
    /// The idempotency key under which the device would have sent it.
    pub aksi: AksiId,
    pub jenis: JenisAksi,
    /// The record that it makes.
    pub id: AduanId,
    pub kode: Kode,
    /// Whoever holds it may add the photos.
    pub kunci: Kunci,
    /// The officer in whose name it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titipan: Option<AccountId>,
    /// The body as it would go over the wire, as text.
    pub badan: String,
    /// Place in the order of capture on the device.
    pub urutan: u64,
    pub disimpan_pada: DateTime<Utc>,
    /// When the office received the record, where only photos are still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diterima_pada: Option<DateTime<Utc>>,
    /// SHA-256 (hex) of its photos, sent or not. The file holds the bytes of those that were not.
    #[serde(default)]
    pub foto: Vec<String>,
}

/// What became of one of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HasilKiriman {
    /// Done now.
    Diterima,
    /// Done before, by the device itself or from a file.
    SudahAda,
    /// Judged, and not done: `pesan` says why.
    Ditolak,
    /// The server could not do it now; the same file may be brought again.
    Tertunda,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KirimanMasuk {
    pub aksi: AksiId,
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub kode: Kode,
    pub jenis: JenisAksi,
    pub disimpan_pada: DateTime<Utc>,
    pub hasil: HasilKiriman,
    /// Why it was not done, and what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pesan: Option<String>,
    /// The officer in whose name it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petugas: Option<String>,
    /// Photos of it that are on the server now.
    pub foto: usize,
    /// Photos that it lists.
    pub foto_jumlah: usize,
    /// Why a photo was not taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foto_pesan: Option<String>,
}

/// What became of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BerkasMasuk {
    /// When the device wrote it, by the device's clock.
    pub dibuat_pada: DateTime<Utc>,
    /// How many the device put into it.
    pub jumlah: u32,
    pub kiriman: Vec<KirimanMasuk>,
    /// What is wrong with the rest of a file of which only the sound part was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rusak: Option<String>,
}
