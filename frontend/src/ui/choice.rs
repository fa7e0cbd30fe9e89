//! Choosing: one of a few as cards under the thumb, one of many in a list, yes or no as a tick.

use leptos::prelude::*;

use super::Field;
use super::field::{FieldError, described_by};

/// One answer of a question: what is kept, what is read, and a line of explanation (may be empty).
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: hint.into(),
        }
    }
}

/// Radio cards. An error summary may link to `id`: it is the id of the first card's control.
#[component]
pub fn Choices(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    options: Vec<Choice>,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let described = described_by(&id);
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let cards = options
        .into_iter()
        .enumerate()
        .map(|(place, option)| {
            let control = if place == 0 {
                id.clone()
            } else {
                format!("{id}-{place}")
            };
            view! { <RadioCard control=control name=id.clone() option=option value=value /> }
        })
        .collect_view();
    view! {
        <fieldset
            class="field"
            aria-describedby=described
            class:invalid=move || error.with(Option::is_some)
        >
            <legend>{label}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <div class="choices">{cards}</div>
            <FieldError id=error_id error=error />
        </fieldset>
    }
}

#[component]
fn RadioCard(control: String, name: String, option: Choice, value: RwSignal<String>) -> impl IntoView {
    let own = option.value.clone();
    let chosen = option.value.clone();
    let hint_id = format!("{control}-about");
    let described = (!option.hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="choice">
            <input
                type="radio"
                id=control.clone()
                name=name
                value=option.value
                aria-describedby=described
                prop:checked=move || value.with(|value| *value == own)
                on:change=move |_| value.set(chosen.clone())
            />
            <label class="cover" for=control>{option.label}</label>
            {(!option.hint.is_empty()).then(|| view! { <span class="hint" id=hint_id>{option.hint}</span> })}
        </div>
    }
}

/// A yes-or-no with its consequence spelled out in the hint.
#[component]
pub fn Tick(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<bool>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let described = described_by(&id);
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:invalid=move || error.with(Option::is_some)>
            <div class="choice">
                <input
                    type="checkbox"
                    id=id.clone()
                    aria-describedby=described
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:checked=move || value.get()
                    on:change:target=move |event| value.set(event.target().checked())
                />
                <label class="cover" for=id>{label}</label>
                {(!hint.is_empty()).then(|| view! { <span class="hint" id=hint_id>{hint}</span> })}
            </div>
            <FieldError id=error_id error=error />
        </div>
    }
}

/// The browser's own list, for a handful of entries; for many use [`super::Combobox`].
#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(into)] value: Signal<String>,
    on_choose: Callback<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let described = described_by(&id);
    let entries = move || {
        let chosen = value.get();
        let entry = |option: Choice| {
            let selected = option.value == chosen;
            view! { <option value=option.value selected=selected>{option.label}</option> }
        };
        options.get().into_iter().map(entry).collect_view()
    };
    view! {
        <Field id=id.clone() label=label hint=hint error=error>
            <select
                class="input"
                id=id
                aria-describedby=described
                on:change:target=move |event| on_choose.run(event.target().value())
            >
                {entries}
            </select>
        </Field>
    }
}
