//! Kiriman for the tests, and the answers that a server, a link or a portal in between may give.

use chrono::DateTime;
use proptest::prelude::*;
use shared::error::{ApiError, ErrorCode};
use shared::file::{Foto, MediaType};
use shared::id::{AduanId, AksiId};
use shared::kode::{Jenis, Kode};
use shared::kunci::Kunci;
use sync::{FotoKirim, FotoState, Kepala, Kiriman, Nama, Outcome, Receipt, Refusal};

pub const NOW: u64 = 1_795_000_000_000;

pub fn kiriman(urutan: u64, photos: usize) -> Kiriman {
    let foto = |n: usize| FotoKirim {
        foto: Foto {
            sha256: format!("{n:064x}"),
            bytes: 300_000,
            media_type: MediaType::Jpeg,
        },
        state: FotoState::Menunggu {
            upload: None,
            offset: 0,
        },
    };
    let nama = Nama {
        id: AduanId::mint(),
        aksi: AksiId::mint(),
        kode: Kode::from_random(Jenis::Aduan, [7; 12]),
        kunci: Kunci::from_random([9; 16]),
    };
    let isi = "{\"uraian\":\"Saluran di samping langgar tersumbat tanah.\"}".into();
    let mut kiriman = Kiriman::new(nama, "Drainase, Lampihong Kiri".into(), isi, (urutan, NOW));
    kiriman.kepala.foto = (0..photos).map(foto).collect();
    kiriman
}

pub fn kepala(urutan: u64, photos: usize) -> Kepala {
    kiriman(urutan, photos).kepala
}

pub fn receipt(of: &Kepala) -> Receipt {
    Receipt {
        id: of.id,
        diterima_pada: DateTime::UNIX_EPOCH,
        foto_kurang: Some(of.foto.iter().map(|foto| foto.foto.sha256.clone()).collect()),
    }
}

pub fn refused<T>(code: ErrorCode) -> Outcome<T> {
    Outcome::Refused(Refusal {
        error: Some(ApiError::new(code, "Ada yang salah.")),
        retry_after: None,
    })
}

/// Anything but a receipt.
pub fn any_refusal() -> impl Strategy<Value = Refusal> {
    let code = proptest::option::of(proptest::sample::select(&ErrorCode::ALL[..]));
    (code, proptest::option::of(0..100_000_u64)).prop_map(|(code, retry_after)| Refusal {
        error: code.map(|code| ApiError::new(code, "Ada yang salah.")),
        retry_after,
    })
}
