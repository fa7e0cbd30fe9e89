//! The grid by which places are made coarse: nobody's house is pointed at, and neighbours fall together.

/// Degrees of one square of the finest grid: about 550 m on the equator.
const DERAJAT: f64 = 0.005;
/// Each coarser grid has squares four times as wide.
const KELIPATAN: i32 = 4;
/// The coarsest grid; the finest is 0.
pub const TINGKAT_TERKASAR: u8 = 3;

/// One square, counted in rows from the equator and columns from Greenwich.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Petak {
    /// 0 is the finest grid.
    pub tingkat: u8,
    pub baris: i32,
    pub kolom: i32,
}

impl Petak {
    /// The finest square in which a point lies.
    pub fn of(lat: f64, lng: f64) -> Self {
        Self {
            tingkat: 0,
            baris: nomor(lat),
            kolom: nomor(lng),
        }
    }

    /// The square of a coarser grid in which this one lies.
    #[must_use]
    pub fn di(self, tingkat: u8) -> Self {
        let lebar = KELIPATAN.pow(u32::from(tingkat.saturating_sub(self.tingkat)));
        Self {
            tingkat,
            baris: self.baris.div_euclid(lebar),
            kolom: self.kolom.div_euclid(lebar),
        }
    }

    /// Middle of the square as (latitude, longitude), with no more digits than it means.
    pub fn tengah(self) -> (f64, f64) {
        let lebar = DERAJAT * f64::from(KELIPATAN.pow(u32::from(self.tingkat)));
        let middle = |nomor: i32| ((f64::from(nomor) + 0.5) * lebar * 1e5).round() / 1e5;
        (middle(self.baris), middle(self.kolom))
    }

    /// As the map names a square: `-463.23124`.
    pub fn nama(self) -> String {
        format!("{}.{}", self.baris, self.kolom)
    }

    /// Reads the name of a square of the finest grid.
    pub fn parse(nama: &str) -> Option<Self> {
        let (baris, kolom) = nama.split_once('.')?;
        Some(Self {
            tingkat: 0,
            baris: baris.parse().ok()?,
            kolom: kolom.parse().ok()?,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float is cut to what the integer holds, and no degree comes near it"
)]
fn nomor(derajat: f64) -> i32 {
    (derajat / DERAJAT).floor() as i32
}

/// The grid whose squares are wide enough to be touched at this zoom of a web map.
pub const fn tingkat_untuk(zoom: u8) -> u8 {
    match zoom {
        0..=8 => 3,
        9..=10 => 2,
        11..=12 => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_lies_in_its_square_on_every_grid() {
        let (lat, lng) = (-2.317_834, 115.622_773);
        let fine = Petak::of(lat, lng);
        assert_eq!(fine.tengah(), (-2.3175, 115.6225));
        for tingkat in 0..=TINGKAT_TERKASAR {
            let wide = DERAJAT * f64::from(KELIPATAN.pow(u32::from(tingkat)));
            let (mid_lat, mid_lng) = fine.di(tingkat).tengah();
            assert!((mid_lat - lat).abs() <= wide / 2.0 + 1e-9, "{tingkat}");
            assert!((mid_lng - lng).abs() <= wide / 2.0 + 1e-9, "{tingkat}");
        }
        assert_eq!(Petak::parse(&fine.nama()), Some(fine));
        assert_eq!(Petak::parse("1"), None);
    }

    #[test]
    fn neighbours_of_half_a_kilometre_cannot_be_told_apart() {
        assert_eq!(Petak::of(-2.3151, 115.6201), Petak::of(-2.3199, 115.6249));
    }
}
