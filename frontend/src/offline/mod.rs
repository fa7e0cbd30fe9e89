//! What the device keeps until the office has it, and how it gets there. `store` alone knows the databases, the
//! crate `sync` alone decides; the rest carries between them.

pub mod antrean;
pub mod cache;
pub mod draf;
mod live;
pub mod net_state;
pub mod space;
mod store;
pub mod sync;
mod tus;
mod wire;

pub use live::Antrean;
pub use store::StoreError;

use ::sync::Millis;

/// Now, by the device's clock.
pub fn now() -> Millis {
    js_sys::Date::now() as Millis
}
