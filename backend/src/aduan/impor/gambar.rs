//! The photos that a line of the old book names: without what cameras and programs wrote into them.

use std::path::Path;

use bytes::Bytes;
use img_parts::{DynImage, ImageEXIF};
use sha2::{Digest, Sha256};
use shared::account::ImporSalah;
use shared::file::{BYTES_MAX, Foto, MediaType};
use shared::words::ukuran;

use super::nilai::{Baik, slip};
use crate::files::image;
use crate::lembar::Baris;

/// A photo as it will be kept: without what the camera wrote into it.
pub struct Gambar {
    pub foto: Foto,
    pub bytes: Bytes,
}

/// The photos that a line names, as they will be kept.
pub fn gambar(baris: &Baris, baik: &Baik, folder: Option<&Path>) -> Result<Vec<Gambar>, Vec<ImporSalah>> {
    let wrong = |pesan: String| vec![slip(baris, "foto", pesan)];
    let mut all: Vec<Gambar> = Vec::with_capacity(baik.foto.len());
    for name in &baik.foto {
        let folder =
            folder.ok_or_else(|| wrong("Folder fotonya belum disebut: tambahkan --foto.".to_owned()))?;
        let one = read_photo(&folder.join(name)).map_err(|why| wrong(format!("{name}: {why}")))?;
        if all.iter().any(|known| known.foto.sha256 == one.foto.sha256) {
            return Err(wrong(format!("{name}: foto yang sama sudah disebut.")));
        }
        all.push(one);
    }
    Ok(all)
}

fn read_photo(path: &Path) -> Result<Gambar, String> {
    let bytes = std::fs::read(path).map_err(|_| "berkas ini tidak ada di folder foto.".to_owned())?;
    let too_large = || format!("foto terlalu besar: paling banyak {}.", ukuran(BYTES_MAX));
    if bytes.len() as u64 > BYTES_MAX {
        return Err(too_large());
    }
    image::judge(&bytes).map_err(|error| error.detail)?;
    let bytes = bersih(Bytes::from(bytes))?;
    let media_type: MediaType = image::judge(&bytes).map_err(|error| error.detail)?;
    Ok(Gambar {
        foto: Foto {
            sha256: hex::encode(Sha256::digest(&bytes)),
            bytes: bytes.len() as u64,
            media_type,
        },
        bytes,
    })
}

/// A camera writes down where it stood and whose it is; that is no part of a complaint. What remains is the picture, its
/// colours and which side is up.
fn bersih(bytes: Bytes) -> Result<Bytes, String> {
    let unreadable = || "foto ini tidak terbaca.".to_owned();
    let mut image = DynImage::from_bytes(bytes)
        .map_err(|_| unreadable())?
        .ok_or_else(unreadable)?;
    match &mut image {
        DynImage::Jpeg(jpeg) => {
            let upright = jpeg.exif().and_then(|exif| orientation(&exif));
            jpeg.segments_mut()
                .retain(|segment| !WRITTEN.contains(&segment.marker()));
            jpeg.set_exif(upright.map(only_orientation));
        }
        DynImage::Png(png) => png
            .chunks_mut()
            .retain(|chunk| !WRITTEN_PNG.contains(&&chunk.kind())),
        DynImage::WebP(webp) => {
            webp.set_exif(None);
            webp.remove_chunks_by_id(*b"XMP ");
        }
    }
    Ok(image.encoder().bytes())
}

/// Segments of a JPEG into which cameras and programs write: all of an application but JFIF, the colour profile and
/// Adobe's, and comments.
const WRITTEN: [u8; 14] = [
    0xE1, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xFE,
];
/// The same of a PNG.
const WRITTEN_PNG: [&[u8; 4]; 5] = [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"];
/// Which side is up (TIFF 6.0, EXIF).
const ORIENTATION: u16 = 0x0112;

/// What the first directory of an EXIF block says of it.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let big = tiff.starts_with(b"MM");
    let two = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    };
    let four: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let first = if big {
        u32::from_be_bytes(four)
    } else {
        u32::from_le_bytes(four)
    };
    let first = usize::try_from(first).ok()?;
    let entries = usize::from(two(first)?);
    let at = (0..entries)
        .map(|place| first + 2 + place * 12)
        .find(|at| two(*at) == Some(ORIENTATION))?;
    two(at + 8).filter(|value| (1..=8).contains(value))
}

/// An EXIF block that says nothing else.
fn only_orientation(value: u16) -> Bytes {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend(value.to_be_bytes());
    tiff.extend([0; 6]);
    Bytes::from(tiff)
}
