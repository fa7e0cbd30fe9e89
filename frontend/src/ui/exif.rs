//! Where a photo was taken, read from what the camera wrote before it is all left behind. Only the GPS part of a
//! JPEG's Exif is understood: a whole reader would weigh more than the form. Any other byte means "not known".

const GPS_IFD: u16 = 0x8825;
const LAT_REF: u16 = 1;
const LAT: u16 = 2;
const LNG_REF: u16 = 3;
const LNG: u16 = 4;

/// Latitude and longitude in degrees, WGS84.
pub fn place_of(jpeg: &[u8]) -> Option<(f64, f64)> {
    let tiff = Tiff::of(exif_segment(jpeg)?)?;
    let gps = tiff.entry(tiff.u32(4)?, GPS_IFD)?;
    let gps = tiff.u32(gps.value)?;
    let degrees = |value: u16, side: u16, negative: u8| {
        let sum = tiff.degrees(tiff.entry(gps, value)?)?;
        let letter = tiff.bytes.get(at(tiff.entry(gps, side)?.value)?)?;
        Some(if letter.eq_ignore_ascii_case(&negative) {
            -sum
        } else {
            sum
        })
    };
    let (lat, lng) = (degrees(LAT, LAT_REF, b'S')?, degrees(LNG, LNG_REF, b'W')?);
    // A camera without a fix writes nought for both.
    let real = lat.abs() <= 90.0 && lng.abs() <= 180.0 && (lat != 0.0 || lng != 0.0);
    real.then_some((lat, lng))
}

fn at(offset: u32) -> Option<usize> {
    usize::try_from(offset).ok()
}

/// The TIFF within the first APP1 segment that holds Exif.
fn exif_segment(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let (head, body) = rest.split_at_checked(4)?;
        let [0xFF, marker, high, low] = *head else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low])).checked_sub(2)?;
        let (segment, next) = body.split_at_checked(length)?;
        if marker == 0xE1
            && let Some(tiff) = segment.strip_prefix(b"Exif\0\0")
        {
            return Some(tiff);
        }
        rest = next;
    }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

/// One entry of a directory: where its value, or the value's offset, stands.
#[derive(Clone, Copy)]
struct Entry {
    value: u32,
}

impl<'a> Tiff<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..4)? {
            [b'I', b'I', 42, 0] => true,
            [b'M', b'M', 0, 42] => false,
            _ => return None,
        };
        Some(Self { bytes, little })
    }

    fn u16(&self, offset: u32) -> Option<u16> {
        let bytes = self.bytes.get(at(offset)?..)?.first_chunk::<2>()?;
        Some(if self.little {
            u16::from_le_bytes(*bytes)
        } else {
            u16::from_be_bytes(*bytes)
        })
    }

    fn u32(&self, offset: u32) -> Option<u32> {
        let bytes = self.bytes.get(at(offset)?..)?.first_chunk::<4>()?;
        Some(if self.little {
            u32::from_le_bytes(*bytes)
        } else {
            u32::from_be_bytes(*bytes)
        })
    }

    fn entry(&self, directory: u32, tag: u16) -> Option<Entry> {
        let count = u32::from(self.u16(directory)?);
        (0..count).find_map(|n| {
            let entry = directory.checked_add(2)?.checked_add(n.checked_mul(12)?)?;
            (self.u16(entry)? == tag).then_some(Entry { value: entry + 8 })
        })
    }

    /// Degrees, minutes and seconds, each a fraction.
    fn degrees(&self, entry: Entry) -> Option<f64> {
        let offset = self.u32(entry.value)?;
        let part = |n: u32| {
            let start = offset.checked_add(8 * n)?;
            let (above, below) = (self.u32(start)?, self.u32(start.checked_add(4)?)?);
            (below != 0).then(|| f64::from(above) / f64::from(below))
        };
        Some(part(0)? + part(1).unwrap_or(0.0) / 60.0 + part(2).unwrap_or(0.0) / 3_600.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG's beginning with a GPS directory: 2°21'25.2", 115°22'6.6".
    fn photo(little: bool, sides: [u8; 2]) -> Vec<u8> {
        let u16 = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let u32 = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            [&u16(tag)[..], &u16(kind), &u32(count), &value].concat()
        };
        let mut tiff = if little {
            b"II*\0".to_vec()
        } else {
            b"MM\0*".to_vec()
        };
        tiff.extend(u32(8));
        tiff.extend([&u16(1)[..], &entry(GPS_IFD, 4, 1, u32(26)), &u32(0)].concat());
        tiff.extend(u16(4));
        tiff.extend(entry(LAT_REF, 2, 2, [sides[0], 0, 0, 0]));
        tiff.extend(entry(LAT, 5, 3, u32(80)));
        tiff.extend(entry(LNG_REF, 2, 2, [sides[1], 0, 0, 0]));
        tiff.extend(entry(LNG, 5, 3, u32(104)));
        tiff.extend(u32(0));
        for number in [2, 1, 21, 1, 252, 10, 115, 1, 22, 1, 66, 10] {
            tiff.extend(u32(number));
        }
        let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
        // Another segment stands before it, as JFIF does.
        let before = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xE1];
        [&before[..], &length, b"Exif\0\0", &tiff].concat()
    }

    #[test]
    fn a_place_is_read_in_both_byte_orders_and_on_all_sides() {
        for little in [false, true] {
            for (sides, signs) in [(*b"SE", (-1.0, 1.0)), (*b"NW", (1.0, -1.0))] {
                let (lat, lng) = place_of(&photo(little, sides)).unwrap();
                assert!((lat - signs.0 * 2.357).abs() < 1e-9, "{lat}");
                assert!((lng - signs.1 * 115.3685).abs() < 1e-9, "{lng}");
            }
        }
    }

    #[test]
    fn a_cut_or_garbled_photo_says_nothing_and_breaks_nothing() {
        let whole = photo(true, *b"SE");
        for end in 0..whole.len() {
            assert_eq!(place_of(&whole[..end]), None, "{end}");
        }
        for place in 0..whole.len() {
            for value in [0, 0x7F, 0xFF] {
                let mut garbled = whole.clone();
                garbled[place] = value;
                // Only that it returns: a garbled number is still a number.
                let _ = place_of(&garbled);
            }
        }
    }
}
