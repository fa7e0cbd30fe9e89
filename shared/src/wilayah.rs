//! The regions of the district, by the codes of the Ministry of Home Affairs (`PP.KK.CC.XXXX`). Codes have gaps and
//! names repeat (two villages are called Galumbang), so a region is known by its code and never by its name.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::place::distance_m;

/// A region's code, e.g. `63.11.05.2001`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct WilayahKode(String);

impl WilayahKode {
    /// Reads a code of province, regency, sub-district or village.
    pub fn parse(text: &str) -> Option<Self> {
        let mut groups = 0;
        for (place, group) in text.split('.').enumerate() {
            let wanted = if place == 3 { 4 } else { 2 };
            if place > 3 || group.len() != wanted || !group.bytes().all(|c| c.is_ascii_digit()) {
                return None;
            }
            groups += 1;
        }
        (groups > 0).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this region or lies within it.
    pub fn covers(&self, other: &Self) -> bool {
        other
            .0
            .strip_prefix(&self.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl fmt::Display for WilayahKode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WilayahKode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format_args!(
                "kode wilayah \"{text}\" tidak berbentuk 63.11.05.2001"
            ))
        })
    }
}

/// The steps of the ladder of regions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Kabupaten,
    Kecamatan,
    Desa,
    Kelurahan,
}

impl Level {
    pub const ALL: [Self; 4] = [Self::Kabupaten, Self::Kecamatan, Self::Desa, Self::Kelurahan];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kabupaten => "kabupaten",
            Self::Kecamatan => "kecamatan",
            Self::Desa => "desa",
            Self::Kelurahan => "kelurahan",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }

    /// Whether this is a village: the lowest step, in which people live.
    pub const fn is_village(self) -> bool {
        match self {
            Self::Desa | Self::Kelurahan => true,
            Self::Kabupaten | Self::Kecamatan => false,
        }
    }
}

/// One region with the point that stands for it on a map.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wilayah {
    pub kode: WilayahKode,
    pub level: Level,
    pub nama: String,
    /// Code of the region above.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub induk: Option<WilayahKode>,
    /// Centroid, degrees, WGS84.
    pub lat: f64,
    pub lng: f64,
}

/// The village whose centroid lies nearest, with its distance in metres. A suggestion only: centroids of long
/// villages mislead near a border, so the person may always choose another.
pub fn nearest_village(wilayah: &[Wilayah], lat: f64, lng: f64) -> Option<(&Wilayah, f64)> {
    wilayah
        .iter()
        .filter(|w| w.level.is_village())
        .map(|w| (w, distance_m((lat, lng), (w.lat, w.lng))))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

/// A village with its sub-district, as people say it: `Lampihong Kiri, Kec. Lampihong`.
pub fn full_name(wilayah: &[Wilayah], kode: &WilayahKode) -> Option<String> {
    let own = wilayah.iter().find(|w| w.kode == *kode)?;
    let above = own
        .induk
        .as_ref()
        .and_then(|induk| wilayah.iter().find(|w| w.kode == *induk));
    let name = match own.level {
        Level::Kabupaten | Level::Desa => own.nama.clone(),
        Level::Kecamatan => format!("Kec. {}", own.nama),
        Level::Kelurahan => format!("Kel. {}", own.nama),
    };
    Some(match above {
        Some(kecamatan) if kecamatan.level == Level::Kecamatan => format!("{name}, Kec. {}", kecamatan.nama),
        Some(_) | None => name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(kode: &str, level: Level, nama: &str, induk: &str, lat: f64, lng: f64) -> Wilayah {
        Wilayah {
            kode: WilayahKode::parse(kode).unwrap(),
            level,
            nama: nama.into(),
            induk: WilayahKode::parse(induk),
            lat,
            lng,
        }
    }

    #[test]
    fn a_region_covers_itself_and_what_lies_below_it() {
        let kode = |text| WilayahKode::parse(text).unwrap();
        assert!(kode("63.11").covers(&kode("63.11.05.2001")));
        assert!(kode("63.11.05").covers(&kode("63.11.05")));
        assert!(!kode("63.11.05").covers(&kode("63.11.06.2001")));
        assert!(!kode("63.11.05.2001").covers(&kode("63.11.05")));
    }

    #[test]
    fn only_codes_of_the_known_shape_are_read() {
        for bad in [
            "",
            "6",
            "63.1",
            "63.11.05.201",
            "63.11.05.2001.1",
            "63.11.xx",
            "63..11",
        ] {
            assert!(WilayahKode::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_nearest_village_is_suggested_and_named_with_its_sub_district() {
        let table = [
            region("63.11.05", Level::Kecamatan, "Lampihong", "63.11", -2.30, 115.40),
            region(
                "63.11.05.2001",
                Level::Desa,
                "Lampihong Kiri",
                "63.11.05",
                -2.35,
                115.36,
            ),
            region(
                "63.11.06.1019",
                Level::Kelurahan,
                "Paringin Timur",
                "63.11.06",
                -2.33,
                115.47,
            ),
        ];
        let (found, metres) = nearest_village(&table, -2.36, 115.37).unwrap();
        assert_eq!(
            full_name(&table, &found.kode).unwrap(),
            "Lampihong Kiri, Kec. Lampihong"
        );
        assert!((1_000.0..2_000.0).contains(&metres));
    }
}
