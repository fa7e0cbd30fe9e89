//! Where the phone is. The first fix is rarely the best one, so the receiver is followed until it is dropped.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use web_sys::{Geolocation, Position, PositionError, PositionOptions};

const PATIENCE_MS: u32 = 30_000;

/// One fix of the receiver: degrees, WGS84.
#[derive(Clone, Copy, PartialEq)]
pub struct Fix {
    pub lat: f64,
    pub lng: f64,
    /// Radius in metres.
    pub accuracy_m: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PlaceFault {
    Denied,
    /// No fix in time: under a roof, or no receiver.
    NotFound,
    /// The page was opened without HTTPS, or the browser has no such thing.
    NotOffered,
}

impl PlaceFault {
    /// What to tell the person: what is wrong and the way by hand.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Denied => {
                "Izin lokasi belum diberikan. Beri izin lokasi di pengaturan peramban, atau ketuk tempatnya di peta, atau pilih desa."
            }
            Self::NotFound => {
                "Lokasi belum ditemukan. Coba lagi di tempat terbuka, atau ketuk tempatnya di peta, atau pilih desa."
            }
            Self::NotOffered => {
                "Lokasi tidak tersedia di peramban ini. Ketuk tempatnya di peta, atau pilih desa."
            }
        }
    }
}

/// Follows the receiver until it is dropped.
pub struct Watch {
    receiver: Geolocation,
    id: i32,
    _found: Closure<dyn Fn(Position)>,
    _failed: Closure<dyn Fn(PositionError)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.receiver.clear_watch(self.id);
    }
}

/// Starts the receiver; `heard` is called for each fix and for each failure.
///
/// # Errors
/// [`PlaceFault::NotOffered`] where there is nothing to start.
pub fn watch(heard: impl Fn(Result<Fix, PlaceFault>) + Clone + 'static) -> Result<Watch, PlaceFault> {
    let navigator = window().navigator();
    let offered = window().is_secure_context()
        && Reflect::get(&navigator, &"geolocation".into()).is_ok_and(|it| it.is_object());
    if !offered {
        return Err(PlaceFault::NotOffered);
    }
    let receiver = navigator.geolocation().map_err(|_| PlaceFault::NotOffered)?;
    let tell = heard.clone();
    let found = Closure::<dyn Fn(Position)>::new(move |position: Position| {
        let at = position.coords();
        tell(Ok(Fix {
            lat: at.latitude(),
            lng: at.longitude(),
            accuracy_m: at.accuracy(),
        }));
    });
    let failed = Closure::<dyn Fn(PositionError)>::new(move |error: PositionError| {
        heard(Err(if error.code() == PositionError::PERMISSION_DENIED {
            PlaceFault::Denied
        } else {
            PlaceFault::NotFound
        }));
    });
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(PATIENCE_MS);
    options.set_maximum_age(0);
    let id = receiver
        .watch_position_with_error_callback_and_options(
            found.as_ref().unchecked_ref(),
            Some(failed.as_ref().unchecked_ref()),
            &options,
        )
        .map_err(|_| PlaceFault::NotOffered)?;
    Ok(Watch {
        receiver,
        id,
        _found: found,
        _failed: failed,
    })
}
