//! The district that the portal stands in. Nothing of it is code: another district brings its own file.

use std::path::Path;

use anyhow::{Context, ensure};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::aduan::{AturanBatas, AturanSiklus, HARI_KERJA_MAX, Jenis, Kategori, Tahap};
use shared::portal::{Kontak, TeksPersetujuan};
use shared::pribadi::AturanPribadi;
use shared::wilayah::WilayahKode;

/// Used when no file is named.
const DEFAULT: &str = include_str!("../../district/balangan.toml");
/// *Hari kerja* to answer what needs an inspection (service standards after PermenPANRB 62/2018; unverified).
const PENGAWASAN: u32 = 60;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// The portal's own name.
    pub nama: String,
    /// The district in full, as on a letterhead: "Kabupaten …".
    pub kabupaten: String,
    /// Code of the district in the region table.
    pub wilayah: WilayahKode,
    /// Path of a picture below the web app, if the district has put one there.
    #[serde(default)]
    pub logo: Option<String>,
    /// The office that answers.
    pub skpd: String,
    pub kontak: Kontak,
    pub peta: Peta,
    /// What a reporter consents to (UU 27/2022, articles 20 to 22).
    pub persetujuan: TeksPersetujuan,
    #[serde(default)]
    pub batas_waktu: BatasHari,
    #[serde(default)]
    pub publik: Publik,
    /// When the portal itself moves a complaint along.
    #[serde(default)]
    pub siklus: AturanSiklus,
    /// How personal data are kept, and how soon who asks for his is answered.
    #[serde(default)]
    pub data_pribadi: AturanPribadi,
    /// The offices that are made at the first start.
    #[serde(default)]
    pub daftar_skpd: Vec<DaftarSkpd>,
}

/// An office with its parts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaftarSkpd {
    pub kode: String,
    pub nama: String,
    #[serde(default)]
    pub bidang: Vec<DaftarBidang>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaftarBidang {
    pub kode: String,
    pub nama: String,
}

/// What goes with the figures and the open data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publik {
    /// Percent of the complaints that the district means to resolve (its own indicator; unverified).
    pub sasaran_persen: f64,
    /// Licence of the open data, and where it can be read.
    pub lisensi: String,
    pub lisensi_url: String,
}

impl Default for Publik {
    fn default() -> Self {
        Self {
            sasaran_persen: 81.0,
            lisensi: "CC BY 4.0".to_owned(),
            lisensi_url: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
        }
    }
}

/// Stands in the consent for how long data are kept.
const SIMPAN: &str = "{simpan}";

/// Where the map opens.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peta {
    /// Degrees, WGS84.
    pub lat: f64,
    /// Degrees, WGS84.
    pub lng: f64,
    pub zoom: u8,
}

/// The first limits of a new portal, in *hari kerja*; later ones are set in the portal itself. What is left out is as the
/// national rules have it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BatasHari {
    pub verifikasi: u32,
    pub informasi: u32,
    /// For what needs no inspection.
    pub tindak_lanjut: u32,
    /// For what needs one (*berkadar pengawasan*).
    pub pengawasan: u32,
    /// Complaints of which categories need one.
    pub kategori_pengawasan: Vec<Kategori>,
}

/// The first rules hold for whatever was received before they were put down.
const SEJAK_AWAL: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

impl Default for BatasHari {
    fn default() -> Self {
        Self {
            verifikasi: Tahap::Verifikasi.nasional(Jenis::Pengaduan),
            informasi: Tahap::TindakLanjut.nasional(Jenis::PermintaanInformasi),
            tindak_lanjut: Tahap::TindakLanjut.nasional(Jenis::Pengaduan),
            pengawasan: PENGAWASAN,
            kategori_pengawasan: Vec::new(),
        }
    }
}

impl BatasHari {
    /// The rules that a new portal begins with.
    pub fn aturan(&self) -> Vec<AturanBatas> {
        let rule = |tahap, jenis, kategori, hari_kerja| AturanBatas {
            tahap,
            jenis,
            kategori,
            hari_kerja,
            berlaku_mulai: SEJAK_AWAL,
            berlaku_sampai: None,
        };
        let of_kind = Jenis::ALL.into_iter().flat_map(|jenis| {
            let answer = match jenis {
                Jenis::PermintaanInformasi => self.informasi,
                Jenis::Pengaduan | Jenis::Aspirasi => self.tindak_lanjut,
            };
            [
                rule(Tahap::Verifikasi, jenis, None, self.verifikasi),
                rule(Tahap::TindakLanjut, jenis, None, answer),
            ]
        });
        let inspected = Kategori::ALL
            .into_iter()
            .filter(|kategori| self.kategori_pengawasan.contains(kategori));
        let inspected = inspected.map(|kategori| {
            rule(
                Tahap::TindakLanjut,
                Jenis::Pengaduan,
                Some(kategori),
                self.pengawasan,
            )
        });
        of_kind.chain(inspected).collect()
    }

