//! The receipt *Tanda Terima Aduan*: which words stand on it, and its one template. The server makes a PDF of it, the
//! browser prints it without a network; what differs is only where its QR code leads.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::qr::Qr;
use super::{Jenis, Kategori};
use crate::kode::Kode;
use crate::words::waktu;

/// What a receipt says. No name and no number of the reporter stands on it: paper is lost more easily than a phone.
#[derive(Clone, PartialEq, Debug)]
pub struct TandaTerima {
    /// Name of the portal.
    pub portal: String,
    pub kabupaten: String,
    /// The office that answers.
    pub skpd: String,
    /// Where one turns by phone, if the district says so.
    pub telepon: Option<String>,
    pub kode: Kode,
    pub jenis: Jenis,
    pub kategori: Kategori,
    /// Village and sub-district in words.
    pub tempat: String,
    /// By the device's clock.
    pub dibuat: DateTime<Utc>,
    /// By the server's clock; absent while the complaint waits on the device.
    pub diterima: Option<DateTime<Utc>>,
    pub foto: usize,
    pub tautan: Tautan,
}

/// Where the QR code leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tautan {
    /// The status that everyone may see. All that a server ever hands out.
    Umum(String),
    /// The reporter's thread, with his key in the fragment. Made on the device alone.
    Pelapor(String),
}

impl Tautan {
    pub fn alamat(&self) -> &str {
        match self {
            Self::Umum(alamat) | Self::Pelapor(alamat) => alamat,
        }
    }

    /// What the link opens, for whoever holds the paper.
    pub const fn penjelasan(&self) -> &'static str {
        match self {
            Self::Umum(_) => {
                "Pindai untuk melihat status aduan. Siapa pun yang memegang kode ini dapat melihatnya."
            }
            Self::Pelapor(_) => {
                "Pindai untuk membuka percakapan, membalas, dan menilai. Tautan ini memuat kunci Anda: simpan, dan \
                 perlihatkan hanya kepada orang yang Anda percaya."
            }
        }
    }
}

pub const JUDUL: &str = "Tanda Terima Aduan";

impl TandaTerima {
    /// The lines of the receipt: label and value.
    pub fn baris(&self) -> Vec<(&'static str, String)> {
        let mut baris = vec![
            ("Jenis", self.jenis.label().to_owned()),
            ("Kategori", self.kategori.label().to_owned()),
            ("Lokasi", self.tempat.clone()),
            (
                "Foto",
                match self.foto {
                    0 => "tanpa foto".to_owned(),
                    banyak => format!("{banyak} foto"),
                },
            ),
            ("Dibuat", waktu(self.dibuat)),
            (
                "Diterima",
                match self.diterima {
                    Some(pada) => waktu(pada),
                    None => "belum terkirim; menunggu jaringan di perangkat pelapor".to_owned(),
                },
            ),
            ("Ditangani", self.skpd.clone()),
        ];
        if let Some(telepon) = &self.telepon {
            baris.push(("Telepon", telepon.clone()));
        }
        baris
    }

    /// The template.
    pub fn html(&self) -> String {
        let qr = Qr::of(self.tautan.alamat()).map_or_else(String::new, |code| code.svg());
        let mut html = format!(
            "<div class=\"tt\"><p class=\"tt-dari\">{} · {}</p><h1>{JUDUL}</h1><p class=\"tt-label\">Kode unik</p>\
             <p class=\"tt-kode\">{}</p><table class=\"tt-isi\"><tbody>",
            escaped(&self.portal),
            escaped(&self.kabupaten),
            self.kode,
        );
        for (label, value) in self.baris() {
            // Writing to a String cannot fail.
            let _ = write!(
                html,
                "<tr><th scope=\"row\">{label}</th><td>{}</td></tr>",
                escaped(&value)
            );
        }
        let _ = write!(
            html,
            "</tbody></table><div class=\"tt-qr\">{qr}</div><p class=\"tt-tautan\">{}</p><p>{}</p></div>",
            escaped(self.tautan.alamat()),
            self.tautan.penjelasan(),
        );
        html
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            plain => safe.push(plain),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kode::{Jenis as JenisKode, RANDOM_LEN};

    fn receipt() -> TandaTerima {
        TandaTerima {
            portal: "Portal".to_owned(),
            kabupaten: "Kabupaten Balangan".to_owned(),
            skpd: "Dinas <A> & \"B\"".to_owned(),
            telepon: None,
            kode: Kode::from_random(JenisKode::Aduan, [1; RANDOM_LEN]),
            jenis: Jenis::Pengaduan,
            kategori: Kategori::Drainase,
            tempat: "Ju'uh, Tebing Tinggi".to_owned(),
            dibuat: DateTime::UNIX_EPOCH,
            diterima: None,
            foto: 0,
            tautan: Tautan::Umum("https://portal.example/cek/A".to_owned()),
        }
    }

    #[test]
    fn what_somebody_typed_is_text_and_never_markup() {
        let html = receipt().html();
        assert!(html.contains("Dinas &lt;A&gt; &amp; &quot;B&quot;"));
        assert!(html.contains("Ju&#39;uh"));
    }

    #[test]
    fn a_receipt_that_still_waits_says_so() {
        assert!(receipt().html().contains("belum terkirim"));
        let sent = TandaTerima {
            diterima: Some(DateTime::UNIX_EPOCH),
            ..receipt()
        };
        assert!(sent.html().contains("1 Januari 1970, 08.00 WITA"));
    }
}
