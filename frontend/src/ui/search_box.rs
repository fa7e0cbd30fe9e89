//! A box to search with: it asks by itself after a pause in typing, or at once by Enter.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::SubmitEvent;

/// A pause in typing after which the search goes off by itself.
const PAUSE_MS: u32 = 400;

#[component]
pub fn SearchBox(
    id: &'static str,
    /// Read out, not shown; the placeholder says the same in short.
    label: &'static str,
    placeholder: &'static str,
    /// What is searched for now; going back in the browser changes it under the box.
    #[prop(into)]
    asked: Signal<Option<String>>,
    on_search: Callback<Option<String>>,
    /// A second box on the page: one landmark of its kind is enough.
    #[prop(optional)]
    second: bool,
) -> impl IntoView {
    let typed = RwSignal::new(asked.get_untracked().unwrap_or_default());
    let pause = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let asked = asked.get().unwrap_or_default();
        if typed.with_untracked(|typed| typed.trim() != asked) && pause.with_value(Option::is_none) {
            typed.set(asked);
        }
    });
    let search = move || {
        pause.set_value(None);
        let text = typed.with_untracked(|typed| typed.trim().to_owned());
        on_search.run(Some(text).filter(|text| !text.is_empty()));
    };
    let input = move |text: String| {
        typed.set(text);
        pause.set_value(Some(Timeout::new(PAUSE_MS, search)));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        search();
    };
    view! {
        <form role=(!second).then_some("search") on:submit=submit>
            <label class="unseen" for=id>{label}</label>
            <input
                class="input"
                type="search"
                id=id
                placeholder=placeholder
                prop:value=move || typed.get()
                on:input:target=move |event| input(event.target().value())
            />
        </form>
    }
}
