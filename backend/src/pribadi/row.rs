//! Requests as they are stored.

use anyhow::Context;
use chrono::NaiveDateTime;
use diesel::prelude::{Insertable, Queryable};
use shared::aduan::Kontak;
use shared::kode::Kode;
use shared::pribadi::{JawabanTampil, JenisPermintaan, Permintaan};

use crate::schema::permintaan_data;

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = permintaan_data)]
pub struct PermintaanRow {
    pub id: String,
    pub aduan_id: String,
    pub jenis: String,
    /// JSON of a [`Kontak`]; none of a request that is answered, since then it says no more than the complaint.
    pub kontak: Option<String>,
    pub keterangan: String,
    pub diminta_pada: NaiveDateTime,
    pub tenggat: NaiveDateTime,
    pub dijawab_pada: Option<NaiveDateTime>,
    pub dikabulkan: Option<bool>,
    /// Empty until it is answered.
    pub alasan: String,
    pub account_id: Option<String>,
}

impl PermintaanRow {
    pub fn jenis(&self) -> anyhow::Result<JenisPermintaan> {
        JenisPermintaan::parse(&self.jenis).context("jenis of a request")
    }

    pub fn kontak(&self) -> anyhow::Result<Option<Kontak>> {
        let read = self.kontak.as_deref().map(serde_json::from_str).transpose();
        read.context("kontak of a request")
    }

    /// `kini` is how name and numbers stand; it goes along while there is something to compare, and without it nothing of
    /// who asks is told.
    pub fn tampil(self, kode: &str, kini: Option<Kontak>) -> anyhow::Result<Permintaan> {
        let kontak = self.kontak()?.filter(|_| kini.is_some());
        Ok(Permintaan {
            id: self.id.parse().context("id of a request")?,
            kode: Kode::parse(kode).map_err(|error| anyhow::anyhow!("kode: {error:?}"))?,
            jenis: self.jenis()?,
            kini: kini.filter(|_| kontak.is_some()),
            kontak,
            keterangan: self.keterangan,
            diminta_pada: self.diminta_pada.and_utc(),
            tenggat: self.tenggat.and_utc(),
            jawaban: self
                .dijawab_pada
                .zip(self.dikabulkan)
                .map(|(pada, dikabulkan)| JawabanTampil {
                    dikabulkan,
                    alasan: self.alasan,
                    pada: pada.and_utc(),
                }),
        })
    }
}
