//! Whoever has a complaint before him has read the news of it, from wherever he came.

use leptos::prelude::*;
use shared::id::AduanId;
use shared::paths;

use super::KabarCount;
use crate::account::session::Session;
use crate::api::{self, Caller};

/// Marks the news of the complaint as read whose present state is on the screen, and once more when the bell tells of more.
/// Without news nothing is asked; where the mark does not arrive the news stays unread.
pub fn dibaca_bila_dibuka(session: Session, terlihat: Signal<Option<AduanId>>) {
    let count = expect_context::<KabarCount>().0;
    Effect::new(move |known: Option<u32>| {
        let (known, unread) = (known.unwrap_or_default(), count.get());
        let Some(id) = terlihat.get() else {
            return known;
        };
        if unread > known {
            leptos::task::spawn_local(async move {
                let address = format!("{}/aduan/{id}/dibaca", paths::KABAR);
                if let Ok(left) = api::put(&address, &(), &Caller::Petugas(session)).await {
                    count.try_set(left);
                }
            });
        }
        unread
    });
}
