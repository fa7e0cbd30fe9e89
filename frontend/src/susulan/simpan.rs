//! Puts into the outbox what could not be sent at once.

use std::pin::Pin;

use ::sync::{Kiriman, LinkState, Nama, Rupa};
use kirim::antrean::{Stamp, store_new};
use kirim::{StoreError, now};
use leptos::prelude::*;
use serde::Serialize;
use shared::id::{AccountId, AduanId, AksiId};
use shared::kunci::Kunci;
use shared::sinkron::AksiKirim;

use super::{Sasaran, Susulan};
use crate::aduan::draf::random;
use crate::api::Caller;
use crate::device;
use crate::offline::Antrean;

/// Frozen: the same aksi and the same bytes, whether they have left before or not.
struct Beku {
    pub aksi: AksiId,
    pub badan: serde_json::Value,
    /// It was sent once, and nobody knows whether it arrived.
    pub dicoba: bool,
}

/// Whether it is to wait at once: there is no network, or something else that the same person did to this complaint waits,
/// before which it must not go.
pub fn harus_menunggu(antrean: Antrean, aduan: AduanId, caller: &Caller) -> bool {
    let owner = owner(caller);
    untrack(|| {
        antrean.link.get().state == LinkState::Down
            || antrean.kepala.with(|all| {
                all.iter().any(|kepala| {
                    kepala.pada() == Some(aduan)
                        && kepala.titipan == owner
                        && kepala.state() == ::sync::State::Tersimpan
                })
            })
    })
}

type Simpan = Pin<Box<dyn Future<Output = Result<(), StoreError>>>>;

/// Stores it, in the name of who did it.
pub fn simpan<B: Serialize>(
    susulan: Susulan,
    sasaran: Sasaran,
    (aksi, body, dicoba): (AksiId, &B, bool),
    caller: &Caller,
) -> Simpan {
    let (owner, kunci) = (owner(caller), kunci(caller));
    let badan = serde_json::to_value(body).map_err(|_| StoreError::Broken);
    Box::pin(async move {
        let beku = Beku {
            aksi,
            badan: badan?,
            dicoba,
        };
        store_new(device::perangkat(), &|stamp| {
            freeze(susulan, &sasaran, &beku, (owner, kunci.clone()), &stamp)
        })
        .await
    })
}

fn freeze(
    susulan: Susulan,
    sasaran: &Sasaran,
    beku: &Beku,
    (owner, kunci): (Option<AccountId>, Option<Kunci>),
    stamp: &Stamp,
) -> Option<Kiriman> {
    let isi = AksiKirim {
        id: beku.aksi,
        jenis: susulan.jenis(),
        catatan: Some(sasaran.aduan.to_string()),
        tindakan: susulan.langkah().map(|langkah| langkah.as_str().to_owned()),
        kunci: kunci.as_ref().map(|kunci| kunci.as_str().to_owned()),
        badan: beku.badan.clone(),
    };
    let nama = Nama {
        id: AduanId::mint(),
        aksi: beku.aksi,
        kode: sasaran.kode.clone(),
        // Of what an officer did there is no key; a fresh one opens nothing.
        kunci: kunci.or_else(|| Some(Kunci::from_random(random()?)))?,
    };
    let isi = serde_json::to_string(&isi).ok()?;
    let mut kiriman = Kiriman::new(nama, sasaran.judul.clone(), isi, (stamp.urutan, now()));
    kiriman.kepala.rupa = Rupa::Susulan(sasaran.aduan);
    kiriman.kepala.titipan = owner;
    kiriman.kepala.tries = u32::from(beku.dicoba);
    Some(kiriman)
}

fn owner(caller: &Caller) -> Option<AccountId> {
    match caller {
        Caller::Petugas(session) => untrack(|| session.account()).map(|account| account.id),
        Caller::Pelapor(_) | Caller::Anyone => None,
    }
}

fn kunci(caller: &Caller) -> Option<Kunci> {
    match caller {
        Caller::Pelapor(kunci) => Some(kunci.clone()),
        Caller::Petugas(_) | Caller::Anyone => None,
    }
}
