//! What is done to a complaint that the office has (*susulan*): a step, an answer, a message, a note, a correction. With a
//! network it goes at once; without one it waits in the outbox, in its order, and is done once. Another kind of it costs a
//! name here and its own form, nothing else.

mod kirim;
mod sasaran;
mod simpan;
mod tampil;

pub use kirim::open_kirim;
pub use sasaran::{Sasaran, Susulan};
pub use simpan::{harus_menunggu, simpan};
pub use tampil::{SusulanSection, SusulanWords, aduan_menunggu, label, putusan_menunggu};

/// Said of what waits on the device.
pub const MENUNGGU: &str = "Tersimpan di perangkat ini. Dikirim sendiri saat ada jaringan.";
