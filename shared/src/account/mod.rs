//! Accounts: who may log in, and what he may do where.

mod kelola;
mod penugasan;
mod peran;
mod sandi;

pub use kelola::{
    AkunBaru, AkunFilter, AkunPerintah, AkunRinci, AkunRingkas, AkunTerbuka, Bidang, ImporBaru, ImporHasil,
    ImporSalah, NAMA_MAX, NamaBaru, PenugasanBaru, PenugasanBerakhir, SerahTerima, SesiBerakhir, SesiRingkas,
    Skpd, SkpdBaru, Slip, Urusan,
};
pub use penugasan::{Penugasan, Tugas};
pub use peran::{Hak, Peran};
pub use sandi::{
    NamaPengguna, SANDI_MAX, SANDI_MIN, SEKALI_PAKAI_JAM, SandiBaru, SandiPertama, SekaliPakai, TotpCalon,
    TotpKode, TotpLepas, TotpTerpasang, Wajib, sandi_baik,
};

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PerangkatId};
use crate::valid::trimmed_length;
use crate::wilayah::WilayahKode;

/// Where a record lies: its region, and the office, the part of it and the person to whom it was handed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Letak<'a> {
    pub wilayah: &'a WilayahKode,
    pub skpd: Option<&'a str>,
    pub bidang: Option<&'a str>,
    pub petugas: Option<AccountId>,
}

/// Who is logged in, as his own screens see him.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    pub id: AccountId,
    pub nama_pengguna: String,
    pub nama: String,
    /// The assignments that hold today.
    pub penugasan: Vec<Penugasan>,
    /// A second step at login has been set up.
    #[serde(default)]
    pub totp: bool,
    /// What he must do before anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wajib: Option<Wajib>,
}

impl Account {
    /// Whether any of his assignments has the right, somewhere.
    pub fn boleh(&self, hak: Hak) -> bool {
        self.penugasan.iter().any(|penugasan| penugasan.boleh(hak))
    }

    /// The assignments by which he has the right: where he may use it.
    pub fn jangkauan(&self, hak: Hak) -> impl Iterator<Item = &Penugasan> {
        self.penugasan
            .iter()
            .filter(move |penugasan| penugasan.boleh(hak))
    }

    /// Whether he has the right in this region.
    pub fn boleh_di(&self, hak: Hak, wilayah: &WilayahKode) -> bool {
        self.jangkauan(hak)
            .any(|penugasan| penugasan.wilayah.covers(wilayah))
    }

    /// The assignments by which he has the right over a record that lies here.
    fn atas<'a>(&'a self, hak: Hak, letak: &'a Letak<'a>) -> impl Iterator<Item = &'a Penugasan> {
        self.jangkauan(hak)
            .filter(move |penugasan| penugasan.mencakup(self.id, letak))
    }

    /// Whether he has the right over a record that lies here.
    pub fn boleh_atas(&self, hak: Hak, letak: &Letak<'_>) -> bool {
        self.atas(hak, letak).next().is_some()
    }

    /// Whether he holds any of these roles.
    pub fn memegang(&self, peran: &[Peran]) -> bool {
        self.penugasan.iter().any(|held| peran.contains(&held.peran))
    }

    /// His roles in words, each once.
    pub fn peran_label(&self) -> String {
        let mut labels: Vec<&str> = Vec::new();
        for label in self.penugasan.iter().map(|penugasan| penugasan.peran.label()) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels.join(", ")
    }
}

/// What is sent to log in.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Login {
    #[garde(custom(trimmed_length(1, 64)))]
    pub nama_pengguna: String,
    // Not trimmed: spaces may belong to a password. The upper bound keeps Argon2 from being fed megabytes.
    #[garde(length(chars, min = 1, max = 256))]
    pub sandi: String,
    /// The second step, for an account that has one: a code of the app, or one of recovery.
    #[garde(inner(custom(trimmed_length(1, 24))))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kode: Option<String>,
    #[garde(skip)]
    pub perangkat: PerangkatId,
}

/// The answer to a login or a refresh; the refresh token itself travels in an HttpOnly cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sesi {
    /// Access token (JWT) for `Authorization: Bearer`, to be kept in memory only.
    pub token: String,
    /// When the access token ends.
    pub kedaluwarsa: DateTime<Utc>,
    pub akun: Account,
}
