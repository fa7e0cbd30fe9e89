//! Puts into the outbox what could not be sent at once.

use std::pin::Pin;

use ::sync::{FotoKirim, Kepala, Kiriman, LinkState, Nama, Rupa, Sent, State};
use chrono::Utc;
use kirim::antrean::{Stamp, store_new};
use kirim::{StoreError, now};
use leptos::prelude::*;
use shared::id::{AccountId, AduanId, AksiId};
use shared::kunci::Kunci;
use shared::sinkron::AksiKirim;

use super::foto::Bidikan;
use super::{Sasaran, Susulan};
use crate::aduan::draf::random;
use crate::api::Caller;
use crate::chunk_door;
use crate::device;
use crate::offline::Antrean;
use crate::offline::space::keep;
use crate::ui::chunk::ChunkMissing;

/// Frozen: the same aksi and the same bytes, whether they have left before or not.
pub struct Beku {
    pub aksi: AksiId,
    /// As JSON.
    pub badan: String,
    /// It was sent once, and nobody knows whether it arrived.
    pub dicoba: bool,
    pub bidikan: Option<Bidikan>,
}

/// In whose name.
pub enum Oleh {
    Petugas(AccountId),
    /// The reporter, by his key.
    Pelapor(Kunci),
}

impl Oleh {
    /// Nobody's where nobody is logged in: then it cannot wait either.
    pub fn of(caller: &Caller) -> Option<Self> {
        match caller {
            Caller::Petugas(session) => untrack(|| session.owner()).map(Self::Petugas),
            Caller::Pelapor(kunci) => Some(Self::Pelapor(kunci.clone())),
            Caller::Anyone => None,
        }
    }

    const fn owner(&self) -> Option<AccountId> {
        match self {
            Self::Petugas(owner) => Some(*owner),
            Self::Pelapor(_) => None,
        }
    }
}

/// Whether it is to wait at once: there is no network, or something else that the same person did to this complaint waits,
/// before which it must not go.
pub fn harus_menunggu(antrean: Antrean, aduan: AduanId, oleh: Option<&Oleh>) -> bool {
    let Some(oleh) = oleh else { return false };
    let before = |kepala: &Kepala| {
        let waits = match kepala.state() {
            State::Tersimpan | State::MenungguMasuk => !kepala.is_settled(),
            State::MenungguFoto | State::PerluDiperbaiki | State::Terkirim => false,
        };
        waits && kepala.pada() == Some(aduan) && kepala.titipan == oleh.owner()
    };
    untrack(|| {
        antrean.link.get().state == LinkState::Down || antrean.kepala.with(|all| all.iter().any(before))
    })
}

type Simpan = Pin<Box<dyn Future<Output = Result<(), StoreError>>>>;

// Beside what sends it.
chunk_door!(milik, fn open_simpan(susulan: Susulan, sasaran: Sasaran, beku: Beku, oleh: Oleh) -> Simpan = simpan_now);

/// Stores it, in the name of who did it.
///
/// # Errors
/// See [`StoreError`]; then nothing of it is stored.
pub async fn simpan(susulan: Susulan, sasaran: Sasaran, beku: Beku, oleh: Oleh) -> Result<(), StoreError> {
    match open_simpan(susulan, sasaran, beku, oleh).await {
        Ok(stored) => stored.await,
        Err(ChunkMissing) => Err(StoreError::Unavailable),
    }
}

fn simpan_now(susulan: Susulan, sasaran: Sasaran, beku: Beku, oleh: Oleh) -> Simpan {
    // It must outlive the browser's own tidying.
    leptos::task::spawn_local(keep());
    Box::pin(async move {
        let bytes = beku.bidikan.as_ref().map(|bidikan| &bidikan.bytes);
        store_new(device::perangkat(), bytes, &|stamp| {
            freeze(susulan, &sasaran, &beku, &oleh, &stamp)
        })
        .await
    })
}

fn freeze(susulan: Susulan, sasaran: &Sasaran, beku: &Beku, oleh: &Oleh, stamp: &Stamp) -> Option<Kiriman> {
    let (kunci, own) = match oleh {
        Oleh::Pelapor(kunci) => (Some(kunci.as_str().to_owned()), kunci.clone()),
        // Of what an officer did there is no key; a fresh one opens nothing.
        Oleh::Petugas(_) => (None, Kunci::from_random(random()?)),
    };
    let isi = AksiKirim {
        id: beku.aksi,
        jenis: susulan.jenis(),
        catatan: Some(sasaran.aduan.to_string()),
        tindakan: susulan.tindakan(),
        kunci,
        badan: serde_json::from_str(&beku.badan).ok()?,
    };
    let nama = Nama {
        id: AduanId::mint(),
        aksi: beku.aksi,
        kode: sasaran.kode.clone(),
        kunci: own,
    };
    let judul = format!("{}: {}", susulan.label(), sasaran.judul);
    let isi = serde_json::to_string(&isi).ok()?;
    let mut kiriman = Kiriman::new(nama, judul, isi, (stamp.urutan, now()));
    kiriman.kepala.rupa = Rupa::Susulan(sasaran.aduan);
    kiriman.kepala.titipan = oleh.owner();
    kiriman.kepala.left = beku.dicoba;
    if let Some(bidikan) = &beku.bidikan {
        kiriman.kepala.foto = vec![FotoKirim::baru(bidikan.foto.clone())];
        kiriman.kepala.receipt = bidikan.tercatat.then(|| Sent {
            diterima_pada: Utc::now(),
        });
    }
    Some(kiriman)
}
