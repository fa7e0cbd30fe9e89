//! Offices and their parts: their names wherever somebody's work is told, and the page where they are kept.

mod form;
mod page;

pub use page::SkpdPage;

use leptos::prelude::*;
use shared::account::Skpd;
use shared::paths;

use crate::account::session::Session;
use crate::api::{self, Caller};

/// All offices as soon as they are here. Until then, or where they cannot be had, their codes stand for them.
pub fn offices(session: Session) -> RwSignal<Vec<Skpd>> {
    let all = RwSignal::new(Vec::new());
    leptos::task::spawn_local(async move {
        if let Ok(found) = api::get::<Vec<Skpd>>(paths::SKPD, &Caller::Petugas(session)).await {
            all.try_set(found);
        }
    });
    all
}
