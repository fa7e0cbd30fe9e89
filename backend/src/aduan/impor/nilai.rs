//! Judges one line of old complaints: what stands in each column, and what to write instead where it is wrong.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Serialize;
use shared::account::ImporSalah;
use shared::aduan::{CATATAN_MAX, FOTO_MAX, Jenis, Kategori, NAMA_MAX, TEKS_MAX, TEKS_MIN, URAIAN_MAX};
use shared::clock::from_wita;
use shared::place::{Posisi, SumberPosisi};
use shared::wilayah::{Wilayah, WilayahKode};
use shared::words::nomor_hp;

use crate::lembar::Baris;

pub const KOLOM: [&str; 16] = [
    "nomor",
    "tanggal",
    "jenis",
    "kategori",
    "uraian",
    "desa",
    "kecamatan",
    "lat",
    "lng",
    "patokan",
    "nama",
    "hp",
    "status",
    "tanggapan",
    "tanggal_selesai",
    "foto",
];

/// What stands in place of a name that nobody wrote down.
pub const TANPA_NAMA: &str = "Tidak tercatat";
/// Hour of the day, in WITA, at which what has a day alone is set down.
const TENGAH_HARI: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

/// What has become of an old complaint.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Akhir {
    Diterima,
    Diproses,
    Selesai { tanggapan: String, pada: DateTime<Utc> },
    Ditolak { alasan: String, pada: DateTime<Utc> },
}

/// A line that may be made a complaint. By its JSON a line that came in is known again: a field that is renamed or added
/// makes another line of it.
#[derive(Clone, Debug, Serialize)]
pub struct Baik {
    pub nomor: String,
    pub pada: DateTime<Utc>,
    pub jenis: Jenis,
    pub kategori: Kategori,
    pub uraian: String,
    pub desa: WilayahKode,
    pub posisi: Option<Posisi>,
    pub patokan: String,
    /// Empty where none was written down.
    pub nama: String,
    /// Empty where none was written down.
    pub hp: String,
    pub akhir: Akhir,
    /// Names of files in the folder.
    pub foto: Vec<String>,
}

/// What a line may name.
pub struct Dikenal {
    /// Villages by their name in small letters.
    desa: HashMap<String, Vec<WilayahKode>>,
    kode: HashMap<String, WilayahKode>,
    /// Sub-districts by their name in small letters.
    kecamatan: HashMap<String, WilayahKode>,
    hari_ini: NaiveDate,
}

type Pesan = String;

impl Dikenal {
    pub fn new(regions: &[Wilayah], hari_ini: NaiveDate) -> Self {
        let mut known = Self {
            desa: HashMap::new(),
            kode: HashMap::new(),
            kecamatan: HashMap::new(),
            hari_ini,
        };
        for region in regions {
            let name = region.nama.to_lowercase();
            if region.level.is_village() {
                known.desa.entry(name).or_default().push(region.kode.clone());
                known.kode.insert(region.kode.to_string(), region.kode.clone());
            } else {
                known.kecamatan.insert(name, region.kode.clone());
            }
        }
        known
    }

    /// # Errors
    /// Each column at fault.
    pub fn judge(&self, baris: &Baris) -> Result<Baik, Vec<ImporSalah>> {
        let mut slips = Vec::new();
        let nomor = keep(&mut slips, baris, "nomor", filled(baris.get("nomor"), 100));
        let hari = keep(&mut slips, baris, "tanggal", self.hari(baris.get("tanggal")));
        let jenis = keep(&mut slips, baris, "jenis", jenis(baris.get("jenis")));
        let kategori = keep(&mut slips, baris, "kategori", kategori(baris.get("kategori")));
        let uraian = keep(
            &mut slips,
            baris,
            "uraian",
            filled(baris.get("uraian"), URAIAN_MAX),
        );
        let desa = keep(&mut slips, baris, "desa", self.desa(baris));
        let posisi = keep(
            &mut slips,
            baris,
            "lat",
            posisi(baris.get("lat"), baris.get("lng")),
        );
        let patokan = keep(
            &mut slips,
            baris,
            "patokan",
            short(baris.get("patokan"), CATATAN_MAX),
        );
        let nama = keep(&mut slips, baris, "nama", short(baris.get("nama"), NAMA_MAX));
        let hp = keep(&mut slips, baris, "hp", hp(baris.get("hp")));
        let akhir = hari.and_then(|hari| self.akhir(&mut slips, baris, hari));
        let foto = keep(&mut slips, baris, "foto", foto(baris.get("foto")));
        let good = || {
            Some(Baik {
                nomor: nomor?,
                pada: noon(hari?),
                jenis: jenis?,
                kategori: kategori?,
                uraian: uraian?,
                desa: desa?,
                posisi: posisi?,
                patokan: patokan?,
                nama: nama?,
                hp: hp?,
                akhir: akhir?,
                foto: foto?,
            })
        };
        good().ok_or(slips)
    }

