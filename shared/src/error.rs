//! What is said when something is refused: RFC 9457 problem details with a stable code for machines, a sentence
//! for people, and the fields at fault. Server and web app share it, so that a refusal reads the same whether
//! the form or the server found it.

use serde::{Deserialize, Serialize};

/// Stable codes of refusals. Clients decide by these, never by the sentence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The body is no JSON, or not of the shape that the route takes.
    BentukSalah,
    /// Fields do not meet their limits; `fields` names them.
    IsianSalah,
    /// A unique code with a wrong check character or shape; `fields[0].group` names the group.
    KodeSalah,
    /// No token or key, or one that is no longer good.
    PerluMasuk,
    /// Wrong user name or password.
    SandiSalah,
    /// The password is right and the second step is still to come.
    PerluKode,
    /// A code of the second step that is wrong, or was used before.
    KodeMasukSalah,
    /// Known, but without the right.
    TidakBerhak,
    /// Known, but something must be done first: a new password, or setting up the second step.
    WajibDulu,
    /// Unknown, or not the caller's: both read alike.
    TidakDitemukan,
    /// The idempotency key was used with another body, or by another owner.
    KunciDipakai,
    /// The id or the kode unik belongs to another record.
    SudahAda,
    /// The decision was made on an older version; `sekarang` holds the present state.
    VersiUsang,
    /// The state of the record does not allow this step.
    LangkahSalah,
    /// The body is larger than the route takes.
    TerlaluBesar,
    /// Neither JPEG, PNG nor WebP, or broken, or too many pixels.
    FotoSalah,
    /// A rescue file that is none, is damaged or was cut off.
    BerkasRusak,
    /// A rescue file of another district, for another key, or of a newer version.
    BerkasAsing,
    /// The bytes do not have the checksum that was announced.
    ChecksumBeda,
    /// The offset of a part is not where the upload stands.
    OffsetBeda,
    /// An upload that has expired or was ended.
    UnggahanBerakhir,
    /// What the device keeps is too old to be brought up to date: it is fetched anew. Nothing that waits to be sent is
    /// concerned.
    KursorUsang,
    /// A protocol header is missing or malformed; `fields` names it.
    HeaderSalah,
    /// The method is not served here.
    TidakDilayani,
    /// The body's media type is not the one that the route takes.
    TipeSalah,
    /// The client does not speak a version of tus that the server speaks.
    ProtokolSalah,
    /// Another request is writing to the same upload right now.
    SedangDipakai,
    /// Too many tries; `Retry-After` says when to come back.
    TungguDulu,
    /// The server is at fault; its log knows why, under the request's id.
    Gangguan,
    /// The database or the object store does not answer now; try again later.
    BelumSiap,
}

/// One field at fault.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Path of the field in the body, e.g. `lokasi.posisi.lat`, `foto[2].bytes`; or the header's name.
    pub field: String,
    /// What is wrong and what to do, in Indonesian.
    pub message: String,
    /// The group of a unique code to look at again, counted from one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<u8>,
}

/// A refusal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiError {
    pub code: ErrorCode,
    /// One sentence for the person, in Indonesian.
    pub detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fields: Vec<FieldError>,
    /// The record as it stands now, where a decision came too late.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sekarang: Option<Box<serde_json::Value>>,
}

impl ErrorCode {
    pub const ALL: [Self; 30] = [
        Self::BentukSalah,
        Self::IsianSalah,
        Self::KodeSalah,
        Self::PerluMasuk,
        Self::SandiSalah,
        Self::PerluKode,
        Self::KodeMasukSalah,
        Self::TidakBerhak,
        Self::WajibDulu,
        Self::TidakDitemukan,
        Self::KunciDipakai,
        Self::SudahAda,
        Self::VersiUsang,
        Self::LangkahSalah,
        Self::TerlaluBesar,
        Self::FotoSalah,
        Self::BerkasRusak,
        Self::BerkasAsing,
        Self::ChecksumBeda,
        Self::OffsetBeda,
        Self::UnggahanBerakhir,
        Self::KursorUsang,
        Self::HeaderSalah,
        Self::TidakDilayani,
        Self::TipeSalah,
        Self::ProtokolSalah,
        Self::SedangDipakai,
        Self::TungguDulu,
        Self::Gangguan,
        Self::BelumSiap,
    ];

