//! One thing on its way to the office (*kiriman*): a complaint with its photos, or what is done to one, from the moment it is
//! stored until the receipt and after it. Of the two halves, `sync` decides by the head alone; the secret is for whoever sends it or shows it.

use serde::{Deserialize, Serialize};
use shared::id::{AduanId, AksiId};
use shared::kode::Kode;
use shared::kunci::Kunci;

use crate::Millis;
use crate::kepala::{Kepala, Rupa};

/// Whole. Has no `Debug`, since the reporter's key must reach no log.
#[derive(Clone, PartialEq)]
pub struct Kiriman {
    pub kepala: Kepala,
    pub rahasia: Rahasia,
}

/// What lies on the device encrypted. It stays as it is for as long as the aksi does.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Rahasia {
    pub kode: Kode,
    /// The reporter's; of what an officer did to a complaint there is none, and this opens nothing.
    pub kunci: Kunci,
    /// One line for the lists.
    pub judul: String,
    /// The body as it goes over the wire, frozen when it was stored: a byte that may have been sent never changes.
    pub isi: String,
}

/// What names a kiriman.
pub struct Nama {
    pub id: AduanId,
    pub aksi: AksiId,
    pub kode: Kode,
    pub kunci: Kunci,
}

impl Kiriman {
    /// As it enters the outbox, without photos: nothing of it was sent. `isi` is frozen from here on.
    pub fn new(nama: Nama, judul: String, isi: String, (urutan, saved_at): (u64, Millis)) -> Self {
        Self {
            kepala: Kepala {
                id: nama.id,
                aksi: nama.aksi,
                titipan: None,
                rupa: Rupa::default(),
                bytes: isi.len() as u64,
                foto: Vec::new(),
                urutan,
                saved_at,
                receipt: None,
                hold: None,
                failures: 0,
                tries: 0,
                next_try: None,
                last: None,
                left: false,
                sent_at: None,
            },
            rahasia: Rahasia {
                kode: nama.kode,
                kunci: nama.kunci,
                judul,
                isi,
            },
        }
    }
}
