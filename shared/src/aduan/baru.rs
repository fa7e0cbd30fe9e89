//! A new complaint as the device sends it. Parts are validated one by one too, since the form asks for them on
//! four pages.

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{Jenis, Kategori};
use crate::aksi::Asal;
use crate::file::Foto;
use crate::id::AduanId;
use crate::kode::Kode;
use crate::kunci::{KunciHash, is_sha256};
use crate::place::Posisi;
use crate::valid::{is_email, is_hp, plain_text, trimmed_length};
use crate::wilayah::WilayahKode;

/// Least characters of an *uraian*.
pub const URAIAN_MIN: usize = 20;
/// Most characters of an *uraian*.
pub const URAIAN_MAX: usize = 2_000;
/// Most photos of a complaint.
pub const FOTO_MAX: usize = 5;
pub const NAMA_MIN: usize = 2;
pub const NAMA_MAX: usize = 100;
/// Most characters of the note on the place.
pub const CATATAN_MAX: usize = 300;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AduanBaru {
    #[garde(skip)]
    pub id: AduanId,
    #[garde(skip)]
    pub kode: Kode,
    /// SHA-256 of the reporter's key; the key itself never leaves the device with the record.
    #[garde(custom(is_kunci_hash))]
    pub kunci_hash: KunciHash,
    #[garde(skip)]
    pub jenis: Jenis,
    #[garde(skip)]
    pub kategori: Kategori,
    #[garde(custom(trimmed_length(URAIAN_MIN, URAIAN_MAX)))]
    pub uraian: String,
    #[garde(dive)]
    pub lokasi: Lokasi,
    #[garde(custom(photos), dive)]
    pub foto: Vec<Foto>,
    #[garde(dive)]
    pub pelapor: Kontak,
    /// Hides the name from all but the system.
    #[garde(skip)]
    pub anonim: bool,
    /// Hides the report from the public.
    #[garde(skip)]
    pub rahasia: bool,
    #[garde(dive)]
    pub persetujuan: Persetujuan,
    #[garde(dive)]
    pub asal: Asal,
}

/// Where it is: a village, a point, or both. The point is a field of its own and never hidden in a photo.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lokasi {
    /// The village, by its code; the server suggests the nearest one where only a point is given.
    #[garde(custom(village_or_point(&self.posisi)))]
    #[serde(default)]
    pub wilayah: Option<WilayahKode>,
    #[garde(dive)]
    #[serde(default)]
    pub posisi: Option<Posisi>,
    /// How to find the place, e.g. "seberang langgar".
    #[garde(custom(trimmed_length(0, CATATAN_MAX)))]
    #[serde(default)]
    pub catatan: String,
}

/// Who reports.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kontak {
    #[garde(custom(trimmed_length(NAMA_MIN, NAMA_MAX)))]
    pub nama: String,
    #[garde(custom(phone_unless(&self.tanpa_hp)))]
    pub hp: String,
    #[garde(inner(custom(is_email)))]
    #[serde(default)]
    pub email: Option<String>,
    /// He has no phone: only somebody who enters it for him may say so, and `hp` is empty then.
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tanpa_hp: bool,
}

/// Proof of consent (UU 27/2022, articles 22 and 24): which text, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Persetujuan {
    /// Version of the text that was shown.
    #[garde(length(chars, min = 1, max = 40), custom(plain_text))]
    pub versi: String,
    #[garde(skip)]
    pub pada: DateTime<Utc>,
}

pub(super) fn is_kunci_hash(hash: &KunciHash, _: &()) -> garde::Result {
    if is_sha256(&hash.0) {
        Ok(())
    } else {
        Err(garde::Error::new(
            "Sidik kunci pelapor ditulis dengan 64 angka heksadesimal huruf kecil.",
        ))
    }
}

fn village_or_point(
    posisi: &Option<Posisi>,
) -> impl FnOnce(&Option<WilayahKode>, &()) -> garde::Result + use<> {
    let has_point = posisi.is_some();
    move |wilayah, ()| match wilayah {
        Some(_) => Ok(()),
        None if has_point => Ok(()),
        None => Err(garde::Error::new(
            "Pilih desa atau kelurahan, atau tandai tempatnya di peta.",
        )),
    }
}

fn photos(foto: &[Foto], _: &()) -> garde::Result {
    if foto.len() > FOTO_MAX {
        return Err(garde::Error::new(format!(
            "Terlalu banyak foto: paling banyak {FOTO_MAX}."
        )));
    }
    let repeated = foto
        .iter()
        .enumerate()
        .any(|(place, one)| foto[..place].iter().any(|f| f.sha256 == one.sha256));
    if repeated {
        Err(garde::Error::new(
            "Ada foto yang sama dua kali. Hapus salah satunya.",
        ))
    } else {
        Ok(())
    }
}

