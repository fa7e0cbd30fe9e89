//! What an officer in the field puts right of a complaint. The reporter's own words (*uraian*) are none of it: what is to
//! be said besides them is a message or a note.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{Aduan, CATATAN_MAX, Jenis, Kategori, TEKS_MAX};
use crate::aksi::Asal;
use crate::gabung::{Sisi, Ubahan};
use crate::id::BedaId;
use crate::place::Posisi;
use crate::valid::trimmed_length;
use crate::wilayah::{Wilayah, WilayahKode, full_name};

/// The fields that can be put right.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NamaKolom {
    Jenis,
    Kategori,
    Wilayah,
    Patokan,
    Posisi,
}

impl NamaKolom {
    pub const ALL: [Self; 5] = [
        Self::Jenis,
        Self::Kategori,
        Self::Wilayah,
        Self::Patokan,
        Self::Posisi,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jenis => "jenis",
            Self::Kategori => "kategori",
            Self::Wilayah => "wilayah",
            Self::Patokan => "patokan",
            Self::Posisi => "posisi",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kolom| kolom.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Jenis => "Jenis",
            Self::Kategori => "Kategori",
            Self::Wilayah => "Desa",
            Self::Patokan => "Patokan",
            Self::Posisi => "Titik di peta",
        }
    }

    /// Whether its values may tell where a person lives.
    pub const fn pribadi(self) -> bool {
        match self {
            Self::Patokan | Self::Posisi => true,
            Self::Jenis | Self::Kategori | Self::Wilayah => false,
        }
    }
}

/// A value of one of the fields. Points are rounded ([`Posisi::bulat`]) and texts trimmed, so that what was read and
/// what stands there compare alike wherever they were written down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kolom", content = "nilai", rename_all = "snake_case")]
pub enum Nilai {
    Jenis(Jenis),
    Kategori(Kategori),
    Wilayah(WilayahKode),
    Patokan(String),
    Posisi(Option<Posisi>),
}

impl Nilai {
    pub const fn kolom(&self) -> NamaKolom {
        match self {
            Self::Jenis(_) => NamaKolom::Jenis,
            Self::Kategori(_) => NamaKolom::Kategori,
            Self::Wilayah(_) => NamaKolom::Wilayah,
            Self::Patokan(_) => NamaKolom::Patokan,
            Self::Posisi(_) => NamaKolom::Posisi,
        }
    }

    pub fn patokan(text: &str) -> Self {
        Self::Patokan(text.trim().to_owned())
    }

    pub fn posisi(posisi: Option<Posisi>) -> Self {
        Self::Posisi(posisi.map(Posisi::bulat))
    }

    /// What stands in the complaint; nothing where its reader is not told the village's code.
    pub fn of(aduan: &Aduan, kolom: NamaKolom) -> Option<Self> {
        Some(match kolom {
            NamaKolom::Jenis => Self::Jenis(aduan.jenis),
            NamaKolom::Kategori => Self::Kategori(aduan.kategori),
            NamaKolom::Wilayah => Self::Wilayah(aduan.lokasi.wilayah.clone()?),
            NamaKolom::Patokan => Self::patokan(&aduan.lokasi.catatan),
            NamaKolom::Posisi => Self::posisi(aduan.lokasi.posisi),
        })
    }

    /// As people read it; a village by its name, where the regions are known.
    pub fn kata(&self, regions: &[Wilayah]) -> Cow<'static, str> {
        match self {
            Self::Jenis(jenis) => jenis.label().into(),
            Self::Kategori(kategori) => kategori.label().into(),
            Self::Wilayah(kode) => full_name(regions, kode)
                .unwrap_or_else(|| kode.to_string())
                .into(),
            Self::Patokan(text) if text.is_empty() => "(kosong)".into(),
            Self::Patokan(text) => text.clone().into(),
            Self::Posisi(None) => "(tanpa titik)".into(),
            Self::Posisi(Some(posisi)) => format!("{:.5}; {:.5}", posisi.lat, posisi.lng)
                .replace('.', ",")
                .into(),
        }
    }
}

