//! The shape of a rescue file, version 1 (docs/berkas-penyelamat.md): a line of JSON in clear, then frames, each sealed
//! by itself under its place, so that no more than one photo is in memory at a time, and none can be changed, left out
//! or put elsewhere unnoticed.

use std::io::{BufRead, ErrorKind, Read};

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, Nonce};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::error::{ApiError, ErrorCode};
use shared::file::BYTES_MAX;
use shared::penyelamat::KirimanBerkas;
use shared::wilayah::WilayahKode;

use super::KunciBerkas;
use crate::error::AppError;

pub const FORMAT: &str = "portal-penyelamat";
pub const VERSI: u32 = 1;
/// Longest first line, in bytes.
const KEPALA_MAX: u64 = 4 * 1024;
/// Bytes that sealing adds to a frame.
const TAG: usize = 16;
/// A frame holds its kind and at most a photo.
const BINGKAI_MAX: usize = 1 + BYTES_MAX as usize + TAG;

const AKHIR: u8 = 0;
const KIRIMAN: u8 = 1;
const FOTO: u8 = 2;

/// The first line.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Kepala {
    pub daerah: WilayahKode,
    /// Id of the key that the file was sealed to.
    pub kunci: String,
    /// The point that the sender made for this file alone, base64url.
    pub publik: String,
    pub dibuat_pada: DateTime<Utc>,
    /// How many kiriman the device put into it.
    pub jumlah: u32,
}

/// As much of the first line as tells whether the rest is known here.
#[derive(Deserialize)]
struct Jenis {
    format: String,
    versi: u32,
}

/// One frame, opened.
pub enum Bingkai {
    Kiriman(Box<KirimanBerkas>),
    /// Bytes of a photo of the last kiriman.
    Foto(Vec<u8>),
}

/// Why a file, or the rest of it, cannot be read.
#[derive(Debug)]
pub enum Salah {
    /// No rescue file at all.
    Bukan,
    /// Of a version that this portal does not know.
    Baru(u32),
    /// Of another district.
    Daerah(WilayahKode),
    /// Sealed to another key.
    Kunci(String),
    /// Ends too early.
    Terpotong,
    /// Changed after it was written.
    Rusak,
    Io(std::io::Error),
}

/// An open file, frame by frame.
pub struct Berkas<R> {
    pub kepala: Kepala,
    isi: R,
    cipher: Aes256Gcm,
    /// Place of the next frame.
    nomor: u32,
    selesai: bool,
    ada_kiriman: bool,
}

impl<R: BufRead> Berkas<R> {
    /// Reads the first line.
    ///
    /// # Errors
    /// See [`Salah`]; a file for somebody else is told from one that is damaged.
    pub fn open(mut isi: R, kunci: &KunciBerkas, daerah: &WilayahKode) -> Result<Self, Salah> {
        let mut line = Vec::new();
        isi.by_ref().take(KEPALA_MAX).read_until(b'\n', &mut line)?;
        let line = line.strip_suffix(b"\n").ok_or(Salah::Bukan)?;
        let jenis: Jenis = serde_json::from_slice(line).map_err(|_| Salah::Bukan)?;
        if jenis.format != FORMAT {
            return Err(Salah::Bukan);
        }
        if jenis.versi != VERSI {
            return Err(Salah::Baru(jenis.versi));
        }
        let kepala: Kepala = serde_json::from_slice(line).map_err(|_| Salah::Rusak)?;
        if kepala.daerah != *daerah {
            return Err(Salah::Daerah(kepala.daerah));
        }
        if kepala.kunci != kunci.id() {
            return Err(Salah::Kunci(kepala.kunci));
        }
        Ok(Self {
            cipher: kunci.cipher(&kepala.publik, line).ok_or(Salah::Rusak)?,
            kepala,
            isi,
            nomor: 0,
            selesai: false,
            ada_kiriman: false,
        })
    }

