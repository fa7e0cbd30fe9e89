//! Photos that nobody has sent before: grey noise, coded as a baseline JPEG (ITU T.81), of about 200 KB.

use rand::RngCore;

/// Blocks of 8 × 8 pixels across and down; each takes 71 bytes.
const ACROSS: u16 = 53;
const DOWN: u16 = 54;
const COEFFICIENTS: usize = 63;

/// A table of one code, `0`: of no difference for the first coefficient of a block, and of a value of eight bits for
/// each of the others.
fn huffman(class: u8, symbol: u8) -> Vec<u8> {
    let mut table = vec![0xFF, 0xC4, 0, 20, class << 4, 1];
    table.extend([0; 15]);
    table.push(symbol);
    table
}

pub fn noise() -> Vec<u8> {
    let (width, height) = ((ACROSS * 8).to_be_bytes(), (DOWN * 8).to_be_bytes());
    let mut photo = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    photo.extend([1; 64]);
    photo.extend([0xFF, 0xC0, 0, 11, 8, height[0], height[1], width[0], width[1]]);
    photo.extend([1, 1, 0x11, 0]);
    photo.extend(huffman(0, 0));
    photo.extend(huffman(1, 8));
    photo.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);
    scan(&mut photo);
    photo.extend([0xFF, 0xD9]);
    photo
}

fn scan(photo: &mut Vec<u8>) {
    let mut random = [0; COEFFICIENTS];
    let (mut bits, mut waiting) = (0_u32, 0);
    let mut put = |value: u32, length: u32| {
        bits = bits << length | value;
        waiting += length;
        while waiting >= 8 {
            waiting -= 8;
            let byte = (bits >> waiting).to_le_bytes()[0];
            photo.push(byte);
            if byte == 0xFF {
                photo.push(0);
            }
        }
    };
    for _ in 0..ACROSS * DOWN {
        rand::rng().fill_bytes(&mut random);
        put(0, 1);
        for value in random {
            put(u32::from(value), 9);
        }
    }
}
