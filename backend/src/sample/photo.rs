//! Small pictures that stand in for photos: sky, hills, a road or a ditch. Drawn, so that nobody's village is shown.

use anyhow::Context;
use bytes::Bytes;
use rand::Rng;
use rand::rngs::StdRng;
use sha2::{Digest, Sha256};
use shared::file::{Foto, MediaType};

const WIDTH: u16 = 480;
const HEIGHT: u16 = 320;
/// Indexes into the palette of a picture.
const SKY: u8 = 0;
const HILLS: u8 = 1;
const GROUND: u8 = 2;
const ROAD: u8 = 3;
const WATER: u8 = 4;
const SPOT: u8 = 5;

pub struct Photo {
    pub foto: Foto,
    pub png: Bytes,
}

/// None to three photos, as people send them.
pub fn some(rng: &mut StdRng) -> anyhow::Result<Vec<Photo>> {
    let count = rng.random_range(0..=3);
    (0..count).map(|_| draw(rng)).collect()
}

fn draw(rng: &mut StdRng) -> anyhow::Result<Photo> {
    let scene = Scene::of(rng);
    let pixels: Vec<u8> = (0..HEIGHT)
        .flat_map(|y| (0..WIDTH).map(move |x| (x, y)))
        .map(|(x, y)| scene.at(x, y))
        .collect();
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, u32::from(WIDTH), u32::from(HEIGHT));
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette(rng));
    let mut writer = encoder.write_header().context("gambar contoh")?;
    writer.write_image_data(&pixels).context("gambar contoh")?;
    writer.finish().context("gambar contoh")?;
    let foto = Foto {
        sha256: hex::encode(Sha256::digest(&png)),
        bytes: u64::try_from(png.len()).context("gambar contoh")?,
        media_type: MediaType::Png,
    };
    Ok(Photo {
        foto,
        png: Bytes::from(png),
    })
}

/// Each picture in a light of its own.
fn palette(rng: &mut StdRng) -> Vec<u8> {
    let light: i16 = rng.random_range(-24..=24);
    let colours: [[i16; 3]; 6] = [
        [190, 214, 226],
        [84, 122, 96],
        [150, 132, 96],
        [122, 118, 112],
        [110, 140, 150],
        [86, 70, 52],
    ];
    let lit = |value: i16| u8::try_from((value + light).clamp(0, 255)).unwrap_or_default();
    colours.into_iter().flatten().map(lit).collect()
}

struct Scene {
    horizon: f32,
    swing: f32,
    phase: f32,
    /// Where the road or ditch runs out of the picture, in pixels from the left.
    foot: f32,
    wet: bool,
    spots: Vec<(f32, f32, f32)>,
}

impl Scene {
    fn of(rng: &mut StdRng) -> Self {
        Self {
            horizon: rng.random_range(110.0..150.0),
            swing: rng.random_range(12.0..34.0),
            phase: rng.random_range(0.0..6.0),
            foot: rng.random_range(140.0..340.0),
            wet: rng.random_bool(0.5),
            spots: (0..rng.random_range(3..9))
                .map(|_| {
                    (
                        rng.random_range(0.0..480.0),
                        rng.random_range(190.0..310.0),
                        rng.random_range(5.0..18.0),
                    )
                })
                .collect(),
        }
    }

    fn at(&self, x: u16, y: u16) -> u8 {
        let (x, y) = (f32::from(x), f32::from(y));
        let ridge = self.horizon + self.swing * (x / 70.0 + self.phase).sin();
        if y < ridge {
            return SKY;
        }
        let meadow = self.horizon + self.swing + 8.0;
        if y < meadow {
            return HILLS;
        }
        let near = (y - meadow) / (f32::from(HEIGHT) - meadow);
        let middle = 240.0 + (self.foot - 240.0) * near;
        if (x - middle).abs() < 6.0 + 74.0 * near {
            let is_spot = self
                .spots
                .iter()
                .any(|(sx, sy, r)| (x - sx).powi(2) + 4.0 * (y - sy).powi(2) < r * r * 4.0);
            return match (is_spot, self.wet) {
                (true, _) => SPOT,
                (false, true) => WATER,
                (false, false) => ROAD,
            };
        }
        GROUND
    }
}
