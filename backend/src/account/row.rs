//! Accounts and sessions as they are stored.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::{Insertable, Queryable};
use shared::account::{Account, Penugasan, Peran, Wajib};
use shared::clock::wita_day;
use shared::id::AccountId;
use shared::wilayah::WilayahKode;

use crate::schema::{account, gagal_masuk, penugasan, sekali_pakai, sesi, sesi_token, totp};

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = account)]
pub struct AccountRow {
    pub id: String,
    pub nama_pengguna: String,
    pub nama: String,
    pub sandi_hash: String,
    pub aktif: bool,
    pub dibuat_pada: NaiveDateTime,
    pub email: Option<String>,
    pub hp: Option<String>,
    /// Came in with a one-time password, or has not come in yet.
    pub wajib_ganti: bool,
    /// Last day, in WITA, of an account whose owner leaves.
    pub tutup_sesudah: Option<NaiveDate>,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = sekali_pakai)]
pub struct SekaliPakaiRow {
    pub hash: String,
    pub account_id: String,
    pub dibuat_oleh: Option<String>,
    pub dibuat_pada: NaiveDateTime,
    pub kedaluwarsa: NaiveDateTime,
    pub dipakai_pada: Option<NaiveDateTime>,
}

/// Has no `Debug`: the secret, encrypted as it is, belongs in no log.
#[derive(Clone, Queryable, Insertable)]
#[diesel(table_name = totp)]
pub struct TotpRow {
    pub account_id: String,
    pub rahasia: String,
    /// The last time step whose code was used.
    pub langkah: i64,
    pub dibuat_pada: NaiveDateTime,
    /// None while the first code has not confirmed it.
    pub dipasang_pada: Option<NaiveDateTime>,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = gagal_masuk)]
pub struct GagalRow {
    pub nama_pengguna: String,
    pub jumlah: i32,
    pub terakhir: NaiveDateTime,
    pub terkunci_sampai: NaiveDateTime,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = sesi)]
pub struct SesiRow {
    pub id: String,
    pub account_id: String,
    pub perangkat: String,
    pub dibuat_pada: NaiveDateTime,
    pub kedaluwarsa: NaiveDateTime,
    pub dicabut_pada: Option<NaiveDateTime>,
    /// The browser in words.
    pub peramban: String,
    /// When it was last prolonged.
    pub dipakai_pada: Option<NaiveDateTime>,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = sesi_token)]
pub struct SesiTokenRow {
    pub hash: String,
    pub sesi_id: String,
    /// Hash of the token that this one was given for.
    pub pendahulu: Option<String>,
    pub dibuat_pada: NaiveDateTime,
    /// When it was first exchanged for a successor.
    pub dipakai_pada: Option<NaiveDateTime>,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = penugasan)]
pub struct PenugasanRow {
    pub id: String,
    pub account_id: String,
    pub peran: String,
    pub wilayah_kode: String,
    pub skpd_kode: Option<String>,
    pub bidang_kode: Option<String>,
    /// First day, in WITA.
    pub mulai: NaiveDate,
    /// Last day, in WITA.
    pub sampai: Option<NaiveDate>,
    pub dibuat_oleh: Option<String>,
    pub dibuat_pada: NaiveDateTime,
}

impl AccountRow {
    /// Whether its owner may come in.
    pub fn terbuka(&self, now: DateTime<Utc>) -> bool {
        self.aktif && self.tutup_sesudah.is_none_or(|last| wita_day(now) <= last)
    }

    /// The hash of his own password, if he has one.
    pub fn sandi(&self) -> Option<&str> {
        Some(self.sandi_hash.as_str()).filter(|hash| !hash.is_empty())
    }

    /// The account with the assignments that hold. Whether his roles ask for a second step is for the settings to say.
    pub fn with(self, penugasan: Vec<PenugasanRow>, totp: bool) -> anyhow::Result<Account> {
        Ok(Account {
            id: self.id.parse::<AccountId>().context("account id")?,
            nama_pengguna: self.nama_pengguna,
            nama: self.nama,
            penugasan: penugasan
                .into_iter()
                .map(Penugasan::try_from)
                .collect::<anyhow::Result<_>>()?,
            totp,
            wajib: self.wajib_ganti.then_some(Wajib::GantiSandi),
        })
    }
}

impl TryFrom<PenugasanRow> for Penugasan {
    type Error = anyhow::Error;

    fn try_from(row: PenugasanRow) -> anyhow::Result<Self> {
        Ok(Self {
            id: row.id.parse().context("id of an assignment")?,
            peran: Peran::parse(&row.peran).with_context(|| format!("role {:?}", row.peran))?,
            wilayah: WilayahKode::parse(&row.wilayah_kode)
                .with_context(|| format!("region {:?}", row.wilayah_kode))?,
            skpd: row.skpd_kode,
            bidang: row.bidang_kode,
            mulai: row.mulai,
            sampai: row.sampai,
        })
    }
}