    fn check(&self) -> anyhow::Result<()> {
        for (name, days) in [
            ("verifikasi", self.verifikasi),
            ("informasi", self.informasi),
            ("tindak_lanjut", self.tindak_lanjut),
            ("pengawasan", self.pengawasan),
        ] {
            ensure!(
                (1..=HARI_KERJA_MAX).contains(&days),
                "batas_waktu.{name}: isi 1 sampai {HARI_KERJA_MAX} hari kerja"
            );
        }
        Ok(())
    }
}

impl District {
    pub fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        let mut district = Self::read(path)?;
        district.batas_waktu.check()?;
        ensure!(
            district.siklus.berurutan(),
            "siklus: penghubung paling kecil 1, lalu kepala_skpd dan inspektorat tidak lebih cepat daripadanya"
        );
        let keeps = district.data_pribadi;
        ensure!(
            keeps.jawab_jam >= 1 && (keeps.simpan_hari == 0 || keeps.simpan_hari >= 30),
            "data_pribadi: jawab_jam paling kecil 1; simpan_hari 0 (selamanya) atau paling kecil 30"
        );
        let consented = &mut district.persetujuan.masa_simpan;
        ensure!(
            consented.contains(SIMPAN) == (keeps.simpan_hari > 0),
            "persetujuan: masa_simpan menyebut lamanya sebagai {SIMPAN}, agar sama dengan data_pribadi.simpan_hari; tanpa {SIMPAN} hanya bila simpan_hari 0"
        );
        *consented = consented.replace(SIMPAN, &keeps.simpan());
        // Another length is another text, which is what its version stands for.
        district.persetujuan.versi += &format!("/{}", keeps.simpan_hari);
        Ok(district)
    }

    fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        match path {
            None => toml::from_str(DEFAULT).context("berkas daerah bawaan tidak terbaca"),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("PORTAL_DISTRICT: {} tidak dapat dibaca", path.display()))?;
                toml::from_str(&text)
                    .with_context(|| format!("PORTAL_DISTRICT: {} tidak dapat dipakai", path.display()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_district_is_complete() {
        let district = District::load(None).unwrap();
        assert!(!district.nama.is_empty());
    }

    #[test]
    fn what_is_consented_to_is_how_long_data_are_kept() {
        let file = |days: u32, text: &str| {
            let file = tempfile::NamedTempFile::new().unwrap();
            let toml = DEFAULT
                .replace("sampai {simpan} setelah", text)
                .replace("simpan_hari = 1825", &format!("simpan_hari = {days}"));
            std::fs::write(file.path(), toml).unwrap();
            District::load(Some(file.path())).map(|district| district.persetujuan.masa_simpan)
        };
        assert!(file(1_825, "{simpan}").unwrap().contains("5 tahun"));
        assert!(file(730, "{simpan}").unwrap().contains("2 tahun"));
        assert!(file(400, "{simpan}").unwrap().contains("400 hari"));
        assert!(file(0, "tanpa batas").unwrap().contains("tanpa batas"));
        for wrong in [file(0, "{simpan}"), file(1_825, "dua tahun")] {
            assert!(wrong.unwrap_err().to_string().contains("masa_simpan"));
        }
    }

    #[test]
    fn the_first_rules_tell_each_kind_and_what_needs_an_inspection() {
        let rules = District::load(None).unwrap().batas_waktu.aturan();
        let days: Vec<u32> = rules.iter().map(|aturan| aturan.hari_kerja).collect();
        assert_eq!(days, [3, 14, 3, 14, 3, 5, 60]);
        let zero = BatasHari {
            informasi: 0,
            ..BatasHari::default()
        };
        assert!(zero.check().unwrap_err().to_string().contains("informasi"));
    }

    #[test]
    fn a_misspelt_line_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lain.toml");
        std::fs::write(&path, DEFAULT.replace("skpd =", "skdp =")).unwrap();
        assert!(format!("{:#}", District::load(Some(&path)).unwrap_err()).contains("skdp"));
    }
}
