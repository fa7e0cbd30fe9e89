//! Where a thing is: WGS84 degrees as the phone gives them, with their accuracy in metres.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// Mean radius of the earth in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// How a position was found; it tells the officer how far to trust it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SumberPosisi {
    /// The phone's own receiver.
    Gps,
    /// A pin set or moved by hand.
    Peta,
    /// Read from a photo before its EXIF was removed.
    Foto,
}

/// A point on the map.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Posisi {
    /// Latitude, degrees, WGS84.
    #[garde(custom(within(-90.0, 90.0)))]
    pub lat: f64,
    /// Longitude, degrees, WGS84.
    #[garde(custom(within(-180.0, 180.0)))]
    pub lng: f64,
    /// Radius in metres within which the point lies, where the source tells it.
    #[garde(inner(custom(within(0.0, 100_000.0))))]
    pub akurasi_m: Option<f64>,
    #[garde(skip)]
    pub sumber: SumberPosisi,
}

impl Posisi {
    /// Rounded to what can be told apart: a centimetre of place, a decimetre of accuracy. Writing a number as decimals and
    /// reading it back may change its last bit.
    pub fn bulat(self) -> Self {
        let to = |number: f64, parts: f64| (number * parts).round() / parts;
        Self {
            lat: to(self.lat, 1e7),
            lng: to(self.lng, 1e7),
            akurasi_m: self.akurasi_m.map(|metres| to(metres, 10.0)),
            sumber: self.sumber,
        }
    }
}

/// A range that NaN does not slip through, as it does through a comparison with each bound.
fn within(min: f64, max: f64) -> impl Fn(&f64, &()) -> garde::Result {
    move |number, ()| {
        if (min..=max).contains(number) {
            Ok(())
        } else {
            Err(garde::Error::new(format!(
                "Di luar batas: antara {min} dan {max}."
            )))
        }
    }
}

/// Great-circle (haversine) distance in metres between two points given as (latitude, longitude) in degrees.
pub fn distance_m(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lng = ((b.1 - a.1).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lng * half_lng;
    2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
}

/// The corners (low, high) of a box that holds all within `metres` of a point given as (latitude, longitude) in degrees.
pub fn around((lat, lng): (f64, f64), metres: f64) -> ((f64, f64), (f64, f64)) {
    let up = (metres / EARTH_RADIUS_M).to_degrees();
    // At the poles every meridian is near.
    let aside = (up / lat.to_radians().cos().max(1e-9)).min(180.0);
    ((lat - up, lng - aside), (lat + up, lng + aside))
}

/// Most places of one route that a maps app takes from a link: its end and three on the way.
pub const RUTE_MAX: usize = 4;

/// A link that opens whichever maps app the phone has (RFC 5870, with the query that names the pin).
pub fn tautan_geo((lat, lng): (f64, f64), nama: &str) -> String {
    let place = format!("{lat:.5},{lng:.5}");
    let nama: String = nama
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    let nama = nama.split_whitespace().collect::<Vec<_>>().join("+");
    format!("geo:{place}?q={place}({nama})")
}

/// A link to a route from where the phone is by the first [`RUTE_MAX`] of these places, in their order; none without one.
pub fn tautan_rute(places: &[(f64, f64)]) -> Option<String> {
    let stops: Vec<String> = places
        .iter()
        .take(RUTE_MAX)
        .map(|(lat, lng)| format!("{lat:.5},{lng:.5}"))
        .collect();
    let (end, on_the_way) = stops.split_last()?;
    let mut link = format!("https://www.google.com/maps/dir/?api=1&destination={end}");
    if !on_the_way.is_empty() {
        link += "&waypoints=";
        link += &on_the_way.join("%7C");
    }
    Some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_maps_app_is_handed_places_in_the_order_of_the_way() {
        assert_eq!(
            tautan_geo((-2.317_834, 115.622_773), "Parit (RT 2) & jalan"),
            "geo:-2.31783,115.62277?q=-2.31783,115.62277(Parit+RT+2+jalan)"
        );
        assert_eq!(tautan_rute(&[]), None);
        let one = tautan_rute(&[(-2.3, 115.6)]).unwrap();
        assert!(one.ends_with("destination=-2.30000,115.60000"), "{one}");
        let many: Vec<(f64, f64)> = (1..=6).map(|n| (-2.0, f64::from(n))).collect();
        let route = tautan_rute(&many).unwrap();
        assert!(route.contains(
            "destination=-2.00000,4.00000&waypoints=-2.00000,1.00000%7C-2.00000,2.00000%7C-2.00000,3.00000"
        ));
    }

    #[test]
    fn a_degree_of_latitude_is_about_111_km() {
        let d = distance_m((-2.0, 115.5), (-3.0, 115.5));
        assert!((d - 111_195.0).abs() < 10.0, "{d}");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_near_lies_within_the_box(
            lat in -3.0..-2.0_f64, lng in 115.0..116.0_f64, metres in 1.0..5_000.0_f64,
            far in 0.0..1.0_f64, turn in 0.0..std::f64::consts::TAU,
        ) {
            let (low, high) = around((lat, lng), metres);
            let away = (metres * far / EARTH_RADIUS_M).to_degrees();
            let there = (lat + away * turn.sin(), lng + away * turn.cos() / lat.to_radians().cos());
            proptest::prop_assert!(distance_m((lat, lng), there) <= metres * 1.001);
            proptest::prop_assert!(low.0 <= there.0 && there.0 <= high.0);
            proptest::prop_assert!(low.1 <= there.1 && there.1 <= high.1);
        }
    }

    #[test]
    fn a_point_off_the_earth_is_refused() {
        let posisi = Posisi {
            lat: 91.0,
            lng: 0.0,
            akurasi_m: None,
            sumber: SumberPosisi::Peta,
        };
        assert!(posisi.validate().is_err());
        let posisi = Posisi {
            lat: f64::NAN,
            ..posisi
        };
        assert!(posisi.validate().is_err());
    }
}
