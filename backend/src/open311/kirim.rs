//! What another tool files, read into the same complaint that the portal's own form makes.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::aduan::{AduanBaru, CATATAN_MAX, Jenis, Kontak, Lokasi, Persetujuan};
use shared::aksi::{Asal, JenisAksi, SKEMA};
use shared::clock::wita_day;
use shared::id::{AduanId, AksiId, PerangkatId};
use shared::kode::{Jenis as JenisKode, Kode};
use shared::kunci::Kunci;
use shared::place::{Posisi, SumberPosisi};
use shared::valid::Valid;
use shared::wilayah::{Level, Wilayah, WilayahKode, nearest_village};
use uuid::Builder;

use super::salah::Salah;
use super::saring::{service, short};
use super::tampil::{ATTR_JENIS, ATTR_RAHASIA};
use crate::aksi::{Masuk, Pemilik};

/// Farther from any village's middle than this, in metres, a point lies outside the district.
const JAUH_M: f64 = 15_000.0;
/// What a person is told to have consented to is the other tool's own text.
const PERSETUJUAN: &str = "open311";
/// Stands in, while the form is judged, for a contact that the standard lets people leave out.
const TANPA_NAMA: &str = "Tanpa nama";
const TANPA_HP: &str = "081200000000";

/// The form as it came, one text a name.
pub struct Formulir(pub HashMap<String, String>);

impl Formulir {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }

    fn attribute(&self, code: &str) -> Option<&str> {
        self.get(&format!("attribute[{code}]"))
    }

    fn number(&self, name: &str) -> Result<Option<f64>, Salah> {
        let read = |text: &str| {
            text.parse::<f64>()
                .map_err(|_| Salah::isian(format!("{name} ditulis dalam derajat, misalnya -2.3178.")))
        };
        self.get(name).map(read).transpose()
    }
}

/// The tool whose key this is. Without one nobody files.
pub fn tool<'a>(keys: &'a [(String, String)], form: &Formulir) -> Result<&'a str, Salah> {
    let given = form.get("api_key").map(|key| hex::encode(Sha256::digest(key)));
    // Hashes are compared: how long it takes tells nothing of a key.
    let known = given.and_then(|given| keys.iter().find(|(_, hash)| *hash == given));
    known.map(|(nama, _)| nama.as_str()).ok_or_else(|| {
        let told = "api_key tidak ada atau tidak dikenal. Mintalah kunci kepada pengelola portal.";
        Salah::Ditolak(StatusCode::FORBIDDEN, told.to_owned())
    })
}

pub fn read(form: &Formulir, regions: &[Wilayah], now: DateTime<Utc>) -> Result<AduanBaru, Salah> {
    let code = form
        .get("service_code")
        .ok_or_else(|| Salah::isian("service_code wajib diisi."))?;
    let uraian = form
        .get("description")
        .ok_or_else(|| Salah::isian("description wajib diisi."))?;
    let kategori = service(code)?;
    let baru = AduanBaru {
        id: AduanId::mint(),
        kode: Kode::from_random(JenisKode::Aduan, rand::random()),
        kunci_hash: Kunci::from_random(rand::random()).hash(),
        jenis: jenis(form)?,
        kategori,
        uraian: uraian.to_owned(),
        lokasi: lokasi(form, regions)?,
        foto: Vec::new(),
        pelapor: kontak(form),
        anonim: form.get("first_name").is_none() && form.get("last_name").is_none(),
        rahasia: rahasia(form)?,
        persetujuan: Persetujuan {
            versi: PERSETUJUAN.to_owned(),
            pada: now,
        },
        asal: Asal {
            perangkat: PerangkatId::mint(),
            urutan: 1,
            ditangkap_pada: now,
            skema: SKEMA,
        },
    };
    judge(baru)
}

/// By the rules of the portal's own form, but for the contact, which the standard lets people leave out.
fn judge(baru: AduanBaru) -> Result<AduanBaru, Salah> {
    let given = baru.pelapor.clone();
    let mut judged = baru;
    if given.nama.is_empty() {
        TANPA_NAMA.clone_into(&mut judged.pelapor.nama);
    }
    if given.hp.is_empty() {
        TANPA_HP.clone_into(&mut judged.pelapor.hp);
    }
    let valid = Valid::check(judged).map_err(crate::error::AppError::from)?;
    let mut baru = valid.into_inner();
    baru.pelapor = given;
    Ok(baru)
}

fn jenis(form: &Formulir) -> Result<Jenis, Salah> {
    match form.attribute(ATTR_JENIS) {
        None => Ok(Jenis::Pengaduan),
        Some(text) => Jenis::parse(text)
            .ok_or_else(|| Salah::isian(format!("attribute[{ATTR_JENIS}] \"{}\" tidak ada.", short(text)))),
    }
}

