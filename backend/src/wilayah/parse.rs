//! Reads the district's files line by line. A file with one wrong line is refused whole, and every wrong line is named.

use std::collections::HashSet;
use std::fmt::Write as _;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::clock::JenisLibur;
use shared::wilayah::{Level, Wilayah, WilayahKode};

use super::row::{BatasRow, LiburRow};

/// So many wrong lines are told at most; the rest is counted.
const TOLD_AT_MOST: usize = 20;

#[derive(Deserialize)]
struct WilayahLine {
    kode: String,
    level: String,
    nama: String,
    induk: String,
    lat: f64,
    lng: f64,
}

#[derive(Deserialize)]
struct LiburLine {
    tanggal: NaiveDate,
    jenis: JenisLibur,
    nama: String,
}

/// Collects what is wrong with a file, line by line.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, place: impl std::fmt::Display, what: impl std::fmt::Display) {
        self.0.push(format!("{place}: {what}"));
    }

    fn finish<T>(self, rows: Vec<T>) -> anyhow::Result<Vec<T>> {
        if self.0.is_empty() {
            if rows.is_empty() {
                bail!("berkas tidak memuat satu baris pun; tidak ada yang diubah");
            }
            return Ok(rows);
        }
        let mut text = format!("{} baris salah; tidak ada yang diubah:", self.0.len());
        for fault in self.0.iter().take(TOLD_AT_MOST) {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n  {fault}");
        }
        bail!(text)
    }
}

fn lines<T: DeserializeOwned>(text: &str, columns: &[&str], faults: &mut Faults) -> Vec<(String, T)> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let missing: Vec<&str> = columns
        .iter()
        .copied()
        .filter(|name| !headers.iter().any(|have| have == *name))
        .collect();
    if !missing.is_empty() {
        faults.add("baris 1", format!("kolom {} tidak ada", missing.join(", ")));
        return Vec::new();
    }
    let mut good = Vec::new();
    for (index, line) in reader.deserialize::<T>().enumerate() {
        // The first line holds the names of the columns.
        let place = format!("baris {}", index + 2);
        match line {
            Ok(line) => good.push((place, line)),
            Err(error) => faults.add(place, unreadable(&error)),
        }
    }
    good
}

/// What is wrong with a line, as far as the reader of the file can tell.
fn unreadable(error: &csv::Error) -> &'static str {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { .. } => "jumlah kolomnya berbeda dengan baris pertama",
        csv::ErrorKind::Utf8 { .. } => "bukan teks UTF-8",
        _ => "ada kolom yang isinya tidak terbaca",
    }
}

pub fn parse_wilayah(text: &str) -> anyhow::Result<Vec<Wilayah>> {
    let mut faults = Faults::default();
    let mut seen = HashSet::new();
    let mut rows: Vec<Wilayah> = Vec::new();
    for (place, line) in lines::<WilayahLine>(
        text,
        &["kode", "level", "nama", "induk", "lat", "lng"],
        &mut faults,
    ) {
        match region(&line) {
            Ok(region) if !seen.insert(region.kode.clone()) => {
                faults.add(place, format!("kode {} sudah ada", region.kode))
            }
            Ok(region) => rows.push(region),
            Err(error) => faults.add(place, error),
        }
    }
    for region in &rows {
        let orphan = region.level != Level::Kabupaten
            && region.induk.as_ref().is_none_or(|induk| !seen.contains(induk));
        if orphan {
            faults.add(&region.kode, "induknya tidak ada di berkas ini");
        }
    }
    faults.finish(rows)
}

fn region(line: &WilayahLine) -> anyhow::Result<Wilayah> {
    let kode = WilayahKode::parse(&line.kode)
        .with_context(|| format!("kode \"{}\" tidak berbentuk 63.11.05.2001", line.kode))?;
    let level = Level::parse(&line.level).with_context(|| {
        format!(
            "level \"{}\" bukan kabupaten, kecamatan, desa atau kelurahan",
            line.level
        )
    })?;
    if line.nama.is_empty() {
        bail!("nama kosong");
    }
    if !(-90.0..=90.0).contains(&line.lat) || !(-180.0..=180.0).contains(&line.lng) {
        bail!("titik {}, {} di luar bumi", line.lat, line.lng);
    }
    let induk = WilayahKode::parse(&line.induk);
    Ok(Wilayah {
        kode,
        level,
        nama: line.nama.clone(),
        induk,
        lat: line.lat,
        lng: line.lng,
    })
}

pub fn parse_libur(text: &str) -> anyhow::Result<Vec<LiburRow>> {
    let mut faults = Faults::default();
    let mut rows: Vec<LiburRow> = Vec::new();
    for (place, line) in lines::<LiburLine>(text, &["tanggal", "jenis", "nama"], &mut faults) {
        if line.nama.is_empty() {
            faults.add(place, "nama kosong");
        } else if rows.iter().any(|row| row.tanggal == line.tanggal) {
            faults.add(place, format!("tanggal {} sudah ada", line.tanggal));
        } else {
            rows.push(LiburRow {
                tanggal: line.tanggal,
                jenis: line.jenis.as_str().to_owned(),
                nama: line.nama,
            });
        }
    }
    faults.finish(rows)
}

pub fn parse_batas(text: &str, known: &HashSet<String>) -> anyhow::Result<Vec<BatasRow>> {
    let json: Value = serde_json::from_str(text).context("berkas bukan JSON yang utuh")?;
    if json["type"] != "FeatureCollection" {
        bail!("berkas bukan GeoJSON FeatureCollection");
    }
    let features = json["features"]
        .as_array()
        .context("berkas tidak memuat features")?;
    let mut faults = Faults::default();
    let mut rows: Vec<BatasRow> = Vec::new();
    for (index, feature) in features.iter().enumerate() {
        let place = format!("feature {}", index + 1);
        match shape(feature, known) {
            Ok(row) if rows.iter().any(|other| other.kode == row.kode) => {
                faults.add(place, format!("kode {} sudah ada", row.kode))
            }
            Ok(row) => rows.push(row),
            Err(error) => faults.add(place, error),
        }
    }
    faults.finish(rows)
}

