//! What the device keeps until the office has it, and how it gets there, as far as it belongs to an open page. What
//! page and service worker share is the crate `kirim`; the crate `sync` alone decides.

pub mod cache;
mod kembali;
mod live;
mod membuka;
pub mod net_state;
pub mod sekaligus;
pub mod space;
pub mod sync;
pub mod upload;

pub use kembali::when_back;
pub use kirim::sandi::Sandi;
pub use kirim::{StoreError, antrean, draf, now};
pub use live::Antrean;
pub use membuka::Membuka;
