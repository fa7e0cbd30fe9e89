//! Short words that something was done. They are read out, can be put away, and leave by themselves.
//! Nothing that a person must act on is ever told only here.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::{Icon, IconName};

const STAYS_MS: u32 = 7_000;

/// Given in the app's context; `use_context::<Toaster>()` anywhere below.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<(u32, String)>>,
    minted: StoredValue<u32>,
}

impl Toaster {
    pub fn new() -> Self {
        Self {
            toasts: RwSignal::new(Vec::new()),
            minted: StoredValue::new(0),
        }
    }

    pub fn say(&self, words: impl Into<String>) {
        let id = self.minted.get_value() + 1;
        self.minted.set_value(id);
        // One at a time: the newest is the one that answers what was just done.
        self.toasts.set(vec![(id, words.into())]);
        let toaster = *self;
        Timeout::new(STAYS_MS, move || toaster.put_away(id)).forget();
    }

    fn put_away(&self, id: u32) {
        self.toasts
            .try_update(|toasts| toasts.retain(|(own, _)| *own != id));
    }
}

impl Default for Toaster {
    fn default() -> Self {
        Self::new()
    }
}

/// The live region; stands once in the app, from the start, so that readers know it.
#[component]
pub fn Toasts(toaster: Toaster) -> impl IntoView {
    let toast = move |(id, words): (u32, String)| {
        view! {
            <div class="toast">
                <p class="grow">{words}</p>
                <button type="button" class="btn plain" aria-label="Tutup pesan" on:click=move |_| toaster.put_away(id)>
                    <Icon name=IconName::Close />
                </button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status">
            <For each=move || toaster.toasts.get() key=|(id, _)| *id children=toast />
        </div>
    }
}
