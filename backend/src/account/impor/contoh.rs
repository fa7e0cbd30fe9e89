//! The template: the columns with two examples, and sheets of the codes that may be written in them.

use anyhow::Context;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use shared::account::{Peran, Skpd};
use shared::wilayah::{Wilayah, full_name};

use super::baca::KOLOM;

/// Characters across.
const WIDTH: f64 = 22.0;

pub fn contoh(wilayah: &[Wilayah], skpd: &[Skpd]) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    accounts(book.add_worksheet(), wilayah, skpd)?;
    let peran = Peran::ALL.map(|peran| vec![peran.as_str().to_owned(), peran.label().to_owned()]);
    table(book.add_worksheet(), "peran", ["kode", "arti"], peran)?;
    let regions = wilayah.iter().map(|one| {
        let name = full_name(wilayah, &one.kode).unwrap_or_default();
        vec![one.kode.to_string(), name]
    });
    table(book.add_worksheet(), "wilayah", ["kode", "nama"], regions)?;
    let offices = skpd.iter().filter(|office| office.aktif).flat_map(|office| {
        let own = vec![office.kode.clone(), String::new(), office.nama.clone()];
        let parts = office.bidang.iter().filter(|part| part.aktif);
        std::iter::once(own)
            .chain(parts.map(|part| vec![office.kode.clone(), part.kode.clone(), part.nama.clone()]))
    });
    table(book.add_worksheet(), "skpd", ["skpd", "bidang", "nama"], offices)?;
    book.save_to_buffer().context("spreadsheet")
}

fn accounts(sheet: &mut Worksheet, wilayah: &[Wilayah], skpd: &[Skpd]) -> anyhow::Result<()> {
    let village = wilayah.iter().find(|one| one.level.is_village());
    let district = wilayah.first();
    let kode = |one: Option<&Wilayah>| one.map(|one| one.kode.to_string()).unwrap_or_default();
    let office = skpd.iter().find(|office| !office.bidang.is_empty());
    let example = |user: &str, nama: &str, peran: Peran, wilayah: String, skpd: String, bidang: String| {
        vec![
            user.to_owned(),
            nama.to_owned(),
            peran.as_str().to_owned(),
            wilayah,
            skpd,
            bidang,
            "02/01/2026".to_owned(),
            String::new(),
            format!("{user}@contoh.id"),
            "0812 3456 7890".to_owned(),
        ]
    };
    let (skpd, bidang) = office
        .and_then(|office| Some((office.kode.clone(), office.bidang.first()?.kode.clone())))
        .unwrap_or_default();
    let rows = [
        example(
            "contoh.operator",
            "Contoh Operator",
            Peran::OperatorDesa,
            kode(village),
            String::new(),
            String::new(),
        ),
        example(
            "contoh.teknis",
            "Contoh Tim Teknis",
            Peran::TimTeknis,
            kode(district),
            skpd,
            bidang,
        ),
    ];
    table(sheet, "akun", KOLOM, rows)
}

/// Everything is text, so that no spreadsheet takes a code for a number.
fn table<const N: usize>(
    sheet: &mut Worksheet,
    name: &str,
    heading: [&str; N],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> anyhow::Result<()> {
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, title) in heading.into_iter().enumerate() {
        let column = u16::try_from(column)?;
        sheet
            .set_column_width(column, WIDTH)?
            .set_column_format(column, &text)?;
        sheet.write_with_format(0, column, title, &bold)?;
    }
    for (row, cells) in rows.into_iter().enumerate() {
        for (column, cell) in cells.into_iter().enumerate() {
            let (row, column) = (u32::try_from(row + 1)?, u16::try_from(column)?);
            sheet.write_with_format(row, column, cell, &text)?;
        }
    }
    Ok(())
}
