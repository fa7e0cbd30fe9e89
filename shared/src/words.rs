//! Numbers, dates and phone numbers as they are written here: `1.234.567`, `21 November 2026`, `08.30 WITA`.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use crate::clock::to_wita;

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// `1234567` as `1.234.567`.
pub fn ribuan(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A day as `21 November 2026`.
pub fn tanggal(day: NaiveDate) -> String {
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

/// A moment as `21 November 2026, 08.30 WITA`.
pub fn waktu(moment: DateTime<Utc>) -> String {
    let local = to_wita(moment);
    format!(
        "{}, {:02}.{:02} WITA",
        tanggal(local.date()),
        local.hour(),
        local.minute()
    )
}

/// Bytes as `0,7 MB` or `12 KB`.
pub fn ukuran(bytes: u64) -> String {
    if bytes >= 100_000 {
        let tenths = (bytes + 50_000) / 100_000;
        return format!("{},{} MB", ribuan(tenths / 10), tenths % 10);
    }
    format!("{} KB", bytes.div_ceil(1_000))
}

/// A mobile number in E.164, from what people write: `0812…`, `62812…`, `+62 812…`, `812…`.
///
/// Nine to twelve digits follow the leading 0 (rule of thumb, unverified: numbers of other lands are not taken).
pub fn nomor_hp(text: &str) -> Option<String> {
    if text
        .chars()
        .any(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '+' | '(' | ')' | '.'))
    {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = digits
        .strip_prefix("62")
        .or_else(|| digits.strip_prefix('0'))
        .unwrap_or(&digits);
    let fits = national.starts_with('8') && (9..=12).contains(&national.len());
    fits.then(|| format!("+62{national}"))
}

/// Whether somebody's phone number stands in it: from a 0 or 62 at the beginning of a number on, with spaces, dots and dashes
/// between its digits or without.
pub fn memuat_nomor_hp(text: &str) -> bool {
    let between = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')');
    let letters: Vec<char> = text.chars().collect();
    let begins = |at: usize| letters[at].is_ascii_digit() && (at == 0 || !letters[at - 1].is_ascii_digit());
    let whole = |number: &str| number.starts_with(['0', '6']) && nomor_hp(number).is_some();
    (0..letters.len()).filter(|at| begins(*at)).any(|at| {
        let mut number = String::new();
        for c in letters[at..]
            .iter()
            .take_while(|c| c.is_ascii_digit() || between(**c))
        {
            if c.is_ascii_digit() {
                number.push(*c);
            } else if whole(&number) {
                return true;
            }
        }
        whole(&number)
    })
}

/// `80 m`, `1,4 km`, `12 km`.
pub fn jarak(metres: f64) -> String {
    match metres {
        near if near < 995.0 => format!("{:.0} m", (near / 10.0).round() * 10.0),
        some if some < 9_950.0 => format!("{:.1} km", some / 1_000.0).replace('.', ","),
        far => format!("{:.0} km", far / 1_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_found_in_a_sentence_and_other_numbers_are_none() {
        for with in [
            "Hubungi Budi 081234567890.",
            "HP-nya 0812 3456 7890, sore hari",
            "(+62 812-3456-7890)",
            "RT 03 0812 3456 7890",
            "pukul 10.00 081234567890",
            "081234567890 081234567891",
        ] {
            assert!(memuat_nomor_hp(with), "{with}");
        }
        for without in [
            "Dikerjakan 12 Desember 2026, 08.00 sampai 16.00 WITA",
            "Anggaran Rp 812.345.678.900",
            "Jembatan 8 m di RT 03, 85.000 orang",
            "",
        ] {
            assert!(!memuat_nomor_hp(without), "{without}");
        }
    }

    #[test]
    fn distances_are_told_no_finer_than_they_are_known() {
        for (metres, words) in [
            (0.0, "0 m"),
            (84.0, "80 m"),
            (994.0, "990 m"),
            (996.0, "1,0 km"),
            (1_440.0, "1,4 km"),
            (12_400.0, "12 km"),
        ] {
            assert_eq!(jarak(metres), words);
        }
    }

    #[test]
    fn numbers_are_grouped_by_dots() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1.000"), (1_234_567, "1.234.567")] {
            assert_eq!(ribuan(number), text);
        }
    }

    #[test]
    fn a_moment_is_told_in_wita() {
        let moment = DateTime::parse_from_rfc3339("2026-11-20T23:05:00Z")
            .unwrap()
            .to_utc();
        assert_eq!(waktu(moment), "21 November 2026, 07.05 WITA");
    }

    #[test]
    fn sizes_are_told_in_kb_and_mb() {
        assert_eq!(ukuran(1), "1 KB");
        assert_eq!(ukuran(12_000), "12 KB");
        assert_eq!(ukuran(700_000), "0,7 MB");
        assert_eq!(ukuran(1_849_000), "1,8 MB");
    }

    #[test]
    fn phone_numbers_are_read_as_people_write_them() {
        for text in [
            "0812 3456 7890",
            "+62 812-3456-7890",
            "6281234567890",
            "81234567890",
        ] {
            assert_eq!(nomor_hp(text).as_deref(), Some("+6281234567890"), "{text}");
        }
        for text in [
            "",
            "12345",
            "0812",
            "0812345678901234",
            "0812abc45678",
            "0511 3354 111",
        ] {
            assert_eq!(nomor_hp(text), None, "{text}");
        }
    }
}
