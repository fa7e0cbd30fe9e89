//! News (*kabar*): what officers are told when something happens that is theirs to look after, and what a reporter is told
//! of his own complaint. Told are codes and states; what somebody wrote is read in the portal alone.

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::aduan::{Kategori, Status};
use crate::aksi::Asal;
use crate::id::{AduanId, KabarId};

/// What an officer is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Peristiwa {
    /// A new complaint is there to be judged.
    Masuk,
    /// A complaint was handed to him or his office.
    Didisposisikan,
    /// The reporter was not content with the end.
    DibukaKembali,
    PesanPelapor,
    /// The deadline is over.
    Eskalasi,
    /// A reporter asks for something about his own data; the clock runs in hours.
    PermintaanData,
}

impl Peristiwa {
    pub const ALL: [Self; 6] = [
        Self::Masuk,
        Self::Didisposisikan,
        Self::DibukaKembali,
        Self::PesanPelapor,
        Self::Eskalasi,
        Self::PermintaanData,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Masuk => "masuk",
            Self::Didisposisikan => "didisposisikan",
            Self::DibukaKembali => "dibuka_kembali",
            Self::PesanPelapor => "pesan_pelapor",
            Self::Eskalasi => "eskalasi",
            Self::PermintaanData => "permintaan_data",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|peristiwa| peristiwa.as_str() == text)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Masuk => "Aduan baru perlu diverifikasi",
            Self::Didisposisikan => "Aduan didisposisikan kepada Anda",
            Self::DibukaKembali => "Pelapor membuka kembali aduannya",
            Self::PesanPelapor => "Pelapor menulis pesan",
            Self::Eskalasi => "Aduan melewati batas waktu",
            Self::PermintaanData => "Pelapor meminta sesuatu tentang data pribadinya",
        }
    }
}

/// One piece of news to one account.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kabar {
    pub id: KabarId,
    pub peristiwa: Peristiwa,
    pub aduan_id: AduanId,
    /// Kode unik of the complaint.
    pub kode: String,
    pub kategori: Kategori,
    /// The region in full: "Batu Piring, Paringin Selatan".
    pub tempat: String,
    pub pada: DateTime<Utc>,
    pub dibaca: bool,
}

/// Which news are asked for; a query.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default)]
pub struct KabarFilter {
    /// Only those that were not read.
    pub belum: bool,
    pub cursor: Option<String>,
    /// Rows on a page, at most 100.
    pub limit: Option<u32>,
}

/// A browser that wants to be told at once (Web Push, RFC 8030): what its push manager gives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LanggananBaru {
    /// Where the browser's push service takes it.
    #[garde(length(chars, min = 1, max = 1_000))]
    pub endpoint: String,
    /// The browser's public key, base64url without padding.
    #[garde(length(chars, min = 1, max = 200))]
    pub p256dh: String,
    /// The browser's secret, base64url without padding.
    #[garde(length(chars, min = 1, max = 100))]
    pub auth: String,
    #[garde(dive)]
    pub asal: Asal,
}

/// A browser wants to be told of something no more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LanggananAkhir {
    #[garde(length(chars, min = 1, max = 1_000))]
    pub endpoint: String,
    #[garde(dive)]
    pub asal: Asal,
}

/// What is marked as read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dibaca {
    #[garde(skip)]
    pub id: KabarId,
    /// All before it too. What came meanwhile is left: it was not seen.
    #[garde(skip)]
    #[serde(default)]
    pub dan_sebelumnya: bool,
}

/// What did not go out, or waits to; for who looks after it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KabarKeluar {
    pub id: KabarId,
    /// "akun" or "pelapor".
    pub kepada: String,
    /// User name, or kode unik of the complaint; never an address.
    pub sebutan: String,
    pub dibuat_pada: DateTime<Utc>,
    pub coba: u32,
    /// When it is tried next; none: it was given up.
    pub berikut_pada: Option<DateTime<Utc>>,
    /// Why it did not go out the last time.
    pub galat: Option<String>,
}

/// What a reporter is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UntukPelapor {
    Status(Status),
    /// An officer wrote a message.
    Pesan,
}

impl UntukPelapor {
    /// Whether a reporter is told of a complaint that has come to stand there. Steps within the office are not news to him.
    pub const fn of_status(status: Status) -> Option<Self> {
        match status {
            Status::Diverifikasi
            | Status::Diproses
            | Status::Ditunda
            | Status::Ditanggapi
            | Status::Selesai
            | Status::Ditolak
            | Status::BukanWewenang
            | Status::Digabung => Some(Self::Status(status)),
            Status::Diterima | Status::Didisposisikan | Status::DibukaKembali | Status::Diarsipkan => None,
        }
    }

