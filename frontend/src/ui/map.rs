//! The map: the only file that names Leaflet. Its code is a part of its own (`Chunk::Peta`), fetched
//! when a map is first shown. Without tiles, without boundaries, without the part itself the page still
//! works: whatever a pin says can also be said by hand.

use leaflet::{Control, GeoJson, LatLng, MapOptions, TileLayerOptions, Zoom, ZoomOptions};
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_leaflet::prelude::{
    Circle, DragEvents, LeafletMapContext, Marker, MouseEvents, Position, provide_leaflet_context,
};
use wasm_bindgen::prelude::*;

use super::chunk::{Chunk, ChunkView};
use super::{Button, ButtonKind, Cluster, Looked, MapView, Spot, Tiles};
use crate::chunk_door;

#[wasm_bindgen]
extern "C" {
    // leaflet-rs declares it, and keeps it to itself.
    #[wasm_bindgen(js_namespace = L, js_name = geoJSON)]
    fn geo_json(shape: &JsValue, options: &JsValue) -> GeoJson;
}

fn position(spot: Spot) -> Position {
    Position::new(spot.lat, spot.lng)
}

fn lat_lng(spot: Spot) -> LatLng {
    LatLng::new(spot.lat, spot.lng)
}

fn spot_of(place: &LatLng) -> Spot {
    Spot {
        lat: place.lat(),
        lng: place.lng(),
    }
}

chunk_door!(peta, pub(crate) fn open_map(view: MapView) = map_view);

#[component]
pub fn Map(view: MapView) -> impl IntoView {
    view! {
        <div class="map">
            <ChunkView chunk=Chunk::Peta open=move || open_map(view) />
        </div>
    }
}

/// An image, since leaflet-rs 0.5 makes an image icon of its `DivIcon` too.
const PIN: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 36 48'%3E\
%3Cpath d='M18 46C5 28 2 23 2 17a16 16 0 0 1 32 0c0 6-3 11-16 29z' fill='%23a8401f' stroke='%23fff' stroke-width='2'/%3E\
%3Ccircle cx='18' cy='17' r='5.5' fill='%23fff'/%3E%3C/svg%3E";

/// Leaflet's step at which the surroundings of a pin can be told.
const NEAR_PIN: f64 = 15.0;

type MapSlot = StoredValue<Option<leaflet::Map>, LocalStorage>;

/// Built where it is shown, not where the part was fetched: each map keeps its own Leaflet context.
fn map_view(props: MapView) -> impl IntoView {
    move || untrack(|| frame(props))
}

fn frame(props: MapView) -> impl IntoView {
    let context = provide_leaflet_context();
    let frame = NodeRef::<html::Div>::new();
    let slot: MapSlot = StoredValue::new_local(None);
    let blank = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        if slot.with_value(Option::is_none) {
            start(props, &frame, (context, slot), blank);
        }
    });
    follow_pin(props, slot);
    on_cleanup(move || {
        if let Some(map) = slot.try_update_value(Option::take).flatten() {
            map.remove();
        }
    });
    // Pins come and go long after this call: each time they must find the map's context.
    OwnedView::new(view! {
        <div class="canvas" role="group" aria-label=props.label node_ref=frame></div>
        <p class="blank" role="status">
            {move || blank.get().then_some("Gambar peta belum dapat dimuat.")}
        </p>
        <Attribution tiles=props.tiles />
        <Pin props=props />
        <Clusters props=props map=slot />
        {props.on_pin.map(|on_pin| view! { <PinHere map=slot on_pin=on_pin /> })}
    })
}

#[component]
fn Attribution(tiles: Signal<Tiles>) -> impl IntoView {
    move || {
        let Tiles {
            attribution,
            attribution_url,
            ..
        } = tiles.get();
        (!attribution.is_empty()).then(|| match attribution_url {
            Some(url) => view! {
                <p class="attribution"><a href=url rel="external noopener" target="_blank">{attribution}</a></p>
            }
            .into_any(),
            None => view! { <p class="attribution">{attribution}</p> }.into_any(),
        })
    }
}

