//! One line, as it is written and as it is hashed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::aksi::JenisAksi;
use shared::id::{AccountId, AksiId, PerangkatId};
use shared::jejak::{Objek, Pelaku, Perbuatan};
use uuid::Uuid;

use crate::clock;
use crate::db::Conn;
use crate::error::Result;
use crate::perubahan;
use crate::schema::{jejak, jejak_antre};

/// Bytes of a line's salt.
const GARAM: usize = 16;

/// In whose name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Oleh {
    Petugas(AccountId),
    Pelapor,
    Sistem,
}

impl Oleh {
    /// An account, or without one the portal itself.
    pub fn account_or_sistem(account: Option<AccountId>) -> Self {
        account.map_or(Self::Sistem, Self::Petugas)
    }

    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::Petugas(id) => Some(id),
            Self::Pelapor | Self::Sistem => None,
        }
    }

    const fn pelaku(self) -> Pelaku {
        match self {
            Self::Petugas(_) => Pelaku::Petugas,
            Self::Pelapor => Pelaku::Pelapor,
            Self::Sistem => Pelaku::Sistem,
        }
    }
}

/// What a field held before and holds now, as text; none where it held nothing.
pub type Beda = (Option<String>, Option<String>);

/// What a line tells besides who, what and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Dalam {
    Tanpa,
    /// Fields that changed.
    Kolom(BTreeMap<String, Beda>),
    /// Fields of these records that were delivered.
    Antar {
        catatan: Vec<String>,
        kolom: &'static [&'static str],
    },
}

/// What is to be written down.
#[derive(Clone, Debug)]
pub struct Baris<'a> {
    pub oleh: Oleh,
    pub perbuatan: Perbuatan,
    pub objek: Objek,
    /// Id of the record; empty where it was not one alone.
    pub catatan_id: &'a str,
    pub perangkat: Option<PerangkatId>,
    pub aksi_id: Option<AksiId>,
    pub dalam: Dalam,
    pub pada: DateTime<Utc>,
}

#[derive(Clone, Queryable, Insertable, Selectable, Debug)]
#[diesel(table_name = jejak)]
pub struct JejakRow {
    pub id: String,
    pub pada: NaiveDateTime,
    pub pelaku: String,
    pub account_id: Option<String>,
    pub perangkat: Option<String>,
    pub aksi_id: Option<String>,
    pub perbuatan: String,
    pub objek: String,
    pub catatan_id: String,
    pub isi: String,
    pub garam: Option<String>,
}

/// The column `isi`, as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Isi {
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub catatan: Vec<String>,
    /// Field → its salted hashes before and after; none of a field that held nothing, or was only delivered.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub kolom: BTreeMap<String, Beda>,
}

/// Writes one line, in the transaction that it tells of, and tells devices that keep a copy of the record.
pub fn tulis(conn: &mut Conn, baris: &Baris<'_>) -> Result<()> {
    let garam: [u8; GARAM] = rand::random();
    let isi = match &baris.dalam {
        Dalam::Tanpa => Isi::default(),
        Dalam::Kolom(kolom) => Isi {
            kolom: kolom
                .iter()
                .map(|(name, beda)| (name.clone(), salted(&garam, name, beda)))
                .collect(),
            ..Isi::default()
        },
        Dalam::Antar { catatan, kolom } => Isi {
            catatan: catatan.clone(),
            kolom: kolom
                .iter()
                .map(|name| ((*name).to_owned(), (None, None)))
                .collect(),
        },
    };
    let row = JejakRow {
        id: Uuid::now_v7().to_string(),
        // The trail says when something was done here, also where it is set down under an earlier day.
        pada: clock::stored(baris.pada.max(clock::now())),
        pelaku: baris.oleh.pelaku().as_str().to_owned(),
        account_id: baris.oleh.account().map(|id| id.to_string()),
        perangkat: baris.perangkat.map(|id| id.to_string()),
        aksi_id: baris.aksi_id.map(|id| id.to_string()),
        perbuatan: baris.perbuatan.as_str().to_owned(),
        objek: baris.objek.as_str().to_owned(),
        catatan_id: baris.catatan_id.to_owned(),
        isi: serde_json::to_string(&isi)?,
        // Where nothing was hashed there is nothing to guess.
        garam: matches!(baris.dalam, Dalam::Kolom(_)).then(|| hex::encode(garam)),
    };
    if changes(baris.perbuatan) {
        perubahan::antrekan(conn, baris.objek, baris.catatan_id)?;
    }
    diesel::insert_into(jejak_antre::table)
        .values(jejak_antre::jejak_id.eq(&row.id))
        .execute(conn)?;
    diesel::insert_into(jejak::table).values(row).execute(conn)?;
    Ok(())
}

