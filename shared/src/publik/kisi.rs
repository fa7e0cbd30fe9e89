//! The grid by which places are made coarse: nobody's house is pointed at, and neighbours fall together.

use crate::place::{around, distance_m};

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

    /// The squares of the finest grid that a circle around a point touches, the nearest first.
    pub fn sekitar((lat, lng): (f64, f64), metres: f64) -> Vec<Self> {
        let (low, high) = around((lat, lng), metres);
        let rows = nomor(low.0)..=nomor(high.0);
        let mut near: Vec<(f64, Self)> = rows
            .flat_map(|baris| (nomor(low.1)..=nomor(high.1)).map(move |kolom| (baris, kolom)))
            .map(|(baris, kolom)| Self {
                tingkat: 0,
                baris,
                kolom,
            })
            .map(|petak| (petak.jarak_m((lat, lng)), petak))
            .filter(|(away, _)| *away <= metres)
            .collect();
        near.sort_by(|one, other| one.0.total_cmp(&other.0));
        near.into_iter().map(|(_, petak)| petak).collect()
    }

    /// Metres from a point to the nearest one of a square of the finest grid; none within it.
    pub fn jarak_m(self, (lat, lng): (f64, f64)) -> f64 {
        let nearest = |degrees: f64, nomor: i32| {
            let low = f64::from(nomor) * DERAJAT;
            degrees.clamp(low, low + DERAJAT)
        };
        distance_m((lat, lng), (nearest(lat, self.baris), nearest(lng, self.kolom)))
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
    fn a_circle_touches_the_squares_that_it_reaches() {
        // In the middle of a square of 550 m a circle of 250 m touches no other; in a corner it touches four.
        let middle = Petak::of(-2.317_834, 115.622_773).tengah();
        assert_eq!(Petak::sekitar(middle, 250.0), [Petak::of(middle.0, middle.1)]);
        let corner = (-2.315_1, 115.620_1);
        let around_corner = Petak::sekitar(corner, 250.0);
        assert_eq!(around_corner.len(), 4);
        assert_eq!(around_corner.first(), Some(&Petak::of(corner.0, corner.1)));
        assert!(around_corner.iter().all(|petak| petak.jarak_m(corner) <= 250.0));
        assert!(Petak::sekitar(corner, 0.0).contains(&Petak::of(corner.0, corner.1)));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_near_lies_in_one_of_the_squares(
            lat in -3.0..-2.0_f64, lng in 115.0..116.0_f64, up in -1.0..1.0_f64, aside in -1.0..1.0_f64,
        ) {
            let there = (lat + up * 0.003, lng + aside * 0.003);
            let metres = distance_m((lat, lng), there);
            let squares = Petak::sekitar((lat, lng), metres * 1.001 + 0.1);
            proptest::prop_assert!(squares.contains(&Petak::of(there.0, there.1)));
        }
    }

    #[test]
    fn neighbours_of_half_a_kilometre_cannot_be_told_apart() {
        assert_eq!(Petak::of(-2.3151, 115.6201), Petak::of(-2.3199, 115.6249));
    }
}