fn start(
    props: MapView,
    frame: &web_sys::HtmlElement,
    (context, slot): (LeafletMapContext, MapSlot),
    blank: RwSignal<bool>,
) {
    let options = MapOptions::new();
    options.set_zoom_control(false);
    options.set_attribution_control(false);
    let Ok(map) = leaflet::Map::new_with_element(frame, &options) else {
        return;
    };
    let pin = props.pin.get_untracked();
    let zoom = props.zoom.get_untracked();
    let zoom = if pin.is_some() { zoom.max(NEAR_PIN) } else { zoom };
    map.set_view(
        &lat_lng(pin.unwrap_or_else(|| props.centre.get_untracked())),
        zoom,
    );
    add_zoom(&map);
    follow_tiles(props.tiles, map.clone(), blank);
    follow_boundaries(props.boundaries, map.clone());
    if let Some(on_pin) = props.on_pin {
        map.on_mouse_click(Box::new(move |event| on_pin.run(spot_of(&event.lat_lng()))));
    }
    if let Some(on_look) = props.on_look {
        let look = map.clone();
        map.on_move_end(Box::new(move |_| {
            // The page may be gone.
            let _ = on_look.try_run(looked(&look));
        }));
        on_look.run(looked(&map));
    }
    context.set_map(&map);
    slot.set_value(Some(map));
}

fn add_zoom(map: &leaflet::Map) {
    let mut words = ZoomOptions::new();
    words.set_zoom_in_title("Perbesar peta");
    words.set_zoom_out_title("Perkecil peta");
    let zoom: JsValue = Zoom::new(&words).into();
    map.add_control(zoom.unchecked_ref::<Control>());
}

/// Tiles are asked by CORS, so that the cache can tell a tile from an error.
fn follow_tiles(tiles: Signal<Tiles>, map: leaflet::Map, blank: RwSignal<bool>) {
    Effect::new(move |shown: Option<Option<leaflet::TileLayer>>| {
        if let Some(shown) = shown.flatten() {
            shown.remove();
        }
        let (url, max_zoom) = tiles.with(|tiles| (tiles.url.clone(), tiles.max_zoom));
        if url.is_empty() {
            return None;
        }
        let options = TileLayerOptions::new();
        options.set_max_zoom(f64::from(max_zoom));
        options.set_cross_origin("anonymous".into());
        let layer = leaflet::TileLayer::new_options(&url, &options);
        for (event, is_blank) in [("tileerror", true), ("tileload", false)] {
            let told = Closure::<dyn Fn()>::new(move || {
                // The page may be gone.
                blank.try_set(is_blank);
            });
            layer.on(event, &told.into_js_value());
        }
        layer.add_to(&map);
        Some(layer)
    });
}

fn follow_boundaries(boundaries: Signal<String>, map: leaflet::Map) {
    Effect::new(move |shown: Option<Option<GeoJson>>| {
        if let Some(shown) = shown.flatten() {
            shown.remove();
        }
        let shape = boundaries.with(|text| js_sys::JSON::parse(text)).ok()?;
        let layer = geo_json(&shape, &boundary_style());
        layer.add_to(&map);
        Some(layer)
    });
}

fn boundary_style() -> JsValue {
    let set = |object: &js_sys::Object, name: &str, value: JsValue| {
        // Setting a property of a plain object of our own cannot fail.
        let _ = js_sys::Reflect::set(object, &name.into(), &value);
    };
    let style = js_sys::Object::new();
    set(&style, "color", "#10503c".into());
    set(&style, "weight", 1.5.into());
    set(&style, "opacity", 0.7.into());
    set(&style, "fillOpacity", 0.04.into());
    let options = js_sys::Object::new();
    set(&options, "style", style.into());
    set(&options, "interactive", false.into());
    options.into()
}

/// A pin that moves out of sight takes the map along.
fn follow_pin(props: MapView, slot: MapSlot) {
    // Told the same once more it stays where the person has moved it.
    let place = Memo::new(move |_| (props.centre.get(), props.zoom.get()));
    Effect::new(move |before: Option<Option<Spot>>| {
        let pin = props.pin.get();
        let (centre, zoom) = place.get();
        slot.with_value(|map| {
            let Some(map) = map else { return };
            match (pin, before.flatten()) {
                (Some(pin), None) => drop(map.set_view(&lat_lng(pin), map.get_zoom().max(NEAR_PIN))),
                (Some(pin), Some(_)) => drop(map.pan_inside(&lat_lng(pin))),
                (None, _) => drop(map.set_view(&lat_lng(centre), zoom)),
            }
        });
        pin
    });
}