    /// The next frame; none after the last. After an error nothing more is to be had.
    ///
    /// # Errors
    /// See [`Salah`].
    pub fn bingkai(&mut self) -> Result<Option<Bingkai>, Salah> {
        if self.selesai {
            return Ok(None);
        }
        let mut length = [0; 4];
        self.isi.read_exact(&mut length)?;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| Salah::Rusak)?;
        if !(TAG + 1..=BINGKAI_MAX).contains(&length) {
            return Err(Salah::Rusak);
        }
        let mut sealed = vec![0; length];
        self.isi.read_exact(&mut sealed)?;
        // The last frame alone holds nothing but its kind.
        let last = length == TAG + 1;
        let nonce = nonce(self.nomor, last);
        let open = self.cipher.decrypt(&nonce, sealed.as_slice());
        let mut open = open.map_err(|_| Salah::Rusak)?;
        self.nomor = self.nomor.checked_add(1).ok_or(Salah::Rusak)?;
        let content = open.split_off(1);
        match (open.as_slice(), last) {
            ([AKHIR], true) => self.end(),
            ([KIRIMAN], false) => {
                self.ada_kiriman = true;
                let kiriman = serde_json::from_slice(&content).map_err(|_| Salah::Rusak)?;
                Ok(Some(Bingkai::Kiriman(kiriman)))
            }
            ([FOTO], false) if self.ada_kiriman => Ok(Some(Bingkai::Foto(content))),
            _ => Err(Salah::Rusak),
        }
    }

    /// Nothing may follow the last frame.
    fn end(&mut self) -> Result<Option<Bingkai>, Salah> {
        self.selesai = true;
        match self.isi.read(&mut [0])? {
            0 => Ok(None),
            _ => Err(Salah::Rusak),
        }
    }
}

/// Eleven bytes of the frame's place, then whether it is the last. A key seals one file alone, so no nonce comes twice.
fn nonce(nomor: u32, last: bool) -> Nonce<Aes256Gcm> {
    let mut nonce = [0; 12];
    nonce[7..11].copy_from_slice(&nomor.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce.into()
}

impl From<std::io::Error> for Salah {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::UnexpectedEof => Self::Terpotong,
            _ => Self::Io(error),
        }
    }
}

impl From<Salah> for AppError {
    fn from(salah: Salah) -> Self {
        let rusak = |detail: &str| Self::refused(ErrorCode::BerkasRusak, detail);
        let asing = |detail: String| Self::Refused(ApiError::new(ErrorCode::BerkasAsing, detail));
        match salah {
            Salah::Bukan => asing(
                "Ini bukan berkas penyelamat. Pilih berkas yang namanya berawal antrean- dan berakhir .portal."
                    .to_owned(),
            ),
            Salah::Terpotong => rusak(
                "Berkas ini terpotong: bagian akhirnya hilang. Salin lagi dari HP, atau simpan lagi di halaman Antrean di HP itu.",
            ),
            Salah::Rusak => rusak(
                "Berkas ini rusak atau diubah setelah dibuat. Salin lagi dari HP, atau simpan lagi di halaman Antrean di HP itu.",
            ),
            Salah::Baru(versi) => asing(format!(
                "Berkas ini dibuat dengan bentuk versi {versi}, yang belum dikenal portal ini. Perbarui portal di server, lalu impor lagi."
            )),
            Salah::Daerah(daerah) => asing(format!(
                "Berkas ini milik daerah dengan kode {daerah}. Serahkan kepada admin daerah itu."
            )),
            Salah::Kunci(kunci) => asing(format!(
                "Berkas ini dikunci untuk kunci {kunci}, yang tidak ada di server ini. Pasang kembali kunci itu (penyelamat.key) di folder data, atau buka portal di HP itu selagi ada jaringan lalu simpan lagi berkasnya."
            )),
            Salah::Io(error) => Self::Busy(anyhow::Error::new(error)),
        }
    }
}
