//! Many aksi in one request, for a link on which each request costs a second.

use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::aksi::JenisAksi;
use crate::id::AksiId;

/// Most aksi of one request. All of it fits into 256 KiB, unpacked.
pub const SEKALI: usize = 50;

/// Several aksi, done in this order, each for itself: one that is refused holds up none of the others.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kirim {
    #[garde(length(min = 1, max = SEKALI))]
    pub aksi: Vec<AksiKirim>,
}

/// One of them, as it would go by itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AksiKirim {
    /// The idempotency key.
    pub id: AksiId,
    pub jenis: JenisAksi,
    /// Id or kode unik of the record that it is about, where it does not make one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catatan: Option<String>,
    /// What of the record: the step of [`JenisAksi::AduanTindakan`], the id of the difference of
    /// [`JenisAksi::AduanBedaPilih`], what the photo of [`JenisAksi::AduanFoto`] shows, which can only be `sesudah`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tindakan: Option<String>,
    /// The reporter's key, where it is done by him: a device may hold several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kunci: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub badan: Value,
}

/// What came of them, in their order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Terkirim {
    pub hasil: Vec<HasilAksi>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HasilAksi {
    pub id: AksiId,
    /// The HTTP status that it would have been answered with.
    pub status: u16,
    /// The answer, or the problem.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub badan: Value,
    /// It was done before, and is answered as then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub diulang: bool,
    /// Seconds after which to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tunggu: Option<u64>,
}
