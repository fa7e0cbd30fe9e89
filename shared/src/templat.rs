//! Templates (*templat*) of answers: what an office writes often, put down once. A template fills the box; what is sent is
//! what the officer then reads and changes.

use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::aduan::{Kategori, TEKS_MAX};
use crate::aksi::Asal;
use crate::id::TemplatId;
use crate::valid::trimmed_length;

pub const JUDUL_MAX: usize = 80;

/// What stands for something of the complaint, and for what.
pub const PENGGANTI: [(&str, &str); 4] = [
    ("{kode}", "kode unik"),
    ("{tempat}", "desa dan kecamatan"),
    ("{skpd}", "SKPD yang mengerjakan"),
    ("{tenggat}", "batas waktu"),
];

/// One template.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Templat {
    pub id: TemplatId,
    pub judul: String,
    pub isi: String,
    /// None: for complaints of every kategori.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kategori: Option<Kategori>,
    /// What is no longer offered stays, so that nobody has to write it again.
    pub aktif: bool,
}

impl Templat {
    /// Whether it is offered for a complaint of this kategori.
    pub fn untuk(&self, kategori: Kategori) -> bool {
        self.aktif && self.kategori.is_none_or(|own| own == kategori)
    }
}

/// A template as it is to be, new or changed; its id stands in the address.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatBaru {
    #[garde(custom(trimmed_length(3, JUDUL_MAX)))]
    pub judul: String,
    #[garde(custom(trimmed_length(10, TEKS_MAX)))]
    pub isi: String,
    #[garde(skip)]
    #[serde(default)]
    pub kategori: Option<Kategori>,
    #[garde(skip)]
    pub aktif: bool,
    #[garde(dive)]
    pub asal: Asal,
}

/// What a template's words stand for; where something is not known, its word stays for the officer to see.
pub struct Isian<'a> {
    pub kode: &'a str,
    pub tempat: &'a str,
    pub skpd: Option<&'a str>,
    pub tenggat: Option<&'a str>,
}

pub fn isikan(isi: &str, isian: &Isian<'_>) -> String {
    let values = [Some(isian.kode), Some(isian.tempat), isian.skpd, isian.tenggat];
    let filled = PENGGANTI.iter().zip(values);
    filled.fold(isi.to_owned(), |text, ((word, _), value)| match value {
        Some(value) => text.replace(word, value),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_filled_in_and_what_is_not_known_stays_to_be_seen() {
        let isian = Isian {
            kode: "ADU-1",
            tempat: "Lampihong Kiri",
            skpd: None,
            tenggat: Some("4 Desember 2026"),
        };
        assert_eq!(
            isikan("{kode} di {tempat}: {skpd}, paling lambat {tenggat}.", &isian),
            "ADU-1 di Lampihong Kiri: {skpd}, paling lambat 4 Desember 2026."
        );
    }
}