/// Corrections of one complaint, each field with what the officer had read there. They are merged by field
/// ([`crate::gabung`]), so an officer who was without a network for days is not refused for what others did meanwhile.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PembetulanBaru {
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jenis: Option<Ubahan<Jenis>>,
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kategori: Option<Ubahan<Kategori>>,
    /// The village.
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wilayah: Option<Ubahan<WilayahKode>>,
    /// How to find the place; the `catatan` of the complaint's *lokasi*.
    #[garde(inner(custom(good_patokan)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patokan: Option<Ubahan<String>>,
    #[garde(inner(custom(good_posisi)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posisi: Option<Ubahan<Option<Posisi>>>,
    /// Why, for the officers; may be empty.
    #[garde(custom(trimmed_length(0, TEKS_MAX)))]
    #[serde(default)]
    pub alasan: String,
    #[garde(dive)]
    pub asal: Asal,
}

fn good_patokan(ubahan: &Ubahan<String>, context: &()) -> garde::Result {
    trimmed_length(0, CATATAN_MAX)(&ubahan.ke, context)
}

fn good_posisi(ubahan: &Ubahan<Option<Posisi>>, _: &()) -> garde::Result {
    let Some(Err(report)) = ubahan.ke.map(|posisi| posisi.validate()) else {
        return Ok(());
    };
    let first = report.iter().next();
    Err(first.map_or_else(
        || garde::Error::new("Titik ini tidak benar."),
        |(_, error)| error.clone(),
    ))
}

impl PembetulanBaru {
    /// Without any correction.
    pub const fn kosong(alasan: String, asal: Asal) -> Self {
        Self {
            jenis: None,
            kategori: None,
            wilayah: None,
            patokan: None,
            posisi: None,
            alasan,
            asal,
        }
    }

    /// The fields in the order of [`NamaKolom::ALL`].
    pub fn ubahan(&self) -> Vec<Ubahan<Nilai>> {
        fn of<T>(ubahan: Option<&Ubahan<T>>, nilai: impl Fn(&T) -> Nilai) -> Option<Ubahan<Nilai>> {
            ubahan.map(|ubahan| Ubahan {
                dari: nilai(&ubahan.dari),
                ke: nilai(&ubahan.ke),
            })
        }
        let all = [
            of(self.jenis.as_ref(), |jenis| Nilai::Jenis(*jenis)),
            of(self.kategori.as_ref(), |kategori| Nilai::Kategori(*kategori)),
            of(self.wilayah.as_ref(), |kode| Nilai::Wilayah(kode.clone())),
            of(self.patokan.as_ref(), |text| Nilai::patokan(text)),
            of(self.posisi.as_ref(), |posisi| Nilai::posisi(*posisi)),
        ];
        all.into_iter().flatten().collect()
    }

    /// What came of each field, read from the complaint as it is answered.
    pub fn sampai(&self, kini: &Aduan) -> Vec<Sampai> {
        let all = self.ubahan().into_iter();
        all.map(|Ubahan { ke, .. }| {
            let kolom = ke.kolom();
            if Nilai::of(kini, kolom).as_ref() == Some(&ke) {
                return Sampai::Tersimpan(kolom);
            }
            let waits = kini.beda.iter().find(|beda| beda.ajuan.nilai == ke);
            waits.map_or(Sampai::Diputus(kolom), |beda| {
                Sampai::Beda(Box::new(beda.clone()))
            })
        })
        .collect()
    }
}

/// What came of one field of a correction, for whoever sent it.
#[derive(Clone, PartialEq, Debug)]
pub enum Sampai {
    Tersimpan(NamaKolom),
    /// Somebody else had changed it: both are kept.
    Beda(Box<BedaTampil>),
    /// Somebody has chosen another value since.
    Diputus(NamaKolom),
}

