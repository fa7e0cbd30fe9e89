//! What a device sends: records with their own keys and places, alone, many at once, or with a photo.

use std::io::Write;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::Utc;
use flate2::Compression;
use flate2::write::GzEncoder;
use rand::Rng;
use rand::seq::IndexedRandom;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use sha2::{Digest, Sha256};
use shared::aduan::{AduanBaru, Jenis, Kategori, Kontak, Lokasi, Persetujuan};
use shared::aksi::{Asal, IDEMPOTENCY_KEY, JenisAksi, SKEMA};
use shared::file::{Foto, MediaType};
use shared::id::{AduanId, AksiId, PerangkatId};
use shared::kode::{Jenis as JenisKode, Kode};
use shared::kunci::Kunci;
use shared::place::{Posisi, SumberPosisi};
use shared::sinkron::{AksiKirim, Kirim, Terkirim};

/// Words of which complaints are made, so that they pack as badly as people's words do.
const WORDS: [&str; 48] = [
    "saluran",
    "langgar",
    "tersumbat",
    "hujan",
    "rumah",
    "jembatan",
    "lubang",
    "aspal",
    "lampu",
    "padam",
    "sampah",
    "menumpuk",
    "pasar",
    "sekolah",
    "puskesmas",
    "antre",
    "petugas",
    "sungai",
    "meluap",
    "sawah",
    "tiang",
    "miring",
    "kabel",
    "putus",
    "sumur",
    "keruh",
    "pohon",
    "tumbang",
    "gang",
    "becek",
    "warga",
    "anak",
    "malam",
    "Selasa",
    "minggu",
    "lalu",
    "sejak",
    "dekat",
    "seberang",
    "belum",
    "diperbaiki",
    "mohon",
    "segera",
    "bau",
    "nyamuk",
    "retak",
    "longsor",
    "banjir",
];
const WORDS_OF_ONE: std::ops::Range<usize> = 8..24;
/// The district, in degrees: south and north, west and east.
const DISTRICT: [std::ops::Range<f64>; 2] = [-2.6..-2.1, 115.3..115.7];

pub struct Device<'a> {
    client: &'a Client,
    server: &'a str,
    perangkat: PerangkatId,
    urutan: u64,
}

impl<'a> Device<'a> {
    pub fn new(client: &'a Client, server: &'a str) -> Self {
        Self {
            client,
            server,
            perangkat: PerangkatId::mint(),
            urutan: 0,
        }
    }

    fn aduan(&mut self, kunci: &Kunci, foto: Vec<Foto>) -> AduanBaru {
        self.urutan += 1;
        let mut rng = rand::rng();
        let (now, length) = (Utc::now(), rng.random_range(WORDS_OF_ONE));
        let words: Vec<&str> = WORDS.choose_multiple(&mut rng, length).copied().collect();
        AduanBaru {
            id: AduanId::mint(),
            kode: Kode::from_random(JenisKode::Aduan, rng.random()),
            kunci_hash: kunci.hash(),
            jenis: Jenis::Pengaduan,
            kategori: *Kategori::ALL.choose(&mut rng).unwrap_or(&Kategori::Drainase),
            uraian: words.join(" "),
            lokasi: Lokasi {
                wilayah: None,
                posisi: Some(Posisi {
                    lat: rng.random_range(DISTRICT[0].clone()),
                    lng: rng.random_range(DISTRICT[1].clone()),
                    akurasi_m: Some(8.0),
                    sumber: SumberPosisi::Gps,
                }),
                catatan: String::new(),
            },
            foto,
            pelapor: Kontak {
                nama: "Aminah".to_owned(),
                hp: "081234567890".to_owned(),
                email: None,
                tanpa_hp: false,
            },
            anonim: false,
            rahasia: false,
            persetujuan: Persetujuan {
                versi: "2026-01".to_owned(),
                pada: now,
            },
            asal: Asal {
                perangkat: self.perangkat,
                urutan: self.urutan,
                ditangkap_pada: now,
                skema: SKEMA,
            },
        }
    }

