//! Reads a spreadsheet (XLSX) or CSV into lines of the columns that we know, in whatever order they stand.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use calamine::{Data, Reader, Xlsx};

use super::{BARIS_MAX, unreadable};
use crate::error::Result;

pub const KOLOM: [&str; 10] = [
    "nama_pengguna",
    "nama",
    "peran",
    "wilayah",
    "skpd",
    "bidang",
    "mulai",
    "sampai",
    "email",
    "hp",
];
/// Without these no account can be made.
const WAJIB: [&str; 4] = ["nama_pengguna", "nama", "peran", "wilayah"];
/// An XLSX file is a ZIP archive.
const ZIP: &[u8] = b"PK";

/// One line of the file.
#[derive(Clone, Debug)]
pub struct Baris {
    /// As the spreadsheet numbers it.
    pub nomor: u32,
    isi: [String; KOLOM.len()],
}

impl Baris {
    pub fn get(&self, kolom: &str) -> &str {
        KOLOM
            .iter()
            .position(|known| *known == kolom)
            .map_or("", |place| self.isi[place].as_str())
    }
}

/// # Errors
/// A refusal in words where the file as a whole cannot be read.
pub fn baca(base64: &str) -> Result<Vec<Baris>> {
    let bytes = STANDARD
        .decode(base64)
        .map_err(|_| unreadable("Berkas tidak terbaca. Pilih lagi berkasnya."))?;
    let table = if bytes.starts_with(ZIP) {
        from_xlsx(bytes)?
    } else {
        from_csv(&bytes)?
    };
    lines(table)
}

fn from_xlsx(bytes: Vec<u8>) -> Result<Vec<Vec<String>>> {
    let broken = || {
        unreadable("Berkas XLSX rusak atau terkunci. Simpan lagi dari aplikasi lembar kerja, lalu coba lagi.")
    };
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| broken())?;
    let sheet = book
        .worksheet_range_at(0)
        .ok_or_else(broken)?
        .map_err(|_| broken())?;
    // Lines above the first that is filled are not in the range, but the spreadsheet counts them.
    let above = sheet.start().map_or(0, |(row, _)| row as usize);
    let mut table = vec![Vec::new(); above];
    table.extend(sheet.rows().map(|row| row.iter().map(cell).collect()));
    Ok(table)
}

/// A cell as a person reads it: days as `2026-01-31`, numbers without a decimal point where there is none.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Int(_)
        | Data::Float(_)
        | Data::String(_)
        | Data::Bool(_)
        | Data::DateTimeIso(_)
        | Data::DurationIso(_)
        | Data::Error(_)
        | Data::Empty => data.to_string().trim().to_owned(),
    }
}

/// With commas or, as spreadsheets here write it, with semicolons.
fn from_csv(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        unreadable("Berkas CSV harus berkode UTF-8. Simpan sebagai \"CSV UTF-8\", atau pakai XLSX.")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.matches(';').count() > heading.matches(',').count() {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut table: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|_| unreadable("Berkas CSV tidak terbaca. Periksa tanda kutipnya, atau pakai XLSX."))?;
        // The reader skips empty lines, and names the place before them; the spreadsheet counts them.
        if let Some(place) = record.position() {
            let above = usize::try_from(place.line()).map_or(0, |line| line.saturating_sub(1));
            let rest = usize::try_from(place.byte()).ok().and_then(|at| text.get(at..));
            let empty = rest.map_or(0, |rest| rest.lines().take_while(|line| line.is_empty()).count());
            table.resize(table.len().max(above + empty), Vec::new());
        }
        table.push(record.iter().map(str::to_owned).collect());
    }
    Ok(table)
}

fn lines(table: Vec<Vec<String>>) -> Result<Vec<Baris>> {
    let mut rows = table.into_iter().enumerate().filter(|(_, row)| !is_blank(row));
    let (_, heading) = rows
        .next()
        .ok_or_else(|| unreadable("Berkas ini kosong. Isi dahulu contoh yang dapat diunduh."))?;
    let heading: Vec<String> = heading
        .iter()
        .map(|name| name.trim().to_lowercase().replace(' ', "_"))
        .collect();
    let places = KOLOM.map(|kolom| heading.iter().position(|name| name == kolom));
    let lacking: Vec<&str> = KOLOM
        .into_iter()
        .zip(places)
        .filter(|(kolom, place)| place.is_none() && WAJIB.contains(kolom))
        .map(|(kolom, _)| kolom)
        .collect();
    if !lacking.is_empty() {
        let lacking = lacking.join(", ");
        return Err(unreadable(format!(
            "Baris pertama harus berisi nama kolom; yang belum ada: {lacking}. Pakai contoh yang dapat diunduh."
        )));
    }
    let found: Vec<Baris> = rows
        .map(|(place, row)| Baris {
            nomor: u32::try_from(place + 1).unwrap_or(u32::MAX),
            isi: places.map(|at| at.and_then(|at| row.get(at)).cloned().unwrap_or_default()),
        })
        .collect();
    match found.len() {
        0 => Err(unreadable(
            "Berkas ini hanya berisi nama kolom. Tambahkan akun di bawahnya.",
        )),
        count if count > BARIS_MAX => Err(unreadable(format!(
            "Berkas ini terlalu panjang: paling banyak {} baris. Bagi menjadi beberapa berkas.",
            shared::words::ribuan(BARIS_MAX as u64)
        ))),
        _ => Ok(found),
    }
}

fn is_blank(row: &[String]) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Baris>> {
        baca(&STANDARD.encode(text))
    }

    #[test]
    fn columns_are_known_by_name_and_lines_by_the_spreadsheets_number() {
        let found = read("\u{feff}Nama;Nama pengguna;peran;wilayah\nSiti;siti;camat;63.11.05\n\nBudi;budi;camat;63.11.06\n").unwrap();
        assert_eq!((found[0].nomor, found[0].get("nama_pengguna")), (2, "siti"));
        assert_eq!((found[1].nomor, found[1].get("nama")), (4, "Budi"));
        assert_eq!(found[1].get("email"), "");
    }

    #[test]
    fn a_file_without_its_columns_is_refused_as_a_whole() {
        for (text, words) in [
            ("", "kosong"),
            ("nama,peran\nSiti,camat\n", "nama_pengguna, wilayah"),
            ("nama_pengguna,nama,peran,wilayah\n", "hanya berisi nama kolom"),
            ("PK bukan zip", "rusak"),
        ] {
            let refused = read(text).unwrap_err().to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }
}