/// A value, with who wrote it and when it reached the server.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NilaiOleh {
    pub nilai: Nilai,
    /// Name of the officer; none where it is the reporter's.
    pub oleh: Option<String>,
    pub pada: DateTime<Utc>,
}

/// Two values of one field between which an officer is to choose.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BedaTampil {
    pub id: BedaId,
    /// What a choice names.
    pub versi: i64,
    /// What the writer of the proposal had read.
    pub dasar: Nilai,
    pub kini: NilaiOleh,
    pub ajuan: NilaiOleh,
}

/// A choice between the two.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PilihanBaru {
    /// The version of the difference on which the officer decided.
    #[garde(range(min = 1))]
    pub versi: i64,
    #[garde(skip)]
    pub pilih: Sisi,
    #[garde(dive)]
    pub asal: Asal,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PerangkatId;
    use crate::place::SumberPosisi;
    use crate::valid::Valid;

    fn asal() -> Asal {
        Asal {
            perangkat: PerangkatId::mint(),
            urutan: 1,
            ditangkap_pada: DateTime::UNIX_EPOCH,
            skema: 1,
        }
    }

    fn titik(lat: f64) -> Posisi {
        Posisi {
            lat,
            lng: 115.622_773,
            akurasi_m: Some(7.949_999),
            sumber: SumberPosisi::Gps,
        }
    }

    #[test]
    fn fields_read_alike_in_json_and_in_the_database() {
        for kolom in NamaKolom::ALL {
            assert_eq!(serde_json::to_value(kolom).unwrap(), kolom.as_str());
            assert_eq!(NamaKolom::parse(kolom.as_str()), Some(kolom));
        }
        let told = serde_json::to_value(Nilai::Kategori(Kategori::Drainase)).unwrap();
        assert_eq!(
            told,
            serde_json::json!({"kolom": "kategori", "nilai": "drainase"})
        );
    }

    #[test]
    fn a_value_is_judged_as_in_a_new_complaint_and_names_its_field() {
        let faults = |change: &dyn Fn(&mut PembetulanBaru)| {
            let mut baru = PembetulanBaru::kosong(String::new(), asal());
            change(&mut baru);
            let faults = Valid::check(baru).err().map(|error| error.fields);
            faults
                .unwrap_or_default()
                .into_iter()
                .map(|fault| fault.field)
                .collect::<Vec<_>>()
        };
        assert!(faults(&|_| {}).is_empty());
        let long = "x".repeat(CATATAN_MAX + 1);
        let dari = || String::new();
        assert_eq!(
            faults(&|baru| baru.patokan = Some(Ubahan {
                dari: dari(),
                ke: long.clone()
            })),
            ["patokan"]
        );
        assert_eq!(
            faults(&|baru| baru.patokan = Some(Ubahan {
                dari: dari(),
                ke: "a\u{7}".into()
            })),
            ["patokan"]
        );
        for (lat, good) in [(-2.3, true), (99.0, false), (f64::NAN, false)] {
            let posisi = Some(Ubahan {
                dari: None,
                ke: Some(titik(lat)),
            });
            assert_eq!(
                faults(&|baru| baru.posisi = posisi.clone()).is_empty(),
                good,
                "{lat}"
            );
        }
        assert_eq!(faults(&|baru| baru.alasan = "x".repeat(TEKS_MAX + 1)), ["alasan"]);
    }

    #[test]
    fn the_same_point_is_the_same_however_it_was_written_down() {
        let kini = Nilai::posisi(Some(titik(-2.317_834_000_000_000_3)));
        assert_eq!(kini, Nilai::posisi(Some(titik(-2.317_834))));
        assert_ne!(kini, Nilai::posisi(Some(titik(-2.317_835))));
        assert_eq!(
            Nilai::patokan(" Seberang langgar\n"),
            Nilai::patokan("Seberang langgar")
        );
    }
}
