//! A complaint being written. Its id, code, key and aksi are minted with the draft, so that *Kirim* mints nothing
//! and pressing it twice is the same as once.

use ::sync::{FotoKirim, Kiriman, Millis, Nama, Repair};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::aduan::{AduanBaru, Jenis, Kategori, Kontak, Lokasi, Persetujuan};
use shared::aksi::{Asal, SKEMA};
use shared::file::Foto;
use shared::id::{AccountId, AduanId, AksiId};
use shared::kode::{self, Kode};
use shared::kunci::Kunci;
use shared::place::Posisi;
use shared::wilayah::WilayahKode;

use crate::offline::antrean::Stamp;
use crate::offline::now;

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Draf {
    pub id: AduanId,
    pub aksi: AksiId,
    pub kode: Kode,
    pub kunci: Kunci,
    /// The refused kiriman that this one takes the place of.
    #[serde(default)]
    pub replaces: Option<AduanId>,
    /// The officer who fills it in for somebody else.
    #[serde(default)]
    pub titipan: Option<AccountId>,
    pub changed_at: Millis,
    #[serde(default)]
    pub isian: Isian,
}

/// What the person has filled in so far, as it was typed.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Isian {
    pub jenis: String,
    pub kategori: String,
    pub uraian: String,
    pub wilayah: String,
    pub posisi: Option<Posisi>,
    pub catatan: String,
    pub foto: Vec<Foto>,
    pub nama: String,
    pub hp: String,
    pub tanpa_hp: bool,
    pub email: String,
    pub anonim: bool,
    pub rahasia: bool,
    /// When the box was ticked, by the device's clock.
    pub setuju_pada: Option<Millis>,
}

/// From the browser's own source, the only one good enough for a key.
pub fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let source = leptos::prelude::window().crypto().ok()?;
    source.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

impl Draf {
    /// An empty draft, of the officer's where it is for somebody else; `None` where the browser has no randomness to make a key of.
    pub fn mint(titipan: Option<AccountId>) -> Option<Self> {
        Some(Self {
            id: AduanId::mint(),
            aksi: AksiId::mint(),
            kode: Kode::from_random(kode::Jenis::Aduan, random()?),
            kunci: Kunci::from_random(random()?),
            replaces: None,
            titipan,
            changed_at: now(),
            isian: Isian::default(),
        })
    }

    /// The content of a refused kiriman, to be mended.
    pub fn mend(kiriman: &Kiriman, repair: Repair) -> Option<Self> {
        let body: AduanBaru = serde_json::from_str(&kiriman.rahasia.isi).ok()?;
        let fresh = Self::mint(kiriman.kepala.titipan)?;
        let named = match repair {
            Repair::SameRecord | Repair::PhotosOnly => Self {
                id: kiriman.kepala.id,
                kode: kiriman.rahasia.kode.clone(),
                kunci: kiriman.rahasia.kunci.clone(),
                ..fresh
            },
            Repair::NewRecord => fresh,
        };
        Some(Self {
            replaces: Some(kiriman.kepala.id),
            isian: Isian::of(body),
            ..named
        })
    }

    /// The body of the record, were it sent as it stands. Choices that are not made yet stand at their first value:
    /// whoever asks judges those himself.
    pub fn body(&self, stamp: &Stamp, versi: &str, captured: DateTime<Utc>) -> AduanBaru {
        let isian = &self.isian;
        let email = isian.email.trim();
        AduanBaru {
            id: self.id,
            kode: self.kode.clone(),
            kunci_hash: self.kunci.hash(),
            jenis: Jenis::parse(&isian.jenis).unwrap_or(Jenis::Pengaduan),
            kategori: Kategori::parse(&isian.kategori).unwrap_or(Kategori::Lainnya),
            uraian: isian.uraian.trim().to_owned(),
            lokasi: Lokasi {
                wilayah: WilayahKode::parse(&isian.wilayah),
                posisi: isian.posisi,
                catatan: isian.catatan.trim().to_owned(),
            },
            foto: isian.foto.clone(),
            pelapor: Kontak {
                nama: isian.nama.trim().to_owned(),
                hp: if isian.tanpa_hp {
                    String::new()
                } else {
                    isian.hp.trim().to_owned()
                },
                tanpa_hp: isian.tanpa_hp,
                email: (!email.is_empty()).then(|| email.to_owned()),
            },
            anonim: isian.anonim,
            rahasia: isian.rahasia,
            persetujuan: Persetujuan {
                versi: versi.to_owned(),
                pada: isian
                    .setuju_pada
                    .and_then(|at| i64::try_from(at).ok())
                    .and_then(DateTime::from_timestamp_millis)
                    .unwrap_or(captured),
            },
            asal: Asal {
                perangkat: stamp.perangkat,
                urutan: stamp.urutan,
                ditangkap_pada: captured,
                skema: SKEMA,
            },
        }
    }

    /// The kiriman as it enters the outbox; from here on its body does not change.
    pub fn freeze(&self, stamp: &Stamp, versi: &str, judul: String) -> Option<Kiriman> {
        let body = self.body(stamp, versi, Utc::now());
        let nama = Nama {
            id: self.id,
            aksi: self.aksi,
            kode: self.kode.clone(),
            kunci: self.kunci.clone(),
        };
        let isi = serde_json::to_string(&body).ok()?;
        let mut kiriman = Kiriman::new(nama, judul, isi, (stamp.urutan, now()));
        kiriman.kepala.titipan = self.titipan;
        kiriman.kepala.foto = body.foto.iter().cloned().map(FotoKirim::baru).collect();
        Some(kiriman)
    }

    pub fn photos(&self) -> Vec<String> {
        self.isian.foto.iter().map(|foto| foto.sha256.clone()).collect()
    }
}

impl Isian {
    fn of(body: AduanBaru) -> Self {
        Self {
            jenis: body.jenis.as_str().to_owned(),
            kategori: body.kategori.as_str().to_owned(),
            uraian: body.uraian,
            wilayah: body
                .lokasi
                .wilayah
                .map(|kode| kode.to_string())
                .unwrap_or_default(),
            posisi: body.lokasi.posisi,
            catatan: body.lokasi.catatan,
            foto: body.foto,
            nama: body.pelapor.nama,
            hp: body.pelapor.hp,
            tanpa_hp: body.pelapor.tanpa_hp,
            email: body.pelapor.email.unwrap_or_default(),
            anonim: body.anonim,
            rahasia: body.rahasia,
            setuju_pada: u64::try_from(body.persetujuan.pada.timestamp_millis()).ok(),
        }
    }

    /// Nobody has put anything into it yet.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