    fn hari(&self, text: &str) -> Result<NaiveDate, Pesan> {
        let day = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
            .into_iter()
            .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
            .ok_or("Tulis tanggalnya, misalnya 2024-03-31 atau 31/03/2024.")?;
        if day > self.hari_ini {
            return Err("Tanggal ini belum tiba.".to_owned());
        }
        Ok(day)
    }

    /// By its code, else by its name; where villages of one name lie in several sub-districts, by that too.
    fn desa(&self, baris: &Baris) -> Result<WilayahKode, Pesan> {
        let text = baris.get("desa");
        if let Some(kode) = self.kode.get(text) {
            return Ok(kode.clone());
        }
        let named = self
            .desa
            .get(&text.to_lowercase())
            .ok_or("Desa atau kelurahan ini tidak ada dalam daftar wilayah. Tulis nama atau kodenya.")?;
        let kecamatan = baris.get("kecamatan");
        let within: Vec<&WilayahKode> = match kecamatan {
            "" => named.iter().collect(),
            name => {
                let kode = self
                    .kecamatan
                    .get(&name.to_lowercase())
                    .ok_or_else(|| format!("Kecamatan {name} tidak ada dalam daftar wilayah."))?;
                named.iter().filter(|desa| kode.covers(desa)).collect()
            }
        };
        match within.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(format!("Tidak ada desa bernama {text} di kecamatan {kecamatan}.")),
            _ => Err(
                "Nama desa ini ada di beberapa kecamatan. Isi kolom kecamatan, atau tulis kodenya."
                    .to_owned(),
            ),
        }
    }

    fn akhir(&self, slips: &mut Vec<ImporSalah>, baris: &Baris, begun: NaiveDate) -> Option<Akhir> {
        let status = baris.get("status").to_lowercase();
        let ended = |slips: &mut Vec<ImporSalah>| {
            let day = self.hari(baris.get("tanggal_selesai")).and_then(|day| {
                if day < begun {
                    Err("Tanggal selesai mendahului tanggal aduannya.".to_owned())
                } else {
                    Ok(noon(day))
                }
            });
            keep(slips, baris, "tanggal_selesai", day)
        };
        let words = |slips: &mut Vec<ImporSalah>| {
            let text = filled(baris.get("tanggapan"), TEKS_MAX).and_then(long_enough);
            keep(slips, baris, "tanggapan", text)
        };
        match status.as_str() {
            "" | "diterima" | "baru" => Some(Akhir::Diterima),
            "diproses" | "proses" => Some(Akhir::Diproses),
            "selesai" => {
                let (tanggapan, pada) = (words(slips), ended(slips));
                Some(Akhir::Selesai {
                    tanggapan: tanggapan?,
                    pada: pada?,
                })
            }
            "ditolak" => {
                let (alasan, pada) = (words(slips), ended(slips));
                Some(Akhir::Ditolak {
                    alasan: alasan?,
                    pada: pada?,
                })
            }
            _ => {
                let message = "Pilih salah satu: diterima, diproses, selesai, ditolak.".to_owned();
                keep::<()>(slips, baris, "status", Err(message));
                None
            }
        }
    }
}