    /// The code as it stands in JSON and in the problem's `type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BentukSalah => "bentuk_salah",
            Self::IsianSalah => "isian_salah",
            Self::KodeSalah => "kode_salah",
            Self::PerluMasuk => "perlu_masuk",
            Self::SandiSalah => "sandi_salah",
            Self::PerluKode => "perlu_kode",
            Self::KodeMasukSalah => "kode_masuk_salah",
            Self::TidakBerhak => "tidak_berhak",
            Self::WajibDulu => "wajib_dulu",
            Self::TidakDitemukan => "tidak_ditemukan",
            Self::KunciDipakai => "kunci_dipakai",
            Self::SudahAda => "sudah_ada",
            Self::VersiUsang => "versi_usang",
            Self::LangkahSalah => "langkah_salah",
            Self::TerlaluBesar => "terlalu_besar",
            Self::FotoSalah => "foto_salah",
            Self::BerkasRusak => "berkas_rusak",
            Self::BerkasAsing => "berkas_asing",
            Self::ChecksumBeda => "checksum_beda",
            Self::OffsetBeda => "offset_beda",
            Self::UnggahanBerakhir => "unggahan_berakhir",
            Self::KursorUsang => "kursor_usang",
            Self::HeaderSalah => "header_salah",
            Self::TidakDilayani => "tidak_dilayani",
            Self::TipeSalah => "tipe_salah",
            Self::ProtokolSalah => "protokol_salah",
            Self::SedangDipakai => "sedang_dipakai",
            Self::TungguDulu => "tunggu_dulu",
            Self::Gangguan => "gangguan",
            Self::BelumSiap => "belum_siap",
        }
    }

    /// The HTTP status that carries the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::BentukSalah | Self::HeaderSalah => 400,
            Self::PerluMasuk | Self::SandiSalah | Self::PerluKode | Self::KodeMasukSalah => 401,
            Self::TidakBerhak | Self::WajibDulu => 403,
            Self::TidakDitemukan => 404,
            Self::TidakDilayani => 405,
            Self::KunciDipakai
            | Self::SudahAda
            | Self::VersiUsang
            | Self::LangkahSalah
            | Self::OffsetBeda => 409,
            Self::UnggahanBerakhir | Self::KursorUsang => 410,
            Self::ProtokolSalah => 412,
            Self::TerlaluBesar => 413,
            Self::TipeSalah => 415,
            Self::FotoSalah | Self::IsianSalah | Self::KodeSalah | Self::BerkasRusak | Self::BerkasAsing => {
                422
            }
            Self::SedangDipakai => 423,
            Self::TungguDulu => 429,
            // tus 1.0, extension checksum.
            Self::ChecksumBeda => 460,
            Self::Gangguan => 500,
            Self::BelumSiap => 503,
        }
    }

    /// Title of the problem: the same words for every occurrence of the code (RFC 9457, 3.1.3).
    pub const fn title(self) -> &'static str {
        match self {
            Self::BentukSalah => "Kiriman tidak terbaca",
            Self::IsianSalah => "Ada isian yang perlu diperbaiki",
            Self::KodeSalah => "Kode salah ketik",
            Self::PerluMasuk => "Perlu masuk",
            Self::SandiSalah => "Nama pengguna atau kata sandi salah",
            Self::PerluKode => "Perlu kode dari aplikasi",
            Self::KodeMasukSalah => "Kode salah",
            Self::TidakBerhak => "Tidak berhak",
            Self::WajibDulu => "Ada yang harus dilakukan dahulu",
            Self::TidakDitemukan => "Tidak ditemukan",
            Self::KunciDipakai => "Kiriman berbeda dengan kunci yang sama",
            Self::SudahAda => "Sudah ada",
            Self::VersiUsang => "Data sudah berubah",
            Self::LangkahSalah => "Langkah tidak dapat dilakukan",
            Self::TerlaluBesar => "Terlalu besar",
            Self::FotoSalah => "Foto tidak dapat diterima",
            Self::BerkasRusak => "Berkas penyelamat rusak",
            Self::BerkasAsing => "Berkas penyelamat bukan untuk portal ini",
            Self::ChecksumBeda => "Isi berkas berbeda",
            Self::OffsetBeda => "Bagian berkas tidak berurutan",
            Self::UnggahanBerakhir => "Unggahan sudah berakhir",
            Self::KursorUsang => "Salinan terlalu lama",
            Self::HeaderSalah => "Header permintaan salah",
            Self::TidakDilayani => "Tidak dilayani di sini",
            Self::TipeSalah => "Jenis isi tidak dikenal",
            Self::ProtokolSalah => "Versi protokol tidak dikenal",
            Self::SedangDipakai => "Sedang dipakai",
            Self::TungguDulu => "Terlalu banyak percobaan",
            Self::Gangguan => "Gangguan di server",
            Self::BelumSiap => "Layanan belum siap",
        }
    }
}

