//! Offices and their parts: their names wherever somebody's work is told, and the page where they are kept.

mod form;
mod page;

pub use page::SkpdPage;

use leptos::prelude::*;
use shared::account::Skpd;
use shared::paths;

use crate::account::session::Session;
use crate::offline::cache;

/// All offices, asked for once by a page of which several parts name them.
#[derive(Clone, Copy)]
pub struct Offices(pub RwSignal<Vec<Skpd>>);

/// The name of an office; its code until the table is here.
pub fn office_name(all: &[Skpd], kode: &str) -> String {
    let office = all.iter().find(|office| office.kode == kode);
    office.map_or(kode, |office| office.nama.as_str()).to_owned()
}

/// All offices as soon as they are here. Until then, or where they cannot be had, their codes stand for them.
pub fn offices(session: Session) -> RwSignal<Vec<Skpd>> {
    cache::follow("skpd", paths::SKPD, session)
}