fn phone_unless(tanpa_hp: &bool) -> impl FnOnce(&str, &()) -> garde::Result + use<> {
    let none = *tanpa_hp;
    move |text, context| match (none, text.trim().is_empty()) {
        (true, true) => Ok(()),
        (true, false) => Err(garde::Error::new(
            "Kosongkan nomor HP, atau hapus tanda bahwa ia tidak punya HP.",
        )),
        (false, _) => is_hp(text, context),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::file::MediaType;
    use crate::id::PerangkatId;
    use crate::kunci::Kunci;
    use crate::valid::Valid;

    fn example() -> AduanBaru {
        AduanBaru {
            id: AduanId::mint(),
            kode: Kode::from_random(crate::kode::Jenis::Aduan, [1; 12]),
            kunci_hash: Kunci::from_random([1; 16]).hash(),
            jenis: Jenis::Pengaduan,
            kategori: Kategori::Drainase,
            uraian: "Saluran di samping langgar tersumbat tanah.".into(),
            lokasi: Lokasi {
                wilayah: WilayahKode::parse("63.11.05.2001"),
                ..Lokasi::default()
            },
            foto: vec![],
            pelapor: Kontak {
                nama: "Siti".into(),
                hp: "0812 3456 7890".into(),
                email: None,
                tanpa_hp: false,
            },
            anonim: false,
            rahasia: false,
            persetujuan: Persetujuan {
                versi: "1".into(),
                pada: DateTime::UNIX_EPOCH,
            },
            asal: Asal {
                perangkat: PerangkatId::mint(),
                urutan: 1,
                ditangkap_pada: DateTime::UNIX_EPOCH,
                skema: 1,
            },
        }
    }

    #[test]
    fn no_number_is_asked_of_whoever_has_no_phone() {
        for (hp, tanpa_hp, good) in [
            ("", true, true),
            ("0812 3456 7890", true, false),
            ("", false, false),
            ("0812 3456 7890", false, true),
        ] {
            let mut aduan = example();
            aduan.pelapor.hp = hp.into();
            aduan.pelapor.tanpa_hp = tanpa_hp;
            assert_eq!(Valid::check(aduan).is_ok(), good, "{hp:?}, {tanpa_hp}");
        }
        // What a device sent before there was such a field reads as before.
        let kontak: Kontak = serde_json::from_str(r#"{"nama": "Siti", "hp": "081234567890"}"#).unwrap();
        assert!(!kontak.tanpa_hp);
        assert!(!serde_json::to_string(&kontak).unwrap().contains("tanpa_hp"));
    }

    fn foto(digit: char) -> Foto {
        Foto {
            sha256: digit.to_string().repeat(64),
            bytes: 1_000,
            media_type: MediaType::Jpeg,
        }
    }

    /// The fields at fault after one change to a good complaint.
    fn faults(change: impl FnOnce(&mut AduanBaru)) -> Vec<String> {
        let mut aduan = example();
        change(&mut aduan);
        match Valid::check(aduan) {
            Ok(_) => vec![],
            Err(error) => {
                assert_eq!(error.code, ErrorCode::IsianSalah);
                error.fields.into_iter().map(|f| f.field).collect()
            }
        }
    }

    #[test]
    fn a_good_complaint_is_valid() {
        assert!(faults(|_| {}).is_empty());
    }

    #[test]
    fn each_limit_names_its_field() {
        assert_eq!(faults(|a| a.uraian = "x".repeat(URAIAN_MIN - 1)), ["uraian"]);
        assert!(faults(|a| a.uraian = "é".repeat(URAIAN_MAX)).is_empty());
        assert_eq!(faults(|a| a.uraian = "é".repeat(URAIAN_MAX + 1)), ["uraian"]);
        assert_eq!(faults(|a| a.lokasi.wilayah = None), ["lokasi.wilayah"]);
        assert_eq!(
            faults(|a| a.lokasi.catatan = "x".repeat(CATATAN_MAX + 1)),
            ["lokasi.catatan"]
        );
        assert_eq!(faults(|a| a.pelapor.nama = " a ".into()), ["pelapor.nama"]);
        assert_eq!(faults(|a| a.pelapor.hp = "123".into()), ["pelapor.hp"]);
        assert_eq!(
            faults(|a| a.pelapor.email = Some("siti".into())),
            ["pelapor.email"]
        );
        assert_eq!(faults(|a| a.kunci_hash = KunciHash("x".into())), ["kunci_hash"]);
        assert_eq!(faults(|a| a.asal.skema = 2), ["asal.skema"]);
        assert_eq!(
            faults(|a| a.foto = "012345".chars().map(foto).collect()),
            ["foto"]
        );
        assert_eq!(faults(|a| a.foto = vec![foto('a'), foto('a')]), ["foto"]);
        assert_eq!(
            faults(|a| a.foto = vec![Foto {
                bytes: 0,
                ..foto('a')
            }]),
            ["foto[0].bytes"]
        );
        assert_eq!(
            faults(|a| a.foto = vec![Foto {
                sha256: "zz".into(),
                ..foto('a')
            }]),
            ["foto[0].sha256"]
        );
    }

    #[test]
    fn a_point_stands_in_for_a_village() {
        let posisi = Posisi {
            lat: -2.3,
            lng: 115.4,
            akurasi_m: Some(8.0),
            sumber: crate::place::SumberPosisi::Gps,
        };
        assert!(
            faults(|a| a.lokasi = Lokasi {
                posisi: Some(posisi),
                ..Lokasi::default()
            })
            .is_empty()
        );
        let off = Posisi { lat: 99.0, ..posisi };
        assert_eq!(faults(|a| a.lokasi.posisi = Some(off)), ["lokasi.posisi.lat"]);
    }
}
