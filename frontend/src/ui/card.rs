//! Surfaces: what is there, what is not there yet, and what is not there at all.

use leptos::prelude::*;

use super::Tone;

#[component]
pub fn Card(
    /// Rides on the edge of the green head.
    #[prop(optional)]
    lift: bool,
    #[prop(optional)] tone: Tone,
    children: Children,
) -> impl IntoView {
    let class = match (lift, tone) {
        (true, _) => "card lift",
        (false, Tone::Clay) => "card clay",
        (false, Tone::Leaf | Tone::Gold | Tone::Sky) => "card",
    };
    view! { <div class=class>{children()}</div> }
}

/// A page or list with nothing in it: says why, and offers the next step as its children.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p class="muted">{text}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// Grey lines where text will stand; a reader hears `label` instead.
#[component]
pub fn Skeleton(
    #[prop(default = 6)] lines: usize,
    #[prop(into, default = "Sedang memuat".into())] label: String,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <p class="unseen">{label}</p>
            {(0..lines).map(|_| view! { <span></span> }).collect_view()}
        </div>
    }
}
