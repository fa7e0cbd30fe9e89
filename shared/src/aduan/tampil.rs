//! Complaints as they are seen: by the officer and the reporter whole, in a list short, by the public only as far
//! as an officer released them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{BedaTampil, FotoPublik, Jenis, Kategori, Kontak, Status, Sumber, Tindakan, Tingkat};
use crate::clock::Tenggat;
use crate::file::FotoTampil;
use crate::id::{AccountId, AduanId, PesanId};
use crate::kode::Kode;
use crate::place::Posisi;
use crate::wilayah::WilayahKode;

/// A complaint as officer and reporter see it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Aduan {
    pub id: AduanId,
    pub kode: Kode,
    /// Counts up with each change; a decision names the version that it was made on.
    pub versi: i64,
    pub status: Status,
    pub jenis: Jenis,
    pub kategori: Kategori,
    pub uraian: String,
    pub lokasi: LokasiTampil,
    pub foto: Vec<FotoTampil>,
    /// Absent where the reporter asked to be anonymous, or where the reader has no need to know.
    pub pelapor: Option<Kontak>,
    pub anonim: bool,
    pub rahasia: bool,
    pub rilis: Option<Rilis>,
    /// By the device's clock.
    pub ditangkap_pada: DateTime<Utc>,
    /// By the server's clock.
    pub diterima_pada: DateTime<Utc>,
    pub diubah_pada: DateTime<Utc>,
    /// When the personal data were erased; in their places stands *dihapus*.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dihapus_pada: Option<DateTime<Utc>>,
    /// Absent where no clock runs.
    pub tenggat: Option<Tenggat>,
    /// Working days left, counted by the server's calendar when it answered; negative when late.
    pub sisa_hari_kerja: Option<i32>,
    pub langkah: Vec<Langkah>,
    pub pesan: Vec<Pesan>,
    pub penilaian: Option<Penilaian>,
    /// The steps that its reader may take now.
    pub tindakan: Vec<Tindakan>,
    /// To whom it was handed last.
    #[serde(default)]
    pub disposisi: Option<DisposisiTampil>,
    /// When its clock stood still.
    #[serde(default)]
    pub jeda: Vec<JedaTampil>,
    /// To whom it was told, being overdue; for officers.
    #[serde(default)]
    pub eskalasi: Option<Tingkat>,
    /// Each time that it was told so; for officers.
    #[serde(default)]
    pub riwayat_eskalasi: Vec<EskalasiTampil>,
    /// Whom to turn to, where it is not this district's matter.
    #[serde(default)]
    pub instansi: Option<String>,
    /// The complaint that this one is the same as: what follows is told there.
    #[serde(default)]
    pub induk: Option<Kode>,
    /// Those that are the same as this one; for officers.
    #[serde(default)]
    pub gabungan: Vec<Kode>,
    /// The complaint that this one was a part of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pecahan_dari: Option<Kode>,
    /// Those that were parts of this one.
    #[serde(default)]
    pub pecahan: Vec<Kode>,
    /// How many people follow it, or one that was found to be the same, besides their reporters.
    #[serde(default)]
    pub pengikut: u32,
    /// Internal notes; for officers.
    #[serde(default)]
    pub catatan: Vec<Catatan>,
    /// Corrections that met another one, to be chosen from; for officers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beda: Vec<BedaTampil>,
    #[serde(default)]
    pub sumber: Sumber,
    /// Those that may be the same, for an officer to decide; the nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mungkin_sama: Vec<MungkinSama>,
    /// Name of the officer who entered it for the reporter; for officers.
    #[serde(default)]
    pub dientri_oleh: Option<String>,
}

/// An office, and the part and the person of it to whom a complaint was handed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DisposisiTampil {
    pub skpd: String,
    /// Its name.
    pub nama_skpd: String,
    pub bidang: Option<String>,
    pub nama_bidang: Option<String>,
    /// For officers.
    pub petugas: Option<AccountId>,
    pub nama_petugas: Option<String>,
    /// For officers.
    pub catatan: Option<String>,
    pub pada: DateTime<Utc>,
}

/// A time during which the clock stood still.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JedaTampil {
    pub dari: DateTime<Utc>,
    /// The day on which it goes on by itself.
    pub hingga: NaiveDate,
    /// When it went on.
    pub sampai: Option<DateTime<Utc>>,
}

/// Whom one missed deadline was told to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EskalasiTampil {
    pub tingkat: Tingkat,
    /// The deadline that was missed.
    pub tenggat: NaiveDate,
    pub pada: DateTime<Utc>,
}

/// One who could be given the work, by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pelaksana {
    pub id: AccountId,
    pub nama: String,
}

/// What a pause would make of the deadline.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenggatBila {
    /// As it would be once the clock goes on.
    pub tenggat: Option<Tenggat>,
}

/// A note among officers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Catatan {
    pub oleh: String,
    pub isi: String,
    pub pada: DateTime<Utc>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LokasiTampil {
    pub wilayah: Option<WilayahKode>,
    /// Village and sub-district in words.
    pub nama: String,
    pub posisi: Option<Posisi>,
    pub catatan: String,
    /// The village was taken by the server from the point, not chosen by the person.
    pub dari_posisi: bool,
}

/// One step that was taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Langkah {
    pub status: Status,
    pub pada: DateTime<Utc>,
    /// Name of the officer, for officers.
    pub oleh: Option<String>,
    /// Reason or note.
    pub catatan: Option<String>,
    pub publik: bool,
}

/// Which side speaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pihak {
    Pelapor,
    Petugas,
}

