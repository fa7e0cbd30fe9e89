//! The outbox in the browser and what sends it. No DOM and no `window`: an open page and the service worker run the
//! same. `store` alone knows the databases, the crate `sync` alone decides; the rest carries between them. What belongs
//! to the page alone, such as an officer's session, it hands in.

pub mod antrean;
pub mod draf;
pub mod exchange;
mod isi;
pub mod lock;
pub mod news;
pub mod pin;
pub mod reseal;
pub mod round;
pub mod sandi;
pub mod store;
mod tersimpan;
pub mod tus;
pub mod wire;

pub use store::StoreError;

use sync::Millis;

/// Now, by the device's clock.
pub fn now() -> Millis {
    js_sys::Date::now() as Millis
}