fn shape(feature: &Value, known: &HashSet<String>) -> anyhow::Result<BatasRow> {
    let property = |name: &str| {
        feature["properties"][name]
            .as_str()
            .map(str::to_owned)
            .with_context(|| format!("properties.{name} tidak ada"))
    };
    let (kode, nama, level) = (property("kode")?, property("nama")?, property("level")?);
    if !known.contains(&kode) {
        bail!("kode {kode} tidak ada di tabel wilayah");
    }
    if Level::parse(&level).is_none() {
        bail!("level \"{level}\" tidak dikenal");
    }
    let geometry = &feature["geometry"];
    let rings: Vec<&Value> = match geometry["type"].as_str() {
        Some("Polygon") => geometry["coordinates"].as_array().into_iter().flatten().collect(),
        Some("MultiPolygon") => {
            let polygons = geometry["coordinates"].as_array().into_iter().flatten();
            polygons
                .flat_map(|polygon| polygon.as_array().into_iter().flatten())
                .collect()
        }
        Some(_) | None => bail!("geometry bukan Polygon atau MultiPolygon"),
    };
    if rings.is_empty() || !rings.iter().all(|ring| is_ring(ring)) {
        bail!("garis batas tidak tertutup atau titiknya bukan [bujur, lintang]");
    }
    Ok(BatasRow {
        kode,
        nama,
        level,
        geometri: geometry.to_string(),
    })
}

/// At least four points of longitude and latitude, the last one as the first (RFC 7946, 3.1.6).
fn is_ring(ring: &Value) -> bool {
    let Some(points) = ring.as_array() else {
        return false;
    };
    let on_earth = |point: &Value| {
        let lng = point[0]
            .as_f64()
            .is_some_and(|lng| (-180.0..=180.0).contains(&lng));
        lng && point[1].as_f64().is_some_and(|lat| (-90.0..=90.0).contains(&lat))
    };
    points.len() >= 4 && points.first() == points.last() && points.iter().all(on_earth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_are_whole() {
        let regions = parse_wilayah(super::super::import::WILAYAH).unwrap();
        let count = |level| regions.iter().filter(|region| region.level == level).count();
        assert_eq!(
            [Level::Kabupaten, Level::Kecamatan, Level::Desa, Level::Kelurahan].map(count),
            [1, 8, 154, 3]
        );
        assert_eq!(parse_libur(super::super::import::LIBUR).unwrap().len(), 25);
    }

    #[test]
    fn every_wrong_line_is_named() {
        let text = "kode,level,nama,induk,lat,lng\n\
            63.11,kabupaten,Kabupaten Contoh,63,-2.3,115.6\n\
            63.11.01,kecamatan,Juai,63.11,-2.2,115.5\n\
            63.11.1,kecamatan,Salah Kode,63.11,-2.2,115.5\n\
            63.11.02,distrik,Salah Level,63.11,-2.2,115.5\n\
            63.11.03,kecamatan,Salah Titik,63.11,-99,115.5\n\
            63.11.01,kecamatan,Dua Kali,63.11,-2.2,115.5\n\
            63.11.04,kecamatan,Tanpa Angka,63.11,x,115.5\n\
            63.12.01.2001,desa,Tanpa Induk,63.12.01,-2.2,115.5\n";
        let refusal = parse_wilayah(text).unwrap_err().to_string();
        for place in [
            "baris 4:",
            "baris 5:",
            "baris 6:",
            "baris 7:",
            "baris 8:",
            "63.12.01.2001:",
        ] {
            assert!(refusal.contains(place), "{place} in {refusal}");
        }
        assert!(refusal.starts_with("6 baris salah"), "{refusal}");
    }

    #[test]
    fn a_missing_column_and_an_unreadable_one_are_named() {
        let refusal = |text: &str| parse_libur(text).unwrap_err().to_string();
        assert!(refusal("root:x:0:0").contains("kolom tanggal, jenis, nama tidak ada"));
        let broken =
            refusal("tanggal,jenis,nama\n2026-02-30,libur,X\n2026-01-01,pesta,Y\n2026-01-01,libur\n");
        for part in [
            "baris 2: ada kolom",
            "baris 3: ada kolom",
            "baris 4: jumlah kolom",
        ] {
            assert!(broken.contains(part), "{part} in {broken}");
        }
    }

    #[test]
    fn a_boundary_needs_a_known_code_and_closed_rings() {
        let known = HashSet::from(["63.11.01".to_owned()]);
        let feature = |kode: &str, last: &str| {
            format!(
                r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"kode":"{kode}","nama":"Juai","level":"kecamatan"}},
                "geometry":{{"type":"Polygon","coordinates":[[[115.5,-2.1],[115.6,-2.1],[115.6,-2.2],{last}]]}}}}]}}"#
            )
        };
        assert_eq!(
            parse_batas(&feature("63.11.01", "[115.5,-2.1]"), &known)
                .unwrap()
                .len(),
            1
        );
        assert!(parse_batas(&feature("63.11.99", "[115.5,-2.1]"), &known).is_err());
        assert!(parse_batas(&feature("63.11.01", "[115.5,-2.2]"), &known).is_err());
        assert!(parse_batas(&feature("63.11.01", "\"x\""), &known).is_err());
        assert!(parse_batas("{}", &known).is_err());
    }
}
