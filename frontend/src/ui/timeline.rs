//! What happened, in order, and what comes next.

use leptos::prelude::*;

/// One station. `when` is already in words; a moment without it is still to come.
#[derive(Clone, PartialEq, Eq)]
pub struct Moment {
    pub title: String,
    pub when: Option<String>,
    pub note: Option<String>,
}

#[component]
pub fn Timeline(#[prop(into)] moments: Signal<Vec<Moment>>) -> impl IntoView {
    let items = move || {
        let moments = moments.get();
        let last_done = moments.iter().rposition(|moment| moment.when.is_some());
        let item = |(place, moment): (usize, Moment)| {
            let class = match (moment.when.is_some(), Some(place) == last_done) {
                (false, _) => "next",
                (true, true) => "now",
                (true, false) => "",
            };
            view! {
                <li class=class aria-current=(Some(place) == last_done).then_some("step")>
                    <strong>{moment.title}</strong>
                    {moment.when.map(|when| view! { <p class="small muted num">{when}</p> })}
                    {moment.note.map(|note| view! { <p class="small prose">{note}</p> })}
                </li>
            }
        };
        moments.into_iter().enumerate().map(item).collect_view()
    };
    view! { <ol class="timeline">{items}</ol> }
}
