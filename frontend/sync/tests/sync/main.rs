//! The rules of the outbox, told as histories.

mod antrean;
mod keeping;
mod support;
mod upload;
