//! What a map shows, told without the library that draws it: a page that describes its map leaves
//! that library in its own part.

use leptos::prelude::*;

/// A place in degrees, WGS84.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spot {
    pub lat: f64,
    pub lng: f64,
}

/// Where the background comes from and whom to name for it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tiles {
    /// With `{z}`, `{x}`, `{y}`; empty for none.
    pub url: String,
    pub attribution: String,
    /// Where the owner of the tiles tells his terms.
    pub attribution_url: Option<String>,
    /// Largest zoom that the source has.
    pub max_zoom: u8,
}

/// Several things at one place, shown as a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Tells it from others.
    pub name: String,
    pub spot: Spot,
    pub count: u32,
    /// What a reader hears.
    pub label: String,
}

/// The part of the world that a map shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Looked {
    pub south_west: Spot,
    pub north_east: Spot,
    pub zoom: f64,
}

/// What a map shows. All of it may change while it is open.
#[derive(Clone, Copy)]
pub struct MapView {
    pub label: &'static str,
    /// Where it looks when there is no pin.
    pub centre: Signal<Spot>,
    /// Leaflet's steps: 10 shows a district, 16 a neighbourhood.
    pub zoom: Signal<f64>,
    pub tiles: Signal<Tiles>,
    /// GeoJSON text; empty for none.
    pub boundaries: Signal<String>,
    pub pin: Signal<Option<Spot>>,
    /// With it the pin can be dragged and set by a tap.
    pub on_pin: Option<Callback<Spot>>,
    /// Metres around the pin.
    pub accuracy: Signal<Option<f64>>,
    pub clusters: Signal<Vec<Cluster>>,
    /// Called when the map is there, and each time that it has come to rest.
    pub on_look: Option<Callback<Looked>>,
}

impl MapView {
    /// A map around `centre` with nothing on it.
    pub fn new(label: &'static str, centre: Signal<Spot>, zoom: Signal<f64>) -> Self {
        Self {
            label,
            centre,
            zoom,
            tiles: Signal::stored(Tiles::default()),
            boundaries: Signal::stored(String::new()),
            pin: Signal::stored(None),
            on_pin: None,
            accuracy: Signal::stored(None),
            clusters: Signal::stored(Vec::new()),
            on_look: None,
        }
    }
}
