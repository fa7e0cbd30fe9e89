//! Personal data (UU 27/2022): what a reporter may ask for about what is kept of him, within which time he is answered, and
//! what stands in the place of what was erased.

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::aduan::{Aduan, Kontak, TEKS_MAX};
use crate::aksi::Asal;
use crate::error::{ApiError, ErrorCode};
use crate::id::PermintaanId;
use crate::kode::Kode;
use crate::valid::trimmed_length;

/// Stands in the place of an erased value, everywhere.
pub const DIHAPUS: &str = "dihapus";

/// What is asked for. Reading one's own data needs no request: the reporter's page hands them out at once (article 7).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JenisPermintaan {
    /// Article 6, answered by article 30.
    Perbaikan,
    /// Article 8.
    Penghapusan,
}

impl JenisPermintaan {
    pub const ALL: [Self; 2] = [Self::Perbaikan, Self::Penghapusan];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Perbaikan => "perbaikan",
            Self::Penghapusan => "penghapusan",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|jenis| jenis.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Perbaikan => "Perbaikan data",
            Self::Penghapusan => "Penghapusan data",
        }
    }
}

/// A request of a reporter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PermintaanBaru {
    #[garde(skip)]
    pub id: PermintaanId,
    #[garde(skip)]
    pub jenis: JenisPermintaan,
    /// How his name and numbers are to read; for a correction.
    #[garde(dive)]
    #[serde(default)]
    pub kontak: Option<Kontak>,
    #[garde(custom(trimmed_length(0, TEKS_MAX)))]
    #[serde(default)]
    pub keterangan: String,
    #[garde(dive)]
    pub asal: Asal,
}

impl PermintaanBaru {
    /// What one kind needs and the other does not have.
    ///
    /// # Errors
    /// [`ErrorCode::IsianSalah`] for a correction that says nothing to correct.
    pub fn lengkap(&self) -> Result<(), ApiError> {
        match (self.jenis, &self.kontak) {
            (JenisPermintaan::Perbaikan, None) => {
                let message = "Isi nama, nomor HP, dan e-mail yang benar.";
                Err(ApiError::field(ErrorCode::IsianSalah, "kontak.nama", message))
            }
            (JenisPermintaan::Perbaikan, Some(_)) | (JenisPermintaan::Penghapusan, _) => Ok(()),
        }
    }
}

/// A request as its reporter and who answers it see it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Permintaan {
    pub id: PermintaanId,
    /// Kode unik of the complaint.
    pub kode: Kode,
    pub jenis: JenisPermintaan,
    /// How it stands now, and how it is to read; absent once it is answered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kini: Option<Kontak>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kontak: Option<Kontak>,
    pub keterangan: String,
    pub diminta_pada: DateTime<Utc>,
    /// In clock hours, holidays too (articles 30 and 32).
    pub tenggat: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub jawaban: Option<JawabanTampil>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JawabanTampil {
    pub dikabulkan: bool,
    pub alasan: String,
    pub pada: DateTime<Utc>,
}

/// Which requests are asked for; a query.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default)]
pub struct PermintaanFilter {
    /// Those that were answered, instead of those that wait.
    pub dijawab: bool,
    /// From the page before.
    pub cursor: Option<String>,
    /// Rows on a page, at most 100.
    pub limit: Option<u32>,
}

/// The answer to a request. Granting it does what was asked, in the same moment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JawabanBaru {
    #[garde(skip)]
    pub dikabulkan: bool,
    /// Why; needed where it is refused.
    #[garde(custom(trimmed_length(0, TEKS_MAX)))]
    #[serde(default)]
    pub alasan: String,
    #[garde(dive)]
    pub asal: Asal,
}

impl JawabanBaru {
    /// # Errors
    /// [`ErrorCode::IsianSalah`] for a refusal without a reason.
    pub fn lengkap(&self) -> Result<(), ApiError> {
        if self.dikabulkan || self.alasan.trim().chars().count() >= 5 {
            return Ok(());
        }
        let message = "Tulis alasan penolakannya; pelapor berhak mengetahuinya.";
        Err(ApiError::field(ErrorCode::IsianSalah, "alasan", message))
    }
}

/// All that is kept of a reporter, for himself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataSaya {
    pub aduan: Aduan,
    /// Which text he consented to, and when.
    pub persetujuan_versi: String,
    pub persetujuan_pada: DateTime<Utc>,
    pub permintaan: Vec<Permintaan>,
    /// How often the data were delivered to an officer's device.
    pub diantar: u32,
    pub diambil_pada: DateTime<Utc>,
}

/// Complaints whose personal data the portal erases soon by itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AkanDihapus {
    /// After so many days from the end.
    pub simpan_hari: u32,
    /// All that are due within the days that are looked ahead.
    pub jumlah: u32,
    pub dalam_hari: u32,
    /// The first of them.
    pub aduan: Vec<SegeraDihapus>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SegeraDihapus {
    pub kode: Kode,
    pub berakhir_pada: DateTime<Utc>,
    pub dihapus_pada: DateTime<Utc>,
}

/// How long data are kept, and how soon a request is answered; a district's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AturanPribadi {
    /// Clock hours (UU 27/2022, articles 30 and 32: 3 × 24).
    pub jawab_jam: u32,
    /// Days after the end of a complaint; 0 keeps them for ever. Five years stand here until the district's own archive
    /// schedule (Jadwal Retensi Arsip, UU 43/2009; unverified) says otherwise.
    pub simpan_hari: u32,
    /// Days ahead that erasing is shown.
    pub ingatkan_hari: u32,
}

impl AturanPribadi {
    /// How long data are kept, in words.
    pub fn simpan(self) -> String {
        match self.simpan_hari {
            days if days > 0 && days % 365 == 0 => format!("{} tahun", days / 365),
            days => format!("{days} hari"),
        }
    }
}

impl Default for AturanPribadi {
    fn default() -> Self {
        Self {
            jawab_jam: 72,
            simpan_hari: 1_825,
            ingatkan_hari: 30,
        }
    }
}
