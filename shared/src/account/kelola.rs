//! What an admin sends about accounts and sees of them: made, given work and relieved of it, closed and opened.

use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{Penugasan, Peran, SekaliPakai, Tugas};
use crate::aksi::Asal;
use crate::id::{AccountId, PenugasanId, SesiId};
use crate::valid::{is_email, is_hp, is_nama_pengguna, plain_text, trimmed_length};
use crate::wilayah::WilayahKode;

/// Most characters of a person's or an office's name.
pub const NAMA_MAX: usize = 120;
/// Assignments that an account may be made with.
const TUGAS_MAX: usize = 12;

/// What the list of accounts is narrowed by.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AkunFilter {
    /// Beginning of the user name, or of a word of the name.
    #[serde(default)]
    pub cari: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub peran: Option<Peran>,
    /// This region and all below it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub wilayah: Option<WilayahKode>,
    #[serde(default)]
    pub aktif: Option<bool>,
    #[serde(default)]
    pub cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// One line of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AkunRingkas {
    pub id: AccountId,
    pub nama_pengguna: String,
    pub nama: String,
    pub aktif: bool,
    /// The assignments that hold today.
    pub penugasan: Vec<Penugasan>,
}

/// An account as its keeper sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AkunRinci {
    pub id: AccountId,
    pub nama_pengguna: String,
    pub nama: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hp: Option<String>,
    pub aktif: bool,
    /// A second step at login has been set up.
    pub totp: bool,
    /// Has a password of his own; until then the one-time one is what he comes in with.
    pub bersandi: bool,
    /// Wrong passwords have closed the login until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terkunci_sampai: Option<DateTime<Utc>>,
    /// All assignments, also those that ended or have still to begin.
    pub penugasan: Vec<Penugasan>,
    pub dibuat_pada: DateTime<Utc>,
}

/// A new account.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AkunBaru {
    #[garde(skip)]
    pub id: AccountId,
    #[garde(custom(is_nama_pengguna))]
    pub nama_pengguna: String,
    #[garde(custom(trimmed_length(1, NAMA_MAX)))]
    pub nama: String,
    #[garde(inner(custom(is_email)))]
    #[serde(default)]
    pub email: Option<String>,
    #[garde(inner(custom(is_hp)))]
    #[serde(default)]
    pub hp: Option<String>,
    #[garde(length(min = 1, max = TUGAS_MAX), dive)]
    pub tugas: Vec<Tugas>,
    #[garde(dive)]
    pub asal: Asal,
}

/// The answer to a new account or to a reset: the one-time password, shown this once. An answer that is given again
/// lacks it, since it is nowhere kept in clear; who lost it resets once more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AkunTerbuka {
    pub akun: AkunRinci,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub sekali_pakai: Option<SekaliPakai>,
    /// When the one-time password ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_sampai: Option<DateTime<Utc>>,
}

/// Other names for an account.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamaBaru {
    #[garde(custom(trimmed_length(1, NAMA_MAX)))]
    pub nama: String,
    #[garde(inner(custom(is_email)))]
    #[serde(default)]
    pub email: Option<String>,
    #[garde(inner(custom(is_hp)))]
    #[serde(default)]
    pub hp: Option<String>,
    #[garde(dive)]
    pub asal: Asal,
}

/// An assignment for an account that stands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PenugasanBaru {
    #[garde(dive)]
    pub tugas: Tugas,
    #[garde(dive)]
    pub asal: Asal,
}

/// The last day of an assignment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PenugasanBerakhir {
    #[garde(skip)]
    pub penugasan: PenugasanId,
    #[garde(skip)]
    pub sampai: NaiveDate,
    #[garde(dive)]
    pub asal: Asal,
}

/// What needs no more words than which account it is for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AkunPerintah {
    #[garde(dive)]
    pub asal: Asal,
}

/// What an admin does to an account; it stands in the URL.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Urusan {
    Tutup,
    Buka,
    /// A new one-time password; the old password and all sessions end.
    AturUlang,
    /// Takes back the wait after wrong passwords.
    BukaKunci,
    /// Takes the second step away from who lost his device.
    LepasTotp,
}

