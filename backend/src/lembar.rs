//! Reads a spreadsheet (XLSX) or CSV into lines of the columns that one knows, in whatever order they stand.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use shared::error::{ApiError, ErrorCode};

use crate::error::{AppError, Result};

/// An XLSX file is a ZIP archive.
const ZIP: &[u8] = b"PK";

/// What a file is read as.
#[derive(Clone, Copy, Debug)]
pub struct Bentuk {
    pub kolom: &'static [&'static str],
    /// Without these columns no line means anything.
    pub wajib: &'static [&'static str],
    pub baris_max: usize,
    /// Where somebody finds a file to begin with, as a sentence.
    pub contoh: &'static str,
}

/// One line of the file.
#[derive(Clone, Debug)]
pub struct Baris {
    /// As the spreadsheet numbers it.
    pub nomor: u32,
    kolom: &'static [&'static str],
    isi: Vec<String>,
}

impl Baris {
    pub fn get(&self, kolom: &str) -> &str {
        let place = self.kolom.iter().position(|known| *known == kolom);
        place
            .and_then(|place| self.isi.get(place))
            .map_or("", |text| text.trim())
    }
}

/// # Errors
/// A refusal in words where the file as a whole cannot be read.
pub fn baca(bytes: Vec<u8>, bentuk: &Bentuk) -> Result<Vec<Baris>> {
    let table = if bytes.starts_with(ZIP) {
        from_xlsx(bytes)?
    } else {
        from_csv(&bytes)?
    };
    lines(table, bentuk)
}

/// What a file that cannot be read at all is answered with.
pub fn unreadable(message: impl Into<String>) -> AppError {
    AppError::Refused(ApiError::field(ErrorCode::IsianSalah, "berkas", message))
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

fn lines(table: Vec<Vec<String>>, bentuk: &Bentuk) -> Result<Vec<Baris>> {
    let mut rows = table.into_iter().enumerate().filter(|(_, row)| !is_blank(row));
    let (_, heading) = rows
        .next()
        .ok_or_else(|| unreadable(format!("Berkas ini kosong. {}", bentuk.contoh)))?;
    let heading: Vec<String> = heading
        .iter()
        .map(|name| name.trim().to_lowercase().replace(' ', "_"))
        .collect();
    let place_of = |kolom: &&str| heading.iter().position(|name| name == kolom);
    let lacking: Vec<&str> = bentuk
        .wajib
        .iter()
        .filter(|kolom| place_of(kolom).is_none())
        .copied()
        .collect();
    if !lacking.is_empty() {
        let lacking = lacking.join(", ");
        return Err(unreadable(format!(
            "Baris pertama harus berisi nama kolom; yang belum ada: {lacking}. {}",
            bentuk.contoh
        )));
    }
    let places: Vec<Option<usize>> = bentuk.kolom.iter().map(place_of).collect();
    let cell =
        |row: &[String], at: &Option<usize>| at.and_then(|at| row.get(at)).cloned().unwrap_or_default();
    let found: Vec<Baris> = rows
        .map(|(place, row)| Baris {
            nomor: u32::try_from(place + 1).unwrap_or(u32::MAX),
            kolom: bentuk.kolom,
            isi: places.iter().map(|at| cell(&row, at)).collect(),
        })
        .collect();
    match found.len() {
        0 => Err(unreadable(
            "Berkas ini hanya berisi nama kolom. Tambahkan barisnya di bawahnya.",
        )),
        count if count > bentuk.baris_max => Err(unreadable(format!(
            "Berkas ini terlalu panjang: paling banyak {} baris. Bagi menjadi beberapa berkas.",
            shared::words::ribuan(bentuk.baris_max as u64)
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

    const BENTUK: Bentuk = Bentuk {
        kolom: &["nama_pengguna", "nama", "peran", "wilayah", "email"],
        wajib: &["nama_pengguna", "nama", "peran", "wilayah"],
        baris_max: 3,
        contoh: "Pakai contoh yang dapat diunduh.",
    };

    fn read(text: &str) -> Result<Vec<Baris>> {
        baca(text.as_bytes().to_vec(), &BENTUK)
    }

    #[test]
    fn columns_are_known_by_name_and_lines_by_the_spreadsheets_number() {
        let found = read("\u{feff}Nama;Nama pengguna;peran;wilayah\nSiti;siti;camat;63.11.05\n\nBudi;budi;camat;63.11.06\n").unwrap();
        assert_eq!((found[0].nomor, found[0].get("nama_pengguna")), (2, "siti"));
        assert_eq!((found[1].nomor, found[1].get("nama")), (4, "Budi"));
        assert_eq!(found[1].get("email"), "");
        let all = BENTUK.kolom.iter().map(|kolom| found[0].get(kolom));
        assert_eq!(all.collect::<Vec<_>>(), ["siti", "Siti", "camat", "63.11.05", ""]);
    }

    #[test]
    fn a_file_without_its_columns_is_refused_as_a_whole() {
        for (text, words) in [
            ("", "kosong"),
            ("nama,peran\nSiti,camat\n", "nama_pengguna, wilayah"),
            ("nama_pengguna,nama,peran,wilayah\n", "hanya berisi nama kolom"),
            (
                "nama_pengguna,nama,peran,wilayah\na,b,c,d\na,b,c,d\na,b,c,d\na,b,c,d\n",
                "paling banyak 3 baris",
            ),
            ("PK bukan zip", "rusak"),
        ] {
            let refused = read(text).unwrap_err().to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }
}