impl ApiError {
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            fields: Vec::new(),
            sekarang: None,
        }
    }

    /// A refusal for one field.
    pub fn field(code: ErrorCode, field: impl Into<String>, message: impl Into<String>) -> Self {
        let message = message.into();
        let fields = vec![FieldError {
            field: field.into(),
            message: message.clone(),
            group: None,
        }];
        Self {
            code,
            detail: message,
            fields,
            sekarang: None,
        }
    }

    /// Refuses for all of these fields, if there are any.
    ///
    /// # Errors
    /// [`ErrorCode::IsianSalah`] with the fields.
    pub fn all_right(fields: Vec<FieldError>) -> Result<(), Self> {
        let detail = match fields.as_slice() {
            [] => return Ok(()),
            [only] => only.message.clone(),
            many => format!("Ada {} isian yang perlu diperbaiki.", many.len()),
        };
        Err(Self {
            code: ErrorCode::IsianSalah,
            detail,
            fields,
            sekarang: None,
        })
    }

    /// What an unknown record and a foreign one are both told.
    pub fn not_found() -> Self {
        Self::new(
            ErrorCode::TidakDitemukan,
            "Data ini tidak ada, atau bukan untuk Anda.",
        )
    }
}

impl From<garde::Report> for ApiError {
    fn from(report: garde::Report) -> Self {
        let fields: Vec<FieldError> = report
            .iter()
            .map(|(path, error)| FieldError {
                field: path.to_string(),
                message: error.message().to_owned(),
                group: None,
            })
            .collect();
        let detail = match fields.as_slice() {
            [only] => only.message.clone(),
            many => format!("Ada {} isian yang perlu diperbaiki.", many.len()),
        };
        Self {
            code: ErrorCode::IsianSalah,
            detail,
            fields,
            sekarang: None,
        }
    }
}

impl From<crate::kode::KodeError> for ApiError {
    fn from(error: crate::kode::KodeError) -> Self {
        let message = error.message();
        let field = FieldError {
            field: "kode".into(),
            message: message.clone(),
            group: error.group(),
        };
        Self {
            code: ErrorCode::KodeSalah,
            detail: message,
            fields: vec![field],
            sekarang: None,
        }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_code_reads_alike_in_json_and_in_code_and_no_two_are_alike() {
        let mut seen = HashSet::new();
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert!(seen.insert(code.as_str()));
            assert!((400..600).contains(&code.status()));
        }
    }
}
