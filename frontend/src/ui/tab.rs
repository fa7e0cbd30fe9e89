//! One of a few lists of the same page, each with an address of its own.

use leptos::prelude::*;

/// The one that is shown says so.
#[component]
pub fn TabLink(
    #[prop(into)] href: String,
    #[prop(into)] current: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class="chip"
            class:plain=move || !current.get()
            href=href
            aria-current=move || current.get().then_some("page")
        >
            {children()}
        </a>
    }
}
