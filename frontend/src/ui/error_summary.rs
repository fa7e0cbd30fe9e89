//! What keeps a form from going on, in one place at its top. The focus moves to it whenever the
//! faults change to something, and each line leads to its field.

use leptos::html;
use leptos::prelude::*;

/// A field (by the id of its control) and what to do about it.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    pub id: String,
    pub message: String,
}

impl Fault {
    /// The message of the control `id`, if it is among `faults`.
    pub fn of(faults: Signal<Vec<Self>>, id: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            faults.with(|all| {
                all.iter()
                    .find(|fault| fault.id == id)
                    .map(|fault| fault.message.clone())
            })
        })
    }
}

/// Leads to the control `id`.
pub fn focus_on(id: &str) {
    if let Some(control) = document().get_element_by_id(id) {
        use wasm_bindgen::JsCast;
        if let Some(control) = control.dyn_ref::<web_sys::HtmlElement>() {
            let _ = control.focus();
        }
    }
}

/// What the control `id` is called on the page: that something is lacking says nothing without it.
fn label_of(id: &str) -> Option<String> {
    let label = document().query_selector(&format!("label[for='{id}']"));
    Some(label.ok()??.text_content()?.trim().to_owned())
}

#[component]
pub fn ErrorSummary(
    #[prop(into)] faults: Signal<Vec<Fault>>,
    /// Set before a change that calls nobody here.
    #[prop(optional)]
    quiet: Option<StoredValue<bool>>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let quiet = quiet
            .and_then(|quiet| quiet.try_update_value(std::mem::take))
            .unwrap_or_default();
        if faults.with(Vec::is_empty) || quiet {
            return;
        }
        // The element appears by this very change: it is there one turn later.
        request_animation_frame(move || {
            if let Some(summary) = summary.try_get_untracked().flatten() {
                let _ = summary.focus();
            }
        });
    });
    let line = |fault: Fault| {
        let id = fault.id.clone();
        let message = match label_of(&id).filter(|_| fault.message.starts_with("Wajib ")) {
            Some(label) => format!("{label}: {}", fault.message),
            None => fault.message,
        };
        view! {
            <li>
                <a
                    href=format!("#{}", fault.id)
                    on:click=move |event| {
                        event.prevent_default();
                        focus_on(&id);
                    }
                >
                    {message}
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || !faults.with(Vec::is_empty)>
            <div class="error-summary" role="alert" tabindex="-1" node_ref=summary>
                <h2>"Ada yang perlu diperbaiki"</h2>
                <ul>{move || faults.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </Show>
    }
}