impl Urusan {
    pub const ALL: [Self; 5] = [
        Self::Tutup,
        Self::Buka,
        Self::AturUlang,
        Self::BukaKunci,
        Self::LepasTotp,
    ];

    /// As it stands in a URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tutup => "tutup",
            Self::Buka => "buka",
            Self::AturUlang => "atur-ulang",
            Self::BukaKunci => "buka-kunci",
            Self::LepasTotp => "lepas-totp",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urusan| urusan.as_str() == text)
    }
}

/// *Serah terima*: somebody leaves, and another goes on with his work.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SerahTerima {
    /// Who goes on.
    #[garde(skip)]
    pub penerus: AccountId,
    /// The last day of who leaves; his successor begins on the day after.
    #[garde(skip)]
    pub hari: NaiveDate,
    /// Why, e.g. the number of the letter of transfer; kept in the history.
    #[garde(custom(trimmed_length(0, 200)))]
    #[serde(default)]
    pub keterangan: String,
    #[garde(dive)]
    pub asal: Asal,
}

/// One browser in which somebody is logged in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SesiRingkas {
    pub id: SesiId,
    /// In words: `Chrome di Android`.
    pub peramban: String,
    pub dibuat_pada: DateTime<Utc>,
    pub dipakai_pada: DateTime<Utc>,
    /// The one that asks.
    pub ini: bool,
}

/// A choice of which session to end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SesiBerakhir {
    /// None: all but the one that asks.
    #[garde(skip)]
    #[serde(default)]
    pub sesi: Option<SesiId>,
}

/// A file of accounts to be made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImporBaru {
    /// XLSX or CSV, as base64.
    #[garde(length(min = 1))]
    pub berkas: String,
    /// Only judges the lines and makes nothing.
    #[garde(skip)]
    pub coba: bool,
    #[garde(dive)]
    pub asal: Asal,
}

/// What became of a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImporHasil {
    pub coba: bool,
    /// Accounts made, or in a trial those that would be.
    pub dibuat: u32,
    /// Lines whose user name stood already: left as they are.
    pub sudah_ada: u32,
    pub salah: Vec<ImporSalah>,
    /// One for each account made, shown this once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slip: Vec<Slip>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_sampai: Option<DateTime<Utc>>,
}

/// A line that could not be taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImporSalah {
    /// As the spreadsheet numbers it; the heading is line 1.
    pub baris: u32,
    pub kolom: String,
    /// What stands there.
    pub isi: String,
    /// What is wrong with it and what to write.
    pub pesan: String,
}

/// What is printed for one person: his user name and his one-time password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slip {
    pub nama_pengguna: String,
    pub nama: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub sekali_pakai: SekaliPakai,
}

/// An office with its parts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skpd {
    pub kode: String,
    pub nama: String,
    pub aktif: bool,
    #[serde(default)]
    pub bidang: Vec<Bidang>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bidang {
    pub kode: String,
    pub nama: String,
    pub aktif: bool,
}

/// An office or a part of one, new or as it shall read from now on. It is never deleted: what once belonged to it
/// still names it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SkpdBaru {
    #[garde(custom(is_kode))]
    pub kode: String,
    #[garde(custom(trimmed_length(1, NAMA_MAX)))]
    pub nama: String,
    #[garde(skip)]
    pub aktif: bool,
    /// The office, where this is a part of one.
    #[garde(inner(custom(is_kode)))]
    #[serde(default)]
    pub skpd: Option<String>,
    #[garde(dive)]
    pub asal: Asal,
}

/// A code as it stands in files and addresses.
fn is_kode(text: &str, _: &()) -> garde::Result {
    plain_text(text, &())?;
    let fits = (2..=32).contains(&text.len())
        && text
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
    if fits {
        Ok(())
    } else {
        Err(garde::Error::new(
            "Kode: 2 sampai 32 huruf kecil, angka atau tanda hubung. Contoh: perkim",
        ))
    }
}

impl AkunRinci {
    /// Whether the login is closed now.
    pub fn terkunci(&self, now: DateTime<Utc>) -> bool {
        self.terkunci_sampai.is_some_and(|sampai| sampai > now)
    }
}
