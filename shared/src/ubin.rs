//! The tiles of a map that a device fetches beforehand: enough of the district to find a village without a network,
//! few enough for the owner of the tiles and for the device's cache.

use std::f64::consts::PI;

/// Leaflet's steps, and how many tiles are fetched on each side of the middle one. All together 565 tiles, which fit
/// into the cache beside those that the person has looked at; at step 14 they show some 20 km to each side.
const AROUND: [(u8, u32); 5] = [(10, 1), (11, 2), (12, 3), (13, 5), (14, 9)];

/// Web Mercator ends here, in degrees.
const LAT_MAX: f64 = 85.05;

/// Addresses of the tiles around a place in degrees, the coarse ones first. `url` holds `{z}`, `{x}` and `{y}`.
pub fn around(lat: f64, lng: f64, max_zoom: u8, url: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (zoom, beside) in AROUND.into_iter().filter(|(zoom, _)| *zoom <= max_zoom) {
        let last = (1_u32 << zoom) - 1;
        let (x, y) = tile(lat, lng, zoom);
        let columns = x.saturating_sub(beside)..=(x + beside).min(last);
        for x in columns {
            for y in y.saturating_sub(beside)..=(y + beside).min(last) {
                all.push(
                    url.replace("{z}", &zoom.to_string())
                        .replace("{x}", &x.to_string())
                        .replace("{y}", &y.to_string()),
                );
            }
        }
    }
    all
}

/// Column and row of the tile that shows a place.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the columns and rows that there are"
)]
fn tile(lat: f64, lng: f64, zoom: u8) -> (u32, u32) {
    let count = f64::from(1_u32 << zoom);
    let lat = lat.clamp(-LAT_MAX, LAT_MAX).to_radians();
    let column = (lng + 180.0) / 360.0 * count;
    let row = (1.0 - lat.tan().asinh() / PI) / 2.0 * count;
    let whole = |place: f64| place.floor().clamp(0.0, count - 1.0) as u32;
    (whole(column), whole(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_in_its_tile() {
        assert_eq!(tile(0.0, 0.0, 1), (1, 1));
        // The example of the OpenStreetMap wiki on tile names.
        assert_eq!(tile(35.6590699, 139.7006793, 18), (232_798, 103_246));
    }

    #[test]
    fn the_tiles_are_few_and_each_is_named_once() {
        let mut all = around(-2.33, 115.47, 19, "/tiles/{z}/{x}/{y}.png");
        assert_eq!(all.len(), 565);
        assert!(all.iter().all(|url| !url.contains('{')));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 565);
    }

    #[test]
    fn no_tile_is_asked_that_the_source_does_not_have() {
        assert_eq!(around(-2.33, 115.47, 10, "{z}").len(), 9);
        assert!(
            around(90.0, 180.0, 10, "{z}/{x}/{y}")
                .iter()
                .all(|url| url.starts_with("10/10"))
        );
    }
}