    /// One sentence.
    fn kalimat(self, kode: &str) -> String {
        let status = match self {
            Self::Pesan => return format!("Petugas menulis pesan kepada Anda tentang aduan {kode}."),
            Self::Status(status) => status,
        };
        let then = match status {
            Status::Ditanggapi => {
                " Bila tanggapannya belum menjawab, Anda dapat membalas atau membuka kembali aduan ini."
            }
            Status::Selesai => {
                " Anda dapat memberi nilai, atau membuka kembali aduan ini bila masalahnya belum tuntas."
            }
            Status::Ditunda | Status::Ditolak | Status::BukanWewenang | Status::Digabung => {
                " Alasannya dapat Anda baca di sana."
            }
            Status::Diterima
            | Status::Diverifikasi
            | Status::Didisposisikan
            | Status::Diproses
            | Status::DibukaKembali
            | Status::Diarsipkan => "",
        };
        format!("Aduan {kode} kini {}.{then}", status.label().to_lowercase())
    }

    pub fn perihal(self, kode: &str) -> String {
        match self {
            Self::Status(status) => format!("Aduan {kode}: {}", status.label().to_lowercase()),
            Self::Pesan => format!("Pesan petugas tentang aduan {kode}"),
        }
    }

    /// The text that reaches the reporter outside of the portal: it carries the code alone, never the key nor what was
    /// written. `portal` is the portal's name, `alamat` its address, where that is known.
    pub fn teks(self, portal: &str, kode: &str, alamat: Option<&str>) -> String {
        let mut text = format!("Yth. pelapor,\n\n{}", self.kalimat(kode));
        if let Some(alamat) = alamat {
            text.push_str(&format!("\n\nLihat statusnya: {alamat}/cek/{kode}"));
        }
        text.push_str("\nUntuk membaca selengkapnya dan membalas, buka \"Aduan saya\" di ponsel yang Anda pakai mengirimnya.");
        text.push_str(&format!("\n\n{portal}"));
        text
    }
}

/// A link that opens WhatsApp with a text ready to be sent by hand. `hp` in E.164; none where it is no number.
pub fn tautan_wa(hp: &str, teks: &str) -> Option<String> {
    let nomor = crate::words::nomor_hp(hp)?;
    Some(format!(
        "https://wa.me/{}?text={}",
        nomor.trim_start_matches('+'),
        persen(teks)
    ))
}

/// RFC 3986: all but the unreserved in percent.
fn persen(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for peristiwa in Peristiwa::ALL {
            assert_eq!(Peristiwa::parse(peristiwa.as_str()), Some(peristiwa));
            assert_eq!(serde_json::to_value(peristiwa).unwrap(), peristiwa.as_str());
        }
    }

    #[test]
    fn what_leaves_the_portal_carries_the_code_and_no_more() {
        let text = UntukPelapor::Status(Status::Ditanggapi).teks(
            "Portal Layanan",
            "ADU-7K3M9-QX2TP-4W8RN",
            Some("https://portal.contoh.go.id"),
        );
        assert!(text.contains("https://portal.contoh.go.id/cek/ADU-7K3M9-QX2TP-4W8RN"));
        assert!(!text.contains('#'));
        let bare = UntukPelapor::Pesan.teks("Portal Layanan", "ADU-7K3M9-QX2TP-4W8RN", None);
        assert!(!bare.contains("/cek/") && bare.contains("Petugas menulis pesan"));
    }

    #[test]
    fn a_link_to_whatsapp_names_the_number_and_escapes_the_text() {
        assert_eq!(
            tautan_wa("0812-3456-7890", "Yth. & é\n").as_deref(),
            Some("https://wa.me/6281234567890?text=Yth.%20%26%20%C3%A9%0A")
        );
        assert_eq!(tautan_wa("", "x"), None);
    }

    #[test]
    fn a_reporter_is_not_told_of_steps_within_the_office() {
        let told: Vec<Status> = Status::ALL
            .into_iter()
            .filter(|status| UntukPelapor::of_status(*status).is_some())
            .collect();
        assert!(told.contains(&Status::Ditanggapi) && told.contains(&Status::Digabung));
        assert!(!told.contains(&Status::Didisposisikan) && !told.contains(&Status::Diarsipkan));
    }
}