fn keep<T>(slips: &mut Vec<ImporSalah>, baris: &Baris, kolom: &str, judged: Result<T, Pesan>) -> Option<T> {
    judged.map_err(|pesan| slips.push(slip(baris, kolom, pesan))).ok()
}

pub fn slip(baris: &Baris, kolom: &str, pesan: String) -> ImporSalah {
    ImporSalah {
        baris: baris.nomor,
        kolom: kolom.to_owned(),
        isi: baris.get(kolom).to_owned(),
        pesan,
    }
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    from_wita(day.and_time(TENGAH_HARI))
}

fn filled(text: &str, max: usize) -> Result<String, Pesan> {
    if text.is_empty() {
        return Err("Wajib diisi.".to_owned());
    }
    short(text, max)
}

/// An answer as the portal takes it.
fn long_enough(text: String) -> Result<String, Pesan> {
    if text.chars().count() < TEKS_MIN {
        return Err(format!("Terlalu pendek: paling sedikit {TEKS_MIN} karakter."));
    }
    Ok(text)
}

fn short(text: &str, max: usize) -> Result<String, Pesan> {
    match text.chars().count() {
        long if long > max => Err(format!("Terlalu panjang: {long} karakter, paling banyak {max}.")),
        _ => Ok(text.to_owned()),
    }
}

/// Its name in the API or on the screen; spaces and letters' case do not matter.
fn named<T: Copy>(text: &str, all: &[T], names: impl Fn(T) -> [&'static str; 2]) -> Result<T, Pesan> {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-'], " ");
    let wanted = plain(text);
    all.iter()
        .copied()
        .find(|one| names(*one).into_iter().any(|name| plain(name) == wanted))
        .ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(|one| names(*one)[0]).collect();
            format!("Pilih salah satu: {}.", known.join(", "))
        })
}

fn jenis(text: &str) -> Result<Jenis, Pesan> {
    if text.is_empty() {
        return Ok(Jenis::Pengaduan);
    }
    named(text, &Jenis::ALL, |one| [one.as_str(), one.label()])
}

fn kategori(text: &str) -> Result<Kategori, Pesan> {
    named(text, &Kategori::ALL, |one| [one.as_str(), one.label()])
}

fn posisi(lat: &str, lng: &str) -> Result<Option<Posisi>, Pesan> {
    if lat.is_empty() && lng.is_empty() {
        return Ok(None);
    }
    let degrees = |text: &str, most: f64| {
        let number = text.replace(',', ".").parse::<f64>().ok();
        number.filter(|number| (-most..=most).contains(number))
    };
    match (degrees(lat, 90.0), degrees(lng, 180.0)) {
        (Some(lat), Some(lng)) => Ok(Some(Posisi {
            lat,
            lng,
            akurasi_m: None,
            sumber: SumberPosisi::Peta,
        })),
        (_, _) => Err(
            "Tulis lat dan lng dalam derajat, misalnya -2.3351 dan 115.4612, atau kosongkan keduanya."
                .to_owned(),
        ),
    }
}

fn hp(text: &str) -> Result<String, Pesan> {
    if text.is_empty() {
        return Ok(String::new());
    }
    // A spreadsheet that took it for a number has thrown its zero away.
    let text = if text.starts_with('8') {
        format!("0{text}")
    } else {
        text.to_owned()
    };
    nomor_hp(&text)
        .ok_or_else(|| "Nomor HP tidak benar. Contoh: 0812 3456 7890. Kosongkan bila tidak ada.".to_owned())
}

/// File names alone: a path could lead out of the folder.
fn foto(text: &str) -> Result<Vec<String>, Pesan> {
    let names: Vec<String> = text
        .split(';')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    if names.len() > FOTO_MAX {
        return Err(format!("Terlalu banyak foto: paling banyak {FOTO_MAX}."));
    }
    if names
        .iter()
        .any(|name| name.contains(['/', '\\']) || name == "..")
    {
        return Err("Tulis nama berkasnya saja, tanpa folder.".to_owned());
    }
    Ok(names)
}
