//! What is done to a complaint that the office has (*susulan*): a step, an answer, a message, a note, a correction, a
//! photo of the work, a rating, a choice between two values. With a
//! network it goes at once; without one it waits in the outbox, in its order, and is done once. Another kind of it costs a
//! name here and its own form, nothing else.

mod coba;
mod daftar;
mod foto;
mod kirim;
mod menunggu;
mod sasaran;
mod simpan;

pub use coba::{Nasib, Tertahan, coba, coba_untuk};
pub use daftar::SusulanWords;
pub use foto::{Bidikan, simpan_foto};
pub use kirim::{open_foto, open_kirim};
pub use menunggu::{Putusan, SusulanSection, dikerjakan, foto_menunggu, menunggu_jenis, putusan_menunggu};
pub use sasaran::{Sasaran, Susulan};

/// Said of what waits on the device.
pub const MENUNGGU: &str = "Tersimpan di perangkat ini. Dikirim saat ada jaringan dan portal terbuka.";