#[component]
fn Pin(props: MapView) -> impl IntoView {
    let there = Memo::new(move |_| props.pin.with(Option::is_some));
    let place = move || position(props.pin.get().unwrap_or_default());
    let dragged = move |event: leaflet::DragEndEvent| {
        let marker: leaflet::Marker = event.target().unchecked_into();
        if let Some(on_pin) = props.on_pin {
            on_pin.run(spot_of(&marker.get_lat_lng()));
        }
    };
    view! {
        <Show when=move || there.get()>
            <Marker
                position=Signal::derive_local(place)
                draggable=props.on_pin.is_some()
                title="Tempat yang ditunjuk"
                alt="Tempat yang ditunjuk"
                icon_url=Some(PIN.to_owned())
                icon_size=Some((36.0, 48.0))
                icon_anchor=Some((18.0, 46.0))
                drag_events=DragEvents::new().on_drag_end(dragged)
            />
            <Circle
                center=Signal::derive_local(place)
                radius=Signal::derive(move || props.accuracy.get().unwrap_or_default())
                color="#1f6186"
                weight=Some(1.0)
                fill_opacity=Some(0.14)
                interactive=Some(false)
            />
        </Show>
    }
}

fn looked(map: &leaflet::Map) -> Looked {
    let bounds = map.get_bounds();
    Looked {
        south_west: spot_of(&bounds.get_south_west()),
        north_east: spot_of(&bounds.get_north_east()),
        zoom: map.get_zoom(),
    }
}

/// Steps by which a pressed cluster comes nearer.
const NEARER: f64 = 2.0;

#[component]
fn Clusters(props: MapView, map: MapSlot) -> impl IntoView {
    let press = move |spot: Spot| {
        map.try_with_value(|map| {
            let Some(map) = map else { return };
            drop(map.set_view(&lat_lng(spot), map.get_zoom() + NEARER));
        });
    };
    // One that says something else is drawn anew.
    let key = |cluster: &Cluster| (cluster.name.clone(), cluster.label.clone());
    view! {
        <For each=move || props.clusters.get() key=key let:cluster>
            {
                let size = bubble_size(cluster.count);
                let (icon, label, spot) = (bubble(cluster.count, size), cluster.label.clone(), cluster.spot);
                view! {
                    <Marker
                        position=Signal::derive_local(move || position(spot))
                        title=label.clone()
                        alt=label
                        icon_url=Some(icon)
                        icon_size=Some((size, size))
                        icon_anchor=Some((size / 2.0, size / 2.0))
                        mouse_events=MouseEvents::new().on_click(move |_| press(spot))
                    />
                }
            }
        </For>
    }
}

/// Pixels: wide enough for the number and for a thumb.
fn bubble_size(count: u32) -> f64 {
    f64::from(count.max(1).ilog10()) * 8.0 + 40.0
}

/// A number in a circle; an image, as the pin is.
fn bubble(count: u32, size: f64) -> String {
    let middle = size / 2.0;
    format!(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size} {size}'%3E\
         %3Ccircle cx='{middle}' cy='{middle}' r='{}' fill='%2310503c' stroke='%23fff' stroke-width='2'/%3E\
         %3Ctext x='{middle}' y='{}' font-family='sans-serif' font-size='14' font-weight='700' fill='%23fff' \
         text-anchor='middle'%3E{count}%3C/text%3E%3C/svg%3E",
        middle - 2.0,
        middle + 5.0
    )
}

/// For whoever moves the map by keyboard and cannot drag.
#[component]
fn PinHere(map: MapSlot, on_pin: Callback<Spot>) -> impl IntoView {
    let put = move |_| {
        let centre = map.with_value(|map| map.as_ref().map(|map| spot_of(&map.get_center())));
        if let Some(centre) = centre {
            on_pin.run(centre);
        }
    };
    view! {
        <div class="pin-here">
            <Button kind=ButtonKind::Quiet on_press=put>"Taruh pin di tengah peta"</Button>
        </div>
    }
}