/// One message of the thread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pesan {
    pub id: PesanId,
    pub dari: Pihak,
    /// Name of the officer, for officers.
    pub oleh: Option<String>,
    pub isi: String,
    /// This is the answer to the complaint, not a question in between.
    pub tanggapan: bool,
    /// Shown to everyone.
    pub publik: bool,
    pub pada: DateTime<Utc>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Penilaian {
    /// 1 to 5.
    pub nilai: u8,
    pub komentar: String,
    pub pada: DateTime<Utc>,
}

/// What the public may read of a complaint, in the words of an officer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rilis {
    pub judul: String,
    pub ringkasan: String,
    pub pada: DateTime<Utc>,
}

/// Another complaint that may tell of the same thing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MungkinSama {
    pub kode: Kode,
    /// The released title, else the beginning of the *uraian*.
    pub judul: String,
    pub status: Status,
    /// Metres between the two points.
    pub jarak_m: i32,
    pub diterima_pada: DateTime<Utc>,
}

/// The receipt of a new complaint.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AduanDiterima {
    pub id: AduanId,
    pub kode: Kode,
    pub status: Status,
    pub diterima_pada: DateTime<Utc>,
    /// SHA-256 of the photos that the record lists and that have not arrived yet.
    pub foto_kurang: Vec<String>,
}

/// A line of the officer's inbox. Bears no name and no phone number.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AduanRingkas {
    pub id: AduanId,
    pub kode: Kode,
    pub versi: i64,
    pub status: Status,
    pub jenis: Jenis,
    pub kategori: Kategori,
    /// The released title, else the beginning of the *uraian*.
    pub judul: String,
    /// Village and sub-district in words.
    pub wilayah: String,
    /// The village's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wilayah_kode: Option<WilayahKode>,
    pub rahasia: bool,
    /// Photos listed.
    pub foto: u32,
    /// Photos listed that have not arrived yet.
    pub foto_kurang: u32,
    pub diterima_pada: DateTime<Utc>,
    pub tenggat: Option<Tenggat>,
    /// Working days left; negative when late.
    pub sisa_hari_kerja: Option<i32>,
    /// To whom it was told, being overdue.
    #[serde(default)]
    pub eskalasi: Option<Tingkat>,
    /// Code of the office to which it was handed.
    #[serde(default)]
    pub skpd: Option<String>,
    /// Marked as perhaps the same as an earlier one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mungkin_sama: bool,
}

/// The order of a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Urut {
    #[default]
    Terbaru,
    Terlama,
    /// Nearest deadline first; those without one come last.
    Tenggat,
}

impl Urut {
    pub const ALL: [Self; 3] = [Self::Terbaru, Self::Terlama, Self::Tenggat];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Terbaru => "terbaru",
            Self::Terlama => "terlama",
            Self::Tenggat => "tenggat",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urut| urut.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Terbaru => "Terbaru",
            Self::Terlama => "Terlama",
            Self::Tenggat => "Tenggat terdekat",
        }
    }
}

/// What is asked of the inbox; as it stands in the query of a URL.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema), into_params(parameter_in = Query))]
#[serde(default)]
pub struct AduanFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kategori: Option<Kategori>,
    /// A region and all below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wilayah: Option<WilayahKode>,
    /// Handed to this office, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skpd: Option<String>,
    /// Told to this office or a higher one, being overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eskalasi: Option<Tingkat>,
    /// Only what is marked as perhaps the same as an earlier one (true), or only what is not (false).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mungkin_sama: Option<bool>,
    /// Words or a kode unik; every word must be found, its beginning is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cari: Option<String>,
    pub urut: Urut,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows on the page, 1 to [`crate::page::LIMIT_MAX`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A complaint as anyone may see it who has its code. A *rahasia* one shows status and dates alone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AduanPublik {
    pub kode: Kode,
    pub status: Status,
    pub rahasia: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub jenis: Option<Jenis>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kategori: Option<Kategori>,
    /// Village and sub-district in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wilayah: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rilis: Option<Rilis>,
    pub langkah: Vec<LangkahPublik>,
    pub tanggapan: Vec<TanggapanPublik>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tenggat: Option<Tenggat>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sisa_hari_kerja: Option<i32>,
    /// The complaint that this one is the same as.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub induk: Option<Kode>,
    /// Whom to turn to, where it is not this district's matter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instansi: Option<String>,
    /// Name of the office that works on it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub skpd: Option<String>,
    /// Photos that an officer released.
    #[serde(default)]
    pub foto: Vec<FotoPublik>,
    /// How many people follow it besides its reporter.
    #[serde(default)]
    pub pengikut: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LangkahPublik {
    pub status: Status,
    pub pada: DateTime<Utc>,
    /// Reason or note, where the officer released it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub catatan: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TanggapanPublik {
    pub isi: String,
    pub pada: DateTime<Utc>,
}

/// Most characters of an *uraian* that stand in for a title.
const JUDUL_URAIAN_MAX: usize = 80;

/// What stands in for a title until an officer has given one: the beginning of the *uraian*, cut between words.
pub fn judul_uraian(uraian: &str) -> String {
    let line = uraian.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= JUDUL_URAIAN_MAX {
        return line;
    }
    let cut: String = line.chars().take(JUDUL_URAIAN_MAX).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', '.', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(judul_uraian("Saluran\n tersumbat."), "Saluran tersumbat.");
        let cut = judul_uraian(&"kata, ".repeat(40));
        assert!(
            cut.ends_with("kata…") && cut.chars().count() <= JUDUL_URAIAN_MAX + 1,
            "{cut}"
        );
        assert_eq!(
            judul_uraian(&"x".repeat(200)).chars().count(),
            JUDUL_URAIAN_MAX + 1
        );
    }
}
