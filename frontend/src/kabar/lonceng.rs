//! The bell in the head of every officer's page. It asks when a page is opened and now and then while it is looked at.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::Deserialize;
use shared::paths;
use shared::words::ribuan;

use crate::account::session::Session;
use crate::api::{self, Caller};
use crate::page::Page;
use crate::ui::{Icon, IconName};

/// While the page is looked at.
const OFTEN: Duration = Duration::from_secs(60);
/// A person who walks through pages asks no more often than this, in milliseconds.
const SOON_MS: f64 = 15_000.0;

/// How many pieces of news were not read, as far as is known.
#[derive(Clone, Copy)]
pub struct KabarCount(pub RwSignal<u32>);

/// What of the first page is needed here.
#[derive(Deserialize)]
struct Total {
    total: u32,
}

#[component]
pub fn Lonceng(session: Session) -> impl IntoView {
    let count = expect_context::<KabarCount>().0;
    let path = use_location().pathname;
    let asked = StoredValue::new(f64::NEG_INFINITY);
    let ask = move || {
        let now = js_sys::Date::now();
        if document().hidden() || now - asked.get_value() < SOON_MS {
            return;
        }
        asked.set_value(now);
        leptos::task::spawn_local(async move {
            let address = format!("{}?belum=true&limit=1", paths::KABAR);
            // Without an answer the last number stands.
            if let Ok(Total { total }) = api::get(&address, &Caller::Petugas(session)).await {
                count.try_set(total);
            }
        });
    };
    Effect::new(move |_| {
        path.track();
        ask();
    });
    if let Ok(often) = set_interval_with_handle(ask, OFTEN) {
        on_cleanup(move || often.clear());
    }
    view! {
        <a class="bell" href=Page::Kabar { semua: false }.url()>
            <Icon name=IconName::Bell />
            <span class="unseen">"Kabar"</span>
            <Show when=move || count.get() != 0>
                <span class="count">{move || ribuan(count.get().into())} <span class="unseen">" belum dibaca"</span></span>
            </Show>
        </a>
    }
}
