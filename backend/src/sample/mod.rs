//! Believable complaints over the whole region, to try the portal out. The same seed writes the same complaints; only
//! their dates follow the day on which they are made.

mod photo;
mod story;
mod text;

use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use shared::account::{Account, Peran};
use shared::id::AccountId;
use shared::wilayah::Wilayah;

use self::story::Story;
use crate::account;
use crate::aduan;
use crate::aduan::queries::Penerima;
use crate::clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::AppError;
use crate::files::store::Store;
use crate::wilayah;

/// Complaints of one transaction: each costs some fifty small writes, and a commit costs a sync of the disk.
const PER_TRANSACTION: usize = 50;
/// The newest complaints have photos: enough to see how they look, few enough to be quick.
const WITH_FOTO: usize = 30;

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Scale {
    /// 40 aduan dari enam minggu terakhir
    Small,
    /// 5.000 aduan dari dua tahun terakhir
    Full,
}

impl Scale {
    const fn count(self) -> usize {
        match self {
            Self::Small => 40,
            Self::Full => 5_000,
        }
    }

    const fn days(self) -> i64 {
        match self {
            Self::Small => 42,
            Self::Full => 730,
        }
    }
}

/// The sample accounts: name to log in with, name of the person, roles. In a small office one person does the work of
/// three.
pub const ACCOUNTS: [(&str, &str, &[Peran]); 2] = [
    ("admin", "Norhayati, S.Kom.", &[Peran::Admin]),
    (
        "petugas",
        "Ahmad Fauzi",
        &[Peran::VerifikatorSkpd, Peran::PejabatPenghubung, Peran::TimTeknis],
    ),
];

/// What was written.
pub struct Made {
    pub aduan: usize,
    pub foto: usize,
}

/// Makes the accounts (or gives them the new password) and as many complaints as the scale says.
pub async fn make(db: &Db, config: &Config, password: &str, scale: Scale, seed: u64) -> anyhow::Result<Made> {
    let accounts = make_accounts(db, config, password)?;
    let petugas = accounts.last().context("tidak ada akun contoh")?;
    let regions = db
        .run_blocking(wilayah::queries::list)
        .map_err(AppError::into_cause)?;
    let villages: Vec<Wilayah> = regions
        .into_iter()
        .filter(|region| region.level.is_village())
        .collect();
    if villages.is_empty() {
        bail!("tabel wilayah tidak memuat desa; impor dahulu dengan: portal import wilayah BERKAS.csv");
    }
    let store = Store::open(&config.files)?;
    let penerima = Penerima::warga(&config.district);
    let mut made = Made { aduan: 0, foto: 0 };
    for part in write_stories(&villages, scale, seed, clock::now())?.chunks(PER_TRANSACTION) {
        let told = db.write_blocking(|conn| {
            let mut told = Vec::new();
            for (place, story) in part.iter().enumerate() {
                if story.tell(conn, &penerima, petugas)? {
                    told.push(place);
                }
            }
            Ok(told)
        });
        let told = told.map_err(AppError::into_cause)?;
        made.aduan += told.len();
        for story in told.into_iter().filter_map(|place| part.get(place)) {
            made.foto += story.keep_foto(db, &store).await.map_err(AppError::into_cause)?;
        }
    }
    Ok(made)
}

/// Whether there is no complaint yet.
pub fn is_empty(db: &Db) -> anyhow::Result<bool> {
    db.run_blocking(|conn| Ok(aduan::queries::is_empty(conn)?))
        .map_err(AppError::into_cause)
}

fn make_accounts(db: &Db, config: &Config, password: &str) -> anyhow::Result<Vec<Account>> {
    let mut made = Vec::with_capacity(ACCOUNTS.len());
    for (nama_pengguna, nama, peran) in ACCOUNTS {
        let new = Account {
            id: AccountId::mint(),
            nama_pengguna: nama_pengguna.to_owned(),
            nama: nama.to_owned(),
            penugasan: peran
                .iter()
                .map(|peran| account::penugasan(*peran, config.district.wilayah.clone(), clock::now()))
                .collect(),
            totp: false,
            wajib: None,
        };
        made.push(account::open(db, &new, password).context("PORTAL_SAMPLE_PASSWORD")?);
    }
    Ok(made)
}

fn write_stories(
    villages: &[Wilayah],
    scale: Scale,
    seed: u64,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Story>> {
    let mut rng = StdRng::seed_from_u64(seed);
    let count = scale.count();
    let mut stories = Vec::with_capacity(count);
    for place in 0..count {
        // Oldest first, so that ids and dates rise together.
        let left = i32::try_from(count - place).context("jumlah aduan")?;
        let age = TimeDelta::days(scale.days()) * left / i32::try_from(count).context("jumlah aduan")?;
        let foto = if count - place <= WITH_FOTO {
            photo::some(&mut rng)?
        } else {
            Vec::new()
        };
        stories.push(Story::write(&mut rng, villages, place, (now - age, now), foto));
    }
    Ok(stories)
}