    /// A record alone; answers its id.
    pub async fn sends(&mut self) -> Result<AduanId> {
        let aduan = self.aduan(&Kunci::from_random(rand::random()), Vec::new());
        self.posts(&aduan).await?;
        Ok(aduan.id)
    }

    async fn posts(&self, aduan: &AduanBaru) -> Result<()> {
        let request = self.client.post(format!("{}/api/aduan", self.server));
        let request = request.header(IDEMPOTENCY_KEY, AksiId::mint().to_string());
        read(request.json(aduan), StatusCode::CREATED).await.map(drop)
    }

    /// So many records in one request, packed.
    pub async fn sends_many(&mut self, records: usize) -> Result<()> {
        let mut aksi = Vec::with_capacity(records);
        for _ in 0..records {
            let aduan = self.aduan(&Kunci::from_random(rand::random()), Vec::new());
            aksi.push(AksiKirim {
                id: AksiId::mint(),
                jenis: JenisAksi::AduanBaru,
                catatan: None,
                tindakan: None,
                kunci: None,
                badan: serde_json::to_value(aduan)?,
            });
        }
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&serde_json::to_vec(&Kirim { aksi })?)?;
        let request = self
            .client
            .post(format!("{}/api/sync", self.server))
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .header("Accept-Encoding", "gzip")
            .body(packed.finish()?);
        let answer = read(request, StatusCode::OK).await?;
        let told: Terkirim = serde_json::from_reader(flate2::read::GzDecoder::new(&*answer))?;
        let stored = told.hasil.iter().filter(|one| one.status == 201 && !one.diulang);
        ensure!(
            stored.count() == records,
            "not all of {records} were stored: {told:?}"
        );
        Ok(())
    }

    /// A record with a photo, until the photo counts.
    pub async fn sends_with(&mut self, photo: Vec<u8>) -> Result<()> {
        let (kunci, hash) = (Kunci::from_random(rand::random()), Sha256::digest(&photo));
        let listed = Foto {
            sha256: hex::encode(hash),
            bytes: photo.len() as u64,
            media_type: MediaType::Jpeg,
        };
        let named = BASE64_STANDARD.encode(&listed.sha256);
        let aduan = self.aduan(&kunci, vec![listed]);
        self.posts(&aduan).await?;
        let tus = |request: RequestBuilder| {
            let request = request.header("Authorization", format!("Kunci {}", kunci.as_str()));
            request.header("Tus-Resumable", "1.0.0")
        };
        let of = BASE64_STANDARD.encode(aduan.id.to_string());
        let begun = tus(self.client.post(format!("{}/api/files", self.server)))
            .header("Upload-Length", photo.len())
            .header("Upload-Metadata", format!("aduan {of},sha256 {named}"));
        let begun = expect(begun, StatusCode::CREATED).await?;
        let path = begun.headers().get("location").context("address of the upload")?;
        // The whole is shorter than the parts of a good link.
        let part = tus(self.client.patch(format!("{}{}", self.server, path.to_str()?)))
            .header("Content-Type", "application/offset+octet-stream")
            .header("Upload-Offset", 0)
            .header(
                "Upload-Checksum",
                format!("sha256 {}", BASE64_STANDARD.encode(hash)),
            )
            .body(photo);
        expect(part, StatusCode::NO_CONTENT).await.map(drop)
    }
}

async fn expect(request: RequestBuilder, status: StatusCode) -> Result<Response> {
    let answer = request.send().await?;
    if answer.status() != status {
        anyhow::bail!(
            "the server answered {}: {}",
            answer.status(),
            answer.text().await?
        );
    }
    Ok(answer)
}

async fn read(request: RequestBuilder, status: StatusCode) -> Result<Vec<u8>> {
    Ok(expect(request, status).await?.bytes().await?.to_vec())
}