/// Whether the record is another afterwards; to read it changes nothing, nor who carried to us what changes it.
const fn changes(perbuatan: Perbuatan) -> bool {
    !matches!(
        perbuatan,
        Perbuatan::Antar | Perbuatan::Penyelamat | Perbuatan::Aksi(JenisAksi::AduanDilihat)
    )
}

/// Keyed by the salt and bound to the field, so that equal values of two lines or fields do not show as equal.
fn salted(garam: &[u8], name: &str, (lama, baru): &Beda) -> Beda {
    let hash = |value: &Option<String>| {
        value.as_ref().map(|value| {
            #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
            let mut mac = Hmac::<Sha256>::new_from_slice(garam).expect("a key of any length");
            mac.update(name.as_bytes());
            mac.update(&[0]);
            mac.update(value.as_bytes());
            hex::encode(mac.finalize().into_bytes())
        })
    };
    (hash(lama), hash(baru))
}

impl JejakRow {
    /// SHA-256 (hex) of all but the salt. Each part is told apart from the next, so that no two lines hash alike.
    pub fn hash(&self) -> Result<String> {
        let told = (
            (&self.id, self.pada.and_utc().timestamp_millis(), &self.pelaku),
            (&self.account_id, &self.perangkat, &self.aksi_id),
            (&self.perbuatan, &self.objek, &self.catatan_id, &self.isi),
        );
        Ok(hex::encode(Sha256::digest(serde_json::to_vec(&told)?)))
    }
}

/// The hash of a link: of its number, its line and the link before.
pub fn mata_rantai(before: &str, nomor: i64, jejak_id: &str, baris_hash: &str) -> Result<String> {
    let told = serde_json::to_vec(&(before, nomor, jejak_id, baris_hash))?;
    Ok(hex::encode(Sha256::digest(told)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_tells_neither_the_value_nor_that_two_are_alike() {
        let beda = (None, Some("\"081234567890\"".to_owned()));
        let (_, one) = salted(&[1; GARAM], "hp", &beda);
        let (_, other_line) = salted(&[2; GARAM], "hp", &beda);
        let (_, other_field) = salted(&[1; GARAM], "nama", &beda);
        let one = one.unwrap();
        assert_eq!(one.len(), 64);
        assert_ne!(Some(&one), other_line.as_ref());
        assert_ne!(Some(&one), other_field.as_ref());
        assert_eq!(salted(&[1; GARAM], "hp", &(None, None)), (None, None));
    }

    #[test]
    fn each_part_of_a_line_is_in_its_hash_and_the_salt_is_not() {
        let row = JejakRow {
            id: "1".to_owned(),
            pada: DateTime::from_timestamp_millis(1_763_700_000_123)
                .unwrap()
                .naive_utc(),
            pelaku: "petugas".to_owned(),
            account_id: Some("2".to_owned()),
            perangkat: None,
            aksi_id: None,
            perbuatan: "ubah".to_owned(),
            objek: "aduan".to_owned(),
            catatan_id: "3".to_owned(),
            isi: "{}".to_owned(),
            garam: Some("00".to_owned()),
        };
        let changes: [fn(&mut JejakRow); 10] = [
            |row| row.id.push('x'),
            |row| row.pada += chrono::TimeDelta::milliseconds(1),
            |row| row.pelaku.push('x'),
            |row| row.account_id = None,
            |row| row.perangkat = Some(String::new()),
            |row| row.aksi_id = Some(String::new()),
            |row| row.perbuatan.push('x'),
            |row| row.objek.push('x'),
            |row| row.catatan_id.push('x'),
            |row| row.isi.push('x'),
        ];
        for (place, change) in changes.into_iter().enumerate() {
            let mut other = row.clone();
            change(&mut other);
            assert_ne!(other.hash().unwrap(), row.hash().unwrap(), "{place}");
        }
        let forgotten = JejakRow {
            garam: None,
            ..row.clone()
        };
        assert_eq!(forgotten.hash().unwrap(), row.hash().unwrap());
    }
}