fn rahasia(form: &Formulir) -> Result<bool, Salah> {
    match form.attribute(ATTR_RAHASIA) {
        None | Some("tidak") => Ok(false),
        Some("ya") => Ok(true),
        Some(_) => Err(Salah::isian(format!("attribute[{ATTR_RAHASIA}]: ya atau tidak."))),
    }
}

fn kontak(form: &Formulir) -> Kontak {
    let names = [form.get("first_name"), form.get("last_name")];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    Kontak {
        nama: names.join(" "),
        hp: form.get("phone").unwrap_or_default().to_owned(),
        email: form.get("email").map(str::to_owned),
        tanpa_hp: false,
    }
}

/// A point, or an address that names a village of the district.
fn lokasi(form: &Formulir, regions: &[Wilayah]) -> Result<Lokasi, Salah> {
    let address = form.get("address_string");
    let note = [
        address.map(str::to_owned),
        form.get("media_url").map(|url| format!("Foto: {url}")),
    ];
    let note: Vec<String> = note.into_iter().flatten().collect();
    let catatan = note.join(". ").chars().take(CATATAN_MAX).collect();
    match (form.number("lat")?, form.number("long")?) {
        (Some(lat), Some(lng)) => {
            let near = nearest_village(regions, lat, lng).is_some_and(|(_, far)| far <= JAUH_M);
            near.then_some(Lokasi {
                wilayah: None,
                posisi: Some(Posisi {
                    lat,
                    lng,
                    akurasi_m: None,
                    sumber: SumberPosisi::Peta,
                }),
                catatan,
            })
            .ok_or_else(|| Salah::isian("Titik ini di luar daerah yang kami layani."))
        }
        (Some(_), None) | (None, Some(_)) => Err(Salah::isian("lat dan long diisi bersama.")),
        (None, None) => {
            let address = address.ok_or_else(|| Salah::isian("Isi lat dan long, atau address_string."))?;
            let wilayah = named(regions, address).ok_or_else(|| {
                Salah::isian("address_string harus menyebut satu desa atau kelurahan dan kecamatannya.")
            })?;
            Ok(Lokasi {
                wilayah: Some(wilayah),
                posisi: None,
                catatan,
            })
        }
    }
}

/// The village that an address names; two of one name are told apart by their sub-district.
fn named(regions: &[Wilayah], address: &str) -> Option<WilayahKode> {
    let address = address.to_lowercase();
    let says = |nama: &str| address.contains(&nama.to_lowercase());
    let mut found: Vec<&Wilayah> = regions
        .iter()
        .filter(|wilayah| wilayah.level.is_village() && says(&wilayah.nama))
        .collect();
    // "Lampihong Kiri" is meant where "Lampihong" alone would fit as well.
    let longest = found.iter().map(|wilayah| wilayah.nama.len()).max()?;
    found.retain(|wilayah| wilayah.nama.len() == longest);
    if found.len() > 1 {
        let above = |wilayah: &Wilayah| {
            regions
                .iter()
                .find(|one| Some(&one.kode) == wilayah.induk.as_ref())
        };
        found.retain(|wilayah| {
            above(wilayah).is_some_and(|one| one.level == Level::Kecamatan && says(&one.nama))
        });
    }
    match found[..] {
        [one] => Some(one.kode.clone()),
        _ => None,
    }
}

/// The standard knows no idempotency key: what the same tool files with the same words on the same day (in WITA) is the
/// same, and is answered alike.
pub fn masuk(tool: &str, form: &Formulir, baru: &AduanBaru, now: DateTime<Utc>) -> Masuk {
    let mut fields: Vec<(&String, &String)> = form.0.iter().filter(|(name, _)| *name != "api_key").collect();
    fields.sort();
    let mut hash = Sha256::new();
    for part in [tool, &wita_day(now).to_string()] {
        hash.update(part);
        hash.update([0]);
    }
    for (name, value) in fields {
        hash.update(name);
        hash.update([0]);
        hash.update(value);
        hash.update([0]);
    }
    let digest = hash.finalize();
    let mut start = [0; 16];
    start.copy_from_slice(&digest[..16]);
    Masuk {
        id: AksiId(Builder::from_random_bytes(start).into_uuid()),
        jenis: JenisAksi::AduanBaru,
        // Each of them has a key of its own; who brought it is the tool.
        pemilik: Pemilik::Kunci(shared::kunci::KunciHash(hex::encode(Sha256::digest(tool)))),
        badan_sha256: hex::encode(digest),
        asal: baru.asal.clone(),
        pada: now,
    }
}
