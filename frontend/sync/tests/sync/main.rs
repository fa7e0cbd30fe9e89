//! The rules of the outbox, told as histories.

mod antrean;
mod bentuk;
mod gabung;
mod keeping;
mod support;
mod upload;
