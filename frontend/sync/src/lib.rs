//! What to do next with what waits on the device: the pure rules of the outbox (*antrean*). No DOM, no clock, no
//! randomness, no I/O: time and chance are handed in, so every rule is tested natively and page and worker may run
//! the same code.
//!
//! What must stay true: a *kiriman* is settled by the server's receipt alone; no outcome drops a photo or a word;
//! nothing is sent after *terkirim*; one that cannot go on never holds up the others.

mod delay;
mod event;
mod keep;
mod kepala;
mod kiriman;
mod link;
mod outcome;
mod pin;
mod plan;
mod progress;
mod receipt;
mod repair;
mod told;
mod upload;

pub use delay::{DELAY_MAX, RETRY_AFTER_MAX, delay};
pub use event::{EVENT, pause};
pub use keep::{
    OLD_AFTER, PHOTO_KEPT, SUSULAN_KEPT, TEXT_KEPT, all_may_go, is_old, photos_may_go, text_may_go,
};
pub use kepala::{FotoKirim, FotoState, Hold, Kepala, LastAnswer, Rupa, State};
pub use kiriman::{Kiriman, Nama, Rahasia};
pub use link::{Link, LinkState};
pub use outcome::{Outcome, Refusal, Step, next_step};
pub use pin::{PIN_MIN, wait_after};
pub use plan::{Plan, Task, is_behind, is_left, plan, together};
pub use progress::{Progress, progress};
pub use receipt::{Answered, Receipt, Sent};
pub use repair::Repair;
pub use told::Told;
pub use upload::{Reply, Turn, Upload, Verdict};

/// Milliseconds, since 1970 by the device's clock where it is a moment. The clock may be wrong or jump.
pub type Millis = u64;
