//! Judges a photo by its bytes alone; names and media types from outside are never asked. A picture is taken when it
//! is of a kind that we serve, whole to its end mark, and not larger than a viewer's phone can hold. Bytes after the
//! end mark are let be: some phones write their own there.

use shared::error::{ApiError, ErrorCode};
use shared::file::{MediaType, PIXELS_MAX};

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The kind of picture that the first bytes announce.
pub fn sniff(bytes: &[u8]) -> Option<MediaType> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(MediaType::Jpeg)
    } else if bytes.starts_with(PNG_SIGNATURE) {
        Some(MediaType::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(MediaType::Webp)
    } else {
        None
    }
}

/// # Errors
/// A refusal with the code `foto_salah`, which says what is wrong with the picture.
pub fn judge(bytes: &[u8]) -> Result<MediaType, ApiError> {
    let media_type =
        sniff(bytes).ok_or_else(|| refusal("Berkas ini bukan foto. Kirim foto JPEG, PNG, atau WebP."))?;
    let whole = match media_type {
        MediaType::Jpeg => jpeg_is_whole(bytes),
        MediaType::Png => png_is_whole(bytes),
        MediaType::Webp => webp_is_whole(bytes),
    };
    if whole.is_none() {
        return Err(refusal(
            "Foto ini rusak atau tidak lengkap. Ambil atau pilih foto lain.",
        ));
    }
    let size = imagesize::blob_size(bytes)
        .map_err(|_| refusal("Ukuran foto ini tidak terbaca. Ambil atau pilih foto lain."))?;
    let pixels = (size.width as u64).saturating_mul(size.height as u64);
    if pixels == 0 {
        return Err(refusal("Foto ini kosong. Ambil atau pilih foto lain."));
    }
    if pixels > PIXELS_MAX {
        return Err(refusal(
            "Foto ini terlalu besar: paling banyak 50 megapiksel. Perkecil dahulu.",
        ));
    }
    Ok(media_type)
}

fn refusal(detail: &str) -> ApiError {
    ApiError::new(ErrorCode::FotoSalah, detail)
}

/// Walks the segments and the coded data between them up to the end mark (ITU T.81, annex B).
fn jpeg_is_whole(bytes: &[u8]) -> Option<()> {
    const END: u8 = 0xD9;
    const SCAN: u8 = 0xDA;
    let mut at = 2;
    let mut scanned = false;
    loop {
        let marker = next_marker(bytes, &mut at, scanned)?;
        match marker {
            END => return scanned.then_some(()),
            // Marks without content: TEM and the restart marks.
            0x01 | 0xD0..=0xD7 => {}
            _ => {
                let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
                if length < 2 {
                    return None;
                }
                at += length;
                scanned |= marker == SCAN;
            }
        }
    }
}

/// The next mark; after a scan began, its coded data is skipped, in which a 0xFF is always followed by zero.
fn next_marker(bytes: &[u8], at: &mut usize, in_scan: bool) -> Option<u8> {
    if in_scan {
        while !(*bytes.get(*at)? == 0xFF && *bytes.get(*at + 1)? != 0) {
            *at += 1;
        }
    } else if *bytes.get(*at)? != 0xFF {
        return None;
    }
    while *bytes.get(*at)? == 0xFF {
        *at += 1;
    }
    *at += 1;
    bytes.get(*at - 1).copied()
}

/// Walks the chunks: IHDR first, some IDAT, IEND last (PNG specification, clause 5).
fn png_is_whole(bytes: &[u8]) -> Option<()> {
    const AROUND: usize = 12;
    let mut at = PNG_SIGNATURE.len();
    let (mut first, mut has_data) = (true, false);
    loop {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let name = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(length)?.checked_add(AROUND)?;
        if end > bytes.len() || (first && name != b"IHDR") {
            return None;
        }
        match name {
            b"IEND" => return has_data.then_some(()),
            b"IDAT" => has_data = true,
            _ => {}
        }
        first = false;
        at = end;
    }
}

/// The container says how long it is, and holds a picture (RFC 9649, section 2).
fn webp_is_whole(bytes: &[u8]) -> Option<()> {
    let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let end = length.checked_add(8)?;
    let mut rest = bytes.get(12..end)?;
    while let Some(name) = rest.get(..4) {
        if matches!(name, b"VP8 " | b"VP8L" | b"ANMF") {
            return Some(());
        }
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        // Chunks are padded to an even length.
        rest = rest.get(length.checked_add(8 + length % 2)?..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::*;

    const JPEG: &[u8] = include_bytes!("../../tests/api/support/photo/small.jpg");
    const PNG: &[u8] = include_bytes!("../../tests/api/support/photo/small.png");
    const WEBP: &[u8] = include_bytes!("../../tests/api/support/photo/small.webp");

    #[test]
    fn whole_photos_are_taken_for_what_they_are() {
        assert_eq!(judge(JPEG), Ok(MediaType::Jpeg));
        assert_eq!(judge(PNG), Ok(MediaType::Png));
        assert_eq!(judge(WEBP), Ok(MediaType::Webp));
    }

    #[test]
    fn a_photo_cut_anywhere_is_refused() {
        for photo in [JPEG, PNG, WEBP] {
            for end in 0..photo.len() {
                let refused = judge(&photo[..end]).unwrap_err();
                assert_eq!(
                    refused.code,
                    ErrorCode::FotoSalah,
                    "cut at {end} of {}",
                    photo.len()
                );
            }
        }
    }

    #[test]
    fn what_a_phone_writes_after_the_end_does_not_matter() {
        for photo in [JPEG, PNG, WEBP] {
            assert!(judge(&[photo, b"SEFT trailer"].concat()).is_ok());
        }
    }

    #[test]
    fn a_small_file_that_announces_a_huge_picture_is_refused() {
        let mut bomb = PNG.to_vec();
        bomb[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
        assert!(judge(&bomb).unwrap_err().detail.contains("megapiksel"));
        bomb[16..24].fill(0);
        assert!(judge(&bomb).is_err());
    }

    #[test]
    fn what_is_no_photo_is_refused_whatever_it_pretends() {
        for text in [
            "<!doctype html><script>alert(1)</script>",
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "GIF89a\x01\x00\x01\x00",
            "RIFF\x04\x00\x00\x00WEBP",
            "",
        ] {
            assert!(judge(text.as_bytes()).is_err(), "{text}");
        }
        assert!(judge(&[&[0xFF, 0xD8, 0xFF, 0xE0][..], b"<html>"].concat()).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_judge_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = judge(&bytes);
        }

        #[test]
        fn no_damage_to_a_photo_makes_the_judge_panic(
            which in 0..3_usize, place in any::<prop::sample::Index>(), byte in any::<u8>(),
        ) {
            let mut photo = [JPEG, PNG, WEBP][which].to_vec();
            let place = place.index(photo.len());
            photo[place] = byte;
            let _ = judge(&photo);
        }
    }
}
