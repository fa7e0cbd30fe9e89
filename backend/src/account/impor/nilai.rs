//! Judges one line: what stands in each column, and what to write instead where it is wrong.

use std::collections::HashMap;

use chrono::NaiveDate;
use shared::account::{AkunBaru, ImporSalah, Peran, Skpd, Tugas};
use shared::aksi::{Asal, SKEMA};
use shared::id::{AccountId, PerangkatId};
use shared::valid::Valid;
use shared::wilayah::{Wilayah, WilayahKode};

use crate::account::kelola::Wilayahku;
use crate::clock;
use crate::lembar::Baris;

/// What a line may name.
pub struct Dikenal<'a> {
    wilayah: HashMap<&'a str, &'a Wilayah>,
    skpd: &'a [Skpd],
    reach: &'a Wilayahku,
    today: NaiveDate,
}

/// A line that may be made an account.
pub struct Baik {
    pub nama_pengguna: String,
    pub nama: String,
    pub email: Option<String>,
    pub hp: Option<String>,
    pub tugas: Tugas,
}

impl<'a> Dikenal<'a> {
    pub fn new(wilayah: &'a [Wilayah], skpd: &'a [Skpd], reach: &'a Wilayahku, today: NaiveDate) -> Self {
        Self {
            wilayah: wilayah.iter().map(|one| (one.kode.as_str(), one)).collect(),
            skpd,
            reach,
            today,
        }
    }

    /// # Errors
    /// Each column at fault.
    pub fn judge(&self, baris: &Baris) -> Result<Baik, Vec<ImporSalah>> {
        let mut slips = Vec::new();
        let mut keep = |kolom: &str, outcome: Result<(), String>| {
            if let Err(pesan) = outcome {
                slips.push(slip(baris, kolom, pesan));
            }
        };
        let (mut peran, mut wilayah) = (None, None);
        keep(
            "peran",
            peran_of(baris.get("peran")).map(|found| peran = Some(found)),
        );
        keep(
            "wilayah",
            self.wilayah_of(baris.get("wilayah"))
                .map(|found| wilayah = Some(found)),
        );
        let (mut mulai, mut sampai) = (None, None);
        keep("mulai", day_of(baris.get("mulai")).map(|found| mulai = found));
        keep("sampai", day_of(baris.get("sampai")).map(|found| sampai = found));
        let skpd = given(baris.get("skpd"));
        let bidang = given(baris.get("bidang"));
        keep("skpd", self.skpd_known(skpd.as_deref(), bidang.as_deref()));
        keep("bidang", self.bidang_known(skpd.as_deref(), bidang.as_deref()));
        let (Some(peran), Some(wilayah)) = (peran, wilayah) else {
            return Err(slips);
        };
        if !slips.is_empty() {
            return Err(slips);
        }
        let tugas = Tugas {
            peran,
            wilayah,
            skpd,
            bidang,
            mulai: mulai.unwrap_or(self.today),
            sampai,
        };
        by_the_rules_of_the_form(baris, tugas)
    }

    fn wilayah_of(&self, text: &str) -> Result<WilayahKode, String> {
        let kode = WilayahKode::parse(text)
            .filter(|kode| self.wilayah.contains_key(kode.as_str()) && self.reach.covers(kode));
        kode.ok_or_else(|| {
            "Kode wilayah ini tidak ada, atau di luar wilayah Anda. Lihat lembar \"wilayah\" di contoh; tulis sebagai teks, misalnya 63.11.05.2007.".to_owned()
        })
    }

    fn skpd_known(&self, skpd: Option<&str>, bidang: Option<&str>) -> Result<(), String> {
        match skpd {
            None if bidang.is_some() => Err("Isi kode SKPD dari bidang ini.".to_owned()),
            None => Ok(()),
            Some(kode) if self.skpd.iter().any(|one| one.aktif && one.kode == kode) => Ok(()),
            Some(_) => {
                Err("Kode SKPD ini tidak ada atau tidak aktif. Lihat lembar \"skpd\" di contoh.".to_owned())
            }
        }
    }

    fn bidang_known(&self, skpd: Option<&str>, bidang: Option<&str>) -> Result<(), String> {
        let (Some(skpd), Some(bidang)) = (skpd, bidang) else {
            return Ok(());
        };
        let office = self.skpd.iter().find(|one| one.kode == skpd);
        match office {
            Some(office) if office.bidang.iter().any(|part| part.aktif && part.kode == bidang) => Ok(()),
            // Of an unknown office the column `skpd` tells.
            None => Ok(()),
            Some(_) => {
                Err("Kode bidang ini tidak ada di SKPD itu. Lihat lembar \"skpd\" di contoh.".to_owned())
            }
        }
    }
}

fn peran_of(text: &str) -> Result<Peran, String> {
    let plain = text.to_lowercase();
    let found = Peran::ALL
        .into_iter()
        .find(|peran| peran.as_str() == plain || peran.label().to_lowercase() == plain);
    found.ok_or_else(|| match text {
        "" => "Wajib diisi. Lihat lembar \"peran\" di contoh.".to_owned(),
        _ => "Peran ini tidak dikenal. Lihat lembar \"peran\" di contoh, misalnya operator_desa.".to_owned(),
    })
}

/// `2026-01-31` or, as it is written here, `31/01/2026`.
fn day_of(text: &str) -> Result<Option<NaiveDate>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
        .into_iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
        .map(Some)
        .ok_or_else(|| "Tanggal ini tidak terbaca. Tulis seperti 31/01/2026.".to_owned())
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// What the form would refuse is refused here too, in the same words.
fn by_the_rules_of_the_form(baris: &Baris, tugas: Tugas) -> Result<Baik, Vec<ImporSalah>> {
    let new = AkunBaru {
        id: AccountId::mint(),
        nama_pengguna: baris.get("nama_pengguna").trim().to_lowercase(),
        nama: baris.get("nama").trim().to_owned(),
        email: given(baris.get("email")),
        hp: given(baris.get("hp")),
        tugas: vec![tugas.clone()],
        asal: Asal {
            perangkat: PerangkatId::mint(),
            urutan: 1,
            ditangkap_pada: clock::now(),
            skema: SKEMA,
        },
    };
    match Valid::check(new) {
        Ok(good) => {
            let good = good.into_inner();
            Ok(Baik {
                nama_pengguna: good.nama_pengguna,
                nama: good.nama,
                email: good.email,
                hp: good.hp,
                tugas,
            })
        }
        Err(refused) => Err(refused
            .fields
            .into_iter()
            .map(|fault| {
                let kolom = fault.field.rsplit('.').next().unwrap_or_default().to_owned();
                slip(baris, &kolom, fault.message)
            })
            .collect()),
    }
}

fn slip(baris: &Baris, kolom: &str, pesan: String) -> ImporSalah {
    ImporSalah {
        baris: baris.nomor,
        kolom: kolom.to_owned(),
        isi: baris.get(kolom).to_owned(),
        pesan,
    }
}
